"""Whether a person has spoken past the agent: then what stands on the table is theirs to say."""

from collections.abc import Iterable
from itertools import takewhile

from shared.application.app import App
from shared.application.fetch_mail import fetch_mail
from shared.application.gather import Gathered
from shared.application.ports import ThreadMessage
from shared.application.queue_mail import inbound_id
from shared.domain.decision import Reason
from shared.domain.negotiation import Negotiation
from shared.domain.screen import Hold
from shared.domain.unbooked import priced_by_hand, priced_in_last_mail


def taken_over(app: App, gathered: Gathered, negotiation: Negotiation) -> Hold | None:
    """Why the mails of this turn are a person's: they wrote since they last handed over, or named another price before.

    A price is named to the agent with `case answer --offer`; from then on it goes on by itself.
    """
    newest = answered_by_hand(gathered.thread, negotiation)
    if newest is not None:
        evidence = f"{newest.sender} answered from the mailbox"
        return Hold(Reason.HUMAN_TOOK_OVER, evidence, taken_by=newest.sender)
    return _priced(app, gathered, negotiation)


def answered_by_hand(thread: Iterable[ThreadMessage], negotiation: Negotiation) -> ThreadMessage | None:
    """The newest mail that a person sent from the mailbox since the agent was last given the negotiation, if any."""
    since = negotiation.human_watermark_at
    return next((mail for mail in reversed(sent_by_hand(thread)) if mail.received_at > since), None)


def unanswered(app: App, negotiation: Negotiation, thread: Iterable[ThreadMessage]) -> str | None:
    """The inbound id of their newest mail, where nobody of our side has written in the thread since.

    None: the last word is ours. Machine mail says nothing; mail in the conversation was a turn's, or a person's.
    """
    turns = app.store.turns(negotiation.id)
    theirs = {turn.mail_id for turn in turns if not turn.outbound and negotiation.is_participant(turn.author)}
    ids = ((mail, inbound_id(negotiation.mailbox, mail)) for mail in reversed(list(thread)))
    last = next(((mail, id_) for mail, id_ in ids if _is_ours(app, mail) or id_ in theirs), None)
    return None if last is None or _is_ours(app, last[0]) else last[1]


def _is_ours(app: App, mail: ThreadMessage) -> bool:
    return mail.is_sent or mail.sender.rpartition("@")[2] in app.policy.team_domains


def sent_by_hand(thread: Iterable[ThreadMessage]) -> list[ThreadMessage]:
    """What people sent from the mailbox, without our mark; in the thread's order."""
    return [mail for mail in thread if mail.is_sent and not mail.marker]


def _priced(app: App, gathered: Gathered, negotiation: Negotiation) -> Hold | None:
    named = [(mail.sender, _prices(app, gathered, negotiation, mail)) for mail in _last_words(app, gathered)]
    named = [(sender, prices) for sender, prices in named if prices]
    if not named and (last := priced_in_last_mail(negotiation)):
        named = [(negotiation.mailbox, last)]
    if not named:
        return None
    sender, prices = named[0]
    evidence = (
        f"{sender} named {', '.join(prices)} by hand, which the books do not hold: say what stands, with an offer"
    )
    return Hold(Reason.HUMAN_TOOK_OVER, evidence, taken_by=sender, is_reply=True)


def _last_words(app: App, gathered: Gathered) -> list[ThreadMessage]:
    """What people of our side wrote since our last own mail, newest first."""
    ours = [mail for mail in gathered.thread if _is_ours(app, mail)]
    return list(takewhile(lambda mail: not mail.marker, reversed(ours)))


def _prices(app: App, gathered: Gathered, negotiation: Negotiation, mail: ThreadMessage) -> tuple[str, ...]:
    last_sent = negotiation.last_sent_text
    message = fetch_mail(app, gathered.lane.mailbox, mail.message_id, last_sent_text=last_sent)
    return priced_by_hand(message.new_text, negotiation) if message else ()
