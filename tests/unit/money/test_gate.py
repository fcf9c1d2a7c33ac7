from dataclasses import replace
from decimal import Decimal

import pytest

from shared.domain.gate import Check, GateFailure, GateTerms, check_mail
from shared.domain.money import Money

PROSE = """Hi Jane,

Thanks for coming back to us with $2,000.00. We loved the recipe Reel you posted on 12 May 2026, and your 48,000 average
views are just what the client is after. We can offer $1,500.00 for the whole package. Does that work for you?"""

BLOCK = """Our offer:
- Deliverables: 1 Instagram Reel, 2 Instagram stories
- Fee: $1,500.00
- Usage rights: paid usage 30 days, whitelisting 30 days
- Product: Espresso machine (worth $120.00), on top of the fee
- Timeline: content by 15 June 2026, live within 14 days of approval
- Payment: 50% on signing, the rest 30 days after posting"""

MAIL = f"{PROSE}\n\n{BLOCK}\n\nBest,\nSam\n"


def usd(text: str) -> Money:
    return Money.of(text, "USD")


TERMS = GateTerms(
    creator_name="Jane Doe",
    currency="USD",
    stage="counter",
    offer=usd("1500"),
    their_ask=usd("2000"),
    allowed_amounts=(usd("120"),),
    private_amounts=(usd("1800"), usd("1200"), usd("25000")),
    deliverables=("1 Instagram Reel", "2 Instagram stories"),
    allowed_phrases=tuple(BLOCK.splitlines()),
    other_names=("Maria Lopez",),
)


def failures(draft: str, terms: GateTerms = TERMS) -> list[tuple[Check, str]]:
    return [(failure.check, failure.found) for failure in check_mail(draft, terms)]


def with_line(line: str) -> str:
    return MAIL.replace("Does that work for you?", line)


def test_l02_a_counter_with_the_whole_terms_block_passes() -> None:
    assert check_mail(MAIL, TERMS) == ()


@pytest.mark.parametrize(
    ("stage", "offer", "draft"),
    [
        (
            "exit",
            None,
            "Hi Jane,\n\nThank you. We can't meet that rate. We'd love to find another campaign one day.\n",
        ),
        ("answer", None, "Dear Jane Doe,\n\nContent is due by 15 June 2026, and there are two rounds of revisions.\n"),
        ("clarification", None, "Hello,\n\nCould you tell us whether your price covers both stories and the Reel?\n"),
        ("opening", usd("1500"), f"Hey Jane!\n\nWe would like to work with you on our new launch.\n\n{BLOCK}\n"),
        ("agreement", usd("1500"), f"Hi Jane,\n\nWonderful, it's a deal. Here is what we agreed.\n\n{BLOCK}\n"),
    ],
)
def test_l22_every_stage_passes_the_same_gate(stage: str, offer: Money | None, draft: str) -> None:
    assert check_mail(draft, replace(TERMS, stage=stage, offer=offer)) == ()


@pytest.mark.parametrize(
    "written",
    [
        "$1,600",
        "$1600.00",
        "1600 USD",
        "USD1600",
        "1.6k",
        "$1.6K",
        "sixteen hundred dollars",
        "a thousand six hundred dollars",
        "1600 bucks",
        "€1,500",
        "1500 EUR",
        "£1,500.00",
        "CA$1,500.00",
        "1500 Canadian dollars",
        "$1,500.01",
        "$150",
        "$15,000",
        "$1,500-1,700",
        "between $1,500 and $1,600",
        "$1.500",
        "$30 CPM",
        "30 dollars per thousand views",
        "a couple of hundred dollars",
        "＄１６００",
        "$1,6oo",
        "1600",
        "1,500",
        "fifteen hundred",
        "sixteen fifty",
        "95",
        "a five-figure fee",
    ],
)
def test_any_figure_that_was_not_decided_is_caught(written: str) -> None:
    assert Check.MONEY in {check for check, _ in failures(with_line(f"We could do {written} for this."))}


