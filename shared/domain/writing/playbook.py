"""What the team teaches the writer: guides and example mails, chosen by what the next mail is for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from shared.domain.campaign import Platform
from shared.domain.money import Money
from shared.domain.negotiation import Move, Stage
from shared.domain.terms import Lever

# More examples are read as a template to copy; fewer show no range.
MOST_EXAMPLES: Final = 3
LEAST_EXAMPLES: Final = 2

# Of `Example.distance`: it moves by something that the mail at hand does not.
OTHER_TACTIC: Final = 2


class Voice(StrEnum):
    """To whom a mail speaks."""

    CREATOR = "creator"
    MANAGER = "manager"
    AGENCY = "agency"


class Tactic(StrEnum):
    """What a mail moves by: the levers of a negotiation, in the order in which they are usually pulled."""

    PRICE = "price"
    DELIVERABLES = "deliverables"
    USAGE_RIGHTS = "usage_rights"
    PRODUCT = "product"
    SYNDICATION = "syndication"
    SHARED_CPM = "shared_cpm"
    EXIT = "exit"


_TACTIC_OF: Final[Mapping[Lever, Tactic]] = MappingProxyType(
    {
        Lever.SCENARIO_1: Tactic.DELIVERABLES,
        Lever.SCENARIO_2: Tactic.DELIVERABLES,
        Lever.SCENARIO_3: Tactic.DELIVERABLES,
        Lever.USAGE_RIGHTS: Tactic.USAGE_RIGHTS,
        Lever.PRODUCT: Tactic.PRODUCT,
        Lever.SYNDICATION: Tactic.SYNDICATION,
        Lever.SHARE_CPM: Tactic.SHARED_CPM,
    }
)


def tactics_of(move: Move) -> tuple[Tactic, ...]:
    """What a mail that makes this move moves by; empty for one that only tells or asks."""
    if move.lever is not None:
        return (_TACTIC_OF[move.lever],)
    match move.stage:
        case Stage.COUNTER:
            return (Tactic.PRICE,)
        case Stage.EXIT:
            return (Tactic.EXIT,)
        case Stage.OPENING if move.terms is not None and move.terms.product is not None:
            return (Tactic.PRODUCT,)
        case _:
            return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A mail as we would write it: greeting and prose, and what had been decided for it.

    Attributes:
        name: Its file, without folder and ending; *line* is where its text begins there.
        platform: None: it fits every platform.
        offer, their_ask, product: None where the mail has none.
        facts: What the campaign says, word for word as the mail tells it.
    """

    name: str
    line: int
    title: str
    stages: tuple[Stage, ...]
    tactics: tuple[Tactic, ...]
    tone: Voice
    platform: Platform | None
    creator: str
    offer: Money | None
    their_ask: Money | None
    product: Money | None
    shared_cpm: Money | None
    deliverables: tuple[str, ...]
    facts: tuple[str, ...]
    text: str

    def distance(self, tactics: Sequence[Tactic]) -> int:
        """How far it is from a mail that moves by *tactics*: 0 moves by the same, 1 by nothing but the price."""
        if set(self.tactics) & set(tactics) or not (self.tactics or tactics):
            return 0
        return 1 if set(self.tactics) <= {Tactic.PRICE} else OTHER_TACTIC


@dataclass(frozen=True, slots=True, kw_only=True)
class Playbook:
    """Everything under `shared/knowledge`.

    Attributes:
        version: Changes with every character of it; kept with each mail that it worded.
        reader, writer: The instructions of the two models.
        general: Our manner, whatever the platform.
    """

    version: str
    reader: str
    writer: str
    general: str
    platforms: Mapping[Platform, str]
    examples: tuple[Example, ...]

    def chosen(self, stage: Stage, tone: Voice, platform: Platform, tactics: Sequence[Tactic]) -> tuple[Example, ...]:
        """The example mails for a mail of this stage that moves by *tactics*, best fit first.

        Only of its platform or of none. The tactic decides before the tone: an example that gives away what this mail
        does not would teach it to; one comes along only where too few others are there. The tone decides before the
        platform: whom a mail speaks to shows in every line of it.
        """
        of_stage = [one for one in self.examples if stage in one.stages and one.platform in {None, platform}]
        ranked = sorted(
            of_stage, key=lambda one: (one.distance(tactics), one.tone is not tone, one.platform is None, one.name)
        )
        fitting = sum(one.distance(tactics) < OTHER_TACTIC for one in ranked)
        return tuple(ranked[: min(MOST_EXAMPLES, max(fitting, LEAST_EXAMPLES))])

    def gaps(self) -> tuple[str, ...]:
        """What is missing for a mail that may have to be written."""
        counts = {stage: sum(stage in one.stages for one in self.examples) for stage in Stage}
        thin = [
            f"examples: {count} for stage {stage.value}; write at least {LEAST_EXAMPLES}"
            for stage, count in counts.items()
            if count < LEAST_EXAMPLES
        ]
        unguided = [f"platforms/{one.value}.md is missing" for one in Platform if one not in self.platforms]
        unsaid = [f"writer.md does not say what stage {one.value} asks for" for one in Stage if not self._says(one)]
        return (*thin, *unguided, *unsaid)

    def _says(self, stage: Stage) -> bool:
        return f"\n- {stage.value}: " in self.writer
