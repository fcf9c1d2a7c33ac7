"""Several mails that wait for one answer, read as one; and the check that a reading says nothing its mail does not."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from shared.domain.amounts import AmountExpression, find_prices
from shared.domain.decide import CONFIDENT
from shared.domain.reading import Ask, Intent, Reading, RequestedChange, Term, Tone

_SEVERITY = (Tone.WARM, Tone.NEUTRAL, Tone.FIRM, Tone.HOSTILE)

# What comes on top of a named price, so that the price alone is not what it costs.
_EXTRA: Final = (
    r"\b(?:vat|gst|hst|mwst|(?:sales )?tax(?:es)?|commission|(?:agency|usage|handling|service) fees?|expenses)\b"
)
_ON_TOP: Final = re.compile(
    rf"(?:\bplus\b|\+|\bexcl(?:uding|usive of|udes|\.)?|\bnot incl(?:uding|\.)?|\bbefore\b|\bnet of\b|\bex\b)"
    rf"[^.!?\n]{{0,25}}{_EXTRA}|{_EXTRA}[^.!?\n]{{0,15}}(?:\bon top\b|\bextra\b|\bexcluded\b|\bnot included\b)",
    re.IGNORECASE,
)


def grounded(reading: Reading, new_text: str, ours: Collection[Decimal]) -> Reading:
    """The reading, or an unclear one when it names an amount that the mail's own new text does not plainly name.

    *ours* are the amounts of our own mails: a yes that names any other price says yes to something else.

    This is what keeps quoted prices, hallucinated prices and injected prices out of the decision, and one end of a
    range from passing for a price. What the text puts on top of a price is a change of terms, whatever was read.
    """
    reading = _with_extras(reading, new_text)
    plain = [price for price in find_prices(new_text) if not price.ambiguous]
    amounts = {value for price in plain for value in (price.low, price.high)}
    halves = _half_told({ask.amount for ask in reading.asks}, plain)
    invented = [ask for ask in reading.asks if ask.amount in halves or not _is_named(ask, amounts, new_text)]
    if not invented:
        return _with_other_price(reading, new_text, ours)
    quotes = ", ".join(f"{ask.amount} ({ask.quote!r})" for ask in invented)
    doubt = f"the mail does not plainly name what was read from it: {quotes}"
    return replace(reading, intent=Intent.UNCLEAR, asks=(), doubt=doubt)


def _with_other_price(reading: Reading, new_text: str, ours: Collection[Decimal]) -> Reading:
    if reading.intent is not Intent.ACCEPT or reading.asks:
        return reading
    others = [price.text for price in find_prices(new_text) if not {price.low, price.high} <= set(ours)]
    if not others:
        return reading
    return replace(reading, intent=Intent.UNCLEAR, doubt=f"read as a yes, but the mail names {', '.join(others)}")


def _with_extras(reading: Reading, new_text: str) -> Reading:
    extras = [RequestedChange(term=Term.PAYMENT, text=found.group()) for found in _ON_TOP.finditer(new_text)]
    return replace(reading, requested_changes=(*reading.requested_changes, *extras)) if extras else reading


def _half_told(asked: set[Decimal], prices: Sequence[AmountExpression]) -> set[Decimal]:
    """Amounts that were asked as one end of a range, without the other end and without standing alone anywhere."""
    alone = {price.low for price in prices if price.low == price.high}
    ranges = ({price.low, price.high} for price in prices if price.low != price.high)
    return {value for ends in ranges if not ends <= asked for value in ends & asked} - alone


def _is_named(ask: Ask, amounts: set[Decimal], new_text: str) -> bool:
    return ask.amount in amounts and " ".join(ask.quote.split()) in " ".join(new_text.split())


def combine(readings: Sequence[Reading]) -> Reading:
    """One reading of mails in a row, oldest first: every question and flag stays, the newest mail has the last word.

    A newest mail that is not understood may take back what an older one said, so it leaves the whole unclear; a newest
    question takes nothing back. The confidence is the least of all.

    Raises:
        ValueError: no reading at all: a bug.
    """
    if not readings:
        raise ValueError("nothing was read")
    word = _last_word(readings)
    return replace(
        word,
        questions=tuple(question for reading in readings for question in reading.questions),
        requested_changes=tuple(change for reading in readings for change in reading.requested_changes),
        new_people=tuple(person for reading in readings for person in reading.new_people),
        call_requested=any(reading.call_requested for reading in readings),
        payment_details_changed=any(reading.payment_details_changed for reading in readings),
        legal_language=any(reading.legal_language for reading in readings),
        tone=max((reading.tone for reading in readings), key=_SEVERITY.index),
        confidence=min(reading.confidence for reading in readings),
        summary=" ".join(reading.summary for reading in readings),
    )


def _last_word(readings: Sequence[Reading]) -> Reading:
    """The reading whose intent and prices count."""
    newest = readings[-1]
    if not _is_understood(newest):
        return replace(newest, intent=Intent.UNCLEAR, asks=())
    clear = [reading for reading in readings if reading.intent is not Intent.UNCLEAR]
    answers = [reading for reading in clear if reading.intent is not Intent.QUESTION]
    if answers:
        return answers[-1]
    priced = [reading.asks for reading in clear if reading.asks]
    return replace(newest, asks=priced[-1]) if priced else newest


def _is_understood(reading: Reading) -> bool:
    return reading.intent is not Intent.UNCLEAR and reading.doubt is None and reading.confidence >= CONFIDENT
