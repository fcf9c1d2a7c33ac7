"""Gmail: reads through Google's own client, writes through a session that posts once."""

from shared.adapters.gmail.auth import SCOPES, delegated_credentials, no_credentials
from shared.adapters.gmail.client import GMAIL_ROOT, Bounds, GmailMailbox

__all__ = ["GMAIL_ROOT", "SCOPES", "Bounds", "GmailMailbox", "delegated_credentials", "no_credentials"]
