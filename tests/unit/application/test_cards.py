import pytest

from shared.application.cards import ACTIONS, deal_card, escalation_card, notice_card, reason_text
from shared.domain.campaign import Facts
from shared.domain.decision import Reason
from shared.domain.records import Card, CaseRecord, CaseState, Channel
from tests.unit.domain.builders import NOW, campaign, negotiation, offered, terms, usd

# Ten fields to a section of Slack's (https://docs.slack.dev/reference/block-kit/blocks), four sections to a card.
MOST_FIELDS = 40
LONGEST_TITLE = 150


def case(reason: Reason, **changes: object) -> CaseRecord:
    fields: dict[str, object] = {
        "id": "n1-case1",
        "version": 1,
        "reason": reason,
        "state": CaseState.OPEN,
        "negotiation_id": "n1",
        "opened_at": NOW,
        "evidence": "they said so",
        "actions": ACTIONS[reason],
    }
    return CaseRecord(**(fields | changes))  # type: ignore[arg-type]


def fits(card: Card) -> None:
    assert 0 < len(card.title) <= LONGEST_TITLE
    assert 0 < len(card.fields) <= MOST_FIELDS
    assert all(label and value for label, value in card.fields)
    assert len({label for label, _ in card.fields}) == len(card.fields)


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_tells_what_can_be_done(reason: Reason) -> None:
    assert ACTIONS[reason]
    assert all(action.strip() for action in ACTIONS[reason])


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_reads_as_words(reason: Reason) -> None:
    text = reason_text(reason)
    assert text[0].isupper()
    assert "_" not in text


@pytest.mark.parametrize("reason", Reason)
def test_every_escalation_fits_a_card(reason: Reason) -> None:
    full = case(reason, their_ask=usd("4000"), our_last_offer=usd("1000"), failures=("money: no", "link: no"))
    stand = negotiation(thread_id="t1")
    card = escalation_card(full, stand, "Hi Mia")
    fits(card)
    assert card.channel is Channel.ESCALATIONS
    assert (card.evidence, card.draft, card.actions) == ("they said so", "Hi Mia", ACTIONS[reason])
    assert card.thread == (stand.mailbox, "t1")
    assert dict(card.fields) == {
        "Case": "n1-case1",
        "Reason": reason_text(reason),
        "Creator": "Mia Lark (mia@creator.example)",
        "Their ask": "$4,000.00",
        "Our last offer": "$1,000.00",
        "The check found": "money: no; link: no",
    }


def test_what_a_case_does_not_know_is_left_out() -> None:
    card = escalation_card(case(Reason.UNMATCHED, negotiation_id=None), None, None)
    fits(card)
    assert dict(card.fields) == {"Case": "n1-case1", "Reason": "Unmatched"}
    assert (card.thread, card.draft) == (None, None)


def test_a_deal_names_rate_cpm_package_and_next_steps() -> None:
    stand = negotiation(ledger=offered("1000", "1234.56"), thread_id="t1")
    card = deal_card(campaign(), stand, terms("1234.56"))
    fits(card)
    assert card.channel is Channel.AGREEMENTS
    assert dict(card.fields) == {
        "Creator": "Mia Lark (mia@creator.example)",
        "Client": "Northwind",
        "Platform": "instagram",
        "CPM": "$24.69",
        "Deliverables": "1 Instagram Reel",
        "Fee": "$1,234.56",
        "Usage rights": "paid usage 30 days",
        "Timeline": "Content is due on 20 April and goes live on 27 April",
        "Approval": "The client approves the content before it is published",
        "Payment": "Payment within 30 days after publication",
        "Negotiation": "n1",
    }
    assert card.actions == ("Send the contract", "Share the brief and schedule the content")


@pytest.mark.parametrize(
    ("rate", "remark"),
    [("750", None), ("749.99", "Our floor was $1,000.00; see that they mean the whole package")],
)
def test_a_deal_at_a_suspiciously_low_rate_says_so(rate: str, remark: str | None) -> None:
    assert dict(deal_card(campaign(), negotiation(), terms(rate)).fields).get("Suspiciously low") == remark


def test_a_deal_without_payment_terms_invents_none() -> None:
    card = deal_card(campaign(facts=Facts()), negotiation(), terms("1000", campaign(facts=Facts())))
    assert "Payment" not in dict(card.fields)
    assert card.thread is None


def test_an_end_without_a_deal_is_told_with_its_reason() -> None:
    card = notice_card(campaign(), negotiation(), "Ended without a deal", "they ask too much")
    fits(card)
    assert (card.channel, card.title, card.evidence) == (
        Channel.AGREEMENTS,
        "Ended without a deal: Mia Lark",
        "they ask too much",
    )