@pytest.mark.parametrize("written", ["$1,500", "1500 USD", "$1.5k", "fifteen hundred dollars", "USD 1,500.00"])
def test_a_decided_amount_passes_in_any_clear_form(written: str) -> None:
    assert failures(with_line(f"We could do {written} for this.")) == []


@pytest.mark.parametrize(
    "line",
    [
        "We can do $2,000.00 for this.",
        "We'd be happy to pay $2k.",
        "Our offer is two thousand dollars.",
        "We could meet you at $2,000, all in.",
        "Our final rate: 2000 USD",
        "The client agreed to pay $2,000.00.",
        "Fee: $2,000.00",
    ],
)
def test_their_figure_never_becomes_our_offer(line: str) -> None:
    assert Check.THEIR_ASK in {check for check, _ in failures(with_line(line))}


@pytest.mark.parametrize(
    "line",
    [
        "You asked for $2,000.00, and we can do $1,500.00.",
        "We can't meet $2,000.00 this time.",
        "Your rate of $2k is beyond what we have; our offer is $1,500.00.",
        "We cannot do your rate of $2,000.00.",
    ],
)
def test_their_figure_may_be_repeated_as_theirs(line: str) -> None:
    assert failures(with_line(line)) == []


def test_an_accepted_ask_is_our_figure_too() -> None:
    terms = replace(TERMS, stage="agreement", offer=usd("1500"), their_ask=usd("1500"))
    assert failures(f"Hi Jane,\n\nWe are happy to confirm $1,500.00.\n\n{BLOCK}\n", terms) == []


@pytest.mark.parametrize("line", BLOCK.splitlines())
def test_l02_the_terms_block_must_stand_unchanged(line: str) -> None:
    terms = replace(TERMS, required_lines=tuple(BLOCK.splitlines()))
    assert check_mail(MAIL, terms) == ()
    assert (Check.TERMS, "") in failures(MAIL.replace(line, line[:-1]), terms)
    assert (Check.TERMS, "") in failures(MAIL.replace(line, ""), terms)


def test_money_messages_say_what_to_do() -> None:
    assert check_mail(with_line("We could do €1,500 or 1,500 or $1,400 here."), TERMS) == (
        GateFailure(check=Check.MONEY, found="€1,500", message="in the wrong currency; write $1,500.00"),
        GateFailure(check=Check.MONEY, found="1,500", message="a number without its currency; write $1,500.00"),
        GateFailure(check=Check.MONEY, found="$1,400", message="an amount that was not decided; leave it out"),
    )


def test_money_inside_an_allowed_phrase_is_checked_all_the_same() -> None:
    phrase = "- Payment: plus a $300.00 launch fee"
    terms = replace(TERMS, allowed_phrases=(*TERMS.allowed_phrases, phrase))
    assert failures(f"{MAIL}{phrase}\n", terms) == [(Check.MONEY, "$300.00")]


def test_l12_a_shared_cpm_passes_only_as_a_cpm() -> None:
    terms = replace(TERMS, shared_cpm=usd("25"))
    assert failures(with_line("That is a $25.00 CPM."), terms) == []
    assert failures(with_line("That is $25 per 1,000 views."), terms) == []
    assert failures(with_line("That is $25.00 more."), terms) == [(Check.MONEY, "$25.00")]
    assert failures(with_line("That is a $26.00 CPM."), terms) == [(Check.MONEY, "$26.00")]
    assert failures(with_line("That is a $1,500 CPM."), terms) == [(Check.MONEY, "$1,500")]


@pytest.mark.parametrize("written", ["20%", "twenty percent", "10-20 %", "5 per cent"])
def test_a_percentage_that_was_not_decided_is_caught(written: str) -> None:
    assert failures(with_line(f"We add {written} then.")) == [(Check.PERCENT, written)]
    assert failures(with_line("We add 20% then."), replace(TERMS, allowed_percents=(Decimal(20),))) == []


