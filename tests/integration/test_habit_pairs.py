"""Every pair of Gmail's habits and failures at once: a campaign settles all the same, and no promise is broken.

Each habit is varied over its settings, the first of which is the quiet one. `make test` plays a covering array: few
campaigns in which every two settings of every two habits meet. `make test-long` plays each two settings that are not
quiet with all others quiet, so that a failure names the two. That a sent draft is gone is what sending once rests on,
and is never varied.
"""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import combinations, product

import pytest
from allpairspy.allpairs import AllPairs

from emulators.gmail.habits import Habits
from shared.domain.decision import Reason
from shared.domain.records import CaseRecord, EntryState, InboundRecord
from tests.integration.letters import LeftMail, Letter, reply
from tests.integration.stand_ins import MAILBOX
from tests.integration.test_drafts_in_gmail import rewritten
from tests.integration.world import ON_SQLITE, ROSTER_HEAD, World

DELAY_SECONDS = 0.25
UNSENT = {EntryState.PENDING, EntryState.CLAIMED, EntryState.DRAFTED}

Setting = str
Case = Mapping[str, Setting]

HABITS: Mapping[str, Sequence[Setting]] = {
    "Message-ID": ("kept", "replaced"),
    "history": ("at once", "late", "late and its id leads"),
    "cursor": ("known", "forgotten"),
    "pages": ("of 100", "of 1"),
    "own mail in history": ("hidden", "told"),
    "sent draft": ("404", "400"),
    "pushes": ("each", "one a second", "none", "twice"),
    "id in a push": ("number", "text"),
    "watch": ("lasts", "ends at once", "is silent"),
    "refused": ("nothing", "history.list 429", "messages.get 403", "drafts.create 403", "drafts.send 429"),
    "reply lost": ("none", "drafts.create", "drafts.send"),
    "draft edited by hand": ("no", "ids stay", "message id rotates", "both ids rotate"),
    "subject": ("kept", "changed"),
    "other mail": ("none", "between"),
}

# Habits of the stand-in that no setting changes, and why.
NOT_VARIED: Mapping[str, str] = {
    "drafts_consumed_once": "what sending once rests on",
    "fields_left_out": "nothing can be read while it lasts: test_gmail_habits plays it until it ends",
    "history_expired_before": "the stand-in sets it when its history is told to expire: the cursor's setting",
    "push_interval_seconds": "how long the habit lasts that the pushes' setting switches on",
}

# Not Gmail's ways, but what it answers with; by the setting of "refused".
REFUSALS: Mapping[str, Mapping[str, object]] = {
    "history.list 429": {"status": 429, "reason": "rateLimitExceeded"},
    "messages.get 403": {"status": 403, "reason": "userRateLimitExceeded"},
    "drafts.create 403": {"status": 403, "reason": "dailyLimitExceeded"},
    "drafts.send 429": {"status": 429, "reason": "userRateLimitExceeded", "message": "User-rate limit exceeded."},
}

ROSTER = ROSTER_HEAD + "".join(
    f'{name} Park,{name.lower()}@creators.example,Instagram,@{name.lower()},"50,000",,\n' for name in ("Ana", "Ben")
)
ANA, BEN = "ana@creators.example", "ben@creators.example"
SHOP = "Shop <news@shop.example>"

# It has no types. The order is always the same.
_FOUND: Iterable[Sequence[Setting]] = AllPairs([list(one) for one in HABITS.values()])  # type: ignore[no-untyped-call]
COVERING = [dict(zip(HABITS, found, strict=True)) for found in _FOUND]
QUIET = {habit: settings[0] for habit, settings in HABITS.items()}


def pairs() -> Iterator[dict[str, Setting]]:
    """Each two settings of two habits that are not the quiet ones."""
    for first, second in combinations(HABITS, 2):
        for one, other in product(HABITS[first][1:], HABITS[second][1:]):
            yield {first: one, second: other}


def test_the_campaigns_cover_every_two_settings_of_every_two_habits() -> None:
    wanted = {
        ((first, one), (second, other))
        for first, second in combinations(HABITS, 2)
        for one, other in product(HABITS[first], HABITS[second])
    }
    met = {pair for case in COVERING for pair in combinations(case.items(), 2)}
    assert wanted - met == set()
    assert len(COVERING) <= 30


