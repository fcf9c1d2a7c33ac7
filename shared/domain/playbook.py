"""What the team teaches the writer: guides and example mails, chosen by what the next mail is for."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from shared.domain.campaign import Platform
from shared.domain.money import Money
from shared.domain.negotiation import Stage

# More examples are read as a template to copy; fewer show no range.
MOST_EXAMPLES: Final = 3
LEAST_EXAMPLES: Final = 2


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

    def chosen(self, stage: Stage, tone: Voice, platform: Platform) -> tuple[Example, ...]:
        """The example mails for a mail of this stage, best fit first; only of its platform or of none.

        The tone decides before the platform: whom a mail speaks to shows in every line of it.
        """
        fitting = [one for one in self.examples if stage in one.stages and one.platform in {None, platform}]
        ranked = sorted(fitting, key=lambda one: (one.tone is not tone, one.platform is None, one.name))
        return tuple(ranked[:MOST_EXAMPLES])

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
