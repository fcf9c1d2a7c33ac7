"""What one mail may and must say: whom it greets, what is private in it, and the exact text that leaves."""

from typing import Any

import pytest

from shared.domain.decision import Answer, Reply
from shared.domain.negotiation import Move, Stage
from shared.domain.people.participants import Participant, Role
from shared.domain.states import Event
from shared.domain.writing.speech import Speech, full_body, gate_failures, gate_terms, private_amounts
from tests.unit.domain.builders import CREATOR_EMAIL, NOW, budget, campaign, negotiation, opened, terms, usd

MIA = Participant(email=CREATOR_EMAIL, name="Mia Lark", role=Role.CREATOR)
# Who wrote last is who the next mail goes to.
SAM = Participant(email="sam@talent.example", name="Sam Reed", role=Role.MANAGER, last_seen_at=NOW)
EVA = Participant(email="eva@talent.example", name="Eva Stone", role=Role.MANAGER)
ANSWER = Move(stage=Stage.CLARIFICATION, event=Event.SEND_COUNTER, terms=None)
COUNTER = Move(stage=Stage.COUNTER, event=Event.SEND_COUNTER, terms=terms("1200"))
PAID = "You are paid 30 days after publication."


def speech(move: Move = ANSWER, *, answers: tuple[Answer, ...] = (), **changes: Any) -> Speech:
    reply = Reply(move=move, their_ask=None, answers=answers)
    fields: dict[str, Any] = {"campaign": campaign(), "negotiation": negotiation(ledger=opened()), "reply": reply}
    return Speech(**(fields | changes))


class TestBody:
    def test_prose_terms_and_the_senders_name_stand_under_each_other(self) -> None:
        body = full_body("  Hi Mia,\n\nhere it is.\n", COUNTER, campaign(), signature=None)
        assert body.startswith("Hi Mia,\n\nhere it is.\n\nOur offer:\n")
        assert "\n- Fee: $1,200.00\n" in body
        assert body.endswith("\n\nBest,\nAlex Morgan\n")

    def test_a_mail_without_terms_has_no_block(self) -> None:
        assert full_body("Hi Mia", ANSWER, campaign(), signature=None) == "Hi Mia\n\nBest,\nAlex Morgan\n"

    def test_what_people_set_for_the_mailbox_takes_the_senders_place(self) -> None:
        assert full_body("Hi Mia", ANSWER, campaign(), signature="Northwind Team") == "Hi Mia\n\nNorthwind Team\n"


class TestGreeting:
    @pytest.mark.parametrize(
        ("changes", "greeted"),
        [
            ({}, ("Sam Reed",)),
            ({"author": CREATOR_EMAIL}, ("Mia Lark", "Sam Reed")),
            ({"author": EVA.email}, ("Sam Reed", "Eva Stone")),
            ({"author": "gone@talent.example"}, ("Sam Reed",)),
            ({"to": (EVA.email,)}, ("Eva Stone",)),
        ],
    )
    def test_whoever_wrote_and_whom_the_mail_goes_to_may_be_greeted(
        self, changes: dict[str, Any], greeted: tuple[str, ...]
    ) -> None:
        found = negotiation(ledger=opened(), participants=(MIA, SAM, EVA))
        assert gate_terms(speech(negotiation=found, **changes)).greeted == greeted

    def test_a_creator_without_a_name_of_their_own_is_called_as_the_roster_does(self) -> None:
        nameless = Participant(email=CREATOR_EMAIL, name=None, role=Role.CREATOR)
        assert gate_terms(speech(negotiation=negotiation(participants=(nameless,)))).greeted == ("Mia Lark",)


class TestPrivate:
    def test_budget_and_limits_are(self) -> None:
        found = campaign(budget=budget(total=usd("20000"), approval_cap=usd("1300")))
        private = private_amounts(found, negotiation())
        assert {usd("20000"), usd("1300")} <= set(private)
        assert "private: " in " ".join(
            gate_failures("Hi Mia, we planned 20K.\n\nBest,\nAlex Morgan\n", speech(campaign=found))
        )


class TestFacts:
    def test_what_is_answered_may_be_told_word_for_word(self) -> None:
        body = f"Hi Mia,\n\n{PAID}\n\nBest,\nAlex Morgan\n"
        assert gate_failures(body, speech(answers=(Answer(question="payment", fact=PAID),))) == ()

    def test_no_other_creator_is_named(self) -> None:
        found = campaign(creator_names=("Mia Lark", "Zoe Park"))
        assert gate_terms(speech(campaign=found)).other_names == ("Zoe Park",)