def test_every_habit_of_the_stand_in_is_among_those_that_are_paired() -> None:
    played = [asdict(Habits()) | habits_under(case) for case in COVERING]
    varied = {habit for habit in asdict(Habits()) if len({one[habit] for one in played}) > 1}
    assert sorted([*varied, *NOT_VARIED]) == sorted(asdict(Habits()))


@ON_SQLITE
@pytest.mark.parametrize(
    "case", COVERING, ids=lambda case: "-".join(str(HABITS[one].index(case[one])) for one in HABITS)
)
def test_a_campaign_settles_under_every_pair_of_habits(world: World, case: Case) -> None:
    settles(world, case)


@pytest.mark.long
@ON_SQLITE
@pytest.mark.parametrize(
    "case", list(pairs()), ids=lambda case: ", ".join(f"{one}: {two}" for one, two in case.items())
)
def test_a_campaign_settles_under_two_habits_alone(world: World, case: Case) -> None:
    settles(world, {**QUIET, **case})


def settles(world: World, case: Case) -> None:
    Play(world, case).through()

    agreed = {one.creator.name: one.agreed_rate and one.agreed_rate.text for one in world.store.negotiations("spring")}
    assert agreed == {"Ana Park": "1450.00", "Ben Park": "1300.00"}
    ours = sorted(mail.header("To") for mail in world.sent() if mail.by == "api")
    assert ours == [ANA, ANA, ANA, BEN, BEN]
    assert [message for message in world.held() if "DRAFT" in message["labelIds"]] == []
    told = {open_case.reason for open_case in world.cases()}
    assert told <= {Reason.WATCH_SILENT}
    if case["pushes"] in {"each", "twice"} and case["watch"] == "lasts":
        assert told == set()
    if case["pushes"] == "none" or case["watch"] != "lasts":
        assert told == {Reason.WATCH_SILENT}
    promises = world.promises()
    assert len(promises) == 7
    assert {promise.name: promise.broken for promise in promises if promise.broken or not promise.checked} == {}


def habits_under(case: Case) -> dict[str, object]:
    """What the stand-in for Gmail is told to be like."""
    rotation = {"message id rotates": "message", "both ids rotate": "both"}
    habits: dict[str, object] = {
        "message_id_replaced": case["Message-ID"] == "replaced",
        "history_delay_seconds": DELAY_SECONDS if case["history"] != "at once" else 0.0,
        "history_id_leads": case["history"] == "late and its id leads",
        "page_size": 1 if case["pages"] == "of 1" else 100,
        "sent_draft_noise": case["own mail in history"] == "told",
        "consumed_draft_status": int(case["sent draft"]),
        "push_rate_limited": case["pushes"] == "one a second",
        "push_dropped": case["pushes"] == "none",
        "push_history_id_text": case["id in a push"] == "text",
        "draft_ids_rotate": rotation.get(case["draft edited by hand"], "none"),
        "watch_silent": case["watch"] == "is silent",
    }
    return habits | ({"watch_seconds": 0} if case["watch"] == "ends at once" else {})


