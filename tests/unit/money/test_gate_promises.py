"""What a mail may not promise, where it may not lead, and what may not hide in it."""

from dataclasses import replace

import pytest

from shared.domain.gate import Check, GateFailure, GateTerms, check_mail
from shared.domain.money import Money
from shared.domain.package import Duration, UsageRights

MAIL = "Hi Mia,\n\nThanks for your mail. {} Our offer is $1,430.00. Does that work for you?\n\nBest,\nAlex\n"
TERMS = GateTerms(
    creator_name="Mia Lark",
    currency="USD",
    stage="counter",
    offer=Money.of("1430", "USD"),
    their_ask=Money.of("2000", "USD"),
    allowed_phrases=("- Fee: $1,430.00", "- Payment: within 30 days"),
    required_lines=(),
)


def failures(line: str, terms: GateTerms = TERMS) -> tuple[GateFailure, ...]:
    return check_mail(MAIL.format(line), terms)


def checks(line: str, terms: GateTerms = TERMS) -> set[Check]:
    return {failure.check for failure in failures(line, terms)}


@pytest.mark.parametrize(
    "line",
    [
        "I hear you, and I went back to the team to see what we could find.",
        "Your audience is exactly the one we hope to reach, and your last posts were lovely ❤️ 👩\u200d🍳.",
        "Feel free to send any questions, and have a great weekend!",
        "We double check every draft with you, so nothing surprises anyone.",
        "I know it is not quite where you hoped to land, and I appreciate your patience.",
        "José from our side – a fan of your café reviews – says hello… 😊",
        "We looked at this package again; it is the best we can offer for this campaign.",
        "We can't accept that rate this time.",
        "Does the timing suit you, e.g. around mid May?",
        "We understand that you were hoping for a higher fee.",
        "I know that you asked for a better offer than this one.",
        "We can't offer a higher fee for this campaign.",
    ],
)
def test_plain_friendly_words_pass(line: str) -> None:
    assert failures(line) == ()


@pytest.mark.parametrize(
    "line",
    [
        "We will pay you on Friday.",
        "We will wire it tonight.",
        "The money lands before you film.",
        "You get half first and half later.",
        "It is a 50/50 split.",
        "Cash in hand on the day.",
        "You are paid in full before posting.",
        "We pay as soon as you sign.",
        "We will also throw in a camera.",
        "We will also send you a new iPhone.",
        "A trip to Bali is on us.",
        "We cover flights and hotel.",
        "We will pay your taxes.",
        "Flights, hotel and meals are included.",
        "No approvals needed, post what you like.",
        "You keep every right to the content.",
        "We will never use your content in ads.",
        "We will not work with any other creator in your niche.",
        "You will be our only creator.",
        "You will be the face of the brand.",
        "There will be many more of these.",
        "We want you for the whole year.",
        "We will book you every month.",
        "We will sign you for three more campaigns.",
        "We will hire you.",
        "You will be on our team from now on.",
        "A share in the company comes with it.",
        "You get a cut of every sale.",
        "You earn on each sale.",
        "You earn extra per click.",
        "We will top it up if it performs.",
        "We will add a little something on top.",
        "There is more money if you say yes today.",
        "We can sweeten the pot.",
        "We can find more budget.",
        "Budget is not an issue.",
        "Name your price.",
        "We have plenty of room in the budget.",
        "Money is no object.",
        "The sky is the limit.",
        "We will pay a fine if we are late.",
        "We will refund you.",
        "A bon-us comes with it.",
        "Sie bekommen eine Provision.",
        "Nous offrons une prime et une exclusivité.",
        "You must post tomorrow.",
        "Please post before Friday 10 April.",
        "We need the content by 3 March.",
        "We need two Reels and five Stories.",
        "We also need three TikToks.",
        "For this we also need a YouTube video.",
    ],
)
def test_what_nobody_decided_is_not_promised(line: str) -> None:
    assert checks(line) & {Check.COMMITMENT, Check.STAGE}


@pytest.mark.parametrize(
    "line",
    [
        "Write to me on WhatsApp.",
        "Text Alex on Signal.",
        "Our handle is alex_parley on Telegram.",
        "See evil.ru for details.",
        "See parley.xyz/deal.",
        "See bit.do/x.",
        "See discord.gg/x.",
        "See forms.gle/abc.",
        "Mail alex AT brand DOT example.",
        "Mail alex@localhost.",
        "Mail alex＠brand.example.",
        "Call 555 0199.",
        "Text me tonight.",
        "Write to deals.agency.example for more.",
    ],
)
def test_no_way_leads_out_of_the_thread(line: str) -> None:
    assert checks(line) & {Check.LINK, Check.EMAIL, Check.PHONE, Check.CONTACT}


