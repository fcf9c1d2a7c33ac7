"""Words beside a yes that are not the writer's own yes: meant for a machine, or telling of a yes given elsewhere."""

import re
from typing import Final

_MACHINE: Final = (
    r"A\.?I\.?(?: (?:assistant|agent|model|system|tool|bot))?|language model|LLM|chat ?bot|GPT"
    r"|(?:automated|virtual|email) (?:assistant|agent|system)"
)
_TO_A_MACHINE: Final = (
    rf"(?:\b(?:to|for|dear|hey|hello|hi|attention|you are)|(?<!\S)@) ?(?:(?:the|any|an?|this|all|our|your) )?"
    rf"(?:{_MACHINE})\b"
    rf"|\b(?:{_MACHINE})s?\b[^.!?\n]{{0,20}}\b(?:read(?:s|ing)?|process\w*|handl\w*|must|should)\b"
    r"|\b(?:system|developer) (?:prompt|message|instruction)s?\b|\bmaintenance mode\b|</?(?:system|mail|new_text)>|<\|"
    r"|\b(?:ignore|disregard|forget|override)\b[^.!?\n]{0,20}\b(?:instructions?|rules|prompt|guidelines|polic(?:y|ies))\b"
    r'|"(?:intent|confidence)"\s*:'
)
_YES_ELSEWHERE: Final = (
    r"\b(?:agreed|accepted|approved|confirmed|settled) (?:\w+ )?(?:elsewhere|already by (?:others|your)|by your \w+)\b"
    r"|\b(?:humans?|(?:your|the) (?:manager|boss|supervisor|superior|ceo|director|client|operator)) "
    r"(?:\w+ )?(?:agreed|accepted|approved|confirmed|signed off)\b"
)
_OTHERS: Final = re.compile(f"{_TO_A_MACHINE}|{_YES_ELSEWHERE}", re.IGNORECASE)


def other_voices(text: str) -> list[str]:
    """The words, as they stand; empty where the writer speaks to us and for themselves."""
    return [found.group().strip() for found in _OTHERS.finditer(text)]
