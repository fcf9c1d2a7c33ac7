"""What creators, people and failures do to one negotiation, in the order of a seed; then everybody tidies up."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from shared.application.check_promises import check_promises
from shared.application.outside import mailbox_facts
from shared.application.steer_contact import ContactChange, steer_contact
from shared.application.steer_negotiation import Command
from shared.application.suppress import lift_suppression, suppress
from shared.domain.campaign import Autonomy, FollowUps, Leave, Unanswered
from shared.domain.errors import ParleyError, PermanentError, Refused, Unavailable, Unclear
from shared.domain.negotiation import Owner
from shared.domain.own_words import OwnWords
from shared.domain.reading.facts import Intent, Reading
from shared.domain.records import CaseRecord, CaseState, EntryState, InboundState
from shared.domain.states import State
from tests.unit.application.fakes import Interruptions
from tests.unit.application.world import N1, World, steer
from tests.unit.domain.builders import (
    AUTOMATIC,
    CREATOR_EMAIL,
    MAILBOX,
    REVIEWED,
    ask,
    budget,
    campaign,
    reading,
    usd,
)

SAYS: dict[str, Reading] = {
    "It is $4,000.": reading(Intent.COUNTER, ask("4000", quote="$4,000")),
    "It is $1,400.": reading(Intent.COUNTER, ask("1400", quote="$1,400")),
    "Deal!": reading(Intent.ACCEPT),
    "No thanks.": reading(Intent.REJECT),
    "Call me.": reading(Intent.COUNTER, call_requested=True),
    "My lawyer says yes.": replace(reading(Intent.ACCEPT), legal_language=True),
    "Hm.": reading(Intent.UNCLEAR),
    "I manage Mia.": reading(Intent.UNCLEAR),
}
SAM = "sam@talent.example"
CALLS = ("create_draft", "send_draft", "thread", "find_draft", "find_sent", "delete_draft", "fetch", "history", "post")
DEAL_REVIEWED = Autonomy(mails=Leave.AUTO, agreements=Leave.REVIEW, exits=Leave.REVIEW)
FOLLOWED_UP = FollowUps(after_days=(3, 5), close_after_days=4)
PATIENT = FollowUps(after_days=(), close_after_days=5)
CLOSED = FollowUps(after_days=(2,), close_after_days=3, then=Unanswered.EXIT)
HERE = EntryState.PENDING, EntryState.CLAIMED, EntryState.DRAFTED


class Story:
    """One seed's story; *told* holds what happened, for whoever looks into a failure."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.told: list[str] = []
        self.own_words = 0
        cap = usd("1200") if self.random.random() < 0.3 else None
        self.world = World(
            campaign(
                autonomy=self.random.choice([AUTOMATIC, REVIEWED, DEAL_REVIEWED]),
                follow_ups=self.random.choice([FOLLOWED_UP, PATIENT, CLOSED]),
                budget=budget(approval_cap=cap),
            )
        )

        self.world.app.model.known.update(SAYS)

    def happens(self, steps: int) -> None:
        acts = [self.write, self.write, self.settle, self.settle, self.steer, self.pass_time, self.fail, self.interfere]
        acts += [self.colleague, self.stranger, self.change_contact, self.change_suppression, self.send_a_draft]
        self.dare("launch", self.world.launch)
        for _ in range(steps):
            self.random.choice(acts)()

    def everybody_tidies_up(self) -> None:
        """Nothing fails any more, and people settle every case and hand everything back."""
        world = self.world
        world.app.mailbox.on, world.app.model.on, world.app.notifier.on = (Interruptions() for _ in range(3))
        for _ in range(4):
            self.dare("sweep", lambda: world.sweep(hours=13))
        for _ in range(4):
            for case in world.app.store.open_cases():
                self.settle_one(case, override=True)
            self.dare("resume", lambda: steer(world, Command.RESUME))
            self.dare("release", lambda: steer(world, Command.RELEASE))
            self.dare("sweep", lambda: world.sweep(minutes=11))

    def dare(self, what: str, act: Callable[[], object]) -> None:
        """Expected failures are told; any other is a bug and ends the story."""
        try:
            act()
        except ParleyError as error:
            self.told.append(f"{what}: {error}")
        else:
            self.told.append(what)

    def write(self) -> None:
        text = self.random.choice(list(SAYS))
        self.dare(f"writes {text}", lambda: self.world.write(text))

    def stranger(self) -> None:
        report = {"X-Failed-Recipients": CREATOR_EMAIL, "subject": "Delivery Status Notification"}
        letter = self.random.choice(
            [{"sender": SAM}, {"auth": "fail"}, {"sender": "mailer-daemon@googlemail.com", **report}]
        )
        self.dare(f"writes {letter}", lambda: self.world.write("I manage Mia.", None, **letter))

    def colleague(self) -> None:
        price = self.random.choice(["", " I can offer $1,800."])
        self.world.colleague_sends(f"{self.thanks()}{price}")
        self.dare("a colleague writes", self.world.notify)
        self.dare("served", self.world.serve)

    def thanks(self) -> str:
        """Nobody says the same twice by hand."""
        self.own_words += 1
        return f"thank you {'very ' * self.own_words}much."

    def send_a_draft(self) -> None:
        """Only while nobody has silenced the agent: by hand anybody may send what lies there."""
        if self.world.app.mailbox.drafts and self.is_the_agents():
            draft = self.random.choice(list(self.world.app.mailbox.drafts))
            self.told.append(f"sent by hand: {draft}")
            self.world.app.mailbox.send_by_hand(draft)

    def is_the_agents(self) -> bool:
        found = self.world.app.store.negotiations("spring")
        return all(one.owner is Owner.AGENT and one.state not in {State.PAUSED, State.STOPPED} for one in found)

    def steer(self) -> None:
        stops = self.random.random() < 0.1
        command = Command.STOP if stops else self.random.choice([one for one in Command if one is not Command.STOP])
        self.dare(command, lambda: steer(self.world, command))

    def change_contact(self) -> None:
        change, email = self.random.choice(list(ContactChange)), self.random.choice([SAM, CREATOR_EMAIL])
        self.dare(f"{change} {email}", lambda: steer_contact(self.world.app, N1, email, change, "Kim"))

    def change_suppression(self) -> None:
        app = self.world.app
        self.dare("suppressed", lambda: suppress(app, CREATOR_EMAIL, "Kim", why="asked for it"))
        if self.random.random() < 0.7:
            self.dare("lifted", lambda: lift_suppression(app, CREATOR_EMAIL, "Kim"))

    def pass_time(self) -> None:
        hours = self.random.choice([1, 24, 72, 200])
        self.dare(f"{hours} hours", lambda: self.world.sweep(hours=hours))

    def settle(self) -> None:
        if cases := self.world.app.store.open_cases():
            self.settle_one(self.random.choice(cases), override=self.random.random() < 0.5)

    def settle_one(self, case: CaseRecord, *, override: bool) -> None:
        world = self.world
        words = OwnWords(text=f"Hi Mia,\n\n{self.thanks()}", override=override)
        offer = replace(words, text=f"{words.text} We can do $1,250.00 for this.", offer=usd("1250"))
        ways: Sequence[tuple[str, Callable[[], object]]] = (
            ("approve", lambda: world.approve(case.id)),
            ("reject", lambda: world.reject(case.id)),
            ("answer", lambda: world.answer(case.id, words)),
            ("offer", lambda: world.answer(case.id, offer)),
            ("accept", lambda: world.answer(case.id, replace(words, accept=True))),
        )
        name, way = self.random.choice(ways)
        self.dare(f"{name} {case.reason} {case.id}", way)
        self.dare("served", world.serve)

    def fail(self) -> None:
        """The next call fails, or its answer is lost."""
        call = self.random.choice(CALLS)
        errors = [Unavailable("503"), Refused("401"), *([] if call == "post" else [PermanentError("400")])]
        self.told.append(f"{call} will fail")
        if call in {"create_draft", "send_draft"} and self.random.random() < 0.3:
            self.world.app.mailbox.on.lose_answer(call, Unclear("the connection broke"))
        else:
            self.calls_of(call).fail(call, self.random.choice(errors))

    def interfere(self) -> None:
        """Somebody acts in the middle of the next work."""
        call, place = self.random.choice(CALLS), self.random.choice([1, 1, 2, 3])
        act = self.random.choice([self.steer, self.settle, self.pass_time, self.arrive])
        self.told.append(f"at call {place} of {call}: {act.__name__}")
        self.calls_of(call).plan(call, act, call=place)

    def arrive(self) -> None:
        self.world.arrive("Hm.")

    def calls_of(self, call: str) -> Interruptions:
        return self.world.app.notifier.on if call == "post" else self.world.app.mailbox.on


