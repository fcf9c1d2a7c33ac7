"""The check that a reading says nothing that its mail does not, and leaves out nothing of what a yes must not hide."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from shared.domain.amounts import (
    AmountExpression,
    AmountKind,
    find_money,
    find_other_currency,
    find_prices,
    find_stray_money,
)
from shared.domain.amounts.lexicon import DOLLARS
from shared.domain.money import Money
from shared.domain.package import DeliverableType
from shared.domain.reading.assent import is_plain_yes
from shared.domain.reading.at_least import is_open, may_be_more
from shared.domain.reading.conditions import unwritten, with_conditions
from shared.domain.reading.extras import with_extras
from shared.domain.reading.facts import Ask, Basis, Intent, Reading, Surcharge
from shared.domain.reading.not_theirs import Priced, is_own_ask, not_theirs
from shared.domain.reading.on_top import in_full
from shared.domain.reading.other_voices import other_voices
from shared.domain.reading.other_work import other_work
from shared.domain.reading.portions import portions
from shared.domain.reading.refusal import is_plain_no
from shared.domain.reading.term_talk import untold_terms
from shared.domain.reading.written import places, without
from shared.domain.terms.payment import days_to_pay

# "100% yes" is no share.
_WHOLLY: Final = re.compile(r"\b100 ?%(?! ?(?:more|extra|on top|of|up|in adv|pre))", re.IGNORECASE)
# Nor is "I've read it twice" a sum.
_TIMES: Final = re.compile(r"\b(?:read|gone|went|looked|been|thought)\b(?: \w+){0,4} twice\b", re.IGNORECASE)
_POST: Final = r"(?:reel|post|video|stor(?:y|ies)|short|integration|tik ?tok|clip|deliverable|piece)"
_KIND: Final = r"(?:single |instagram |ig |insta |tik ?tok |youtube |yt |feed )?"
# Behind a price: it pays for one post of several.
_EACH: Final = re.compile(
    rf" ?(?:\beach\b|\bapiece\b|(?:\b(?:per|an?|for (?:each|every))\b|/) ?{_KIND}{_POST}\b)", re.IGNORECASE
)
_FEWER: Final = re.compile(rf"\b(?:for|only|just) (?:the )?(?:one|1|a single) {_KIND}{_POST}\b", re.IGNORECASE)
_PER_POST: Final = re.compile(rf"\b(?:per|for (?:each|every)) {_KIND}{_POST}\b", re.IGNORECASE)
# Between two prices of the same sentence: both are paid.
_BOTH: Final = re.compile(r"[^.!?\n]{0,60}?(?:\band\b|\bplus\b|[+&])[^.!?\n]{0,40}", re.IGNORECASE)
_SHARE: Final = re.compile(r"(\d{1,3}(?:[.,]\d{1,2})?) ?(?:%|percent\b|per cent\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFigures:
    """The amounts that a mail may name without asking for them.

    last_offer: what a yes says yes to; None where nothing was offered yet.
    posts: how many the package on the table has. kinds: of what kinds they are; empty: not known.
    product: what the product is worth. earlier: our former offers and their former prices.
    """

    currency: str
    last_offer: Decimal | None
    posts: int
    product: Decimal | None = None
    earlier: frozenset[Decimal] = frozenset()
    kinds: frozenset[DeliverableType] = frozenset()

    @property
    def every(self) -> frozenset[Decimal]:
        return self.earlier | {value for value in (self.last_offer, self.product) if value is not None}


def grounded(reading: Reading, new_text: str, known: KnownFigures) -> Reading:
    """The reading, or an unclear one when it and the amounts that the mail's own new text names do not agree.

    This is what keeps quoted prices, hallucinated prices and injected prices out of the decision, and one end of a
    range from passing for a price. A price that was not read is as much of a doubt as one that is not there. The
    currency written at the price outranks the one that was read, and what the text puts on top of a price is a change
    of terms, whatever was read.
    """
    ungrounded = [surcharge.quote for surcharge in reading.surcharges if not _stands_in(surcharge, new_text, known)]
    ungrounded += unwritten(reading.asks, new_text)
    if ungrounded:
        return _doubted(reading, f"the mail does not plainly name what was read from it: {', '.join(ungrounded)}")
    prices = find_prices(new_text)
    reading = with_conditions(with_extras(reading, new_text), new_text, prices)
    asks = tuple(_named(ask, new_text, prices, known) for ask in reading.asks)
    invented = [ask for ask, named in zip(reading.asks, asks, strict=True) if named is None]
    if invented:
        quotes = ", ".join(f"{ask.amount} ({ask.quote!r})" for ask in invented)
        return _doubted(reading, f"the mail does not plainly name what was read from it: {quotes}")
    reading = replace(reading, asks=tuple(ask for ask in asks if ask is not None))
    unread = _unread(reading, prices, known)
    if unread:
        return _doubted(reading, f"the mail names prices that were not read: {', '.join(unread)}")
    parts = [*_sums(reading, new_text, prices), *_for_a_part(reading, new_text, prices, known)]
    parts += portions({ask.amount for ask in reading.asks}, new_text, prices)
    if parts:
        return _doubted(reading, f"the mail does not say what the whole package costs: {', '.join(parts)}")
    reading = replace(reading, surcharges=tuple(in_full(one, new_text) for one in reading.surcharges))
    return _in_words(reading, new_text, prices, known)


def _in_words(reading: Reading, text: str, prices: Sequence[AmountExpression], known: KnownFigures) -> Reading:
    """The reading for no more than the words of the mail bear out: a no, a price of theirs, all its terms, a yes."""
    if reading.intent is Intent.REJECT and not reading.asks and not is_plain_no(text):
        return _doubted(reading, "read as a no, but the mail does not say so plainly")
    told = _terms_told(reading)
    mail = Priced(text=text, told=told, prices=prices, package=known.kinds)
    reading = replace(reading, asks=tuple(_weighed(ask, mail, known) for ask in reading.asks))
    untold = without((*told, *(one.text for ask in reading.asks for one in ask.conditions)), text)
    reading = replace(reading, untold=_untold_terms(reading, untold, known))
    if reading.intent is not Intent.ACCEPT:
        return reading
    open_ended = [more for price in prices if (more := may_be_more(price, text))]
    others = [*open_ended, *_beside_the_offer(reading, text, known), *other_voices(text)]
    if others:
        return _doubted(reading, f"read as a yes, but the mail names {', '.join(others)}")
    return _yes_in_words(reading, untold, known)


def _untold_terms(reading: Reading, untold: str, known: KnownFigures) -> tuple[str, ...]:
    text = _without_its_one_post(untold, known) if known.posts == 1 else untold
    # Prices of their own for each line are held against the package when they are added up.
    package = frozenset[DeliverableType]() if any(ask.deliverables for ask in reading.asks) else known.kinds
    return untold_terms(text, package, questions_read=bool(reading.questions))


def _terms_told(reading: Reading) -> tuple[str, ...]:
    return (*(one.text for one in reading.requested_changes), *(one.quote for one in reading.surcharges))


def _without_its_one_post(text: str, known: KnownFigures) -> str:
    """Where one post is the package, "for just one Reel" bounds nothing."""
    return _FEWER.sub(lambda found: found.group() if [*other_work(found.group(), known.kinds)] else " ", text)


def _weighed(ask: Ask, mail: Priced, known: KnownFigures) -> Ask:
    told_again = ask.amount == known.last_offer and not is_own_ask(ask, mail.text) and not is_plain_yes(mail.text)
    return replace(ask, in_doubt=told_again or not_theirs(ask, mail))


def _yes_in_words(reading: Reading, untold: str, known: KnownFigures) -> Reading:
    """The reading, or an unclear one where it takes our offer and the mail does not say so itself.

    With a wish beside it that only a person can judge, nothing is agreed whatever is read.
    """
    wishes = [one for one in reading.requested_changes if not one.is_specific and days_to_pay(one.text) is None]
    takes = reading.intent is Intent.ACCEPT and not reading.asks and known.last_offer is not None
    if not takes or wishes or is_plain_yes(untold):
        return reading
    return _doubted(reading, "read as a yes, but the mail does not say so plainly")


def _doubted(reading: Reading, doubt: str) -> Reading:
    return replace(reading, intent=Intent.UNCLEAR, asks=(), doubt=doubt)


def _stands_in(surcharge: Surcharge, text: str, known: KnownFigures) -> bool:
    """Whether the quote is the mail's own, and its figure the quote's own, in the currency of the price."""
    if not places(surcharge.quote, text):
        return False
    if surcharge.percent is not None:
        shares = {Decimal(found.replace(",", ".")) for found in _SHARE.findall(surcharge.quote)}
        return surcharge.amount is None and surcharge.percent in shares
    sums = [figure for figure in find_money(surcharge.quote) if not figure.ambiguous]
    return surcharge.amount is None or any(
        {figure.low, figure.high} == {surcharge.amount} and is_in(figure, known.currency) for figure in sums
    )


def is_in(figure: AmountExpression, currency: str) -> bool:
    """Whether the figure is one of that currency; a plain "$" is of any dollar."""
    return figure.currency in {None, currency} or (figure.plain_dollar and currency in DOLLARS)


def _named(ask: Ask, new_text: str, prices: Sequence[AmountExpression], known: KnownFigures) -> Ask | None:
    """The ask in the currency written where it was quoted; None where its amount does not plainly stand there."""
    quote = places(ask.quote, new_text)
    quoted = [price for price in prices if not quote.isdisjoint(range(price.start, price.end))]
    meant = [price for price in quoted if ask.amount in {price.low, price.high} and not price.ambiguous]
    currencies = {_currency(price, ask, known) for price in meant}
    in_quote = any(ask.amount in {figure.low, figure.high} for figure in find_money(ask.quote))
    if not in_quote or len(currencies) != 1 or not _can_be_paid(ask.amount, currencies, known):
        return None
    each = all(_EACH.match(new_text, price.end) for price in meant)
    return replace(
        ask,
        currency=currencies.pop(),
        basis=Basis.PER_DELIVERABLE if each else ask.basis,
        at_least=is_open(ask.amount, quote, prices, new_text),
    )


def _can_be_paid(amount: Decimal, currencies: Set[str | None], known: KnownFigures) -> bool:
    """Whether our currency has such a sum: what is finer could only be agreed on as another one."""
    is_foreign = currencies.isdisjoint({None, known.currency})
    return is_foreign or Money.rounded(amount, known.currency).amount == amount


def _currency(price: AmountExpression, ask: Ask, known: KnownFigures) -> str | None:
    """The written one; a bare dollar is whichever dollar was read, or the campaign's."""
    if price.currency is None:
        return ask.currency
    if not price.plain_dollar:
        return price.currency
    read = known.currency if ask.currency is None else ask.currency
    return ask.currency if read in DOLLARS else price.currency


