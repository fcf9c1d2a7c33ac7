"""What creators answer, from the state in which their answer really arrives."""

import pytest

from tests.integration.letters import Letter
from tests.integration.world import CAMPAIGN, COUNTER, OFFERED, ON_SQLITE, World


def test_an_acceptance_while_awaiting_the_first_reply_is_a_deal(world: World) -> None:
    world.launch()
    assert world.state() == "awaiting_reply"

    mail = world.answer("Sounds great, count me in!")

    assert world.outcome(mail) == "answered: the price is inside the limits"
    assert (world.state(), world.rate()) == ("agreed", "1000.00")
    assert len(world.sent()) == 2
    assert "- Fee: $1,000.00" in world.sent()[1].body.splitlines()
    (card,) = world.posts("agreements")
    assert "Deal agreed: Jo Park" in card
    assert "$1,000.00" in card
    assert "$20.00" in card
    assert "1 Instagram Reel" in card


def test_a_refusal_after_our_counter_ends_it_without_a_mail(world: World) -> None:
    world.launch()
    world.answer("I would need $2,000 for that.")
    assert world.state() == "counter_sent"

    mail = world.answer("No thanks, I'm not interested then.")

    assert world.outcome(mail) == "ignored: the creator declined"
    assert world.state() == "rejected"
    assert len(world.sent()) == 2
    (notice,) = world.posts("agreements")
    assert "Declined by the creator: Jo Park" in notice


def test_failure_mode_18_an_ask_inside_the_range_is_accepted_and_not_haggled_over(world: World) -> None:
    world.launch()

    world.answer("I could do it for $1,400.")

    assert (world.state(), world.rate()) == ("agreed", "1400.00")
    assert world.offers() == ["1000.00", "1400.00"]
    assert "- Fee: $1,400.00" in world.sent()[1].body.splitlines()


@ON_SQLITE
def test_an_ask_below_our_opening_is_not_raised(world: World) -> None:
    world.launch()

    world.answer("I could do it for $900.")

    assert (world.state(), world.rate()) == ("agreed", "900.00")
    assert world.offers() == ["1000.00", "900.00"]


def test_a_counter_with_its_whole_block_of_terms_passes_the_check_and_leaves(world: World) -> None:
    world.launch()

    mail = world.answer("I would need $2,000 for that.")

    assert world.outcome(mail) == "answered: offer 2 of 5"
    assert world.cases() == []
    assert world.offers() == OFFERED
    assert world.sent()[1].body.splitlines()[-12:] == [
        "",
        "Our offer:",
        "- Deliverables: 1 Instagram Reel, 2 Instagram stories",
        f"- Fee: {COUNTER}",
        "- Usage rights: paid usage 30 days, use on the brand's own channels 90 days",
        "- Product: a Northwind spring skincare set (worth $120.00), on top of the fee",
        "- Timeline: Drafts are due on April 10, 2027, and posts go live on April 20, 2027.",
        "- Approval: We look at drafts within two working days before anything is published.",
        "- Payment: The fee is paid by bank transfer within 30 days after the content is live.",
        "",
        "Best,",
        "Alex Morgan",
    ]


@ON_SQLITE
def test_failure_mode_18_somebody_who_stays_above_the_limit_gets_five_offers_and_a_courteous_exit(world: World) -> None:
    world.launch()

    for _ in range(5):
        world.answer("I need $5,000 for everything.")

    offers = world.offers()
    assert (len(offers), offers[0], offers[-1]) == (5, "1000.00", "1500.00")
    assert offers == sorted(offers)
    assert world.state() == "exited"
    exit_mail = world.sent()[-1].body
    assert "$" not in exit_mail
    assert "Thank" in exit_mail or "appreciate" in exit_mail
    (notice,) = world.posts("agreements")
    assert "Ended without a deal: Jo Park" in notice


@ON_SQLITE
def test_a_question_is_answered_from_the_campaign_without_a_concession(world: World) -> None:
    world.launch()

    world.answer("When would I get paid?")

    assert world.state() == "counter_sent"
    assert world.offers() == ["1000.00", "1000.00"]
    assert world.negotiation().rounds == 1
    assert "bank transfer within 30 days" in world.sent()[1].body
    assert "- Fee: $1,000.00" in world.sent()[1].body.splitlines()


