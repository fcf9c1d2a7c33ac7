"""What a lever changed reaches the mail, passes the gate, and is what the deal is about."""

import json
from dataclasses import asdict, replace

import pytest

from emulators.claude.wording import word_mail
from shared.application.language_model import Brief, Worded
from shared.application.word_reply import word_reply
from shared.domain.bargaining.levers import Position, pulls
from shared.domain.campaign import Campaign, Deliverable, Scenario
from shared.domain.decision import Reply
from shared.domain.gate import check_mail
from shared.domain.negotiation import Move, Negotiation, Stage
from shared.domain.people.participants import Participant, Role
from shared.domain.reading.facts import Intent, ModelUse, Reading
from shared.domain.records import EntryState
from shared.domain.states import Event, State
from shared.domain.terms import Lever, campaign_terms
from shared.domain.writing.playbook import Tactic
from shared.domain.writing.speech import Speech, gate_terms
from tests.unit.application.world import N1, World
from tests.unit.domain.builders import REVIEWED, STORY, ask, in_campaign, negotiation, offered, reading, usd
from tests.unit.domain.test_levers import ALL, MANAGED, PACKAGE, SMALLER, with_levers

CREATOR = negotiation().participants


class Scripted:
    """The stand-in's words, and the briefs it saw."""

    def __init__(self) -> None:
        self.briefs: list[Brief] = []

    def read(self, request: object) -> tuple[Reading, ModelUse]:
        raise NotImplementedError

    def word(self, brief: Brief) -> Worded:
        self.briefs.append(brief)
        answers = [{"question": question, "fact": fact} for question, fact in brief.answers]
        text = word_mail(json.dumps({**asdict(brief), "answers": answers}))
        return Worded(text=text, use=ModelUse(model="stand-in", input_tokens=1, output_tokens=1), playbook="1")


def moved(found: Campaign, lever: Lever, stage: Stage, people: tuple[Participant, ...]) -> tuple[Negotiation, Reply]:
    """The mail of this stage that pulls the lever."""
    standing = campaign_terms(found, usd("1000"))
    position = Position(
        campaign=found,
        terms=standing,
        used=frozenset(),
        ask=usd("1700"),
        offer=usd("1480"),
        ceiling=usd("1500"),
        round_number=3,
        is_last_round=False,
        is_data_minded=True,
    )
    (pull,) = [pull for pull in pulls(position) if pull.lever is lever]
    event = Event.ACCEPT if stage is Stage.AGREEMENT else Event.SEND_COUNTER
    move = Move(stage=stage, event=event, terms=pull.terms.at(usd("1480")), lever=lever)
    stand = negotiation(ledger=in_campaign(found, offered("1000")), participants=people)
    return stand, Reply(move=move, their_ask=usd("1700"))


TAUGHT_BY = {
    Lever.SCENARIO_1: Tactic.DELIVERABLES,
    Lever.SCENARIO_2: Tactic.DELIVERABLES,
    Lever.SCENARIO_3: Tactic.DELIVERABLES,
    Lever.USAGE_RIGHTS: Tactic.USAGE_RIGHTS,
    Lever.PRODUCT: Tactic.PRODUCT,
    Lever.SYNDICATION: Tactic.SYNDICATION,
    Lever.SHARE_CPM: Tactic.SHARED_CPM,
}
EVERY = list(Lever)
THREE = replace(ALL, scenarios=(*ALL.scenarios, Scenario(deliverables=(Deliverable(type=STORY, quantity=1),))))
AGENCY = (Participant(email="deals@talent.example", name="Talent House", role=Role.AGENCY), *CREATOR)


@pytest.mark.parametrize("people", [CREATOR, MANAGED, AGENCY], ids=["creator", "manager", "agency"])
@pytest.mark.parametrize("stage", [Stage.COUNTER, Stage.AGREEMENT])
@pytest.mark.parametrize("lever", EVERY)
def test_every_lever_in_every_mail_passes_the_gate(lever: Lever, stage: Stage, people: tuple[Participant, ...]) -> None:
    found = with_levers(THREE)
    stand, reply = moved(found, lever, stage, people)
    model = Scripted()
    wording = word_reply(model, Speech(campaign=found, negotiation=stand, reply=reply))
    assert wording.failures == ()
    (brief,) = model.briefs
    assert len(brief.changes) == 1
    assert brief.tactics == (TAUGHT_BY[lever],)
    assert brief.changes[0] in wording.body


