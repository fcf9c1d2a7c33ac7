from decimal import Decimal

import pytest

from shared.domain.reading.combine import combine
from shared.domain.reading.facts import (
    Intent,
    NewPerson,
    Question,
    Reading,
    RequestedChange,
    Term,
    Tone,
    Topic,
)
from tests.unit.domain.builders import ask, reading

COUNTER = reading(Intent.COUNTER, ask("1500"), summary="They ask $1,500.")
ACCEPT = reading(Intent.ACCEPT, summary="They accept.")
QUESTION = reading(Intent.QUESTION, questions=(Question(topic=Topic.PAYMENT, text="When?"),), summary="They ask when.")
UNCLEAR = reading(Intent.UNCLEAR, summary="Who knows.")


class TestCombine:
    def test_one_mail_stays_as_it_is(self) -> None:
        assert combine([COUNTER]) == COUNTER

    def test_nothing_read_is_a_bug(self) -> None:
        with pytest.raises(ValueError, match="nothing was read"):
            combine([])

    def test_the_newest_clear_word_counts(self) -> None:
        both = combine([COUNTER, ACCEPT])
        assert (both.intent, both.asks) == (Intent.ACCEPT, ())
        both = combine([ACCEPT, COUNTER])
        assert (both.intent, both.asks) == (Intent.COUNTER, COUNTER.asks)

    @pytest.mark.parametrize("mails", [[COUNTER, QUESTION], [QUESTION, COUNTER]])
    def test_a_question_does_not_replace_a_price(self, mails: list[object]) -> None:
        both = combine(mails)  # type: ignore[arg-type]
        assert (both.intent, both.asks, both.questions) == (Intent.COUNTER, COUNTER.asks, QUESTION.questions)

    @pytest.mark.parametrize("older", [ACCEPT, COUNTER])
    def test_a_price_in_a_newest_question_takes_an_older_word_back(self, older: Reading) -> None:
        assert combine([older, reading(Intent.QUESTION, ask("1400"))]).asks == (ask("1400"),)
        assert combine([older, reading(Intent.QUESTION, ask("1400"))]).intent is Intent.QUESTION

    def test_a_price_in_a_question_is_kept_by_a_later_question(self) -> None:
        priced = reading(Intent.QUESTION, ask("1500"), questions=QUESTION.questions)
        assert combine([priced, QUESTION]).asks == (ask("1500"),)

    @pytest.mark.parametrize(
        "newest",
        [
            UNCLEAR,
            reading(Intent.UNCLEAR, ask("1900"), doubt="the mail does not plainly name 1900"),
            reading(Intent.ACCEPT, doubt="a malformed answer"),
            reading(Intent.QUESTION, confidence=Decimal("0.69")),
            reading(Intent.COUNTER, ask("1900"), confidence=Decimal("0.3")),
        ],
    )
    @pytest.mark.parametrize("older", [ACCEPT, COUNTER])
    def test_a_newest_mail_that_is_not_understood_leaves_no_older_word_standing(
        self, older: Reading, newest: Reading
    ) -> None:
        both = combine([older, newest])
        assert (both.intent, both.asks) == (Intent.UNCLEAR, ())

    def test_a_clear_mail_settles_an_older_unclear_one(self) -> None:
        assert combine([UNCLEAR, COUNTER]).intent is Intent.COUNTER
        assert combine([UNCLEAR, UNCLEAR]).intent is Intent.UNCLEAR

    @pytest.mark.parametrize("confidences", [("0.95", "0.5"), ("0.5", "0.95")])
    def test_the_least_confidence_of_all_counts(self, confidences: tuple[str, str]) -> None:
        first, second = (reading(Intent.ACCEPT, confidence=Decimal(each)) for each in confidences)
        assert combine([first, second]).confidence == Decimal("0.5")

    @pytest.mark.parametrize("first", [True, False])
    def test_every_sign_for_a_person_stays(self, first: bool) -> None:
        person = NewPerson(name="Sam", email=None, role="manager")
        change = RequestedChange(term=Term.PAYMENT, text="net 7")
        signs = reading(
            Intent.QUESTION,
            new_people=(person,),
            requested_changes=(change,),
            call_requested=True,
            payment_details_changed=True,
            legal_language=True,
            non_cash_pay=True,
            deadline_pressure=True,
            language="de",
            tone=Tone.HOSTILE,
        )
        both = combine([signs, ACCEPT] if first else [ACCEPT, signs])
        assert (both.new_people, both.requested_changes, both.tone) == ((person,), (change,), Tone.HOSTILE)
        assert both.call_requested
        assert both.payment_details_changed
        assert both.legal_language
        assert both.non_cash_pay
        assert both.deadline_pressure
        assert both.language == "de"

    @pytest.mark.parametrize(("confident", "intent"), [("0.80", Intent.UNCLEAR), ("0.75", Intent.ACCEPT)])
    def test_how_sure_a_reader_must_be_is_the_campaigns_to_say(self, confident: str, intent: Intent) -> None:
        newest = reading(Intent.ACCEPT, confidence=Decimal("0.75"))
        assert combine([COUNTER, newest], confident=Decimal(confident)).intent is intent

    def test_the_summary_tells_of_all_mails_in_order(self) -> None:
        assert combine([COUNTER, QUESTION]).summary == "They ask $1,500. They ask when."