def _unread(reading: Reading, prices: Sequence[AmountExpression], known: KnownFigures) -> list[str]:
    """Prices that are neither asked nor known, and ranges of which only one end is."""
    asked = {ask.amount for ask in reading.asks} | {
        surcharge.amount for surcharge in reading.surcharges if surcharge.amount is not None
    }
    ends = [(price, {price.low, price.high}) for price in prices]
    return [price.text for price, values in ends if not (values <= asked or values <= known.every)]


def _sums(reading: Reading, text: str, prices: Sequence[AmountExpression]) -> list[str]:
    """The same price twice where both are paid ("$600 now and $600 later"), unless each is for a post of its own."""
    lines = {(ask.amount, ask.deliverables) for ask in reading.asks if ask.deliverables}
    return [
        text[one.start : other.end]
        for one, other in pairwise(prices)
        if one.low == other.low
        and _BOTH.fullmatch(text[one.end : other.start])
        and sum(amount == one.low for amount, _ in lines) < 2
    ]


def _for_a_part(reading: Reading, text: str, prices: Sequence[AmountExpression], known: KnownFigures) -> list[str]:
    """What a yes that names no price of its own says of one post, where the package has more."""
    if reading.intent is not Intent.ACCEPT or reading.asks or known.posts == 1:
        return []
    each = [f"{price.text}{found.group()}" for price in prices if (found := _EACH.match(text, price.end))]
    return [*each, *(found.group() for pattern in (_FEWER, _PER_POST) for found in pattern.finditer(text))]


def _beside_the_offer(reading: Reading, new_text: str, known: KnownFigures) -> list[str]:
    """Every figure of a yes that is not the offer it says yes to, in whatever form; the product's worth may join it."""
    text = _TIMES.sub(" ", _WHOLLY.sub(" ", new_text))
    figures = find_money(text)
    wanted: set[Decimal | None] = {ask.amount for ask in reading.asks} or {known.last_offer}
    plain = [figure for figure in figures if figure.kind is AmountKind.PRICE and not figure.ambiguous]
    met = any(figure.low in wanted for figure in plain)
    allowed = wanted | {known.last_offer, known.product if met else None}
    currencies = {None, known.currency, *(ask.currency for ask in reading.asks)}
    others = [figure.text for figure in figures if not _is_one_of(figure, allowed, currencies)]
    return [*others, *find_stray_money(text), *find_other_currency(text, known.currency)]


def _is_one_of(figure: AmountExpression, allowed: set[Decimal | None], currencies: set[str | None]) -> bool:
    plain = figure.kind is AmountKind.PRICE and not figure.ambiguous
    return plain and {figure.low, figure.high} <= allowed and figure.currency in currencies