@pytest.mark.parametrize("stage", ["opening", "counter", "agreement"])
def test_a_mail_that_must_state_the_offer_fails_without_it(stage: str) -> None:
    terms = replace(TERMS, stage=stage, allowed_phrases=())
    draft = "Hi Jane,\n\n1 Instagram Reel and 2 Instagram stories it is. You asked for $2,000.00.\n"
    assert check_mail(draft, terms) == (
        GateFailure(check=Check.OFFER, found="", message="the offer is missing; write $1,500.00"),
    )


def test_a_counter_without_a_decided_offer_never_leaves() -> None:
    assert (Check.OFFER, "") in failures(MAIL, replace(TERMS, offer=None))


def test_an_unknown_stage_is_a_bug() -> None:
    with pytest.raises(ValueError, match="countre"):
        replace(TERMS, stage="countre")


@pytest.mark.parametrize(
    "written",
    [
        "$1,800",
        "1800 views",
        "1.8k",
        "eighteen hundred",
        "1 8 0 0",
        "1-8-0-0",
        "1.800,00",
        "１８００",
        "option 1800",
        "#1800",
        "1\u200b800",
        "25k",
        "€25.000",
        "1,8oo",
    ],
)
def test_a_private_figure_is_caught_in_any_form(written: str) -> None:
    assert Check.PRIVATE in {check for check, _ in failures(with_line(f"So {written} it is."))}


@pytest.mark.parametrize(
    ("private", "line"),
    [
        ("12000", "We would add the $120.00 skincare set."),
        ("2000", "That is a CPM of $20.00."),
        ("150000", "We can offer $1,500.00 in total."),
    ],
)
def test_a_decided_amount_passes_though_its_digits_are_those_of_a_private_one(private: str, line: str) -> None:
    terms = replace(TERMS, their_ask=None, shared_cpm=usd("20"), private_amounts=(usd(private),))
    mail = f"{with_line(line)}".replace("$2,000", "your rate")
    assert Check.PRIVATE not in {failure.check for failure in check_mail(mail, terms)}
    undecided = mail.replace("in total", f"in total, {private} at most").replace("20.00.", f"20.00, {private}.")
    undecided = undecided.replace("skincare set.", f"skincare set, {private}.")
    assert Check.PRIVATE in {failure.check for failure in check_mail(undecided, terms)}


def test_the_message_about_a_private_figure_does_not_say_what_it_is() -> None:
    found = [failure for failure in check_mail(with_line("Up to 1800 views."), TERMS) if failure.check is Check.PRIVATE]
    assert [failure.message for failure in found] == ["this figure does not belong in the mail; leave it out"]


def test_a_limit_that_is_offered_is_no_secret_any_more() -> None:
    assert check_mail(MAIL, replace(TERMS, private_amounts=(usd("1500"), usd("1500.24")))) == ()


def test_a_small_private_figure_is_caught_as_money_and_ignored_as_a_duration() -> None:
    terms = replace(TERMS, private_amounts=(usd("30"),))
    assert check_mail(MAIL, terms) == ()
    assert Check.PRIVATE in {check for check, _ in failures(with_line("That is $30 CPM."), terms)}


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("We would want exclusivity in coffee.", "exclusivity"),
        ("We guarantee fast approval.", "guarantee"),
        ("There will be future campaigns for you.", "future campaigns"),
        ("This could become a long-term thing.", "long-term"),
        ("We'd book you for another campaign.", "another campaign"),
        ("The rights extension comes later.", "rights extension"),
        ("We can use it in perpetuity.", "perpetuity"),
        ("There is a bonus for views.", "bonus"),
        ("You also get a commission.", "commission"),
        ("We pay half in advance.", "pay half in advance"),
        ("We can pay upfront.", "upfront"),
        ("We will reimburse your travel.", "reimburse"),
        ("We'll cover your shipping.", "cover your shipping"),
        ("We add a free product.", "free product"),
        ("You will be paid immediately.", "paid immediately"),
        ("We could raise the offer later.", "raise the offer"),
        ("There's room to negotiate.", "room to negotiate"),
        ("This is legally binding.", "legally"),
        ("We need the raw footage.", "raw footage"),
    ],
)
def test_a_promise_that_is_not_in_the_terms_is_caught(line: str, found: str) -> None:
    assert (Check.COMMITMENT, found) in failures(with_line(line))


