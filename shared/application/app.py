"""Everything a use-case can reach, by port; bootstrap builds one per function instance."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from shared.application.language_model import LanguageModel
from shared.application.ports import Mailbox, Notifier, PatientClock, Publisher
from shared.application.store import Store
from shared.domain.screen import OurSide


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What the operator sets for the whole installation.

    Attributes:
        team_domains: Mail domains of the team; a colleague who writes in a thread takes it over.
        mailboxes: Addresses we negotiate from, each with its other addresses.
        daily_tokens: What all calls of the model may take in a day (UTC), tokens of every kind.
        negotiation_tokens: What they may take for one negotiation.
        lease: How long one worker may hold a thread or an outbox entry; longer than any function runs.
    """

    team_domains: frozenset[str]
    mailboxes: Mapping[str, tuple[str, ...]]
    lease: timedelta
    daily_tokens: int
    negotiation_tokens: int

    def aliases_of(self, mailbox: str) -> tuple[str, ...]:
        """The mailbox's other addresses; none for one that is not ours any more."""
        return tuple(self.mailboxes.get(mailbox, ()))

    def our_side(self, mailbox: str) -> OurSide:
        """Whose mail is ours in *mailbox*."""
        return OurSide(mailbox=mailbox, aliases=self.aliases_of(mailbox), team_domains=self.team_domains)


class App(Protocol):
    """Ports are made on first use, so that a function loads, and may read the secrets of, only what it needs."""

    @property
    def policy(self) -> Policy: ...

    @property
    def clock(self) -> PatientClock: ...

    @property
    def store(self) -> Store: ...

    @property
    def mailbox(self) -> Mailbox: ...

    @property
    def model(self) -> LanguageModel: ...

    @property
    def notifier(self) -> Notifier: ...

    @property
    def publisher(self) -> Publisher: ...