# How drafts are approved answers neither.
_OTHER_THAN_APPROVAL = [
    ("revision_rounds: 2", "How many revisions do you need?", "2 rounds of changes"),
    (
        "raw_footage: All clips are sent to us unedited.",
        "Do you need raw footage?",
        "All clips are sent to us unedited",
    ),
]


@ON_SQLITE
@pytest.mark.parametrize(("key", "words", "told"), _OTHER_THAN_APPROVAL)
def test_how_often_a_draft_may_change_and_what_is_handed_over_is_told(
    world: World, key: str, words: str, told: str
) -> None:
    world.launch(f"{CAMPAIGN}{key}\n")
    world.answer(words)
    prose = world.sent()[1].body.split("- Deliverables")[0]
    assert told in prose


@ON_SQLITE
@pytest.mark.parametrize("words", [words for _, words, _ in _OTHER_THAN_APPROVAL])
def test_how_often_a_draft_may_change_and_what_is_handed_over_is_a_persons_where_the_campaign_does_not_say(
    world: World, words: str
) -> None:
    world.launch()
    mail = world.answer(words)
    assert world.outcome(mail) == "escalated: unknown_answer"


@ON_SQLITE
def test_a_question_that_the_campaign_does_not_answer_goes_to_a_person(world: World) -> None:
    world.launch()

    mail = world.answer("Which camera should I use?")

    assert world.outcome(mail) == "escalated: unknown_answer"
    assert world.state() == "escalated"
    assert "Which camera should I use?" in world.case().evidence
    assert len(world.sent()) == 1
    (card,) = world.posts("escalations")
    assert "Which camera should I use?" in card


def test_an_unclear_reply_is_asked_about_and_the_clear_one_after_it_is_taken(world: World) -> None:
    world.launch()

    world.answer("Hmm, hard to say.")
    assert world.state() == "counter_sent"
    assert world.negotiation().unclear_count == 1
    world.answer("OK, $1,300 for the whole package.")

    assert (world.state(), world.rate()) == ("agreed", "1300.00")
    assert world.negotiation().unclear_count == 0
    assert len(world.sent()) == 3


@ON_SQLITE
def test_the_third_unclear_reply_goes_to_a_person(world: World) -> None:
    world.launch()

    mails = [world.answer(text) for text in ("Hmm, hard to say.", "Hmm, not sure.", "Hmm, we'll see.")]

    assert world.outcome(mails[2]) == "escalated: unclear"
    assert world.state() == "escalated"
    assert len(world.sent()) == 3


def test_a_second_reply_while_a_case_is_open_joins_the_case_and_is_not_answered(world: World) -> None:
    world.launch()
    world.answer("Can we hop on a quick call?")
    assert world.case().reason == "call_requested"

    second = world.answer("Actually, $1,200 would be fine.")

    assert world.outcome(second) == "escalated: while_escalated"
    assert world.state() == "escalated"
    assert world.inbound(second).id in world.case().inbound_ids
    assert len(world.sent()) == 1
    assert len(world.posts("escalations")) == 2


@ON_SQLITE
@pytest.mark.parametrize(
    ("words", "rate"),
    [("1.5k works for me", "1500.00"), ("I'd say USD 1,250.", "1250.00"), ("Make it 1,100 dollars.", "1100.00")],
)
def test_an_amount_in_any_usual_form_is_understood(world: World, words: str, rate: str) -> None:
    world.launch()

    world.answer(words)

    assert (world.state(), world.rate()) == ("agreed", rate)


def test_failure_mode_21_a_range_is_asked_about_and_never_taken_for_a_price(world: World) -> None:
    world.launch()

    world.answer("I'm at $1,500-2,000 usually for this kind of package.")

    assert world.state() == "counter_sent"
    assert world.offers() == ["1000.00"]
    assert world.negotiation().asks == ()
    assert world.negotiation().unclear_count == 1


@ON_SQLITE
def test_failure_mode_21_an_ask_in_another_currency_goes_to_a_person(world: World) -> None:
    world.launch()

    mail = world.answer("I would do it for 1500 EUR.")

    assert world.outcome(mail) == "escalated: foreign_currency"
    assert "1500 EUR" in world.case().evidence
    assert len(world.sent()) == 1


@ON_SQLITE
def test_failure_mode_17_a_yes_to_our_price_for_less_work_goes_to_a_person(world: World) -> None:
    world.launch()

    mail = world.answer("Deal, $1,000 for one reel.")

    assert world.outcome(mail) == "escalated: deliverables_differ"
    assert world.rate() is None


