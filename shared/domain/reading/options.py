"""Which price of a mail counts, and for which package: prices per line are added up, prices per package compared."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from shared.domain.campaign import Deliverable
from shared.domain.money import Money
from shared.domain.reading.facts import Ask, AskedDeliverable, Basis, RequestedChange, Term
from shared.domain.terms import Terms
from shared.domain.terms.compare import package_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One thing that they would do.

    Attributes:
        price: For all of *deliverables*; None: a price per post, and it is not said of how many.
        named: The figure as they wrote it.
        deliverables: Empty: the package on the table.
        conditions: What the price hangs on beside the package, term by term; empty: nothing.
        at_least: They leave open that it is more.
        in_doubt: As in Ask.
    """

    price: Money | None
    named: Money
    quote: str
    deliverables: tuple[AskedDeliverable, ...] = ()
    conditions: tuple[RequestedChange, ...] = ()
    at_least: bool = False
    in_doubt: bool = False


def options_of(asks: Sequence[Ask], standing: Terms) -> tuple[Option, ...] | None:
    """What the mail offers to choose from, for the package on the table first; None: prices that nobody can tell apart.

    All asks are in the currency of *standing*.
    """
    if not asks:
        return ()
    lines = _lines_of(asks, package_of(standing.deliverables))
    if lines is not None:
        total = Money.rounded(sum(lines, Decimal(0)), standing.rate.currency)
        quote = ", ".join(ask.quote for ask in asks)
        more = any(ask.at_least for ask in asks)
        doubtful = any(ask.in_doubt for ask in asks)
        conditions = _conditions(asks)
        return (Option(price=total, named=total, quote=quote, conditions=conditions, at_least=more, in_doubt=doubtful),)
    if len({ask.amount for ask in asks}) == 1:
        return (replace(_option(asks[-1], standing), conditions=_conditions(asks)),)
    if not _are_told_apart(asks):
        return None
    return tuple(_option(ask, standing) for ask in asks)


def _are_told_apart(asks: Sequence[Ask]) -> bool:
    """Whether each price says what it is for, its own package or what it hangs on; a single one may hold otherwise."""
    marks = {(tuple(sorted(package_of(ask.deliverables).items())), _conditions((ask,))) for ask in asks}
    otherwise = [ask.deliverables for ask in asks if not ask.conditions]
    one_plain = len(otherwise) == 1 and len(asks) > 1
    return len(marks) == len(asks) and (one_plain or all(otherwise))


def _conditions(asks: Sequence[Ask]) -> tuple[RequestedChange, ...]:
    """What the prices hang on; a condition about the work is told by the package that the price pays for."""
    found = (one for ask in asks for one in ask.conditions if not (one.term is Term.DELIVERABLES and ask.deliverables))
    return tuple(dict.fromkeys(found))


def _lines_of(asks: Sequence[Ask], package: Mapping[str, int]) -> list[Decimal] | None:
    """What each line of the package costs where every ask prices one line and together they price them all."""
    kinds = [ask.deliverables[0].type for ask in asks if len(ask.deliverables) == 1]
    if len(kinds) != len(asks) or sorted(kinds) != sorted(package):
        return None
    costs = [_line_cost(ask, package[ask.deliverables[0].type]) for ask in asks]
    known = [cost for cost in costs if cost is not None]
    return known if len(known) == len(costs) else None


def _line_cost(ask: Ask, quantity: int) -> Decimal | None:
    said = ask.deliverables[0].quantity
    if ask.basis is Basis.PER_DELIVERABLE:
        return ask.amount * quantity if said in {1, quantity} else None
    return ask.amount if said == quantity else None


def _option(ask: Ask, standing: Terms) -> Option:
    named = Money.rounded(ask.amount, standing.rate.currency)
    price: Money | None = named
    if ask.basis is Basis.PER_DELIVERABLE:
        posts = _single_line(ask.deliverables or standing.deliverables)
        price = None if posts is None else Money.rounded(ask.amount * posts, named.currency)
    return Option(
        price=price,
        named=named,
        quote=ask.quote,
        deliverables=ask.deliverables,
        conditions=_conditions((ask,)),
        at_least=ask.at_least,
        in_doubt=ask.in_doubt,
    )


def _single_line(lines: Iterable[Deliverable | AskedDeliverable]) -> int | None:
    quantities = [line.quantity for line in lines]
    return quantities[0] if len(quantities) == 1 else None
