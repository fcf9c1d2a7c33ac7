"""What a command says about a record that is not there: the person's word for it and where the right name is found."""

from typing import Final

from shared.domain.errors import NotFound

_WORDS: Final = {
    "campaigns": ("campaign", "campaign list"),
    "negotiations": ("negotiation", "negotiation list"),
    "cases": ("case", "case list"),
    "mailboxes": ("mailbox", "mailbox list"),
}


def said(error: Exception) -> str:
    """The error in a person's words; the store's own place of a record tells them nothing."""
    if not isinstance(error, NotFound) or error.collection not in _WORDS:
        return str(error)
    word, command = _WORDS[error.collection]
    return f"there is no {word} {error.id_}; see `{command}`"
