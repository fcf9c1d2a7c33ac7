"""The port of the model that reads and words: what it gets to see, and what it answers; ports.py's rules hold."""

from dataclasses import dataclass
from typing import Protocol

from shared.domain.campaign import Platform
from shared.domain.negotiation import Stage
from shared.domain.reading.facts import ModelUse, Reading
from shared.domain.writing.playbook import Tactic, Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRequest:
    """What the reading model gets to see: the mail and what is on the table, nothing private.

    Attributes:
        new_text: What the writer added; the only text that asks are taken from.
        quoted_text: For context when telling them apart was doubtful; empty otherwise.
        deliverables: The campaign's package, as people read it.
        our_last_offer: As the creator saw it: "$1,200.00"; None before the first.
        attachments: Name, type and size.
    """

    new_text: str
    quoted_text: str
    subject: str
    deliverables: tuple[str, ...]
    our_last_offer: str | None
    attachments: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What the wording model gets to see: the decision and what may be said.

    Attributes:
        stage: What the mail does.
        greet: First name of whom the mail answers, "there" when it is not known; *creator_first_name* is whom it is
            about.
        offer, their_ask: As people read them: "$1,200.00".
        changes: What is new in the offer beside its price, ready to be told.
        tactics: What the mail moves by; the example mails are chosen by it.
        answers: Question and the fact that answers it.
        unclear_points: What to ask them to say again.
        their_summary: What they wrote, in one sentence; never their raw text.
        tone: To whom the mail speaks.
        their_style: How they write, measured by code: "short", "informal"; empty before their first mail.
        failures: What the gate found in the first attempt; empty the first time.
    """

    stage: Stage
    platform: Platform
    greet: str
    creator_first_name: str
    client_name: str
    sender_name: str
    offer: str | None
    their_ask: str | None
    deliverables: tuple[str, ...]
    product: str | None
    answers: tuple[tuple[str, str], ...]
    unclear_points: tuple[str, ...]
    their_summary: str | None
    tone: Voice
    their_style: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    tactics: tuple[Tactic, ...] = ()
    failures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """Greeting and prose, without terms and signature; those are written by code.

    Attributes:
        text: Empty when the model wrote no complete mail: half a mail is never handed on; *stopped* says why then.
        playbook: Version of the playbook that it was worded by.
    """

    text: str
    use: ModelUse
    playbook: str
    stopped: str | None = None


class LanguageModel(Protocol):
    """The model reads and words; it never picks a number, a state or a recipient."""

    def read(self, request: ReadRequest) -> tuple[Reading, ModelUse]:
        """Untrusted mail to a strict reading; a malformed answer is an unclear reading with its doubt."""
        ...

    def word(self, brief: Brief) -> Worded: ...
