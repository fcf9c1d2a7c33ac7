"""What a price hangs on: in the mail's own words, taken for no more than they say, and nothing of the kind left out."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from shared.domain.amounts import AmountExpression
from shared.domain.campaign import Duration
from shared.domain.reading.facts import Ask, Intent, Reading, RequestedChange, Term
from shared.domain.reading.written import places
from shared.domain.terms.payment import WHEN_PAID

# What is paid before the work, or sooner than we say: the campaign's own way of paying is words, so any is a person's.
_PAID_EARLY: Final = (
    r"(?:\b(?:half|pa(?:y|id|ys|ying|yment)|fee|money|invoice|advance|deposit)\b|\d ?%|[$€£] ?\d|\d[.,]?\d*k?\b)"
    r"[^.!?\n]{0,30}\bup[- ]?front\b|\bup[- ]?front (?:pay\w*|deposit|fee)\b|\bpre-?pa(?:y|id)\w*"
    r"|\b(?:half|pa(?:y|id|yment)|fee|money)\b[^.!?\n]{0,30}\bin advance\b|\badvance payment\b"
    r"|\b(?:half|pa(?:y|id|yment)|fee|money)\b[^.!?\n]{0,25}\bbefore (?:i|we|filming|shooting|production)\b"
    r"|\bhalf (?:now|first)\b"
    r"|\b(?:an?|with|need|half|\d{1,2} ?%) (?:\w+ )?deposit\b"
)
# Directly behind a price: with something still to come on top, in Europe the tax, for an agency its fee.
_NET: Final = re.compile(r",? ?\(?\bnett?o?\b(?![- ]?\d| (?:of|to|after|worth|payment|terms))\)?", re.IGNORECASE)
_TERM_WORDS: Final = (
    r"(?:pa(?:y|id|ys)\b|payment(?! (?:details|info|data|link|method))|net[- ]?\d|usage\b|rights\b|whitelist\w*"
    r"|spark ads?|exclusiv\w*|deposit\b|up[- ]?front\b|drop\b|skip\b|revisions?\b)"
)
# "Let me know if you need my payment details" sets no condition.
_IF: Final = r"(?<!know )(?<!ask )(?<!see )\b(?:if|only when|provided|as long as|so long as|unless|assuming)\b"
_OVERLOOKED: Final = re.compile(
    rf"{_PAID_EARLY}|{_IF}[^.!?\n]{{0,60}}?\b{_TERM_WORDS}"
    r"|\b(?:only if|on (?:the )?condition|conditional (?:on|upon))\b[^.!?\n]*",
    re.IGNORECASE,
)
# Whatever they name, a yes with one of these is none.
_HANGS: Final = re.compile(
    r"(?:(?<!you )(?<!we )(?<!as )\bprovided(?= (?:that|you|i|we|it|the|my|there)\b)"
    r"|\b(?:as|so) long as|\bsubject to|\bcontingent (?:up)?on|\bassuming|\bgiven that|\bpending"
    r"|\bunless(?! (?:you|there) (?:need|have|want|is) (?:any|some)thing\b))\b[^.!?\n]*",
    re.IGNORECASE,
)
_PAYMENT: Final = re.compile(
    rf"{_PAID_EARLY}|\bpa(?:y|ys|ying|yment)\b|\bpaid\b(?! (?:ads?|usage|media|amplification))|\bnet[- ]?\d|\binvoice",
    re.IGNORECASE,
)

# What the words must hold where a right was read from them.
_SPOKEN: Final[Mapping[Duration, re.Pattern[str]]] = {
    duration: re.compile(words, re.IGNORECASE)
    for duration, words in {
        Duration.NOT_REQUIRED: r"\b(?:no|not|none|without|drop|skip|minus|excl\w*|leave out)\b|n['’]t\b",
        Duration.DAYS_30: r"\b(?:30|thirty|1[- ]month|(?:one|a|single)[- ]month)\b",
        Duration.DAYS_60: r"\b(?:60|sixty|2[- ]months?|two[- ]months?)\b",
        Duration.DAYS_90: r"\b(?:90|ninety|3[- ]months?|three[- ]months?)\b",
        Duration.MONTHS_6: r"\b(?:6[- ]months?|six[- ]months?|half a year)\b",
        Duration.YEAR_1: r"\b(?:12[- ]months?|twelve[- ]months?|1[- ]year|(?:one|a)[- ]year)\b",
        Duration.PERPETUAL: r"perpetu|forever|unlimited|without (?:a )?(?:time )?limit|buy-?out",
    }.items()
}
_REFUSED_EXCLUSIVITY: Final = re.compile(
    r"\bnon-?exclusiv|(?:\b(?:no|not|without|drop|skip)\b|n['’]t)[^.!?\n]{0,20}exclusiv", re.IGNORECASE
)


def unwritten(asks: Iterable[Ask], new_text: str) -> list[str]:
    """Conditions whose words are not the mail's own."""
    return [one.text for ask in asks for one in ask.conditions if not places(one.text, new_text)]


