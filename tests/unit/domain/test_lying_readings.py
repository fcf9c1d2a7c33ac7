"""A reading model that lies closes no deal: neither with a yes, nor a price, nor a no that the mail does not give."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import pytest

from shared.domain.amounts import find_figures
from shared.domain.campaign import Campaign, Duration
from shared.domain.decision import Decision, Declined, Escalate, Reason, Reply
from shared.domain.money import Money
from shared.domain.negotiation import Stage
from shared.domain.reading.assent import is_plain_yes
from shared.domain.reading.facts import AskedRight, Intent, Question, Reading, RequestedChange, Right, Term
from shared.domain.reading.grounded import KnownFigures, grounded
from tests.unit.domain.builders import ask, reading, usd
from tests.unit.domain.lies import Answer, answers, campaigns, decided, lies, settled_by_a_lie

ANSWERS = answers()
KINDS = sorted({one.kind for one in ANSWERS})
HONEST = ("a yes", "a price", "a no")
KNOWN = KnownFigures(currency="USD", last_offer=Decimal(1000), posts=1)


def harm(answer: Answer, decision: Decision, most: Money) -> str | None:
    """What a decision does that the mail does not bear out; a person, a question or our own haggling is none."""
    if isinstance(decision, Declined):
        return None if answer.declines else "closed"
    if not isinstance(decision, Reply) or decision.move.offer is None:
        left = isinstance(decision, Reply) and decision.move.stage is Stage.EXIT
        return "left" if left else None
    offer, agreed = decision.move.offer, decision.move.stage is Stage.AGREEMENT
    if offer in [usd(price) for price in answer.agree]:
        return None
    return f"{decision.move.stage} at {offer.display()}" if agreed or offer > most else None


def haggled(on: Campaign) -> Money:
    """What we would offer somebody who asks far too much."""
    decision = decided("I need $9,000.", reading(Intent.COUNTER, ask("9000", quote="$9,000")), on)
    assert isinstance(decision, Reply)
    assert decision.move.offer is not None
    return decision.move.offer


def harms(said: Sequence[Answer]) -> Iterator[tuple[str, str, Intent]]:
    for on in campaigns():
        most = haggled(on)
        for answer in said:
            for lie in lies(answer.text, on.deliverables):
                found = harm(answer, decided(answer.text, lie, on), most)
                if found is not None:
                    yield answer.text, found, lie.intent


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_read_nothing_is_settled_that_the_mail_does_not_say(kind: str) -> None:
    assert list(harms([one for one in ANSWERS if one.kind == kind])) == []


@pytest.mark.parametrize("answer", settled_by_a_lie(), ids=lambda one: one.text)
@pytest.mark.xfail(strict=True, reason="a word of assent or a price stands in it, and nothing that doubts it")
def test_what_only_an_honest_reading_keeps_open(answer: Answer) -> None:
    assert list(harms([answer])) == []


def written(text: str) -> str:
    """The words that name the price."""
    return next(found.text for found in find_figures(text) if found.low == Decimal(1400))


def honestly(answer: Answer) -> Reading:
    if answer.kind == "a price":
        return reading(Intent.COUNTER, ask("1400", quote=written(answer.text)))
    return reading(Intent.ACCEPT if answer.kind == "a yes" else Intent.REJECT)


@pytest.mark.parametrize("answer", [one for one in ANSWERS if one.kind in HONEST], ids=lambda one: one.text)
def test_an_honest_reading_of_a_plain_mail_settles_it_at_once(answer: Answer) -> None:
    for on in campaigns():
        decision = decided(answer.text, honestly(answer), on)
        if answer.declines:
            assert isinstance(decision, Declined)
            continue
        assert isinstance(decision, Reply), decision
        assert (decision.move.stage, decision.move.offer) == (Stage.AGREEMENT, usd(answer.price or "1000"))


@pytest.mark.parametrize("answer", [one for one in ANSWERS if one.topic is not None], ids=lambda one: one.text)
def test_a_question_beside_a_yes_is_answered_with_it_or_shown_to_a_person(answer: Answer) -> None:
    assert answer.topic is not None
    asked = Question(topic=answer.topic, text=answer.text[answer.text.index(" ") + 1 :])
    for on in campaigns():
        decision = decided(answer.text, reading(Intent.ACCEPT, questions=(asked,)), on)
        if answer.answered:
            assert isinstance(decision, Reply), decision
            assert (decision.move.stage, decision.move.offer) == (Stage.AGREEMENT, usd("1000"))
            continue
        assert isinstance(decision, Escalate), decision
        assert decision.reason is Reason.UNKNOWN_ANSWER


@pytest.mark.parametrize(
    "answer", [one for one in ANSWERS if one.kind == "a price above the limit"], ids=lambda one: one.text
)
def test_a_plain_price_above_the_limit_is_bargained_over(answer: Answer) -> None:
    for on in campaigns():
        decision = decided(answer.text, reading(Intent.COUNTER, ask("1900", quote="$1,900")), on)
        assert isinstance(decision, Reply), decision
        assert (decision.move.stage, decision.their_ask) == (Stage.COUNTER, usd("1900"))


@pytest.mark.parametrize("kind", ["a yes that is asked about", "a price that is asked about"])
def test_what_is_less_plain_is_asked_about_and_shown_to_nobody(kind: str) -> None:
    said = [one for one in ANSWERS if one.kind == kind]
    for on in campaigns():
        for answer in said:
            read = reading(Intent.ACCEPT) if "yes" in kind else reading(Intent.COUNTER, ask("1400", quote="$1,400"))
            assert not isinstance(decided(answer.text, read, on), Escalate)


class TestInventedTerms:
    LONGER = (AskedRight(right=Right.PAID_USAGE, duration=Duration.YEAR_1),)

    def test_a_right_that_the_words_do_not_say_is_nobodys_gift(self) -> None:
        change = RequestedChange(term=Term.USAGE_RIGHTS, text="no ads at all", rights=self.LONGER)
        found = grounded(reading(Intent.COUNTER, ask("1400", quote="$1,400"), requested_changes=(change,)), TEXT, KNOWN)
        assert [one.rights for one in found.requested_changes] == [()]

    def test_nor_is_one_whose_words_stand_nowhere_in_the_mail(self) -> None:
        change = RequestedChange(term=Term.USAGE_RIGHTS, text="use it for a year", rights=self.LONGER)
        found = grounded(reading(Intent.COUNTER, ask("1400", quote="$1,400"), requested_changes=(change,)), TEXT, KNOWN)
        assert [one.rights for one in found.requested_changes] == [()]

    def test_one_that_they_do_say_is(self) -> None:
        text = "$1,400, and you may use it for a year."
        change = RequestedChange(term=Term.USAGE_RIGHTS, text="you may use it for a year", rights=self.LONGER)
        found = grounded(reading(Intent.COUNTER, ask("1400", quote="$1,400"), requested_changes=(change,)), text, KNOWN)
        assert [one.rights for one in found.requested_changes] == [self.LONGER]


TEXT = "$1,400, but no ads at all."


def test_a_doubt_behind_a_yes_repeated_without_end_is_found() -> None:
    assert not is_plain_yes("so yes great ok " * 400 + "if you pay more")