class Play:
    """One campaign under one case: Ana bargains once, Ben's first price is accepted."""

    def __init__(self, world: World, case: Case) -> None:
        self.world = world
        self.case = case
        self.pushed = 0
        self.refused: list[Mapping[str, str]] = []
        self.edits = 0 if case["draft edited by hand"] == "no" else 1

    def through(self) -> None:
        self.set_habits()
        self.world.launch(roster=ROSTER)
        self.order_failures()
        self.pushed = len(self.world.gmail.get("pushes"))
        self.mails({ANA: "I would need $2,000.", BEN: "I could do it for $1,300."})
        self.mails({ANA: "Fine, deal!"})

    def set_habits(self) -> None:
        self.world.gmail.post("habits", json=habits_under(self.case))
        assert self.world.product.call("renew_watch") == 200
        # A silent watch is mended by a new one after a stop.
        self.world.gmail.post("habits", json={"watch_silent": False})

    def order_failures(self) -> None:
        """Those that meet one method happen to its calls one after the other."""
        faults: dict[str, list[dict[str, object]]] = {}
        if self.edits:
            # The draft has to lie there for a while.
            faults["drafts.send"] = [{"action": "fail", "status": 503}]
        if (refused := self.case["refused"]) in REFUSALS:
            until = self.world.product.clock.now().strftime("%Y-%m-%dT%H:%M:%S.000Z")
            late = {"retry_after": until} if refused == "drafts.send 429" else {}
            faults.setdefault(refused.split()[0], []).append({"action": "fail", **REFUSALS[refused], **late})
        if (lost := self.case["reply lost"]) != "none":
            faults.setdefault(lost, []).append({"action": "drop", "side": "after"})
        for method, ordered in faults.items():
            for nth, fault in enumerate(ordered, start=1):
                self.world.gmail.fault(method, nth=nth, **fault)  # type: ignore[arg-type] # its action is among them

    def mails(self, texts: Mapping[str, str]) -> None:
        """The creators answer our newest mails to them, and everything that follows happens."""
        if self.case["other mail"] == "between":
            self.other_mail()
        for sender, text in texts.items():
            subject = "My rates" if self.case["subject"] == "changed" else ""
            self.world.deliver(Letter(text=text, sender=sender, subject=subject), self.newest_to(sender))
        if self.case["cursor"] == "forgotten":
            self.world.gmail.post("expire-history", mailbox=MAILBOX)
        self.push()
        self.edit()
        for _ in range(20):
            self.come_round()
            if self.is_quiet():
                return
        raise AssertionError("mail is left that was neither answered nor sent")

    def come_round(self) -> None:
        """What the schedule and people do when a quarter of an hour is over."""
        time.sleep(DELAY_SECONDS if self.case["history"] != "at once" else 0)
        self.world.wait(minutes=15)
        self.push()
        self.world.product.call("sweep")
        self.world.work()
        self.edit()
        for case in self.undecided():
            assert (self.case["draft edited by hand"], case.reason) == ("both ids rotate", "send_unclear")
            self.world.cli("case", "approve", case.id, "--as", "Ava")

    def push(self) -> None:
        """Every push that left Gmail since the last time arrives, and what follows is done."""
        pushes = self.world.gmail.get("pushes")
        left = [push for push in pushes[self.pushed :] if push["outcome"] not in {"dropped", "rate-limited", "silent"}]
        self.pushed = len(pushes)
        due = [*self.refused, *(left * 2 if self.case["pushes"] == "twice" else left)]
        self.refused = [push for push in due if not self.is_taken(push)]

    def is_taken(self, push: Mapping[str, str]) -> bool:
        number = push["historyId"] if self.case["id in a push"] == "text" else int(push["historyId"])
        status = self.world.product.push("gmail_notification", {"emailAddress": MAILBOX, "historyId": number})
        self.world.work()
        return status < 500

    def edit(self) -> None:
        """A person changes the first draft that lies there, once."""
        drafts = [message["draftId"] for message in self.world.held() if message["draftId"]]
        if self.edits and drafts:
            self.edits = 0
            rewritten(self.world, drafts[0], "How about $1,900.00?")

    def other_mail(self) -> None:
        """Somebody is away, and a person writes to somebody else."""
        away = Letter(text="I am out of office.", sender=ANA, headers={"Auto-Submitted": "auto-replied"}, quote=False)
        self.world.deliver(away, self.newest_to(ANA))
        news = {"List-Id": "<news.shop.example>"}
        elsewhere = self.world.deliver_raw(reply(Letter(text="Sale!", sender=SHOP, subject="Sale", headers=news), None))
        thread = next(message["threadId"] for message in self.world.held() if message["id"] == elsewhere)
        self.world.human_sends(
            Letter(text=f"Nr {len(self.world.held())}, please.", sender=MAILBOX, to=SHOP, subject="Re: Sale"), thread
        )

    def newest_to(self, address: str) -> LeftMail:
        return [mail for mail in self.world.sent() if mail.header("To") == address][-1]

    def is_quiet(self) -> bool:
        """Every mail in the mailbox has its outcome, and nothing waits to leave."""
        held = [message["id"] for message in self.world.held() if not {"SENT", "DRAFT"} & set(message["labelIds"])]
        known = self.world.store.existing(InboundRecord, [f"{MAILBOX}:{id_}" for id_ in held])
        done = len(known) == len(held) and all(record.outcome for record in known.values())
        return done and not any(entry.state in UNSENT for entry in self.world.store.entries()) and not self.undecided()

    def undecided(self) -> list[CaseRecord]:
        """What waits for a person; that Gmail does not call is only told to people."""
        return [case for case in self.world.cases() if case.reason is not Reason.WATCH_SILENT]