def faults_of(world: World) -> list[str]:
    """What would never be looked at again, by anybody, and every promise that is broken."""
    store = world.app.store
    facts = mailbox_facts(world.app, MAILBOX, world.app.clock.now())
    found = [f"{one.name}: {one.broken}" for one in check_promises(store, MAILBOX, facts) if one.broken]
    if not store.negotiations("spring"):
        return found
    one = world.negotiation
    asked = store.case(one.open_case_id) if one.open_case_id else None
    if asked is not None and asked.state is CaseState.CLOSED:
        found.append(f"{asked.id} is closed and still the negotiation's case")
    for entry in store.mails_of(one, {EntryState.REVIEW, EntryState.HELD}):
        if asked is None or asked.draft_id != entry.id:
            found.append(f"{entry.id} is in {entry.state} and nobody is asked about it")
    found += [f"{case.id} is open and nobody's" for case in store.open_cases() if case.negotiation_id and case != asked]
    rests = one.is_terminal or one.state in {State.PAUSED, State.STALE} or one.owner is Owner.HUMAN
    waits = store.inbound_of(InboundState.QUEUED) or store.mails_of(one, HERE)
    if not rests and asked is None and one.next_look_at is None and not waits:
        found.append(f"nothing leads on from {one.state}")
    return found
