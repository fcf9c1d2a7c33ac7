"""A mail whose words are a person's: what the gate finds in it, and what they answer for by name."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from shared.application.escalate import step_back
from shared.application.settling import Settling
from shared.domain.decision import Reply
from shared.domain.errors import InvalidInput
from shared.domain.gate import Check
from shared.domain.negotiation import Move, Owner
from shared.domain.records import OutboxEntry
from shared.domain.terms import stated_so_far
from shared.domain.unbooked import priced_in_last_mail
from shared.domain.writing.regate import facts_of, greeted_in, words_of_theirs
from shared.domain.writing.speech import Speech, gate_failures

# What the gate finds where a mail names another price than its move.
_UNBOOKED: Final = tuple(f"{check}:" for check in (Check.MONEY, Check.OFFER, Check.THEIR_ASK, Check.PRIVATE))


def found_in(
    body: str, settling: Settling, move: Move, signature: str | None, held: OutboxEntry | None = None
) -> tuple[str, ...]:
    """What the gate finds in the whole text; *held*: the draft in whose place it leaves."""
    # A person may tell any fact of the campaign in its own words, asked or not.
    stated = stated_so_far(settling.campaign, move.terms or settling.journal.negotiation.terms)
    reply = Reply(move=move, their_ask=settling.case.their_ask, answers=facts_of(stated, settling.campaign))
    turns = settling.app.store.turns(settling.journal.negotiation.id)
    speech = Speech(
        campaign=settling.campaign,
        negotiation=settling.journal.negotiation,
        reply=reply,
        their_words=words_of_theirs(turns),
        to=greeted_in(held, turns) if held else (),
        signature=signature,
    )
    return gate_failures(body, speech)


def answered_for(body: str, failures: tuple[str, ...], *, override: bool) -> tuple[str, ...]:
    """What of the failures the person answers for by name: all, or there are none.

    Raises:
        InvalidInput: the mail is empty, or something speaks against it and *override* is not set.
    """
    if not body.strip():
        raise InvalidInput(["the mail is empty"])
    if failures and not override:
        raise InvalidInput([*failures, "change the text, or repeat with --override to answer for it by name"])
    return failures


def own_unbooked(settling: Settling, overridden: Sequence[str]) -> None:
    """Leave the negotiation to the person where what they let pass names a price that the books do not hold.

    A yes to it must not reach the agent; a price to go on from is named with `case answer --offer`.
    """
    if any(failure.startswith(_UNBOOKED) for failure in overridden):
        step_back(settling.journal, settling.person)


def own_unseen(settling: Settling, body: str, overridden: Sequence[str]) -> None:
    """Leave the negotiation to the person where later turns would not see by its text that *body* names such a price.

    Their own ask, or an earlier offer of ours, may stand in any mail; other prices are seen when they answer.
    """
    told = replace(settling.journal.negotiation, last_sent_text=body)
    if told.owner is Owner.AGENT and not priced_in_last_mail(told):
        own_unbooked(settling, overridden)
