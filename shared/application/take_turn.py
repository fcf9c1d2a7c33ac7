"""One turn: the queued mails of a thread are read together, one decision is made, committed, and only then sent."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from shared.application.app import App
from shared.application.claims import claim_thread, give_back
from shared.application.commit_turn import commit_turn
from shared.application.deliver import deliver
from shared.application.gather import gather
from shared.application.park import park_mails
from shared.application.quiet import calling_gmail, comes_back
from shared.application.recall import ask_about_untold, recall_unsent
from shared.application.report_health import report_refusal
from shared.domain.errors import Contention, MailboxQuiet, ParleyError, Refused
from shared.domain.patience import MAX_ATTEMPTS, counts_against
from shared.domain.records import EntryState, InboundRecord, InboundState, MailboxRecord, OutboxEntry, ThreadRecord

logger = logging.getLogger(__name__)

# Two instances' clocks differ by less; a mail queued by the other one is due all the same.
CLOCK_MARGIN: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnReport:
    """What happened, for the log.

    Attributes:
        finished: Mails that got their outcome.
        busy: Whether another worker had the thread.
        quiet_until: Gmail is not to be asked before then, and the sweep wakes the thread; None: it may be.
    """

    finished: tuple[str, ...]
    busy: bool = False
    quiet_until: datetime | None = None


def take_turn(app: App, inbound_id: str, thread_key: str | None = None) -> TurnReport:
    """Serve the thread of this mail until nothing is queued in it.

    *thread_key*: the thread that it was in when it was queued; None: not known.

    Raises:
        NotFound: there is no such mail: a permanent error.
        RetryableError: an outside system failed; the mail stays queued and the lease is given back.
        PermanentError: so too, and it was counted against the mail unless our access was refused.
    """
    mail, box = app.store.arrival(inbound_id, thread_key)
    if mail.state is not InboundState.QUEUED:
        _carry_on(app, mail)
        return TurnReport(finished=())
    try:
        with calling_gmail(app, mail.mailbox, box):
            return _serve_all(app, mail, box)
    except MailboxQuiet as quiet:
        if comes_back(app, quiet):
            raise
        return TurnReport(finished=(), quiet_until=quiet.until)


def _serve_all(app: App, mail: InboundRecord, box: MailboxRecord | None) -> TurnReport:
    finished: list[str] = []
    waiting = _is_due(app, [mail])
    while waiting:
        lane = claim_thread(app, mail)
        if lane is None:
            return TurnReport(finished=tuple(finished), busy=True)
        # Asked under the lease: another worker may have finished some of them in between.
        queued = app.store.queued_in_thread(mail.thread_key)
        served = _serve(app, lane, queued, box)
        # The wake-up of a mail that came while we held the lease was turned away.
        left = app.store.queued_in_thread(mail.thread_key) if queued else []
        finished += [record.id for record in queued if served and record.id not in {one.id for one in left}]
        waiting = _is_due(app, left)
    return TurnReport(finished=tuple(finished))


def _carry_on(app: App, mail: InboundRecord) -> None:
    """Send what a turn has committed and nobody took up: it died in between, or its commit's answer was lost."""
    lane = app.store.thread(mail.thread_key)
    if lane is None or lane.negotiation_id is None:
        return
    for entry in app.store.pending_of(lane.negotiation_id):
        deliver(app, entry)


def _is_due(app: App, records: Sequence[InboundRecord]) -> bool:
    """Whether any of them may have its turn now; one that waits for the next day's tokens goes along with it."""
    return any(record.queued_at <= app.clock.now() + CLOCK_MARGIN for record in records)


def _serve(app: App, lane: ThreadRecord, queued: Sequence[InboundRecord], box: MailboxRecord | None) -> bool:
    """Whether the mails got their outcome; False: there was nothing to do, or it has to be looked at again."""
    if not queued:
        give_back(app, lane, counts=False)
        return False
    try:
        if lane.attempts > MAX_ATTEMPTS:
            entries = park_mails(app, lane, queued)
        else:
            gathered = gather(app, lane, queued)
            if recall_unsent(app, gathered):
                give_back(app, lane, counts=False)
                return False
            entries = ask_about_untold(app, gathered) or commit_turn(app, gathered)
    except ParleyError as error:
        since = min(record.queued_at for record in queued)
        give_back(app, lane, counts=counts_against(error, since, app.clock.now()))
        if isinstance(error, Refused):
            report_refusal(app, lane.mailbox, f"a turn: {error}")
        raise
    if entries is None:
        give_back(app, lane, counts=True)
        raise Contention(f"{lane.id} changed while it was decided")
    _log(lane, queued, entries)
    for entry in entries:
        deliver(app, entry, box=box)
    return True


def _log(lane: ThreadRecord, queued: Sequence[InboundRecord], entries: Sequence[OutboxEntry]) -> None:
    """One line for each decision: of which negotiation, about which mails, and what leaves or waits."""
    owners = [entry.negotiation_id for entry in entries if entry.negotiation_id]
    fields = {
        "negotiation_id": owners[0] if owners else lane.negotiation_id,
        "mails": [record.id for record in queued],
        "decision": ", ".join(_named(entry) for entry in entries) or "nothing leaves",
    }
    logger.info("turn decided", extra={"fields": fields})


def _named(entry: OutboxEntry) -> str:
    name = entry.move.stage.value if entry.move else entry.kind.value
    return f"{name}, held" if entry.state is EntryState.HELD else name
