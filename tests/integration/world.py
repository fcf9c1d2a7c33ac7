"""A scenario's world: the product on a fresh store, the stand-ins around it, and the people who write."""

import base64
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from google.cloud import pubsub_v1

from functions.commands.demo_play import mailbox_facts
from shared.application.check_promises import Promise, check_promises
from shared.application.steer_mailbox import set_rules
from shared.application.store import Store
from shared.domain.negotiation import Negotiation
from shared.domain.records import CaseRecord, EventRecord, InboundRecord, InboundState
from tests.integration.letters import LeftMail, Letter, left_mail, reply
from tests.integration.product import FUNCTIONS, CommandResult, Product
from tests.integration.stand_ins import MAILBOX, StandIns

# For scenarios in which nothing depends on the store; both pass one contract.
ON_SQLITE = pytest.mark.parametrize("store_environment", ["sqlite"], indirect=True)

CAMPAIGN_ID = "spring"
SETTLING = {"approve", "edit", "reject", "answer"}

# Floor 1,000 and ceiling 1,500 for Jo's 50,000 views. The other figures of the budget are told to nobody.
CAMPAIGN = """\
id: spring
client: Northwind Skincare
currency: USD
budget:
  total: $18,750
  cpm_target: $20
  cpm_leniency: 50 %
  minimum: $145
  approval_cap: $4,215
deliverables:
  - type: instagram_reel
    quantity: 1
  - type: instagram_story
    quantity: 2
usage_rights:
  paid_usage: 30 days
  whitelisting: not required
  organic_owned: 90 days
product:
  description: a Northwind spring skincare set
  value: $120
payment_terms: The fee is paid by bank transfer within 30 days after the content is live.
timeline: Drafts are due on April 10, 2027, and posts go live on April 20, 2027.
approval: We look at drafts within two working days before anything is published.
autonomy:
  mails: auto
  agreements: auto
  exits: auto
outreach:
  mailbox: deals@brand.example
  sender_name: Alex Morgan
  subject: Northwind Skincare x you this spring
  join_existing_threads: no
round_cap: 5
clarification_cap: 2
"""
# Our opening and our answer to a first ask of $2,000; the schedule of concessions is tested on its own.
OFFERED = ["1000.00", "1450.00"]
COUNTER = "$1,450.00"
# Told to nobody, and so named in no request to a model.
PRIVATE = ("18,750", "18750", "4,215", "4215", "145.00")
ROSTER_HEAD = "Name,Email,Platform,Handle,Average Views,Min Rate,Max Rate\n"
ROSTER = ROSTER_HEAD + 'Jo Park,jo@creators.example,Instagram,@jopark,"50,000",,\n'