def test_prose_may_repeat_a_term_but_not_stretch_it() -> None:
    assert failures(with_line("The usage rights run for thirty days.")) == []
    assert (Check.COMMITMENT, "usage") in failures(with_line("The usage rights run for 90 days."))
    assert failures(with_line("You are paid 30 days after posting.")) == []
    assert (Check.COMMITMENT, "paid 7 days") in failures(with_line("You are paid 7 days after posting."))


def test_a_term_that_refuses_grants_no_promise() -> None:
    line = "- Exclusivity: none"
    terms = replace(TERMS, allowed_phrases=(*TERMS.allowed_phrases, line))
    assert failures(f"{MAIL}{line}\n", terms) == []
    assert failures(with_line("You work exclusively for us."), terms) == [(Check.COMMITMENT, "exclusively")]


def test_a_named_commitment_may_be_made() -> None:
    assert failures(with_line("There is a bonus."), replace(TERMS, allowed_commitments=("bonus",))) == []


def test_refusing_to_pay_more_is_no_promise() -> None:
    assert failures(with_line("We can't go higher than this.")) == []


def test_l12_an_exit_may_wish_for_another_campaign_but_not_promise_one() -> None:
    terms = replace(TERMS, stage="exit", offer=None)
    wish = "Hi Jane,\n\nThat is beyond us this time. We hope a future campaign brings us together.\n"
    assert failures(wish, terms) == []
    promise = "Hi Jane,\n\nThat is beyond us this time. We will book you for a future campaign.\n"
    assert failures(promise, terms) == [(Check.COMMITMENT, "future campaign")]


@pytest.mark.parametrize(
    ("line", "check", "found"),
    [
        ("See https://acme.com/brief.", Check.LINK, "https://acme.com/brief"),
        ("See www.acme.org", Check.LINK, "www.acme.org"),
        ("See acme.io/brief", Check.LINK, "acme.io/brief"),
        ("See bit.ly/abc", Check.LINK, "bit.ly/abc"),
        ("Write to sam@acme.com", Check.EMAIL, "sam@acme.com"),
        ("Write to sam at acme dot com", Check.EMAIL, "sam at acme dot com"),
        ("Call +1 (555) 123-4567", Check.PHONE, "+1 (555) 123-4567"),
        ("Call 555-123-4567", Check.PHONE, "555-123-4567"),
        ("Call 07700 900123", Check.PHONE, "07700 900123"),
        ("Thanks [Name]", Check.PLACEHOLDER, "[Name]"),
        ("Our offer is {offer}", Check.PLACEHOLDER, "{offer}"),
        ("Our offer is <amount>", Check.PLACEHOLDER, "<amount>"),
        ("The date is TBD", Check.PLACEHOLDER, "TBD"),
        ("The date is XXX", Check.PLACEHOLDER, "XXX"),
        ("That is $X,XXX", Check.PLACEHOLDER, "$X,XXX"),
        ("Lorem ipsum", Check.PLACEHOLDER, "Lorem"),
        ("Rate ~~old~~", Check.PLACEHOLDER, "~~"),
        ("Tom &amp; Sam", Check.PLACEHOLDER, "&amp;"),
        ("The rate is null", Check.PLACEHOLDER, "null"),
        ("You\u200bsee", Check.CHARACTERS, "U+200B"),
        ("Maria Lopez took less", Check.OTHER_CREATOR, "Maria Lopez"),
        ("@marialopez took less", Check.OTHER_CREATOR, "Maria Lopez"),
        ("Hi Maria, welcome", Check.GREETING, ""),
    ],
)
def test_what_must_not_stand_in_a_mail_is_caught(line: str, check: Check, found: str) -> None:
    caught = failures(with_line(f"\n{line}\n"))
    if check is Check.GREETING:
        assert [each for each, _ in caught] == [Check.GREETING]
    else:
        assert (check, found) in caught


