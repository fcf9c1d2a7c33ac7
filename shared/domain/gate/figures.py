"""No figure leaves that was not decided."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from shared.domain.amounts import AmountExpression, AmountKind, find_figures, find_money, find_stray_money
from shared.domain.amounts.normal import plain
from shared.domain.gate.characters import without_names
from shared.domain.gate.clauses import blanked
from shared.domain.gate.payment import says_when
from shared.domain.gate.quantities import without_package
from shared.domain.gate.stances import is_their_ask
from shared.domain.gate.terms import PACKAGED, Check, Draft, GateFailure, GateTerms
from shared.domain.money import Money

# A private figure this small ("30") is also a duration or a count; only as money it is a leak.
_LEAST_TELLING: Final = 100
# Whatever a figure counts, behind "we pay" it is what we pay; how soon is a promise, not an amount.
_PAID: Final = re.compile(
    r"\b(?:pay|pays|paying)\b(?: (?!net\b)[a-z]+){0,2}? (?P<figure>\d\S*)(?!\S)(?! (?:business |working "
    r"|calendar )?(?:days?|weeks?))",
    re.IGNORECASE,
)
# Their "2k" may stay without its currency, as they wrote it.
_SHORT_FIGURE: Final = re.compile(r"\d[\d.]*k", re.IGNORECASE)
# "💰 Fee: $1,500": one such sign at the head of a line is a bullet.
_BULLET: Final = re.compile(r"^[ \t]*[💲💵💰💴💶💷](?= ?[*A-Za-z$€£¥])", re.MULTILINE)
# "Could you do it for two and a half?"
_HALVES: Final = re.compile(r"\b(?:one|two|three|four|five|six|seven|eight|nine|\d+) and a half\b", re.IGNORECASE)
_FIGURE: Final = re.compile(r"\d+(?:[.,']\d+)*")
_SPREAD_FIGURE: Final = re.compile(r"\d(?:[ ,.'_-]?\d)*")


def check_money(draft: Draft, terms: GateTerms) -> Iterator[GateFailure]:
    """Every expression that could be read as money, in value and currency; a range or an unsure one never passes."""
    for found in draft.money:
        if found.kind is AmountKind.PERCENT or _is_rendered_number(found, draft) or _is_thanks(found, draft):
            continue
        reason = _money_fault(found, terms)
        bare = _SHORT_FIGURE.fullmatch(found.text) is not None and not found.ambiguous
        if reason is not None and not (bare and is_their_ask(found, draft.text, terms)):
            yield GateFailure(check=Check.MONEY, found=found.text, message=reason)


def check_percent(draft: Draft, terms: GateTerms) -> Iterator[GateFailure]:
    said = (one for one in draft.money if one.kind is AmountKind.PERCENT and draft.is_said(one.start, one.end))
    for found in said:
        known = found.low == found.high and (found.low in terms.allowed_percents or _is_paid_share(found, draft, terms))
        if not known:
            message = "a percentage that was not decided; leave it out"
            yield GateFailure(check=Check.PERCENT, found=found.text, message=message)


def _is_paid_share(found: AmountExpression, draft: Draft, terms: GateTerms) -> bool:
    """The "50%" of the payment terms, where the prose speaks of payment."""
    shares = {
        one.low for phrase in terms.allowed_phrases for one in find_money(phrase) if one.kind is AmountKind.PERCENT
    }
    lead = draft.text[: found.start].rsplit("\n", 1)[-1].rsplit(". ", 1)[-1]
    paid = re.search(r"\b(?:pay\w*|paid)\b", lead, re.IGNORECASE) or says_when(draft.text[found.end :])
    return found.low in shares and bool(paid)


def check_offer(draft: Draft, terms: GateTerms) -> Iterator[GateFailure]:
    """An opening, counter or agreement states the offer."""
    if terms.stage in PACKAGED and terms.offer is None:
        yield GateFailure(
            check=Check.OFFER, found="", message=f"no offer was decided for a mail of stage {terms.stage}"
        )
    elif terms.stage in PACKAGED and not any(_states(found, terms.offer) for found in _not_quoted(draft)):
        written = "" if terms.offer is None else terms.offer.display()
        yield GateFailure(check=Check.OFFER, found="", message=f"the offer is missing; write {written}")


def check_other_money(draft: Draft, terms: GateTerms) -> Iterator[GateFailure]:
    """Money in a form that has no certain value: another language, slang, a multiple of something."""
    text = without_names(_BULLET.sub(" ", without_package(draft, terms)), terms)
    for found in (*find_stray_money(text), *(one.group() for one in _HALVES.finditer(text))):
        message = "reads like money or a multiple of it; state the decided amount in figures, or leave it out"
        yield GateFailure(check=Check.MONEY, found=found, message=message)
    known = [(found.start, found.end) for found in draft.money]
    for paid in _PAID.finditer(draft.said):
        if not any(start <= paid.start("figure") < end for start, end in known):
            yield GateFailure(check=Check.MONEY, found=paid.group(), message="a payment that was not decided")


def check_terms(draft: Draft, terms: GateTerms) -> Iterator[GateFailure]:
    """The block that code rendered is whole and unchanged."""
    lines = {line.strip() for line in draft.text.splitlines()}
    for line in terms.required_lines:
        if line.strip() and line.strip() not in lines:
            yield GateFailure(check=Check.TERMS, found="", message=f"this line must stand unchanged: {line.strip()}")


def check_private(draft: Draft, terms: GateTerms) -> Iterator[GateFailure]:
    """Private amounts in any form: as money, as a count, with digits apart, in words."""
    stated = {money.amount for money in terms.stated} | ({terms.shared_cpm.amount} if terms.shared_cpm else set())
    private = [money for money in terms.private_amounts if money.amount not in stated]
    values = {money.amount for money in private}
    for found in draft.money:
        if found.low in values or found.high in values:
            yield _leak(found.text)
    telling = {value for value in values if value >= _LEAST_TELLING}
    for figure in find_figures(draft.prose):
        if figure.low in telling or figure.high in telling:
            yield _leak(figure.text)
    forms = {form for money in private for form in _digit_forms(money)}
    forms -= {form for amount in terms.stated for form in _digit_forms(amount)}
    # "$15.00" that may be said has the digits of a private 1,500.
    said = [(found.start, found.end) for found in draft.money if _money_fault(found, terms) is None]
    text = plain(blanked(draft.text, said)).text
    written = {*_FIGURE.findall(text), *_SPREAD_FIGURE.findall(text)}
    yield from (_leak(digits) for digits in sorted(written) if re.sub(r"\D", "", digits) in forms)


def _is_thanks(found: AmountExpression, draft: Draft) -> bool:
    """True for "thanks a million"."""
    return (
        found.currency is None
        and re.search(
            r"\b(?:thanks|thank you) "
            r"*\Z",
            draft.text[: found.start],
            re.IGNORECASE,
        )
        is not None
    )


def _is_rendered_number(found: AmountExpression, draft: Draft) -> bool:
    """A number without currency in a passage of ours or theirs: a date, a count, a size that they wrote."""
    return found.currency is None and not found.ambiguous and not draft.is_said(found.start, found.end)


def _money_fault(found: AmountExpression, terms: GateTerms) -> str | None:
    if found.low != found.high:
        return "a range; state only the decided amount"
    if found.ambiguous:
        return "can be read in two ways; write the amount like the offer"
    allowed = {terms.shared_cpm} if found.kind is AmountKind.CPM else terms.stated
    values = [money for money in allowed if money is not None and money.amount == found.low]
    if any(money.currency == found.currency for money in values):
        return None
    if values and found.currency is None:
        return f"a number without its currency; write {values[0].display()}"
    if values:
        return f"in the wrong currency; write {values[0].display()}"
    return "an amount that was not decided; leave it out"


def _not_quoted(draft: Draft) -> Iterator[AmountExpression]:
    return (
        found for found in draft.money if draft.is_ours(found.start, found.end) or draft.is_said(found.start, found.end)
    )


def _states(found: AmountExpression, offer: Money | None) -> bool:
    same = offer is not None and found.low == found.high == offer.amount and found.currency == offer.currency
    return same and found.kind is AmountKind.PRICE and not found.ambiguous


def _digit_forms(money: Money) -> Iterator[str]:
    """The digits of 1800.00: "1800" and "180000"."""
    if money.amount >= _LEAST_TELLING:
        whole, _, decimals = money.text.partition(".")
        yield from (whole, whole + decimals)


def _leak(found: str) -> GateFailure:
    return GateFailure(
        check=Check.PRIVATE, found=found, message="this figure does not belong in the mail; leave it out"
    )
