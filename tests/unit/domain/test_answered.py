"""A question that was asked is answered by its fact, in whatever words, with every figure of it."""

import pytest

from shared.domain.decision import Answer
from shared.domain.gate import Check
from shared.domain.writing.answered import unanswered

PAYMENT = "Payment within 30 days after publication"
APPROVAL = "The client approves the content before it is published"
DATES = "Content is due on 20 April 2026, and it goes live on 27 April 2026"
NOTHING = "No exclusivity is asked for."


def missing(body: str, *facts: str) -> list[str]:
    found = list(unanswered(body, [Answer(question="?", fact=fact) for fact in facts]))
    assert all(failure.check is Check.ANSWER for failure in found)
    return [failure.message.removeprefix("answer their question with this fact: ") for failure in found]


@pytest.mark.parametrize(
    ("body", "fact"),
    [
        ("We pay you within 30 days after publication.", PAYMENT),
        ("Payment comes 30 days once it is published.", PAYMENT),
        ("You'd send it over for approval by the client before it goes live.", APPROVAL),
        (f"{DATES}.", DATES),
        ("It's due on 20 April 2026; live on 27 April 2026.", DATES),
        ("There's no exclusivity asked of you.", NOTHING),
        ("- Payment: Payment within 30 days after publication", PAYMENT),
    ],
)
def test_a_fact_may_be_put_in_other_words(body: str, fact: str) -> None:
    assert missing(body, fact) == []


@pytest.mark.parametrize(
    ("body", "fact"),
    [
        ("We pay you quickly after publication.", PAYMENT),
        ("Payment within 14 days after publication.", PAYMENT),
        ("The usage rights run for 30 days.", PAYMENT),
        ("Thanks for asking! We'll sort that out together.", APPROVAL),
        ("It's due on 20 April 2026 and goes live soon after.", DATES),
        ("Good question.", NOTHING),
    ],
)
def test_a_fact_that_is_not_told_is_asked_for(body: str, fact: str) -> None:
    assert missing(body, fact) == [fact]


def test_each_question_is_looked_at() -> None:
    assert missing("Payment within 30 days after publication.", PAYMENT, APPROVAL, NOTHING) == [APPROVAL, NOTHING]
    assert missing("anything") == []
