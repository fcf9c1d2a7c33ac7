"""Several mails that wait for one answer, read as one."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from shared.domain.reading.facts import Intent, Reading, RequestedChange, Tone
from shared.domain.signs import ENGLISH
from shared.domain.triggers import CONFIDENT

_SEVERITY = (Tone.WARM, Tone.NEUTRAL, Tone.FIRM, Tone.HOSTILE)


def combine(readings: Sequence[Reading], *, confident: Decimal = CONFIDENT) -> Reading:
    """One reading of mails in a row, oldest first: every question and flag stays, the newest mail has the last word.

    A newest mail that is not understood may take back what an older one said, so it leaves the whole unclear; a newest
    question takes nothing back. The confidence is the least of all; below *confident* a mail is not understood.

    Raises:
        ValueError: no reading at all: a bug.
    """
    if not readings:
        raise ValueError("nothing was read")
    word = _last_word(readings, confident)
    return replace(
        word,
        questions=tuple(question for reading in readings for question in reading.questions),
        surcharges=tuple(surcharge for reading in readings for surcharge in reading.surcharges),
        requested_changes=(
            *(change for reading in readings for change in reading.requested_changes),
            *_still_wanted(word, readings),
        ),
        new_people=tuple(person for reading in readings for person in reading.new_people),
        untold=tuple(words for reading in readings for words in reading.untold),
        call_requested=any(reading.call_requested for reading in readings),
        payment_details_changed=any(reading.payment_details_changed for reading in readings),
        legal_language=any(reading.legal_language for reading in readings),
        non_cash_pay=any(reading.non_cash_pay for reading in readings),
        deadline_pressure=any(reading.deadline_pressure for reading in readings),
        language=next((one.language for one in readings if one.language not in {None, ENGLISH}), word.language),
        tone=max((reading.tone for reading in readings), key=_SEVERITY.index),
        confidence=min(reading.confidence for reading in readings),
        summary=" ".join(reading.summary for reading in readings),
    )


def _still_wanted(word: Reading, readings: Sequence[Reading]) -> Iterator[RequestedChange]:
    """What an older mail's price hung on, where a later yes does not say that it no longer does."""
    if word.intent is Intent.ACCEPT and not word.asks:
        yield from dict.fromkeys(one for reading in readings for ask in reading.asks for one in ask.conditions)


def of_two_minds(said: Sequence[tuple[str, Reading]]) -> bool:
    """Whether different people's last words differ; *said*: who wrote, and what was read, oldest first.

    A manager's price and the creator's own yes are no agreement between the two, whichever came last.
    """
    words: dict[str, tuple[Intent, frozenset[tuple[Decimal, bool]]]] = {}
    for author, reading in said:
        amounts = frozenset((ask.amount, bool(ask.conditions)) for ask in reading.asks)
        if reading.intent is Intent.ACCEPT:
            words[author] = (Intent.ACCEPT, frozenset())
        elif amounts or reading.intent in {Intent.REJECT, Intent.COUNTER}:
            words[author] = (Intent.COUNTER if amounts else reading.intent, amounts)
    return len(set(words.values())) > 1


def _last_word(readings: Sequence[Reading], confident: Decimal) -> Reading:
    """The reading whose intent and prices count."""
    newest = readings[-1]
    if not _is_understood(newest, confident):
        return replace(newest, intent=Intent.UNCLEAR, asks=())
    clear = [reading for reading in readings if reading.intent is not Intent.UNCLEAR]
    # "Could you do $1,400?" is a price of theirs, whatever the model calls it: it takes back a yes before it.
    answers = [reading for reading in clear if reading.intent is not Intent.QUESTION or reading.asks]
    return answers[-1] if answers else newest


def _is_understood(reading: Reading, confident: Decimal) -> bool:
    return reading.intent is not Intent.UNCLEAR and reading.doubt is None and reading.confidence >= confident
