"""Wrong mails made from right ones by rule: each says one thing that was not decided, or leaves a term out."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from shared.domain.amounts import find_money
from shared.domain.money import Money
from tests.unit.money.whole_mails import WholeMail

_STATING: Final = frozenset({"opening", "counter", "agreement"})
_WHOLE: Final = frozenset({"opening", "agreement"})
_OTHER_CURRENCY: Final = {
    "USD": "EUR",
    "EUR": "GBP",
    "GBP": "USD",
    "JPY": "USD",
    "CAD": "USD",
    "AUD": "USD",
    "SEK": "EUR",
    "CHF": "EUR",
}
_NUMBER: Final = r"\b(?:one|two|three|four|a single|a couple of|\([1-5]\)|[1-5](?!\)))"
_NOUN: Final = r"Reels?|Stor(?:y|ies)|TikToks?|videos?|Shorts?|posts?|integrations?"
_QUANTITY: Final = re.compile(
    rf"{_NUMBER}(?= ?x?(?: \(\d\))? (?:[A-Za-z]+ ){{0,3}}(?:Reels?|Stor(?:y|ies)|TikToks?|videos?|Shorts?"
    rf"|posts?|integrations?)\b)",
    re.IGNORECASE,
)
_KINDS: Final = (
    (r"\b(?:Instagram |IG )?Reel\b", "YouTube Short"),
    (r"\b(?:Instagram |IG )?Stories\b", "carousels"),
    (r"\b(?:YouTube )?Shorts\b", "TikToks"),
    (r"\bTikTok videos?\b", "Instagram Reel"),
    (r"\b(?:feed|Instagram) post\b", "blog post"),
)
_DURATION: Final = re.compile(
    r"\b(?:\d+|one|two|six|nine|twelve|an?|thirty|sixty|ninety)[ -](?:day|month|year)s?\b|\bnet[- ]?\d+\b",
    re.IGNORECASE,
)
# "One day", "half a day of work": no times of a term.
_SAYINGS: Final = ("one day", "a day")
_OTHER_DURATIONS: Final = ("45 days", "2 years")
_ADDED: Final = (
    *("We could go up to {private}.", "Between us, {private} is the most.", "We will also send you a $100 gift card."),
    *("Please sign at parley.io/contract.", "Your contact is [Name].", "We would also need exclusivity for 3 months."),
    *("We guarantee further campaigns.", "You'd also get a 10% commission.", "Call me on +1 (555) 123-4567."),
    *("Just write to deals@brand.com.", "You are paid upfront.", "We would also need whitelisting for 6 months."),
    *("We may use the content forever.", "Please also add one LinkedIn post.", "You are paid within 7 days."),
    *("We need five more Stories as well.", "You'd also receive a free tote bag.", "We cover your travel costs, too."),
    *("We will license the content worldwide.", "There's room to negotiate.", "We add {more} for speed."),
    *(
        "The draft is due on 3 May.",
        "Payment is net 7.",
        "You get a bonus if it does well.",
        "We need a TikTok story, too.",
    ),
    *("We would run it as paid ads for 2 years.", "No other creator asks for this much.", "Please answer by Friday."),
    *(
        "The fee excludes VAT, plus VAT on top.",
        "We will boost the post for a year.",
        "We ask for the raw footage as well.",
    ),
    *("The organic usage is for 3 years.", "We don't need your approval to change it.", "Text us on WhatsApp."),
)
_OPEN: Final = (
    "It's a deal!",
    "We accept your rate.",
    "We are happy to pay what you asked.",
    "Your rate works for us.",
)
_CLOSED: Final = (
    "Unfortunately, we can't go ahead.",
    "We confirm your rate.",
    "We have to cancel.",
    "We pay what you asked.",
)
_TRUE: Final = (
    (("paid_usage", "year_1"), r"boost the post for a year"),
    (("paid_usage", "perpetual"), r"use the content forever"),
)


def wrong_mails(mail: WholeMail, place: int) -> Iterator[str]:
    """place: the mail's number, by which it gets its part of the added lines."""
    yield from _money(mail)
    yield from _quantities(mail)
    yield from _durations(mail)
    yield from _left_out(mail)
    yield from _greeted(mail)
    yield from _added(mail, place)