class World:
    """Everything a scenario does and looks at; `work` stands for the push subscriptions."""

    def __init__(self, product: Product, around: StandIns, project: str, folder: Path) -> None:
        self.product = product
        self.gmail, self.slack, self.claude, self.pubsub = around.gmail, around.slack, around.claude, around.pubsub
        self._project = project
        self._folder = folder
        self._seen = {topic: 0 for topic in FUNCTIONS.values() if topic}
        self.written: list[str] = []
        self._waiting: list[tuple[str, Mapping[str, object]]] = []
        self._ahead_when_sent: dict[str, timedelta] = {}

    def begin(self) -> None:
        """Make the topics, and watch the mailbox as the scheduler does on the first day."""
        publisher = pubsub_v1.PublisherClient()
        for topic in self._seen:
            publisher.create_topic(request={"name": self._topic(topic)}, timeout=10)
        publisher.transport.close()  # type: ignore[no-untyped-call] # grpc is untyped
        assert self.product.call("renew_watch") == 200
        for mailbox in self.product.app.policy.mailboxes:
            # No pause between mails: the clock stands almost still.
            set_rules(self.product.app, mailbox, "Kim", {"seconds_between": 0})

    # What the team does.

    def import_files(self, campaign: str = CAMPAIGN, roster: str = ROSTER) -> Any:
        for name, text in (("campaign.yaml", campaign), ("roster.csv", roster)):
            (self._folder / name).write_text(text)
        files = (str(self._folder / "campaign.yaml"), str(self._folder / "roster.csv"))
        return self.product.cli("campaign", "import", *files, "--json")

    def launch(self, campaign: str = CAMPAIGN, roster: str = ROSTER) -> None:
        """Import, launch, and open every negotiation."""
        assert self.import_files(campaign, roster).code == 0
        assert self.product.cli("campaign", "launch", CAMPAIGN_ID).code == 0
        self.work()

    def cli(self, *arguments: str) -> Any:
        """A command that succeeds, with what it prints as JSON."""
        done = self.try_cli(*arguments)
        assert done.code == 0, done
        return done.value

    def try_cli(self, *arguments: str) -> CommandResult:
        """A command with `--json`; a case is settled by somebody who has just looked at it."""
        if arguments[:1] == ("case",) and arguments[1] in SETTLING and "--seen" not in arguments:
            arguments = (*arguments, "--seen", self.digest(arguments[2]))
        return self.product.cli(*arguments, "--json")

    def digest(self, case_id: str) -> str:
        """Of the case as it is now."""
        return str(self.cli("case", "show", case_id)["digest"])

    # What happens outside.

    def deliver(self, letter: Letter, answered: LeftMail | None = None, **params: str) -> str:
        """A mail arrives: an answer to our newest mail when it has one, else to *answered*; answers Gmail's id."""
        self.written.append(letter.text)
        return self.deliver_raw(reply(letter, answered or next(reversed(self.sent()), None)), **params)

    def deliver_raw(self, raw: bytes, **params: str) -> str:
        return str(self.gmail.post("deliver", data=raw, mailbox=MAILBOX, **params)["id"])

    def answer(self, text: str, **more: Any) -> str:
        """Jo, or who is named, answers our newest mail; Gmail notifies; everything that follows is done."""
        delivered = self.deliver(Letter(text=text, **more))
        self.notify()
        self.work()
        return delivered

    def human_sends(self, letter: Letter, thread_id: str | None) -> None:
        """A person sends from our own mailbox, in Gmail's window; *thread_id* None starts a thread."""
        raw = reply(letter, None)
        self.gmail.post("human-send", data=raw, mailbox=MAILBOX, **({"threadId": thread_id} if thread_id else {}))

    # What the platform does.

    def notify(self) -> int:
        """Gmail's push; answers the status."""
        return self.product.push("gmail_notification", {"emailAddress": MAILBOX, "historyId": 1})

    def work(self) -> int:
        """Push every message that waits and every one that follows; answers how many were refused.

        A refused message stays and is pushed by the next call again.
        """
        refused = []
        self._waiting += self.newly_published()
        while self._waiting:
            name, message = self._waiting.pop(0)
            if self.product.push(name, message) >= 500:
                refused.append((name, message))
            self._waiting += self.newly_published()
        self._waiting = list(refused)
        return len(refused)

    def sweep(self) -> int:
        """The scheduler's sweep and what it wakes; answers the sweep's status."""
        status = self.product.call("sweep")
        self.work()
        return status

    def wait(self, **span: float) -> None:
        """Time passes for the product: `minutes=10`."""
        self._date_sent()
        self.product.clock.ahead += timedelta(**span)

    def forget_messages(self) -> None:
        """Every message on its way is lost."""
        self.newly_published()
        self._waiting.clear()

    def published(self, topic: str) -> list[dict[str, str]]:
        """Every message of the topic since the beginning."""
        held = self.pubsub.get("messages").get(self._topic(topic), {"messages": []})
        return [json.loads(base64.b64decode(message["data"])) for message in held["messages"]]

    def newly_published(self) -> list[tuple[str, Mapping[str, object]]]:
        """Every message since the last time, with the function that it is for."""
        new: list[tuple[str, Mapping[str, object]]] = []
        for name, topic in FUNCTIONS.items():
            if topic:
                messages = self.published(topic)
                new += [(name, message) for message in messages[self._seen[topic] :]]
                self._seen[topic] = len(messages)
        return new

    def _topic(self, name: str) -> str:
        return f"projects/{self._project}/topics/{name}"

    # What can be seen.

    @property
    def store(self) -> Store:
        return self.product.app.store

    def negotiation(self, email: str = "jo@creators.example") -> Negotiation:
        return next(one for one in self.store.negotiations(CAMPAIGN_ID) if one.creator.email == email)

    def state(self) -> str:
        return self.negotiation().state.value

    def offers(self) -> list[str]:
        return [offer.text for offer in self.negotiation().offers]

    def rate(self) -> str | None:
        """What was agreed."""
        rate = self.negotiation().agreed_rate
        return rate.text if rate else None

    def sent(self) -> list[LeftMail]:
        """Every mail that left the mailbox, oldest first."""
        return [left_mail(mail) for mail in self.gmail.get("sent", mailbox=MAILBOX)]

    def held(self) -> list[dict[str, Any]]:
        """Every message in the mailbox, drafts included."""
        messages: list[dict[str, Any]] = self.gmail.get("mailbox", mailbox=MAILBOX)["messages"]
        return messages

    def posts(self, channel: str | None = None) -> list[str]:
        """What people read in Slack, oldest first."""
        posts = self.slack.get("posts")
        return [post["seen"] for post in posts if channel in {None, post["channel"]}]

    def cases(self) -> list[CaseRecord]:
        return list(self.store.open_cases())

    def case(self) -> CaseRecord:
        """The one open case."""
        (case,) = self.cases()
        return case

    def events(self) -> list[EventRecord]:
        return list(self.store.events(self.negotiation().id))

    def inbound(self, message_id: str) -> InboundRecord:
        return self.store.inbound(f"{MAILBOX}:{message_id}")

    def outcome(self, message_id: str) -> str:
        """What became of a mail, with its reason: "escalated: new_participant"."""
        record = self.inbound(message_id)
        return f"{record.outcome}: {record.why}"

    def queue(self) -> int:
        return len(self.store.inbound_of(InboundState.QUEUED))

    def requests(self, *, reading: bool | None = None) -> list[str]:
        """What every request to Claude said beside the fixed instructions; only those that read, or only that word."""
        requests = self.claude.get("requests")
        return [
            json.dumps(request["messages"], ensure_ascii=False)
            for request in requests
            if reading is None or reading == ("output_config" in request)
        ]

    def promises(self) -> Sequence[Promise]:
        """The seven, against what the mailbox itself holds."""
        self._date_sent()
        facts = mailbox_facts(self.gmail.url, MAILBOX)
        left = (replace(mail, at=mail.at + self._ahead_when_sent[mail.message_id]) for mail in facts.left)
        return check_promises(self.store, MAILBOX, replace(facts, left=tuple(left)))

    def _date_sent(self) -> None:
        # Gmail's clock does not run ahead with the product's: what left is dated by the product's.
        for mail in self.sent():
            self._ahead_when_sent.setdefault(mail.id, self.product.clock.ahead)

    # What must hold at the end of every scenario.

    def check(self) -> None:
        broken = {promise.name: promise.broken for promise in self.promises() if promise.broken}
        assert broken == {}, broken
        told = [figure for request in self.requests() for figure in PRIVATE if _names(request, figure)]
        assert told == [], told


def _names(text: str, figure: str) -> bool:
    return re.search(rf"(?<![\d.,]){re.escape(figure)}(?![\d,]|\.\d)", text) is not None
