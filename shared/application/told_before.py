"""What is no news about accounts to pay to in a negotiation: our own words, and the mails that a person was given."""

from collections.abc import Iterable
from typing import Final

from shared.application.app import App
from shared.application.by_hand import sent_by_hand
from shared.application.fetch_mail import fetch_mail
from shared.application.gather import Gathered
from shared.domain.decision import Reason
from shared.domain.records import InboundRecord

# A mail held for another reason was looked at for that reason: its account is still news.
_ABOUT_ACCOUNTS: Final = frozenset({Reason.PAYMENT_DETAILS_CHANGED.value, Reason.HUMAN_OWNED.value})
# Each is fetched again: enough for every negotiation that people have, and a bound for one that is flooded.
_MOST_FETCHED: Final = 30


def told_before(app: App, gathered: Gathered) -> tuple[str, ...]:
    """Every text of ours that left, ours by hand too, and the whole of each mail whose account a person was shown.

    It costs several calls, and is asked for only where a mail names an account.
    """
    if gathered.negotiation is None:
        return ()
    turns = app.store.turns(gathered.negotiation.id)
    ours = [turn.text for turn in turns if turn.outbound]
    records = app.store.existing(InboundRecord, [turn.mail_id for turn in turns if not turn.outbound])
    shown = [record.message_id for record in records.values() if record.why in _ABOUT_ACCOUNTS]
    by_hand = [mail.message_id for mail in sent_by_hand(gathered.thread)]
    return (*ours, *_fetched(app, gathered, [*shown, *by_hand]))


def _fetched(app: App, gathered: Gathered, message_ids: Iterable[str]) -> list[str]:
    newest = list(dict.fromkeys(message_ids))[-_MOST_FETCHED:]
    found = (fetch_mail(app, gathered.lane.mailbox, message_id, last_sent_text=None) for message_id in newest)
    return [mail.all_words for mail in found if mail]