@ON_SQLITE
@pytest.mark.parametrize("words", ["I would do 1 Reel alone for $600.", "I take $400 per post."])
def test_a_price_for_something_else_is_not_held_against_the_price_of_the_whole_package(
    world: World, words: str
) -> None:
    world.launch()
    world.answer(words)
    world.cli("case", "answer", world.case().id, "--text", "Hi Jo, what would all three posts be, please?")
    world.work()
    world.answer("For everything I would need $2,000.")
    assert world.offers() == ["1000.00", "1000.00", "1450.00"]
    assert [entry.wishes != () for entry in world.negotiation().ledger if entry.asked] == [True, False]


@ON_SQLITE
def test_an_ask_above_the_approval_cap_goes_to_a_person(world: World) -> None:
    world.launch(CAMPAIGN.replace("$4,215", "$1,215"))

    mail = world.answer("I could do it for $1,400.")

    assert world.outcome(mail) == "escalated: above_approval_cap"
    assert len(world.sent()) == 1


def test_two_mails_within_a_second_get_one_answer_to_both(world: World) -> None:
    world.launch()

    first = world.deliver(Letter(text="I would need $2,000."))
    second = world.deliver(Letter(text="Sorry, I meant $1,450 for everything."))
    world.notify()
    world.work()

    assert world.outcome(first) == world.outcome(second) == "answered: the price is inside the limits"
    assert (world.state(), world.rate()) == ("agreed", "1450.00")
    assert len(world.sent()) == 2


def test_a_mail_after_the_deal_goes_to_a_person(world: World) -> None:
    world.launch()
    world.answer("Deal!")

    late = world.answer("Actually I need $3,000.")

    assert world.outcome(late) == "escalated: late_mail"
    assert (world.state(), world.rate()) == ("agreed", "1000.00")
    assert len(world.sent()) == 2
    (card,) = world.posts("escalations")
    assert "Late mail: Jo Park" in card


@ON_SQLITE
@pytest.mark.parametrize(
    "words",
    [
        "I could do it for $1,400 plus VAT.",
        "I could do it for $1,400 + 20% agency fee and VAT.",
        "I could do it for $1,400 plus a 10% commission.",
        "$1,400, excluding taxes, works for me.",
        "Deal! VAT is extra.",
    ],
)
def test_failure_mode_16_a_price_with_something_on_top_of_it_goes_to_a_person(world: World, words: str) -> None:
    world.launch()

    mail = world.answer(words)

    assert world.outcome(mail) == "escalated: terms_change"
    assert (world.rate(), len(world.sent())) == (None, 1)


@ON_SQLITE
def test_an_agency_fee_on_top_is_part_of_the_total_that_we_agree_on(world: World) -> None:
    world.launch()

    world.answer("I could do it for $1,400 + 20% agency fee.")
    assert world.offers() == ["1000.00", "1340.00"]
    assert "- Fee: $1,340.00 in total, agency fee included" in world.sent()[1].body.splitlines()
    world.answer("$1,200 plus 20% agency fee and we are good.")
    assert world.offers() == ["1000.00", "1340.00", "1440.00"]
    world.answer("Deal!")

    assert (world.state(), world.rate()) == ("agreed", "1440.00")
    assert "- Fee: $1,440.00 in total, agency fee included" in world.sent()[3].body.splitlines()


@ON_SQLITE
def test_a_price_that_hangs_on_terms_we_do_not_offer_goes_to_a_person(world: World) -> None:
    world.launch()

    mail = world.answer("I could do it for $1,200 if you pay half upfront.")

    assert world.outcome(mail) == "escalated: terms_change"
    assert (world.rate(), len(world.sent())) == (None, 1)
    (card,) = world.posts("escalations")
    assert "$1,200; if you pay half upfront" in card


@ON_SQLITE
def test_a_price_that_hangs_on_terms_that_we_offer_anyway_is_a_plain_price(world: World) -> None:
    world.launch()

    world.answer("I can do $1,200 if usage is 30 days only.")

    assert (world.state(), world.rate()) == ("agreed", "1200.00")


@ON_SQLITE
@pytest.mark.parametrize("words", ["I could do it for $1,400, all taxes included.", "$1,400 it is, no extra fees."])
def test_a_price_with_everything_in_it_is_accepted(world: World, words: str) -> None:
    world.launch()

    world.answer(words)

    assert (world.state(), world.rate()) == ("agreed", "1400.00")
