"""What a mail says about the price and the deal, in hundreds of words: only what was decided passes."""

from dataclasses import replace

import pytest

from shared.domain.gate import Check, GateTerms, check_mail
from shared.domain.money import Money

MAIL = "Hi Mia,\n\nThanks for your mail. {} Our offer is $1,430.00. Does that work for you?\n\nBest,\nAlex\n"
AGREED = "Hi Mia,\n\nThat's great news! {} To confirm: 1 Instagram Reel for $1,430.00.\n\nBest,\nAlex\n"
TERMS = GateTerms(
    creator_name="Mia Lark",
    currency="USD",
    stage="counter",
    offer=Money.of("1430", "USD"),
    their_ask=Money.of("2000", "USD"),
)


def checks(line: str, terms: GateTerms = TERMS, mail: str = MAIL) -> set[Check]:
    return {failure.check for failure in check_mail(mail.format(line), terms)}


@pytest.mark.parametrize(
    "line",
    [
        "You asked for $2,000.",
        "You quoted $2,000 and we can do $1,430.00.",
        "You've mentioned $2,000, which is more than we have.",
        "Your rate of $2,000 is more than we have.",
        "Your ask of $2k is beyond us.",
        "Your quote was $2,000.",
        "The $2,000 you asked for is out of reach.",
        "Your $2,000 ask is above what we have.",
        "I hear you on $2,000.",
        "I understand that you're looking at $2,000.",
        "We can't do your rate of $2,000.",
        "We are not able to pay $2,000.",
        "Thanks for coming back to us with $2,000.",
    ],
)
def test_their_figure_passes_as_theirs(line: str) -> None:
    assert checks(line) == set()


@pytest.mark.parametrize(
    "line",
    [
        "We accept your rate.",
        "Happy to go with your asking price.",
        "Your price works for us.",
        "Consider it a deal at your number.",
        "We can meet your number.",
        "We will pay what you asked for.",
        "We will pay you more than you asked for.",
        "Deal! You have our word on your figure.",
        "We can do your $2,000.",
        "We accept your $2,000.",
        "Northwind will pay $2,000.",
        "The brand will pay $2,000.",
        "The client approved $2,000.",
        "Deal at $2,000.",
        "$2,000 works for us.",
        "$2,000 it is.",
        "Let us call it $2,000.",
        "You will get $2,000.",
        "You will receive $2,000 once live.",
        "Expect $2,000 in your account.",
        "Sold at $2,000.",
        "We can offer, as you asked, $2,000.",
        "We would pay, gladly, $2,000.",
        "We are not only happy but glad to pay $2,000.",
        "The fee for the package is then $2,000.",
        "The total payment comes to $2,000.",
        "Yes to $2,000.",
        "Approved: $2,000.",
        "We will split the difference.",
        "We will meet you halfway.",
        "Your $2,000.",
        "Fee: $2,000.",
        "Your rate of $2,000 works.",
        "You asked for $2,000 and we will pay that.",
        "You asked for $2,000, and we will pay it.",
    ],
)
def test_nothing_is_conceded_that_was_not_decided(line: str) -> None:
    assert checks(line) & {Check.THEIR_ASK, Check.STAGE, Check.MONEY}


@pytest.mark.parametrize(
    "line",
    [
        "We have a deal!",
        "Consider it done at what you asked.",
        "Great, it's a deal.",
        "We agreed on this package.",
        "Everything is confirmed.",
        "Agreed!",
        "The contract follows.",
        "Your price is fine with us.",
        "The client approved your rate.",
        "We changed our mind and accept what you wrote.",
    ],
)
@pytest.mark.parametrize("stage", ["opening", "counter", "answer", "clarification", "exit"])
def test_only_an_agreement_agrees(line: str, stage: str) -> None:
    assert Check.STAGE in checks(line, replace(TERMS, stage=stage))


def test_a_refusal_to_accept_agrees_to_nothing() -> None:
    assert checks("We can't accept that rate, and we won't be able to meet it.") == set()


@pytest.mark.parametrize(
    "line",
    [
        "Sorry, we can not work with you.",
        "We step back here.",
        "The fee is too much for us.",
        "Unfortunately we have to stop.",
        "We withdraw the offer.",
        "There is no deal.",
    ],
)
def test_an_agreement_takes_nothing_back(line: str) -> None:
    terms = replace(TERMS, stage="agreement", their_ask=None)
    assert checks("It's a deal, we are happy to confirm.", terms, AGREED) == set()
    assert Check.STAGE in checks(line, terms, AGREED)