def test_an_allowed_link_passes_and_only_that_one() -> None:
    terms = replace(TERMS, allowed_links=("https://acme.com/brief",))
    assert failures(with_line("See https://acme.com/brief."), terms) == []
    assert failures(with_line("See https://acme.com/brief2."), terms) == [(Check.LINK, "https://acme.com/brief2")]


def test_a_placeholder_in_our_own_block_is_caught() -> None:
    line = "- Timeline: TBD"
    terms = replace(TERMS, allowed_phrases=(*TERMS.allowed_phrases, line))
    assert failures(f"{MAIL}{line}\n", terms) == [(Check.PLACEHOLDER, "TBD")]


@pytest.mark.parametrize(
    "greeting",
    [
        "Hi Jane,",
        "Dear Jane Doe,",
        "Hello there!",
        "Hi,",
        "Hey jane —",
        "Hi Ms. Doe,",
        "HI JANE",
        "Hi Jane and team,",
        "Dear JANE DOE:",
    ],
)
def test_the_right_person_is_greeted(greeting: str) -> None:
    assert failures(MAIL.replace("Hi Jane,", greeting)) == []


@pytest.mark.parametrize(
    "greeting",
    ["Hi John,", "Dear Jnae,", "Hello Jane Smith,", "Hi Maria!", "Hey Janet", "Good morning Tom,", "hi bob,"],
)
def test_the_wrong_person_is_not_greeted(greeting: str) -> None:
    assert [check for check, _ in failures(MAIL.replace("Hi Jane,", greeting))] == [Check.GREETING]


def test_other_recipients_may_be_greeted_and_accents_do_not_matter() -> None:
    terms = replace(TERMS, creator_name="José Núñez", recipient_names=("Tom Reed",))
    assert failures(MAIL.replace("Hi Jane,", "Hi Jose and Tom,"), terms) == []


TO_TOM = replace(TERMS, recipient_names=("Jane Doe", "Tom Reed", "Ana Lopez"), greeted=("Tom Reed",))
TO_BOTH = replace(TO_TOM, greeted=("Jane Doe", "Tom Reed"))
TO_SOMEBODY = replace(TO_TOM, greeted=())


@pytest.mark.parametrize(
    ("terms", "greeting"),
    [
        (TO_TOM, "Hi Tom,"),
        (TO_TOM, "Dear Mr. Reed,"),
        (TO_TOM, "Hi there,"),
        (TO_TOM, "Hi Tom and team,"),
        (TO_BOTH, "Hi Jane and Tom,"),
        (TO_BOTH, "Hi Tom, hi Jane,"),
        (TO_BOTH, "Hi both,"),
        (TO_BOTH, "Hi Jane,"),
        (TO_SOMEBODY, "Hi there,"),
        (TO_SOMEBODY, "Hello,"),
    ],
)
def test_whom_the_mail_goes_to_is_greeted(terms: GateTerms, greeting: str) -> None:
    assert failures(MAIL.replace("Hi Jane,", greeting), terms) == []


@pytest.mark.parametrize(
    ("terms", "greeting", "stranger"),
    [
        (TO_TOM, "Hi Jane,", "Jane"),
        (TO_TOM, "Hi Jane and Tom,", "Jane and Tom"),
        (TO_TOM, "Hi Tom,\n\nThanks, Ana!", "Ana"),
        (TO_BOTH, "Hi Jane and Ana,", "Jane and Ana"),
        (TO_BOTH, "Ana,", "Ana"),
        (TO_SOMEBODY, "Hi Jane,", "Jane"),
        (TO_SOMEBODY, "Hi Tom,", "Tom"),
    ],
)
def test_who_only_reads_along_is_not_greeted(terms: GateTerms, greeting: str, stranger: str) -> None:
    assert failures(MAIL.replace("Hi Jane,", greeting), terms) == [(Check.GREETING, stranger)]