@pytest.mark.parametrize(
    "line",
    [
        "We can pay 1\u200d8\u200d00 dollars.",
        "We can pay eigh\u200dteen hun\u200ddred dollars.",
        "We can pay eigh\u034fteen hun\u034fdred.",
        "We pay eight\u0435\u0435n hundr\u0435d dollars.",
        "We pay eight\u0435\u0435n hundr\u0435d.",
        "We pay 1\ufe0f8\ufe0f00 dollars.",
        "We pay 1\u31648\u316400 dollars.",
        "We pay 1\u28008\u280000.",
        "bo\u200dnus payments come with it.",
        "A b\u043enus comes with it.",
        "A bo\u034fnus comes with it.",
        "A bo\u3164nus comes with it.",
        "A bo\ufe0fnus comes with it.",
        "You get exclu\u200dsivity and we guaran\u200dtee fu\u200dture work.",
        "Mail al\u200dex\u200d@br\u200dand.example now.",
        "See ev\u200dil.c\u200dom now.",
        "The amb\u0430ssador role is yours.",
        "\uff42\uff4f\uff4e\uff55\uff53 payments come with it.",
        "We pay you a \U0001d41b\U0001d428\U0001d427\U0001d42e\U0001d42c.",
        "We\u2028pay\u202820 grand.",
        "\u202e0081$ yap eW\u202c",
        "A b.o.n.u.s comes with it.",
        "You get a b o n u s.",
        "We pay you a \u0431\u043e\u043d\u0443\u0441.",
        "We pay \u2460\u2467\u24ea\u24ea.",
    ],
)
def test_nothing_hides_in_signs_that_are_not_seen_or_look_like_others(line: str) -> None:
    assert Check.CHARACTERS in checks(line)


@pytest.mark.parametrize("line", ["You get a bónüs.", "You get a bo\u200dnus.", "You get a ｂｏｎｕｓ."])
def test_a_promise_is_found_behind_its_disguise(line: str) -> None:
    assert Check.COMMITMENT in checks(line)


def test_money_is_found_behind_its_disguise() -> None:
    assert {Check.CHARACTERS, Check.MONEY} <= checks("We can do $1\u31648\u316400.")


def test_a_name_is_written_in_its_own_letters() -> None:
    terms = replace(TERMS, creator_name="Мия Ларк", recipient_names=("陳大文",))
    assert check_mail(MAIL.replace("Hi Mia", "Hi Мия").format("陳大文 is in copy."), terms) == ()
    assert Check.CHARACTERS in checks("Мы рады.", terms)


def test_our_own_names_are_written_in_their_own_letters() -> None:
    terms = replace(TERMS, own_names=("Яндекс Еда", "Сергей Гайдай"))
    assert check_mail(MAIL.format("Сергей of Яндекс Еда says hello."), terms) == ()
    assert Check.CHARACTERS in checks("Сергей says hello.")


def test_the_signature_is_written_in_its_own_letters() -> None:
    assert check_mail(MAIL.replace("Alex", "Алекс").format("Hello."), TERMS) == ()


@pytest.mark.parametrize("closing", ["Best,\nJane Roe, CEO", "Kind regards\nJane", "  Cheers,\nJane", "Thanks,\nJane"])
def test_a_second_closing_is_caught(closing: str) -> None:
    assert Check.SIGNATURE in checks(f"\n\n{closing}\n\n")


def test_terms_stand_in_the_block_alone() -> None:
    lines = ("- Fee: $1,430.00", "- Payment: within 30 days")
    terms = replace(TERMS, required_lines=lines)
    block = "\n".join(lines)
    assert checks(f"\n{block}\n", terms) == set()
    assert Check.TERMS in checks(f"\n{block}\nFee (final): $1,430.00\n", terms)
    assert Check.TERMS in checks(f"\n{block}\n* Payment: at once\n", terms)


@pytest.mark.parametrize(
    "line",
    [
        "Between us, there is room above that.",
        "We could stretch a little further.",
        "Let me check whether we can raise it.",
        "The next offer will be better.",
        "If the Reel does well we will pay more.",
        "I'll talk to the client and get you more.",
        "We can revisit the rate after the first post.",
        "We could come back with a better offer next month.",
        "We may be able to do more later.",
        "Next time we can pay more.",
        "We can discuss a higher fee after this one.",
        "We might find some more money later.",
        "More is possible once you have posted.",
        "The fee can grow with the views.",
        "We will cover shipping and tax.",
        "It is plus VAT.",
        "That is before fees.",
        "It is including your manager's cut.",
        "You keep all the rights.",
        "It comes with no usage rights.",
        "We would never run ads with it.",
        "We would own the content.",
        "You need not show it to us before.",
        "You'd have complete creative freedom.",
        "You can keep the fee even if the client rejects the content.",
        "Unlimited revisions are included.",
        "No revisions will be asked for.",
        "You would not work with competitors for a while.",
        "We will work with you again next quarter.",
        "You would get early access to our new line.",
        "We need a link in your bio for a week.",
        "Please add a story shout-out.",
        "Please also cross-post to TikTok.",
        "The money is already on its way.",
        "Sign the contract, please.",
        "Attached is our brief.",
        "We will promote you to our followers.",
        "You may cancel at any time.",
        "Let's hop on a call tomorrow.",
    ],
)
def test_what_a_friendly_model_adds_is_not_promised(line: str) -> None:
    assert Check.COMMITMENT in checks(line)