def _money(mail: WholeMail) -> Iterator[str]:
    currency = mail.given["currency"]
    for found in find_money(mail.text):
        if found.currency is None or found.low != found.high:
            continue
        for amount in (found.low + 1, (found.low * Decimal("1.1")).quantize(Decimal(1)), *_private(mail)):
            yield _put(mail.text, found.start, found.end, Money.rounded(Decimal(amount), currency).display())
        yield _put(mail.text, found.start, found.end, Money.rounded(found.low, _OTHER_CURRENCY[currency]).display())


def _private(mail: WholeMail) -> tuple[Decimal, ...]:
    return tuple(Decimal(amount) for amount in mail.given["private_amounts"])


def _quantities(mail: WholeMail) -> Iterator[str]:
    for found in _QUANTITY.finditer(mail.text):
        others = (new for new in ("five", "6") if found.group() != "5")
        yield from (_put(mail.text, found.start(), found.end(), new) for new in others)
    for pattern, new in _KINDS if mail.given["stage"] in _STATING else ():
        if re.search(pattern, mail.text):
            yield re.sub(pattern, new, mail.text)


def _durations(mail: WholeMail) -> Iterator[str]:
    for found in _DURATION.finditer(mail.text):
        for new in _OTHER_DURATIONS:
            if new.split()[0] not in (mail.given["payment_terms"] or "") and found.group() not in _SAYINGS:
                yield _put(mail.text, found.start(), found.end(), new)


def _left_out(mail: WholeMail) -> Iterator[str]:
    """A line of a list, or in a mail that must be whole a sentence, that holds a term."""
    for line in mail.text.splitlines(keepends=True):
        if _holds_term(line) and line.lstrip()[:1] in {"-", "*", "•"} and mail.given["stage"] in _STATING:
            yield mail.text.replace(line, "")
    for found in re.finditer(r"[^\n.!?]+(?:[.](?=\d)[^\n.!?]+)*[.!?]", mail.text):
        if _holds_term(found.group()) and mail.given["stage"] in _WHOLE and not mail.has_block:
            yield _put(mail.text, found.start(), found.end(), "")


def _holds_term(text: str) -> bool:
    return bool(_DURATION.search(text) or _QUANTITY.search(text))


def _greeted(mail: WholeMail) -> Iterator[str]:
    names = mail.greeted.split()
    first = next(name for name in names if name.lower() in mail.text.lower())
    for other in ("Sarah", "[First name]"):
        yield re.sub(re.escape(first), other, mail.text, count=1, flags=re.IGNORECASE)


def _added(mail: WholeMail, place: int) -> Iterator[str]:
    currency = mail.given["currency"]
    private = Money.rounded(_private(mail)[0], currency).display()
    more = Money.rounded(Decimal(50), currency).display()
    stance = _CLOSED if mail.given["stage"] == "agreement" else _OPEN
    lines = [_ADDED[(place * 5 + step) % len(_ADDED)] for step in range(5)]
    lines = [line for line in lines if not _is_granted(line, mail.given["usage_rights"])]
    if mail.given["their_ask"] != mail.given["offer"]:
        lines.append(stance[place % len(stance)])
    start = mail.text.find("\n\n") + 2 if "\n\n" in mail.text else 0
    for line in lines:
        yield f"{mail.text[:start]}{line.format(private=private, more=more)} {mail.text[start:]}"


def _is_granted(line: str, rights: dict[str, str]) -> bool:
    """What is wrong beside most rights is true beside these."""
    return any(re.search(pattern, line) for right, pattern in _TRUE if right in rights.items())


def _put(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]