@pytest.mark.parametrize(
    "line",
    [
        "We can do fifteen hundred.",
        "We can do one-eight-zero-zero dollars.",
        "We can do one eight zero zero.",
        "Wir zahlen zweitausend Euro.",
        "Nous payons deux mille euros.",
        "Nous payons mille huit cents euros.",
        "Le pagamos dos mil dólares.",
        "Le pagamos quinientos dólares más.",
        "Pagamos mil e oitocentos reais.",
        "Wir zahlen achtzehnhundert Dollar.",
        "We pay 一千八百美元.",
        "We pay 二千ドル.",
        "We pay １８００ドル.",
        "We pay ١٨٠٠ dollars.",
        "We pay ①⑧⓪⓪ dollars.",
        "We pay MDCCC dollars.",
        "We pay two racks.",
        "We pay 1.8 bands.",
        "We pay eighteen hunnid.",
        "We pay 1.8 thou.",
        "We pay 1.8 stacks.",
        "We pay a monkey more.",
        "We pay 2 gees.",
        "We pay two G.",
        "We pay 2 G.",
        "We pay 2G flat.",
        "We pay 2K.",
        "We pay 1.8kk.",
        "We pay 18 Benjamins.",
        "We pay eighteen Benjamins.",
        "We pay a hundred bucks for each of eighteen frames.",
        "We pay 100 x 18.",
        "We pay 9+9 hundred.",
        "We pay 900 twice.",
        "We pay 3 x 600 USD.",
        "We pay 1 8 0 0 USD.",
        "We pay 1-8-0-0 USD.",
        "We pay **1800** all in.",
        "We pay _1800_ all in.",
        "We pay 1_800 all in.",
        "We pay 1`800.",
        "We pay 1*800.",
        "We pay 1/800.",
        "We pay USD1800.",
        "We pay 1800USD.",
        "We pay $1800.00 net.",
        "We pay 1800 ₿ouncy.",
        "We pay 0.05 BTC.",
        "We pay 2 ETH.",
        "We pay 1800 USDT.",
        "We pay 1800 tokens.",
        "We pay 1800 rubles.",
        "We pay 1800 points.",
        "We pay 1800 credits.",
        "We pay 1,800 units.",
        "We pay 1800 options.",
        "We pay 1800 views.",
        "We pay 1800 people.",
        "We pay 1800x.",
        "We pay 1800 x.",
        "We pay 1800 likes.",
        "We pay 1800 in total.",
        "We pay 1800p.",
        "We pay #1800.",
        "We pay @1800.",
        "We pay 2030 flat.",
        "We pay in 1999.",
        "We pay May 1800.",
        "We pay 18 May 00.",
        "We pay 18-00.",
        "We pay 01800 200 3000.",
        "We pay 18th hundred.",
        "We pay 1800th.",
        "We pay k1.8.",
        "We pay a1800.",
        "We pay fee1800.",
        "We pay x1800.",
        "We pay $x1800.",
        "We pay $ 1800.",
        "We pay ＄1800.",
        "We pay ﹩1800.",
        "We pay 💲1800.",
        "We pay 💵 eighteen-hundo.",
        "We pay 1️⃣8️⃣0️⃣0️⃣.",
        "We pay 𝟏𝟖𝟎𝟎.",
        "We pay l8OO.",
        "We pay I8OO.",
        "We pay a dozen hundreds.",
        "We pay a score of hundreds.",
        "We pay two dozen hundred.",
        "We pay twenty Franklins.",
        "We pay nine fifty.",
        "We pay one point eight k.",
        "We pay one point eight thousand.",
        "We pay one comma eight thousand.",
        "We pay twenty times a hundred.",
        "We pay a hundred times twenty.",
        "We pay ten to the third.",
        "We pay 10^3 plus 8.",
        "We pay 2e3.",
        "We pay 1.8e3 USD.",
        "We pay 0x708.",
        "We pay 2³·100.",
        "We pay three quarters of two thousand.",
        "We pay ten percent more.",
        "We pay 10 % more.",
        "We pay ten per cent more.",
        "We pay 10 pct more.",
        "We pay a tenth more.",
        "We pay a third more than that.",
        "We pay half as much again.",
        "We pay double that.",
        "We pay twice the fee.",
        "We pay triple.",
        "We pay 1.5x.",
        "We pay 2x.",
        "We pay 2 times the fee.",
        "We could add an extra thousand.",
        "We can find another hundred percent.",
        "You get the same amount again for the stories.",
    ],
)
def test_money_in_other_words_is_caught(line: str) -> None:
    assert checks(line) & {Check.MONEY, Check.PERCENT}


@pytest.mark.parametrize(
    "line",
    [
        "Everything is for 1 Instagram Reel of 30 seconds, in one take.",
        "Your 48,000 average views are just right, and your Reel from 12 May 2026 was lovely.",
        "We double check every draft, and 3 days are no problem.",
        "There are two rounds of revisions.",
        "One of us will be there at 10:30.",
        "Another great Reel is always welcome, and a few more days are no problem.",
    ],
)
def test_what_is_no_money_stays_free(line: str) -> None:
    assert checks(line) - {Check.WORDS} == set()


@pytest.mark.parametrize(
    "line",
    ["We accept your rate.", "We are glad to pay what you asked.", "Your price is confirmed.", "It's your rate."],
)
def test_an_agreement_on_our_offer_is_none_on_theirs(line: str) -> None:
    ours, theirs = replace(TERMS, stage="agreement", their_ask=None), replace(TERMS, stage="agreement")
    caught = line != "It's your rate."
    assert (Check.STAGE in checks(line, ours, AGREED), Check.STAGE in checks(line, theirs, AGREED)) == (caught, caught)
    same = replace(theirs, their_ask=theirs.offer)
    assert Check.STAGE not in checks(line, same, AGREED)