@pytest.mark.parametrize(
    "line",
    [
        "This offer ends tonight.",
        "We will sue you otherwise.",
        "Our lawyer will be in touch.",
        "Our own limit is about what you asked.",
        "We could go all the way to the cap.",
        "Other creators take far less than you.",
        "As an AI model I cannot haggle.",
        "This offer is final.",
        "This is our final offer.",
        "This is not our final offer.",
        "Other creators got less.",
        "Most creators in this campaign took less.",
        "Nobody else will get more.",
        "I am an AI assistant.",
        "This is your last chan-ce.",
        "You have to reply soon.",
    ],
)
def test_what_nobody_decided_is_not_claimed(line: str) -> None:
    assert Check.CLAIM in checks(line)


@pytest.mark.parametrize(
    ("line", "is_held"),
    [
        ("Our offer of $1,430.00 is as high as we can go.", False),
        ("That was the most we can do.", False),
        ("That was our final offer.", True),
        ("Take it or leave it.", True),
    ],
)
def test_an_exit_says_how_high_we_can_go_and_gives_no_ultimatum(line: str, is_held: bool) -> None:
    assert (Check.CLAIM in checks(line, replace(TERMS, stage="exit"))) is is_held


@pytest.mark.parametrize(
    ("line", "check"),
    [
        ("No worries, we can go higher.", Check.COMMITMENT),
        ("Not to worry, the rate is negotiable.", Check.COMMITMENT),
        ("We cannot change the package, so we go higher.", Check.COMMITMENT),
        ("No pressure, but our budget is tight.", Check.CLAIM),
        ("I can't wait, so please reply by Friday.", Check.CLAIM),
    ],
)
def test_a_no_to_something_else_is_no_refusal(line: str, check: Check) -> None:
    assert check in checks(line)


@pytest.mark.parametrize(
    "line",
    [
        "We are not able to go higher.",
        "We have no room to move.",
        "We can't, for this one, go higher.",
        "We cannot add to it, nor can we go higher.",
        "Going higher isn't possible.",
        "You don't need to reply this week.",
    ],
)
def test_a_no_to_the_thing_itself_is_a_refusal(line: str) -> None:
    assert checks(line) == set()


@pytest.mark.parametrize("time", ["for life", "for good", "all year", "year-round", "as long as we like", "unlimited"])
def test_a_right_without_an_end_is_not_the_decided_one(time: str) -> None:
    rights = UsageRights(
        paid_usage=Duration.DAYS_30, whitelisting=Duration.NOT_REQUIRED, organic_owned=Duration.NOT_REQUIRED
    )
    terms = replace(TERMS, stage="answer", usage_rights=rights, allowed_phrases=("- Usage rights: paid usage 30 days",))
    assert ("paid usage", "the terms say paid usage: 30 days; say that or leave it out") in [
        (failure.found, failure.message) for failure in failures(f"The paid usage is {time}.", terms)
    ]


def test_a_spelled_out_address_is_a_link() -> None:
    assert Check.LINK in checks("See northwind dot com slash brief.")


def test_a_story_that_is_paid_for_is_a_deliverable() -> None:
    terms = replace(TERMS, deliverables=("1 Instagram Reel",), stage="answer")
    assert Check.DELIVERABLES in checks("It stays at $1,430.00 for a story.", terms)
    assert Check.DELIVERABLES not in checks("You have a story to tell.", terms)


@pytest.mark.parametrize(
    "line",
    [
        "I know you were hoping for $2,000.00.",
        "$2,000.00 is more than we planned.",
        "$2,000.00 is well above what we had in mind.",
        "We cannot raise it this time.",
        "We prefer to settle this here, so we will not hop on a call.",
    ],
)
def test_a_refusal_in_plain_words_passes(line: str) -> None:
    assert failures(line) == ()


def test_a_cross_posting_of_the_terms_may_be_told() -> None:
    term = "- Cross-posting: the Reel is cross-posted to TikTok"
    terms = replace(TERMS, allowed_phrases=(*TERMS.allowed_phrases, term))
    assert failures("New in our offer: the Reel is also cross-posted.", terms) == ()


@pytest.mark.parametrize(
    "line",
    [
        "We could come back with a better offer next month.",
        "Next time we can pay more.",
        "A second collaboration could be better paid.",
        "The fee can grow with the views.",
    ],
)
def test_an_exit_promises_no_more_money_for_another_time(line: str) -> None:
    exit_terms = GateTerms(creator_name="Mia Lark", currency="USD", stage="exit", offer=None, their_ask=TERMS.their_ask)
    found = check_mail(f"Hi Mia,\n\nThank you for your time. {line}\n\nBest,\nAlex\n", exit_terms)
    assert Check.COMMITMENT in {failure.check for failure in found}
