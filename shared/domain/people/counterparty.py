"""Who writes to us: the creator, somebody who manages them, or an agency, and what says so.

The answer sets a mail's tone and which levers suit; no price and no recipient ever depends on it, since anybody may
sign as anything. So a sign counts only where it is about the writer: said in the first person, or standing as a title
in the signature. How politely somebody closes a letter says nothing.
"""

import re
from dataclasses import dataclass
from typing import Final

from shared.domain.mail.message import Address
from shared.domain.people.agencies import agency_of
from shared.domain.people.participants import Role

# A signature is the end of a mail; longer lines there are sentences.
_SIGNATURE_LINES: Final = 10
_LONGEST_TITLE: Final = 60
_TEXT_LIMIT_CHARS: Final = 20_000

_WHOM: Final = r"(?:talents?|influencers?|creators?|artists?)"
_TITLE: Final = re.compile(
    rf"\b(?:{_WHOM} (?:manager|management|agent|representative|director|coordinator|partnerships?)"
    rf"|(?:head|director|vp|vice president) of {_WHOM}|vp,? {_WHOM}|(?:manager|agent) (?:for|to|of) [A-Z])",
    re.IGNORECASE,
)
# A title may also be the bare word, where it is all that the line or the part between two bars says.
_BARE_TITLE: Final = re.compile(
    r"(?:^|[|,·–-] ?)(?:(?:her|his|their) )?(?:manager|agent)(?: ?[|,·–-]|$)", re.IGNORECASE
)
_CREATOR_TITLE: Final = re.compile(
    r"(?:^|[|,·–-] ?)(?:(?:ugc|content|video|digital|lifestyle|beauty|food|travel|fitness) creator|influencer|creator"
    r"|youtuber|tiktoker|blogger)\b",
    re.IGNORECASE,
)
_SPEAKS_FOR: Final = re.compile(
    r"\bI (?:manage|represent|look after)\b(?! (?:my|everything|all|this|it|to\b|expectations|social|a team))"
    r"|\bI(?:'m| am) (?:the |an? )?(?:[\w-]+'s |her |his |their )?(?:talent |personal )?"
    r"(?:manager|agent|representative)\b"
    r"|\b(?:I(?:'m| am) )?(?:writing|reaching out|replying|responding|speaking|negotiating) on behalf of\b(?! my)"
    r"|\bon behalf of (?!my\b|me\b|everyone\b|the (?:team|brand)\b)|\bmy (?:client|talent)\b"
    r"|\bwe (?:manage|represent)\b(?! (?:our own|ourselves))|\bour (?:client|talent|roster)\b",
    re.IGNORECASE,
)
_NEGATED: Final = re.compile(
    r"\b(?:no|not|don't|doesn't|didn't|isn't|never|without|neither|nor|instead of|used to|former(?:ly)?|if|unless)\b",
    re.IGNORECASE,
)
_SENTENCE_END: Final = re.compile(r"[.!?\n;]+\s*")
_COMPANY: Final = re.compile(
    r"(?:^|[|,·–@-] ?|\b(?:at|from|with) )"
    r"(?P<name>(?:[A-Z0-9][\w&'.-]*\s+){1,4}(?:Agency|Talent|Management|Mgmt|Artists|Entertainment|Collective))\b"
    r"(?! (?:Manager|Agent|Director|Coordinator|Representative|Partnerships?))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterparty:
    """What one mail says of its writer.

    Attributes:
        role: CREATOR where nothing says otherwise.
        title: The line of the signature that names their work; None: none does.
        agency: The agency's name, from its domain or the signature; None: none is named.
        evidence: Each sign that counted, in words, for the audit trail; empty when nothing did.
    """

    role: Role
    title: str | None
    agency: str | None
    evidence: tuple[str, ...]


def recognise(sender: Address, text: str) -> Counterparty:
    """Who wrote *text*, the mail's new text, from the address *sender*."""
    own = text[:_TEXT_LIMIT_CHARS].replace("’", "'")
    signature = _signature(own)
    title, agency = _title(signature), agency_of(sender.domain)
    spoken = _spoken(own)
    named = agency or (_company(signature, own) if title or spoken else None)
    evidence = [
        f"the address is one of {agency}" if agency else "",
        f"signed as: {title}" if title else "",
        f"says: {spoken}" if spoken else "",
        f"names: {named}" if named and not agency else "",
    ]
    return Counterparty(
        role=_role(manages=bool(title or spoken), agency=named),
        title=title or _creator_title(signature),
        agency=named,
        evidence=tuple(sign for sign in evidence if sign),
    )


def _role(*, manages: bool, agency: str | None) -> Role:
    if agency is not None:
        return Role.AGENCY
    return Role.MANAGER if manages else Role.CREATOR


def _signature(text: str) -> list[str]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [line for line in lines[-_SIGNATURE_LINES:] if len(line) <= _LONGEST_TITLE and not line.endswith(("?", "!"))]


def _title(signature: list[str]) -> str | None:
    """The line that says they manage; "Talent Manager: Dana" names somebody else."""
    for line in signature:
        if ":" in line or _NEGATED.search(line) or re.search(r"\bmy\b", line, re.IGNORECASE):
            continue
        if _TITLE.search(line) or _BARE_TITLE.search(line):
            return line
    return None


def _creator_title(signature: list[str]) -> str | None:
    return next((line for line in signature if _CREATOR_TITLE.search(line)), None)


def _spoken(text: str) -> str | None:
    """The first sentence in which they say that they speak for somebody, unless it says the opposite."""
    for sentence in _SENTENCE_END.split(text):
        found = _SPEAKS_FOR.search(sentence)
        if found and not _NEGATED.search(sentence[: found.end()]):
            return found.group()
    return None


def _company(signature: list[str], text: str) -> str | None:
    for line in (*signature, *_SENTENCE_END.split(text)):
        found = _COMPANY.search(line)
        if found:
            return " ".join(found["name"].split())
    return None