@pytest.mark.parametrize(
    ("old", "new", "missing"),
    [
        ("1 Instagram Reel,", "1 Instagram post,", "1 Instagram Reel"),
        ("1 Instagram Reel,", "11 Instagram Reel,", "1 Instagram Reel"),
        ("2 Instagram stories", "12 Instagram stories", "2 Instagram stories"),
        ("2 Instagram stories", "3 Instagram stories", "2 Instagram stories"),
        ("2 Instagram stories", "", "2 Instagram stories"),
    ],
)
def test_every_deliverable_must_be_named_with_its_number(old: str, new: str, missing: str) -> None:
    found = check_mail(MAIL.replace(old, new), TERMS)
    assert f"the terms must name: {missing}" in [each.message for each in found if each.check is Check.DELIVERABLES]


@pytest.mark.parametrize(
    ("draft", "check"),
    [("", Check.EMPTY), (" \n\t", Check.EMPTY), ("Hi Jane, ok.", Check.LENGTH), ("Hi. " * 1001, Check.LENGTH)],
)
def test_a_mail_has_a_sensible_length(draft: str, check: Check) -> None:
    assert [found for found, _ in failures(draft, replace(TERMS, stage="answer", offer=None))] == [check]


def test_every_failure_of_a_draft_is_reported_at_once() -> None:
    line = "Hi Bob, we guarantee $1,800 and 20%, see acme.com or [link]."
    caught = {check for check, _ in failures(with_line(f"\n{line}"))}
    assert caught == {
        Check.GREETING,
        Check.CLAIM,
        Check.COMMITMENT,
        Check.MONEY,
        Check.PRIVATE,
        Check.PERCENT,
        Check.LINK,
        Check.PLACEHOLDER,
    }


@pytest.mark.parametrize(
    ("line", "caught"),
    [
        ("I told Hope about it.", True),
        ("Thanks to @Hope for it.", True),
        ("We hope it suits you.", False),
        ("Hope it suits you.", False),
    ],
)
def test_a_creator_of_one_name_is_told_from_a_word(line: str, caught: bool) -> None:
    found = failures(with_line(line), replace(TERMS, other_names=("Hope",)))
    assert (Check.OTHER_CREATOR in {check for check, _ in found}) is caught


def test_what_the_mail_quotes_is_theirs_only_where_they_wrote_it() -> None:
    line = 'You wrote "I can guarantee a bonus for three Reels", and I understand.'
    assert failures(with_line(line)) == []
    theirs = replace(TERMS, their_words="Hi! I can guarantee a bonus for three Reels. Best, Jane")
    assert failures(with_line(line), theirs) == []
    others = replace(TERMS, their_words="Hi! I can do it. Best, Jane")
    assert {check for check, _ in failures(with_line(line), others)} == {Check.COMMITMENT}


def test_a_quote_states_no_offer_and_hides_no_figure() -> None:
    quoted = f'Hi Jane,\n\nYou wrote "I could do it for $1,500.00".\n\n{BLOCK.replace("$1,500.00", "see above")}\n'
    assert (Check.OFFER, "") in failures(quoted, replace(TERMS, allowed_phrases=()))
    assert (Check.MONEY, "$1,700") in failures(with_line('You wrote "it would be $1,700 for me".'))
    assert Check.PRIVATE in {check for check, _ in failures(with_line('You wrote "they paid $1,800".'))}


def test_what_is_found_with_and_without_its_accents_is_told_once_as_written() -> None:
    german = "Für die übrigen Geschöpfe möchten wir später gemeinsam schöne Bücher hören."
    assert failures(with_line(f"Does that work for you?\n\n{german}")) == [(Check.LANGUAGE, german)]


def test_what_is_found_only_without_accents_is_still_told() -> None:
    found = failures(with_line("Mária López agreed. Does that work for you?"))
    assert found == [(Check.STAGE, "agreed"), (Check.OTHER_CREATOR, "Maria Lopez")]