def with_conditions(reading: Reading, new_text: str, prices: Sequence[AmountExpression]) -> Reading:
    """The reading with each condition taken for no more than its words say, and with those that were overlooked.

    A yes that hangs on something is no yes. Both ends of a range hang on what one of them does.
    """
    asks = tuple(replace(ask, conditions=tuple(map(_as_said, ask.conditions))) for ask in reading.asks)
    asks = tuple(replace(ask, conditions=_of_range(ask, asks, prices)) for ask in asks)
    conditional = any(ask.conditions for ask in asks)
    overlooked = () if _says_no_price(reading) else (*_overlooked(reading, new_text), *_net(new_text, prices))
    return replace(
        reading,
        intent=Intent.COUNTER if conditional and reading.intent is Intent.ACCEPT else reading.intent,
        asks=asks,
        requested_changes=(*(_as_written(one, new_text) for one in reading.requested_changes), *overlooked),
    )


def _says_no_price(reading: Reading) -> bool:
    return not reading.asks and reading.intent is not Intent.ACCEPT


def _as_said(change: RequestedChange) -> RequestedChange:
    """The change, or its bare words where the typed fields say more than those words do."""
    durations_said = all(_SPOKEN[one.duration].search(change.text) for one in change.rights)
    exclusivity_said = not change.no_exclusivity or _REFUSED_EXCLUSIVITY.search(change.text)
    if durations_said and exclusivity_said and not _PAYMENT.search(change.text):
        return change
    return RequestedChange(term=change.term, text=change.text)


def _as_written(change: RequestedChange, new_text: str) -> RequestedChange:
    """The change, or its bare words where they are not the mail's own and yet say which right or day is meant."""
    return _as_said(change) if places(change.text, new_text) else RequestedChange(term=change.term, text=change.text)


def _of_range(ask: Ask, asks: Sequence[Ask], prices: Sequence[AmountExpression]) -> tuple[RequestedChange, ...]:
    """Its own conditions, and those of the other end where the two are one range in the mail."""
    ranges = [{price.low, price.high} for price in prices if price.low != price.high]
    others = (other for other in asks if any({ask.amount, other.amount} <= ends for ends in ranges))
    return tuple(dict.fromkeys((*ask.conditions, *(one for other in others for one in other.conditions))))


def _overlooked(reading: Reading, new_text: str) -> Iterator[RequestedChange]:
    """Clauses that tie the price to another term, in none of what was read from the mail."""
    conditions = (one for ask in reading.asks for one in ask.conditions)
    read = [one.text for one in (*conditions, *reading.requested_changes)]
    read += [one.text for one in reading.questions]
    known = {place for text in read for place in places(text, new_text)}
    patterns = ((_OVERLOOKED, Term.OTHER), (_HANGS, Term.OTHER), (WHEN_PAID, Term.PAYMENT))
    for pattern, term in patterns:
        if pattern is _HANGS and reading.intent is not Intent.ACCEPT:
            continue
        for found in pattern.finditer(new_text):
            if known.isdisjoint(range(*found.span())) and not _asks(new_text, found.end()):
                yield RequestedChange(term=term, text=found.group().strip())


def _net(text: str, prices: Sequence[AmountExpression]) -> Iterator[RequestedChange]:
    for price in prices:
        found = _NET.match(text, price.end)
        if found:
            yield RequestedChange(term=Term.PAYMENT, text=f"{price.text}{found.group()}")


def _asks(text: str, place: int) -> bool:
    """Whether the sentence at *place* is a question."""
    end = re.search(r"[.!?\n]", text[place:])
    return end is not None and end.group() == "?"
