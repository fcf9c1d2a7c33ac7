"""What one turn costs: a creator haggles, the agent counters, and its mail leaves."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from email.message import EmailMessage
from pathlib import Path
from statistics import quantiles

from shared.application.import_campaign import import_campaign
from shared.application.launch_campaign import launch_campaign
from shared.application.open_negotiation import open_negotiation
from shared.application.receive_mail import receive_mail
from shared.application.renew_watch import renew_watch
from shared.application.steer_mailbox import set_rules
from shared.application.store import Store
from shared.application.take_turn import take_turn
from shared.application.topics import CAMPAIGN_TASKS, INBOUND_MESSAGES
from shared.domain.negotiation import Negotiation
from tests.benchmarks.counting_store import CountingStore, Counts
from tests.benchmarks.instant_ports import InstantApp, instant_app

MAILBOX = "deals@brand.example"
CAMPAIGN = Path(__file__).parents[2] / "emulators" / "sample" / "campaign.yaml"

# The first turn of a process fills caches that later ones use.
WARM_UP = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How large an installation is.

    Attributes:
        creators: Rows of the campaign; as many of them as turns are taken are written to.
        people: Participants of each negotiation beside its creator, all in copy.
        mails: Earlier mails of each thread, quoted below the newest.
    """

    creators: int = 1
    people: int = 0
    mails: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnCosts:
    """Seconds of one turn, up to its commit and after it, and what was asked of the store in both parts.

    Attributes:
        cpu_seconds: Of this process in the whole turn; without the waiting for disk, network and busy neighbours.
    """

    decide_seconds: float
    send_seconds: float
    cpu_seconds: float
    decide: Counts
    send: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnFigures:
    """Milliseconds and counts per turn; *per_second* of one process that does nothing else."""

    turns: int
    decide_p50_ms: float
    decide_p95_ms: float
    send_p50_ms: float
    send_p95_ms: float
    total_p50_ms: float
    total_p95_ms: float
    cpu_p50_ms: float
    cpu_p95_ms: float
    per_second: float


def play(store: CountingStore, turns: int, scale: Scale = Scale()) -> list[TurnCosts]:
    """Open *turns* negotiations, let each creator ask for more, and take each turn."""
    app = instant_app(store)
    _haggle(app, turns + WARM_UP, scale)
    costs = [_taken(app, store, message) for message in app.publisher.take(INBOUND_MESSAGES)]
    if len(costs) != turns + WARM_UP:
        raise RuntimeError(f"{len(costs)} turns were taken instead of {turns + WARM_UP}")
    return costs[WARM_UP:]


def figures(costs: list[TurnCosts]) -> TurnFigures:
    decide = _percentiles([cost.decide_seconds for cost in costs])
    send = _percentiles([cost.send_seconds for cost in costs])
    totals = [cost.decide_seconds + cost.send_seconds for cost in costs]
    total = _percentiles(totals)
    cpu = _percentiles([cost.cpu_seconds for cost in costs])
    return TurnFigures(
        turns=len(costs),
        decide_p50_ms=decide[0],
        decide_p95_ms=decide[1],
        send_p50_ms=send[0],
        send_p95_ms=send[1],
        total_p50_ms=total[0],
        total_p95_ms=total[1],
        cpu_p50_ms=cpu[0],
        cpu_p95_ms=cpu[1],
        per_second=len(totals) / sum(totals),
    )


def _percentiles(seconds: list[float]) -> tuple[float, float]:
    cuts = quantiles(seconds, n=20, method="inclusive")
    return cuts[9] * 1000, cuts[18] * 1000


def _taken(app: InstantApp, store: CountingStore, message: Mapping[str, str]) -> TurnCosts:
    store.begin()
    started, cpu_started = time.perf_counter(), time.process_time()
    take_turn(app, message["inbound_id"], message["thread_key"])
    ended, cpu_ended = time.perf_counter(), time.process_time()
    decide, send = store.end()
    if send.written == 0:
        raise RuntimeError(f"no mail left in the turn of {message['inbound_id']}")
    return TurnCosts(
        decide_seconds=store.committed_at - started,
        send_seconds=ended - store.committed_at,
        cpu_seconds=cpu_ended - cpu_started,
        decide=decide,
        send=send,
    )


def _haggle(app: InstantApp, openings: int, scale: Scale) -> None:
    """Up to the point where every creator written to has answered the opening and the answers are queued."""
    now, roster = app.clock.now(), _roster(max(openings, scale.creators))
    import_campaign(app.store, campaign_text=CAMPAIGN.read_text(), roster_text=roster, now=now, mailboxes={MAILBOX})
    renew_watch(app, MAILBOX)
    set_rules(app, MAILBOX, "bench", {"seconds_between": 0})
    for task in launch_campaign(app, "northwind-spring")[:openings]:
        open_negotiation(app, task.campaign_id, task.id)
    app.publisher.take(CAMPAIGN_TASKS)
    negotiations = [_joined(app.store, one, scale.people) for one in app.store.negotiations("northwind-spring")]
    for negotiation in negotiations:
        app.mailbox.receive(_answer(negotiation, scale.mails), negotiation.thread_id or "")
    receive_mail(app, MAILBOX)
    for negotiation in negotiations:
        app.mailbox.remember(negotiation.thread_id or "", scale.mails)


def _roster(creators: int) -> str:
    head = "Name,Email,Platform,Handle,Average Views,Min Rate,Max Rate,Engagement Rate"
    rows = [
        f'Mia {n},mia{n}@creator{n}.example,Instagram,@mia{n},"60,000","$1,000","$2,400",4.8%' for n in range(creators)
    ]
    return "\n".join([head, *rows])


def _joined(store: Store, negotiation: Negotiation, people: int) -> Negotiation:
    """The negotiation with so many participants more."""
    creator = negotiation.participants[0]
    more = [replace(creator, email=f"p{n}@agency{n}.example", name=f"Pat{n} Lastname{n}") for n in range(people)]
    joined = store.update(negotiation, lambda current: replace(current, participants=(creator, *more)))
    return joined or negotiation


def _answer(negotiation: Negotiation, earlier: int) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = f"{negotiation.creator.name} <{negotiation.creator.email}>"
    mail["To"] = MAILBOX
    if len(negotiation.participants) > 1:
        mail["Cc"] = ", ".join(f"{one.name} <{one.email}>" for one in negotiation.participants[1:])
    mail["Subject"] = f"Re: {negotiation.thread_subject}"
    mail["Message-ID"] = f"<answer-{negotiation.id}@creator.example>"
    mail["In-Reply-To"] = negotiation.last_mail_id or ""
    mail["References"] = " ".join([*(f"<earlier-{n}@creator.example>" for n in range(earlier)), mail["In-Reply-To"]])
    domain = negotiation.creator.email.rpartition("@")[2]
    mail["Authentication-Results"] = f"mx.google.com; dmarc=pass header.from={domain}"
    quoted = "\n".join(f"> {line}" for line in (negotiation.last_sent_text or "").splitlines())
    history = "".join(
        f"\n> On Mon, Mia wrote:\n> > Mail {n} said what had been said before it.\n" for n in range(earlier)
    )
    text = f"Hi Alex,\n\nI usually take $2,000 for this.\n\nMia\n\nOn Mon, Alex wrote:\n{quoted}\n{history}"
    mail.set_content(text)
    return mail
