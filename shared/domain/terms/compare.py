"""What they ask beside what we offer, term by term: a price is an acceptance only when nothing else is different."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from shared.domain.campaign import Deliverable
from shared.domain.money import Money
from shared.domain.reading.facts import AskedDeliverable, RequestedChange, Surcharge, Term
from shared.domain.terms.payment import days_to_pay, leaves_our_terms
from shared.domain.terms.value import Terms
from shared.domain.terms.words import DURATION_NAMES, RIGHT_NAMES, day_text, right_of


class Matter(StrEnum):
    """What two sides can differ in."""

    RATE = "rate"
    DELIVERABLES = "deliverables"
    SURCHARGE = "surcharge"
    USAGE_RIGHTS = "usage_rights"
    TIMELINE = "timeline"
    REVISIONS = "revisions"
    EXCLUSIVITY = "exclusivity"
    PAYMENT = "payment"
    OTHER = "other"


class Direction(StrEnum):
    """What a difference is for us; unknown where only a person can tell."""

    BETTER = "better"
    WORSE = "worse"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedTerms:
    """What a mail asks for; what it leaves out stays as offered.

    Attributes:
        rate: For everything in *deliverables*; None: no price was named.
        deliverables: Empty: the package on the table.
    """

    rate: Money | None = None
    deliverables: tuple[AskedDeliverable, ...] = ()
    surcharges: tuple[Surcharge, ...] = ()
    changes: tuple[RequestedChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One term on which the two sides are apart.

    Attributes:
        offered: Ours in words; None where we offered nothing of the kind.
        asked: Theirs in words, or the words of their mail.
    """

    matter: Matter
    offered: str | None
    asked: str
    direction: Direction

    def text(self) -> str:
        """For a person: "whitelisting 6 months (we offered 30 days)"."""
        return self.asked if self.offered is None else f"{self.asked} (we offered {self.offered})"


_MATTERS: Final[Mapping[Term, Matter]] = {
    Term.USAGE_RIGHTS: Matter.USAGE_RIGHTS,
    Term.EXCLUSIVITY: Matter.EXCLUSIVITY,
    Term.TIMELINE: Matter.TIMELINE,
    Term.PAYMENT: Matter.PAYMENT,
    Term.DELIVERABLES: Matter.DELIVERABLES,
    Term.REVISIONS: Matter.REVISIONS,
    Term.OTHER: Matter.OTHER,
}


def compare(offered: Terms, asked: AskedTerms) -> tuple[Difference, ...]:
    """Every term on which what they ask is not what we offer; none: they accept it as it stands."""
    found = [*_rate(offered, asked), *_deliverables(offered, asked)]
    found += [_surcharge(surcharge, asked.rate) for surcharge in asked.surcharges]
    for change in asked.changes:
        found += _change(offered, change)
    return tuple(found)


def package_of(lines: Sequence[Deliverable | AskedDeliverable]) -> dict[str, int]:
    """Posts by type, whatever the order of the lines."""
    package: dict[str, int] = {}
    for line in lines:
        package[line.type] = package.get(line.type, 0) + line.quantity
    return package


def surcharged(rate: Money, surcharges: Sequence[Surcharge]) -> Money | None:
    """What *rate* comes to with everything that goes on top of it; None where one of them names no figure."""
    total = rate
    for surcharge in surcharges:
        if surcharge.amount is not None:
            total += Money.rounded(surcharge.amount, rate.currency)
        elif surcharge.percent is not None:
            total += Money.rounded(rate.amount * surcharge.percent / 100, rate.currency)
        else:
            return None
    return total


def _rate(offered: Terms, asked: AskedTerms) -> Iterator[Difference]:
    if asked.rate is not None and asked.rate != offered.rate:
        direction = Direction.WORSE if asked.rate > offered.rate else Direction.BETTER
        yield Difference(
            matter=Matter.RATE, offered=offered.rate.display(), asked=asked.rate.display(), direction=direction
        )


def _deliverables(offered: Terms, asked: AskedTerms) -> Iterator[Difference]:
    ours, theirs = package_of(offered.deliverables), package_of(asked.deliverables)
    if not theirs or ours == theirs:
        return
    lines = [Deliverable(type=line.type, quantity=line.quantity).label() for line in asked.deliverables]
    yield Difference(
        matter=Matter.DELIVERABLES,
        offered=", ".join(line.label() for line in offered.deliverables),
        asked=", ".join(lines),
        direction=_package_direction(ours, theirs),
    )