@pytest.mark.parametrize(
    ("lever", "fact"),
    [
        (Lever.SCENARIO_1, "The package is now 1 Instagram Reel, 2 Instagram stories."),
        (
            Lever.USAGE_RIGHTS,
            "The usage rights are now: paid usage 30 days, use on the brand's own channels 1 year.",
        ),
        (Lever.PRODUCT, "New in our offer: a serum set (worth $120.00), on top of the fee."),
        (Lever.SYNDICATION, "New in our offer: The Reel is also posted on TikTok."),
        (Lever.SHARE_CPM, "We plan this campaign with a CPM of $20.00."),
    ],
)
def test_the_writer_is_told_what_is_new_and_nothing_private(lever: Lever, fact: str) -> None:
    found = with_levers()
    stand, reply = moved(found, lever, Stage.COUNTER, MANAGED)
    model = Scripted()
    word_reply(model, Speech(campaign=found, negotiation=stand, reply=reply))
    assert model.briefs[0].changes == (fact,)
    assert "1,500" not in json.dumps(asdict(model.briefs[0]))


@pytest.mark.parametrize(
    ("lever", "said"),
    [
        (None, "We plan this campaign with a CPM of $20.00."),
        (Lever.SHARE_CPM, "We plan this campaign with a CPM of $21.00."),
        (Lever.SCENARIO_1, "The package is now 2 Instagram Reels."),
        (Lever.USAGE_RIGHTS, "The usage rights are now: paid usage 90 days."),
    ],
)
def test_what_was_not_pulled_does_not_pass(lever: Lever | None, said: str) -> None:
    found = with_levers()
    stand, reply = moved(found, lever or Lever.SCENARIO_1, Stage.COUNTER, MANAGED)
    model = Scripted()
    body = word_reply(model, Speech(campaign=found, negotiation=stand, reply=reply)).body
    (fact,) = model.briefs[0].changes
    pulled = replace(reply, move=replace(reply.move, lever=lever))
    assert check_mail(body.replace(fact, said), gate_terms(Speech(campaign=found, negotiation=stand, reply=pulled)))


class TestNegotiation:
    ASK = reading(Intent.COUNTER, ask("4000", quote="$4,000"), summary="They ask $4,000.")

    def opened(self) -> World:
        world = World(with_levers())
        world.launch()
        return world

    def test_the_agreement_is_about_the_smaller_package_in_mail_books_and_card(self) -> None:
        world = self.opened()
        world.write("I would do it for $4,000.", self.ASK)
        assert "- Deliverables: 1 Instagram Reel, 2 Instagram stories" in world.app.mailbox.sent[-1].body
        world.write("Deal!", reading(Intent.ACCEPT, summary="They accept."))
        found = world.negotiation
        assert found.state is State.AGREED
        assert found.agreed_terms is not None
        assert found.agreed_terms.deliverables == SMALLER
        assert "- Deliverables: 1 Instagram Reel, 2 Instagram stories" in world.app.mailbox.sent[-1].body
        (_, card) = world.app.notifier.posts[-1]
        assert dict(card.fields)["Deliverables"] == "1 Instagram Reel, 2 Instagram stories"

    def test_a_lever_counts_as_used_only_with_the_mail_that_pulled_it(self) -> None:
        world = self.opened()
        assert world.negotiation.levers_used == frozenset()
        world.write("I would do it for $4,000.", self.ASK)
        assert world.negotiation.levers_used == {Lever.SCENARIO_1}
        assert [line.terms.deliverables for line in world.negotiation.ledger if line.terms] == [PACKAGE, SMALLER]
        decided = next(
            event for event in world.app.store.events(world.negotiation.id) if event.kind == "counter_decided"
        )
        assert dict(decided.facts)["lever"] == "scenario_1"

    def test_a_mail_that_never_left_gives_its_lever_back_to_the_next(self) -> None:
        world = self.opened()
        newer = reading(Intent.COUNTER, ask("3900", quote="$3,900"), summary="They ask $3,900.")
        world.app.mailbox.on.plan("thread", lambda: world.arrive("Make it $3,900.", newer), call=2)
        world.write("I would do it for $4,000.", self.ASK)
        withdrawn, sent = world.entries()[1:]
        assert (withdrawn.state, sent.state) == (EntryState.WITHDRAWN, EntryState.SENT)
        moves = [entry.move.lever for entry in (withdrawn, sent) if entry.move]
        assert moves == [Lever.SCENARIO_1, Lever.SCENARIO_1]
        assert world.negotiation.levers_used == {Lever.SCENARIO_1}

    def test_a_held_draft_uses_its_lever_only_once_a_person_lets_it_go(self) -> None:
        world = World(with_levers(autonomy=REVIEWED))
        world.launch()
        world.approve(f"{N1}-case1")
        world.write("I would do it for $4,000.", self.ASK)
        assert world.negotiation.levers_used == frozenset()
        world.approve(f"{N1}-case2")
        assert world.negotiation.levers_used == {Lever.SCENARIO_1}
        assert "- Deliverables: 1 Instagram Reel, 2 Instagram stories" in world.app.mailbox.sent[-1].body
