"""Claude: reads a creator's mail into a strict reading, and words a decided mail."""

from shared.adapters.claude.client import CLAUDE_ROOT, ClaudeModel

__all__ = ["CLAUDE_ROOT", "ClaudeModel"]