def _package_direction(ours: Mapping[str, int], theirs: Mapping[str, int]) -> Direction:
    kinds = {*ours, *theirs}
    if all(theirs.get(kind, 0) <= ours.get(kind, 0) for kind in kinds):
        return Direction.WORSE
    if all(theirs.get(kind, 0) >= ours.get(kind, 0) for kind in kinds):
        return Direction.BETTER
    return Direction.UNKNOWN


def _surcharge(surcharge: Surcharge, rate: Money | None) -> Difference:
    total = surcharged(rate, (surcharge,)) if rate else None
    asked = surcharge.quote if total is None or rate is None else f"{surcharge.quote}: {total.display()} in all"
    known = surcharge.amount is not None or surcharge.percent is not None
    direction = Direction.WORSE if known else Direction.UNKNOWN
    return Difference(matter=Matter.SURCHARGE, offered=None, asked=asked, direction=direction)


def _change(offered: Terms, change: RequestedChange) -> Iterator[Difference]:
    specific = [
        *_rights(offered, change),
        *_days(offered, change),
        *_revisions(offered, change),
        *_exclusivity(offered, change),
    ]
    if change.is_specific:
        yield from specific
        return
    if change.term is Term.PAYMENT and days_to_pay(change.text) is not None:
        yield from _payment(offered, change)
        return
    yield Difference(matter=_MATTERS[change.term], offered=None, asked=change.text, direction=Direction.UNKNOWN)


def _payment(offered: Terms, change: RequestedChange) -> Iterator[Difference]:
    ours = offered.facts.payment_terms
    if not leaves_our_terms(ours, change.text):
        yield Difference(matter=Matter.PAYMENT, offered=ours, asked=change.text, direction=Direction.UNKNOWN)


def _rights(offered: Terms, change: RequestedChange) -> Iterator[Difference]:
    for asked in change.rights:
        ours = right_of(offered.usage_rights, asked.right)
        if asked.duration is ours:
            continue
        name = RIGHT_NAMES[asked.right]
        yield Difference(
            matter=Matter.USAGE_RIGHTS,
            offered=f"{name} {DURATION_NAMES[ours]}",
            asked=f"{name} {DURATION_NAMES[asked.duration]}",
            direction=Direction.BETTER if asked.duration.rank > ours.rank else Direction.WORSE,
        )


def _days(offered: Terms, change: RequestedChange) -> Iterator[Difference]:
    facts = offered.facts
    for ours, theirs, what in (
        (facts.content_due_on, change.content_due_on, "content due"),
        (facts.publish_on, change.publish_on, "published"),
    ):
        if theirs is None or theirs == ours:
            continue
        # Content that comes early harms nobody; another day of publication may miss what the campaign is for.
        early = ours is not None and theirs < ours and what == "content due"
        yield Difference(
            matter=Matter.TIMELINE,
            offered=f"{what} {day_text(ours)}" if ours else None,
            asked=f"{what} {day_text(theirs)}",
            direction=Direction.BETTER if early else Direction.UNKNOWN if ours is None else Direction.WORSE,
        )


def _revisions(offered: Terms, change: RequestedChange) -> Iterator[Difference]:
    ours, theirs = offered.facts.revision_rounds, change.revision_rounds
    if theirs is None or theirs == ours:
        return
    worse = Direction.UNKNOWN if ours is None else Direction.WORSE
    yield Difference(
        matter=Matter.REVISIONS,
        offered=None if ours is None else _rounds_text(ours),
        asked=_rounds_text(theirs),
        direction=Direction.BETTER if ours is not None and theirs > ours else worse,
    )


def _exclusivity(offered: Terms, change: RequestedChange) -> Iterator[Difference]:
    ours = offered.facts.exclusivity
    if not change.no_exclusivity or ours == "":
        return
    direction = Direction.UNKNOWN if ours is None else Direction.WORSE
    yield Difference(matter=Matter.EXCLUSIVITY, offered=ours, asked="no exclusivity", direction=direction)


def _rounds_text(rounds: int) -> str:
    return "1 revision round" if rounds == 1 else f"{rounds} revision rounds"
