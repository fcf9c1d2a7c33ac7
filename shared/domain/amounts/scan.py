"""Every amount written in a text, in order of appearance."""

from __future__ import annotations

from shared.domain.amounts.bare import Bare
from shared.domain.amounts.candidates import Candidate, candidate_at
from shared.domain.amounts.context import cpm_end, is_money, percent_end
from shared.domain.amounts.expression import AmountExpression, AmountKind, Mode
from shared.domain.amounts.numerals import Style
from shared.domain.amounts.tokens import Tokens


def find_amounts(text: str) -> tuple[AmountExpression, ...]:
    """Prices, prices per 1,000 views and percentages, as a reader of a negotiation mail takes them."""
    return tuple(_scan(text, Mode.READING))


def find_prices(text: str) -> tuple[AmountExpression, ...]:
    """find_amounts without percentages and prices per 1,000 views."""
    return tuple(found for found in _scan(text, Mode.READING) if found.kind is AmountKind.PRICE)


def find_money(text: str) -> tuple[AmountExpression, ...]:
    """Everything that some person could read as money, percentages included; for text that must hold no wrong figure.

    Over-inclusive on purpose: a bare number that is no date, link, count or quantity is reported with currency None.
    """
    return tuple(_scan(text, Mode.STRICT))


def find_figures(text: str) -> tuple[AmountExpression, ...]:
    """Every number of the text, whatever it counts or names: "1.8k likes", "twelve hundred followers"."""
    tokens = Tokens(text, hide=False)
    found: list[AmountExpression] = []
    index = 0
    while index < len(tokens):
        candidate = candidate_at(tokens, index)
        if candidate is not None:
            found.append(_expression(tokens, candidate, AmountKind.PRICE, candidate.high.end))
        index = index + 1 if candidate is None else candidate.high.end
    return tuple(found)


def _scan(text: str, mode: Mode) -> list[AmountExpression]:
    tokens = Tokens(text)
    found: list[AmountExpression] = []
    index = 0
    while index < len(tokens):
        candidate = candidate_at(tokens, index)
        if candidate is None:
            index += 1
            continue
        kind, index = _kind(tokens, candidate, mode)
        if kind is not None:
            end = index if kind is AmountKind.PERCENT else candidate.high.end
            found.append(_expression(tokens, candidate, kind, end))
    return found


def _kind(tokens: Tokens, candidate: Candidate, mode: Mode) -> tuple[AmountKind | None, int]:
    """What the candidate is (None: no amount), and where to read on."""
    start, end = candidate.low.start, candidate.high.end
    percent = percent_end(tokens, end)
    if percent is not None and candidate.currency is None:
        return AmountKind.PERCENT, percent
    cpm = cpm_end(tokens, start, end)
    if cpm is not None:
        return AmountKind.CPM, cpm
    if candidate.currency is not None or is_money(_bare(tokens, candidate, mode)):
        return AmountKind.PRICE, end
    return None, end


def _bare(tokens: Tokens, candidate: Candidate, mode: Mode) -> Bare:
    _, high, _ = candidate.bounds()
    phrases = (candidate.low.phrase, candidate.high.phrase)
    return Bare(
        tokens=tokens,
        start=candidate.low.start,
        end=candidate.high.end,
        value=high,
        scaled=any(phrase.scale > 1 for phrase in phrases),
        in_words=all(phrase.in_words for phrase in phrases),
        loose=any(phrase.loose or phrase.figure.style is Style.BROKEN for phrase in phrases),
        mode=mode,
    )


def _expression(tokens: Tokens, candidate: Candidate, kind: AmountKind, end_token: int) -> AmountExpression:
    low, high, unsure = candidate.bounds()
    start, end = tokens[candidate.low.start].start, tokens[end_token - 1].end
    return AmountExpression(
        text=tokens.given[start:end],
        start=start,
        end=end,
        low=low,
        high=high,
        currency=candidate.code,
        kind=kind,
        ambiguous=unsure,
    )
