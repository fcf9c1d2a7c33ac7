"""Tell people what no retry will mend: refused access, a watch that ran out or went silent. Once a day for each."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from shared.application.app import App
from shared.application.loose_mail import loose_case
from shared.domain.decision import Reason
from shared.domain.records import CaseRecord, MailboxRecord, OutboxEntry

# Gmail ends a watch after 7 days and asks for a daily renewal; with less than this left, several renewals have failed.
LEAST_WATCH: Final = timedelta(days=3)

# Mail that only the sweep found, while Gmail has not called for so long, means that its calls do not reach us.
LONGEST_SILENCE: Final = timedelta(hours=1)


def report_health(app: App, mailbox: str, refused: Sequence[str], *, found_unpushed: bool) -> tuple[OutboxEntry, ...]:
    """Open a case for each trouble that has none today; answers the cards to post.

    *refused* are permanent errors of a sweep; *found_unpushed*: the sweep itself found mail that Gmail should have
    announced.
    """
    now = app.clock.now()
    box = app.store.mailbox(mailbox)
    found = [(Reason.CONNECTION_REFUSED, "\n".join(refused))] if refused else []
    if box is not None and (silent := _watch_trouble(box, now, found_unpushed=found_unpushed)):
        found.append((Reason.WATCH_SILENT, silent))
    cases = [loose_case(f"{mailbox}-{reason.value}-{now:%Y-%m-%d}", reason, text, now) for reason, text in found]
    known = app.store.existing(CaseRecord, [case.id for case, _ in cases])
    return tuple(card for case, card in cases if case.id not in known and app.store.commit([case, card]))


def _watch_trouble(box: MailboxRecord, now: datetime, *, found_unpushed: bool) -> str | None:
    if box.watch_expires_at is None or box.watch_expires_at - now < LEAST_WATCH:
        return f"the watch of {box.address} ends at {box.watch_expires_at}: it is not being renewed"
    pushed_at = box.last_push_at
    if found_unpushed and (pushed_at is None or now - pushed_at > LONGEST_SILENCE):
        return f"mail arrived in {box.address}, but Gmail has not called since {pushed_at}"
    return None
