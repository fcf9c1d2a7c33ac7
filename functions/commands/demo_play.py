"""The demo's play: import, launch, wait until every negotiation is settled, then collect what happened."""

import time
from base64 import urlsafe_b64decode
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import requests
from rich.console import Console

from emulators.stack import MAILBOX, Stack, StackError
from functions.commands.transcript import transcript
from shared.application.check_promises import Promise, check_promises
from shared.application.import_campaign import ImportReport, import_campaign
from shared.application.launch_campaign import launch_campaign
from shared.application.outside import LeftMail, MailboxFacts, left_mail
from shared.application.steer_mailbox import set_rules
from shared.bootstrap import Parley
from shared.config import enter_environment, read_settings
from shared.domain.campaign import Campaign
from shared.domain.negotiation import Negotiation
from shared.domain.records import EntryState, InboundRecord, InboundState, OutboxEntry, TaskState, UsageRecord
from shared.domain.records.usage import usage_of_negotiation

SAMPLE: Final = Path("emulators/sample/demo.yaml")
ROSTER: Final = Path("emulators/creators/roster.csv")

# The play takes about 20 s; with a real model a few minutes.
PATIENCE_SECONDS: Final = 300.0
QUIET_SECONDS: Final = 2.5
_UNSENT: Final = (EntryState.PENDING, EntryState.CLAIMED, EntryState.DRAFTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """Everything the demo's report is made from."""

    campaign: Campaign
    imported: ImportReport
    negotiations: tuple[Negotiation, ...]
    entries: tuple[OutboxEntry, ...]
    inbound: tuple[InboundRecord, ...]
    facts: MailboxFacts
    promises: tuple[Promise, ...]
    posts: tuple[dict[str, Any], ...]
    usage: tuple[UsageRecord, ...]
    seconds: float
    settled: bool


def play(stack: Stack, console: Console) -> Played:
    """Run the sample campaign on *stack* to its end."""
    started = time.monotonic()
    app = hurried(stack)
    report = import_campaign(
        app.store,
        campaign_text=SAMPLE.read_text(),
        roster_text=ROSTER.read_text(),
        now=app.clock.now(),
        mailboxes=app.policy.mailboxes,
    )
    launch_campaign(app, report.campaign_id)
    settled = _wait_until_settled(app, stack, report.campaign_id, console)
    _write_transcripts(app, stack, report.campaign_id)
    negotiations = tuple(app.store.negotiations(report.campaign_id))
    facts = mailbox_facts(stack.urls["gmail"], MAILBOX)
    return Played(
        campaign=app.store.campaign(report.campaign_id),
        imported=report,
        negotiations=negotiations,
        entries=tuple(app.store.entries()),
        inbound=tuple(record for state in InboundState for record in app.store.inbound_of(state)),
        facts=facts,
        promises=check_promises(app.store, MAILBOX, facts),
        posts=tuple(_get(f"{stack.urls['slack']}/_control/posts")),
        usage=tuple(app.store.usage([usage_of_negotiation(one.id) for one in negotiations])),
        seconds=time.monotonic() - started,
        settled=settled,
    )


def hurried(stack: Stack) -> Parley:
    """The App on *stack*, its mailbox sending without pauses: what they would spread over minutes is to be watched."""
    enter_environment(stack.environment)
    app = Parley(read_settings())
    set_rules(app, MAILBOX, "local stack", {"seconds_between": 0})
    return app


def _write_transcripts(app: Parley, stack: Stack, campaign_id: str) -> None:
    folder = stack.folder / "transcripts"
    folder.mkdir()
    for one in app.store.negotiations(campaign_id):
        text = transcript(one, app.store.turns(one.id), app.store.events(one.id))
        (folder / f"{one.creator.name.replace(' ', '-')}.txt").write_text(text + "\n")


def mailbox_facts(gmail_url: str, mailbox: str) -> MailboxFacts:
    """What the Gmail stand-in says about its own mailbox: the ground truth for every count."""
    held = _get(f"{gmail_url}/_control/mailbox?mailbox={mailbox}")
    left = _get(f"{gmail_url}/_control/sent?mailbox={mailbox}")
    ours = {"SENT", "DRAFT"}
    received = tuple(message["id"] for message in held["messages"] if not ours & set(message["labelIds"]))
    return MailboxFacts(received_ids=received, left=tuple(_left(mail) for mail in left))


def _left(mail: dict[str, Any]) -> LeftMail:
    return left_mail(urlsafe_b64decode(mail["raw"]), message_id=mail["id"], at=datetime.fromisoformat(mail["at"]))


def _wait_until_settled(app: Parley, stack: Stack, campaign_id: str, console: Console) -> bool:
    deadline, quiet_since, shown = time.monotonic() + PATIENCE_SECONDS, time.monotonic(), 0
    while time.monotonic() < deadline:
        for line in stack.lines[shown:]:
            if (news := _spoken(line)) is not None:
                console.print(news, markup=False, highlight=False)
        if len(stack.lines) > shown or not _is_quiet(app, stack, campaign_id):
            quiet_since, shown = time.monotonic(), len(stack.lines)
        if time.monotonic() - quiet_since > QUIET_SECONDS:
            return True
        time.sleep(0.3)
    return False


def _is_quiet(app: Parley, stack: Stack, campaign_id: str) -> bool:
    """Nothing is queued, nothing waits to leave, and every creator has said what there was to say."""
    if stack.processes["creators"].poll() is not None:
        raise StackError(f"the simulated creators stopped:\n{stack.log('creators')[-2000:]}")
    settled = any(line.get("event") == "all_settled_from_creators_side" for line in stack.lines)
    waiting = app.store.inbound_of(InboundState.QUEUED)
    unsent = [entry for entry in app.store.entries() if entry.state in _UNSENT]
    tasks = [task for task in app.store.tasks(campaign_id) if task.state is TaskState.QUEUED]
    return settled and not waiting and not unsent and not tasks


def _spoken(line: dict[str, object]) -> str | None:
    """One line of progress; None for what is no news."""
    if line.get("event") == "read":
        return f"  we      -> {line['creator']:<8} {line['offer'] or 'no price'}"
    if line.get("event") == "sent":
        words = str(line["text"]).split()
        return f"  {line['creator']:<8}-> us      {' '.join(words)[:72]} ({line['client']})"
    return None


def _get(url: str) -> Any:
    response = requests.get(url, timeout=10)
    response.raise_for_status()
    return response.json()
