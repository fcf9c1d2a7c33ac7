"""Tell people what no retry will mend: refused access, a watch that ended. Once in 24 hours for each."""

import logging
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from shared.application.app import App
from shared.application.loose_case import loose_case
from shared.application.quiet import quiet_until
from shared.domain.decision import Reason
from shared.domain.errors import ParleyError
from shared.domain.records import CaseRecord, InboundRecord, MailboxRecord, OutboxEntry, PacingRecord

# Gmail ends a watch after 7 days and asks for a daily renewal; with less than this left, several renewals have failed.
LEAST_WATCH: Final = timedelta(days=3)

# Mail that only the sweep found, while Gmail has not called for so long, means that its calls do not reach us.
LONGEST_SILENCE: Final = timedelta(hours=1)

# A mail has its turn within seconds, or minutes when a wake-up was lost; one that waits so long, no retry has helped.
LONGEST_WAIT: Final = timedelta(hours=1)

# What may pass unnoted, and an hour in which Gmail does not answer.
LONGEST_UNREAD: Final = timedelta(minutes=90)

# Gmail's wish for quiet excuses a wait, and so do the first minutes after it, when all that waited has its turn. Never
# for longer than a day: so long Gmail locks an account at most. https://support.google.com/a/answer/166852
AFTER_QUIET: Final = timedelta(minutes=15)
LONGEST_EXCUSE: Final = timedelta(days=1)

# A trouble that lasts is told again; not at midnight, when whoever saw its card is still at it.
TOLD_AGAIN: Final = timedelta(days=1)

logger = logging.getLogger(__name__)


def report_health(app: App, refused: Mapping[str, Sequence[str]], unpushed: Collection[str]) -> tuple[OutboxEntry, ...]:
    """Open a case for each trouble that had none in the last 24 hours; answers the cards to post.

    *refused* are permanent errors of a sweep, by mailbox or by what else they concern; *unpushed*: mailboxes in which
    the sweep itself found mail that Gmail should have announced.
    """
    now = app.clock.now()
    found = [(about, Reason.CONNECTION_REFUSED, "\n".join(texts)) for about, texts in refused.items()]
    if waiting := _waiting(app, now):
        found.append(("turns", Reason.CONNECTION_REFUSED, waiting))
    if app.store.quarantined:
        found.append(("store", Reason.CORRUPT_RECORD, "\n".join(sorted(app.store.quarantined))))
    for mailbox in app.policy.mailboxes:
        box, pacing = app.store.pace(mailbox)
        if pacing is not None and (opened_at := pacing.breaker_opened_at):
            # One that was closed and opens again is another trouble.
            about = f"{mailbox}-{opened_at:%Y-%m-%dT%H-%M-%S}"
            found.append((about, Reason.MANY_BOUNCES, _breaker_trouble(pacing, opened_at)))
        if box is not None and (silent := _watch_trouble(box, now, found_unpushed=mailbox in unpushed)):
            found.append((mailbox, Reason.WATCH_SILENT, silent))
        if (until := quiet_until(box, now)) and until - now > LONGEST_WAIT:
            found.append((mailbox, Reason.MAILBOX_QUIET, _quiet_trouble(mailbox, until)))
        if box is not None and mailbox not in refused and (unread := _unread_trouble(box, now)):
            found.append((mailbox, Reason.MAILBOX_UNREAD, unread))
    cards = [report_trouble(app, *trouble) for trouble in found]
    return tuple(card for card in cards if card is not None)


def report_refusal(app: App, about: str, why: str) -> None:
    """Open the case about refused access, once in 24 hours for each mailbox; the sweep posts its card."""
    try:
        report_trouble(app, about, Reason.CONNECTION_REFUSED, why)
    except ParleyError:
        # The refusal itself is on its way up and must not be hidden by this one.
        logger.exception("refused access could not be reported: %s", why)


def report_trouble(app: App, about: str, reason: Reason, text: str) -> OutboxEntry | None:
    """Open a case about *about*; answers the card to post. None: one was opened in the last 24 hours."""
    now = app.clock.now()
    case, card = loose_case(_case_id(about, reason, now), reason, text, now)
    known = app.store.existing(CaseRecord, [case.id, _case_id(about, reason, now - TOLD_AGAIN)])
    if any(now - told.opened_at < TOLD_AGAIN for told in known.values()):
        return None
    return card if app.store.commit([case, card]) else None


def report_day(app: App, about: str, reason: Reason, text: str) -> None:
    """Open the case about *about* on this day in UTC, unless it is there; the sweep posts its card."""
    now = app.clock.now()
    case, card = loose_case(_case_id(about, reason, now), reason, text, now)
    if not app.store.existing(CaseRecord, [case.id]):
        app.store.commit([case, card])


def _case_id(about: str, reason: Reason, now: datetime) -> str:
    return f"{about}-{reason.value}-{now:%Y-%m-%d}"


def _waiting(app: App, now: datetime) -> str | None:
    waiting = app.store.queued_before(now - LONGEST_WAIT)
    boxes = app.store.existing(MailboxRecord, sorted({mail.mailbox for mail in waiting}))
    waiting = [mail for mail in waiting if not _is_excused(mail, boxes.get(mail.mailbox), now)]
    if not waiting:
        return None
    oldest = waiting[0]
    return f"mail waits since {oldest.queued_at:%Y-%m-%d %H:%M} UTC: {oldest.id}; {len(waiting)} in all"


def _is_excused(mail: InboundRecord, box: MailboxRecord | None, now: datetime) -> bool:
    return quiet_until(box, now - AFTER_QUIET) is not None and now - mail.queued_at <= LONGEST_EXCUSE


def _quiet_trouble(mailbox: str, until: datetime) -> str:
    said = f"Gmail wants no call about {mailbox} before {until:%Y-%m-%d %H:%M} UTC"
    return f"{said}: until then its mail is neither read nor sent"


def _unread_trouble(box: MailboxRecord, now: datetime) -> str | None:
    """Why nobody knows what came; a sweep that could read has noted it by now."""
    since = [at for at in (box.read_at, box.retry_at) if at is not None]
    if box.read_at is None or now - max(since) <= LONGEST_UNREAD:
        return None
    return f"the mail of {box.address} could not be read since {box.read_at:%Y-%m-%d %H:%M} UTC or a little later"


def _breaker_trouble(pacing: PacingRecord, opened_at: datetime) -> str:
    since = f"{opened_at:%Y-%m-%d %H:%M} UTC"
    bounces = f"{len(pacing.bounces)} of its newest mails were refused for good"
    return f"{pacing.address} writes to no new people since {since}: {bounces}"


def _watch_trouble(box: MailboxRecord, now: datetime, *, found_unpushed: bool) -> str | None:
    if box.watch_expires_at is None:
        return f"{box.address} is not watched: Gmail does not announce its mail"
    if box.watch_expires_at - now < LEAST_WATCH:
        return f"the watch of {box.address} ends at {box.watch_expires_at}: it is not being renewed"
    if not (found_unpushed and is_silent(box, now)):
        return None
    anew = f"; its watch was last made anew at {box.rewatched_at:%Y-%m-%d %H:%M} UTC" if box.rewatched_at else ""
    return f"mail arrived in {box.address}, but Gmail has not called since {box.last_push_at}{anew}"


def is_silent(box: MailboxRecord, now: datetime) -> bool:
    """Whether Gmail has not called for so long that mail which came without a call means a dead watch.

    A call that came while Gmail wanted quiet was not served, and so was not noted.
    """
    heard = [at for at in (box.last_push_at, box.retry_at) if at is not None]
    return not heard or now - max(heard) > LONGEST_SILENCE
