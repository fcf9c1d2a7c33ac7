from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.amounts import AmountExpression, AmountKind, find_amounts, find_money, find_prices
from shared.domain.money import MINOR_UNITS, Money


def short(found: tuple[AmountExpression, ...]) -> list[tuple[str, str, str, str | None]]:
    return [(each.text, f"{each.low.normalize():f}", f"{each.high.normalize():f}", each.currency) for each in found]


@pytest.mark.parametrize(
    ("text", "written", "value", "currency"),
    [
        ("I'd do it for $1.5k.", "$1.5k", "1500", "USD"),
        ("1,500.00", "1,500.00", "1500", None),
        ("1.500,00 €", "1.500,00 €", "1500", "EUR"),
        ("€2.500,50", "€2.500,50", "2500.5", "EUR"),
        ("€1.500", "€1.500", "1500", "EUR"),
        ("1.200.000 COP", "1.200.000 COP", "1200000", "COP"),
        ("EUR 900", "EUR 900", "900", "EUR"),
        ("900 euros", "900 euros", "900", "EUR"),
        ("950eur", "950eur", "950", "EUR"),
        ("1500,- EUR", "1500,- EUR", "1500", "EUR"),
        ("1 500 €", "1 500 €", "1500", "EUR"),
        ("£1,2oo", "£1,2oo", "1200", "GBP"),
        ("15OO dollars", "15OO dollars", "1500", "USD"),
        ("$l,500", "$l,500", "1500", "USD"),
        ("£1,2оо with Cyrillic letters", "£1,2оо", "1200", "GBP"),
        ("nine hundred dollars", "nine hundred dollars", "900", "USD"),
        ("fifteen hundred", "fifteen hundred", "1500", None),
        ("fifteen-hundred flat", "fifteen-hundred", "1500", None),
        ("twenty-five hundred", "twenty-five hundred", "2500", None),
        ("one and a half thousand", "one and a half thousand", "1500", None),
        ("two and a half grand", "two and a half grand", "2500", None),
        ("two grand", "two grand", "2000", None),
        ("half a grand", "half a grand", "500", None),
        ("a thousand bucks", "a thousand bucks", "1000", "USD"),
        ("a hundred and fifty quid", "a hundred and fifty quid", "150", "GBP"),
        ("six hundred fifty", "six hundred fifty", "650", None),
        ("one thousand five hundred and fifty", "one thousand five hundred and fifty", "1550", None),
        ("15 hundred", "15 hundred", "1500", None),
        ("2 thousand 500", "2 thousand 500", "2500", None),
        ("hundred dollars", "hundred dollars", "100", "USD"),
        ("US$ 1 500", "US$ 1 500", "1500", "USD"),
        ("1'500 CHF", "1'500 CHF", "1500", "CHF"),
        ("1’500 CHF", "1’500 CHF", "1500", "CHF"),
        ("USD1500", "USD1500", "1500", "USD"),
        ("1500 USD", "1500 USD", "1500", "USD"),
        ("1500usd", "1500usd", "1500", "USD"),
        ("5kUSD", "5kUSD", "5000", "USD"),
        ("$1,500.00 USD", "$1,500.00 USD", "1500", "USD"),
        ("1500 (EUR)", "1500 (EUR)", "1500", "EUR"),
        ("1500$", "1500$", "1500", "USD"),
        ("$1500 CAD", "$1500 CAD", "1500", "CAD"),
        ("CAD $1,500", "CAD $1,500", "1500", "CAD"),
        ("CA$1,500.00", "CA$1,500.00", "1500", "CAD"),
        ("900 Canadian dollars", "900 Canadian dollars", "900", "CAD"),
        ("A$900", "A$900", "900", "AUD"),
        ("R$ 2.000,00", "R$ 2.000,00", "2000", "BRL"),
        ("Rs. 5000", "Rs. 5000", "5000", "INR"),
        ("₹1,50,000", "₹1,50,000", "150000", "INR"),
        ("1.5 lakh rupees", "1.5 lakh rupees", "150000", "INR"),
        ("KWD 1.500", "KWD 1.500", "1.5", "KWD"),
        ("１５００ USD", "１５００ USD", "1500", "USD"),
        ("＄１，５００", "＄１，５００", "1500", "USD"),
        ("$1\u00a0500", "$1\u00a0500", "1500", "USD"),
        ("$1\u202f500", "$1\u202f500", "1500", "USD"),
        ("$1\u200b500", "$1\u200b500", "1500", "USD"),
        ("٢٥٠٠ USD", "٢٥٠٠ USD", "2500", "USD"),
        ("1½k", "1½k", "1500", None),
        ("50 cents", "50 cents", "0.5", "USD"),
        ("a 900-dollar reel", "900-dollar", "900", "USD"),
        ("my rate is 1500", "1500", "1500", None),
        ("1500 for 2 reels", "1500", "1500", None),
        ("I charge 2000 for a reel", "2000", "2000", None),
        ("my fee is 2020", "2020", "2020", None),
        ("50,000 views: 1500", "1500", "1500", None),
        ("1500 in the first week", "1500", "1500", None),
        ("I got 1500 last month", "1500", "1500", None),
        ("1500 like last time", "1500", "1500", None),
        ("Reel-1500", "1500", "1500", None),
        ("1500ish", "1500ish", "1500", None),
        ("$15 per story", "$15", "15", "USD"),
        ("£850 - 2 reels", "£850", "850", "GBP"),
        ("R1800", "R1800", "1800", "ZAR"),
        ("R 12 500 for a reel", "R 12 500", "12500", "ZAR"),
        ("Sure, OK 12000 it is", "12000", "12000", None),
        ("in 2027 I want 15000", "15000", "15000", None),
        ("per reel/1500", "1500", "1500", None),
    ],
)
def test_a_price_is_read_in_every_written_form(text: str, written: str, value: str, currency: str | None) -> None:
    assert short(find_prices(text)) == [(written, value, value, currency)]


@pytest.mark.parametrize(
    ("text", "written", "low", "high", "currency"),
    [
        ("$1,500-2,000", "$1,500-2,000", "1500", "2000", "USD"),
        ("1500–2000", "1500–2000", "1500", "2000", None),
        ("$1,500 - $2,000", "$1,500 - $2,000", "1500", "2000", "USD"),
        ("between $1,500 and $2,000", "$1,500 and $2,000", "1500", "2000", "USD"),
        ("from 1500 to 2000", "1500 to 2000", "1500", "2000", None),
        ("$1-2k", "$1-2k", "1000", "2000", "USD"),
        ("900-2k", "900-2k", "900", "2000", None),
        ("1-2 thousand dollars", "1-2 thousand dollars", "1000", "2000", "USD"),
        ("one to two thousand", "one to two thousand", "1000", "2000", None),
        ("$2k-$3k", "$2k-$3k", "2000", "3000", "USD"),
        ("1500~2000 EUR", "1500~2000 EUR", "1500", "2000", "EUR"),
        ("USD 1500-USD 2000", "USD 1500-USD 2000", "1500", "2000", "USD"),
        ("8-900 dollars", "8-900 dollars", "800", "900", "USD"),
        ("£3-400", "£3-400", "300", "400", "GBP"),
        ("$1-2,500", "$1-2,500", "1000", "2500", "USD"),
        ("$5-10", "$5-10", "5", "10", "USD"),
        ("from 1200 up to 1400", "1200 up to 1400", "1200", "1400", None),
        ("eight or nine hundred", "eight or nine hundred", "800", "900", None),
        ("2 or 3k", "2 or 3k", "2000", "3000", None),
        ("zwischen 800 und 1.000 €", "800 und 1.000 €", "800", "1000", "EUR"),
        ("de 800 à 1 000 €", "800 à 1 000 €", "800", "1000", "EUR"),
        ("1k2 to 1k5", "1k2 to 1k5", "1200", "1500", None),
    ],
)
def test_a_range_has_both_ends(text: str, written: str, low: str, high: str, currency: str | None) -> None:
    assert short(find_prices(text)) == [(written, low, high, currency)]


def test_several_options_come_in_order() -> None:
    assert short(find_prices("2k per reel, 3 for 5k. Rate card: 1x Reel $1200, 3x Story $450; or 500/post")) == [
        ("2k", "2000", "2000", None),
        ("5k", "5000", "5000", None),
        ("$1200", "1200", "1200", "USD"),
        ("$450", "450", "450", "USD"),
        ("500", "500", "500", None),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Let's talk on 12/05/2026 at 10:30 am or 3pm, or 2026-05-12T10:00:00Z",
        "I have 120k followers and 50k views per reel",
        "50,000 average views, 1.2M TikTok followers, 50k+ monthly views",
        "my reels get around 50k views each; Average views: 50,000; followers around 120,000; a reach of 50k",
        "10-15k views, over 2 million impressions, fifty thousand followers, 120k of my followers",
        "call me at +1 (555) 123-4567 or 555-123-4567 or 07700 900123",
        "2 reels and 3 stories within 14 days, 2 Instagram Reels, 3 x story frames, 3x reels",
        "one reel and two stories in two rounds, ten days, a few days, 5 to 7 business days",
        "since 2019, in 2026, May 2026 or summer 2026, our 2026 roster, Q4 2026",
        "on May 12, 2026 and 12 May, June 12-15, 12-15 June 2026",
        "the 2nd and 21st, iOS 17.4, v2.0, 4K video, shot in 4k, 1080p, 60s, 48hrs",
        "1. First item\n2) second",
        "see https://example.com/1500/2000 and mail jane1500@example.com #2000 @jane2000",
        "24/7 support, 9:16, 50/50 split, net 30 days, 30-day usage, ages 18-24",
        "invoice 12345, order #4521, PO 4521, iPhone15 B2B SKU-1500",
        "4.9 stars, 9 out of 10, hundreds of creators, thousands of fans, a grand total of 3 reels",
        "1500 words, 24 hours, I average 45k, pages 1,2,3",
        "see invoice 2026-114, quote no. 5520-17, ticket 2026/114/3",
        "I live in 90210, now based in 10001; my zip is 94110 or zip code 94110-1234",
        "350 Fifth Avenue, New York, NY 10118 and 4500 Sunset Blvd, Los Angeles, CA 90028",
        "the last code brought 500 orders and 1,200 signups",
        "meeting ID 812 3345 9912, passcode 482913",
        "I have posted 900 reels, made 120 videos and worked with 150 brands: a thousand thanks",
    ],
)
def test_what_is_no_money_is_not_reported(text: str) -> None:
    assert short(find_amounts(text)) == []


@pytest.mark.parametrize(
    ("text", "kind", "low", "high"),
    [
        ("plus a 20% agency fee", AmountKind.PERCENT, "20", "20"),
        ("10-15 percent", AmountKind.PERCENT, "10", "15"),
        ("ten per cent", AmountKind.PERCENT, "10", "10"),
        ("$25 CPM", AmountKind.CPM, "25", "25"),
        ("a CPM of around 25", AmountKind.CPM, "25", "25"),
        ("CPM: $20-$30", AmountKind.CPM, "20", "30"),
        ("$25 per 1,000 views", AmountKind.CPM, "25", "25"),
        ("25/1k views", AmountKind.CPM, "25", "25"),
        ("$25 per thousand", AmountKind.CPM, "25", "25"),
    ],
)
def test_shares_and_prices_per_thousand_views_are_no_prices(text: str, kind: AmountKind, low: str, high: str) -> None:
    found = find_amounts(text)
    assert [(each.kind, each.low, each.high) for each in found] == [(kind, Decimal(low), Decimal(high))]
    assert find_prices(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "$1.500",
        "my rate: 1.500",
        "€1,500 USD",
        "5000 kr",
        "12.000 pesos",
        "at least twelve fifty",
        "a few hundred bucks",
        "$1,50",
        "$1,5,0",
    ],
)
def test_what_a_careful_person_would_ask_back_is_ambiguous(text: str) -> None:
    assert [each.ambiguous for each in find_amounts(text)] == [True]


@pytest.mark.parametrize(
    "text", ["$1.5k", "1.500,00 €", "€1.500", "1,5k EUR", "KWD 1.500", "$1,500", "£1,2oo", "1 500 €"]
)
def test_what_reads_one_way_is_not_ambiguous(text: str) -> None:
    assert [each.ambiguous for each in find_amounts(text)] == [False]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("we can go to fifteen", ["fifteen"]),
        ("95 per story", ["95"]),
        ("let's say twelve fifty", ["twelve fifty"]),
        ("we could do 2 then", ["2"]),
        ("make it 1.5 then", ["1.5"]),
        ("&#36;1500", ["36", "1500"]),
        ("reference SKU-1500, option 1500", ["1500", "1500"]),
        ("I average 45k", ["45k"]),
        ("a five-figure deal", ["five-figure"]),
        ("50 may work", ["50"]),
        ("our 2026 roster", ["2026"]),
    ],
)
def test_strict_mode_reports_what_someone_could_take_for_money(text: str, found: list[str]) -> None:
    assert [each.text for each in find_money(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "Usage rights: 30 days paid usage, organic for 12 months",
        "2 x Instagram Reel, 3 x Instagram Story, 1 x TikTok Video (60 seconds)",
        "Draft by 15 June 2026, live on May 12, 2026, two rounds of revisions, net 30",
        "Thanks for sending over your 50,000 average views and the one reel you liked",
    ],
)
def test_strict_mode_leaves_dates_durations_and_quantities_alone(text: str) -> None:
    assert [each.text for each in find_money(text)] == []


def test_a_wrapped_line_is_read_on_and_a_new_line_is_not() -> None:
    views = "My last ten posts did really well and each of them has 48,000 average\nviews."
    assert short(find_prices(views)) == []
    price = "For a Reel with two rounds of changes I would usually take nine\r\nhundred."
    assert short(find_prices(price)) == [("nine\r\nhundred", "900", "900", None)]
    assert short(find_prices("Reel: 1500\nviews are good")) == [("1500", "1500", "1500", None)]


def test_offsets_point_into_the_text_as_given() -> None:
    text = "Hi \u200bJane, ½ price? ＄１，５００ or 1’200 CHF."
    assert [text[each.start : each.end] for each in find_prices(text)] == ["＄１，５００", "1’200 CHF"]


@given(
    minor=st.integers(min_value=100, max_value=99_999_999),
    currency=st.sampled_from(sorted(MINOR_UNITS)),
    words=st.sampled_from(["{}", "Our offer is {} for two reels.", "Rate: {}\n", "({})", "{}, all in"]),
)
def test_every_money_we_write_is_read_back_exactly(minor: int, currency: str, words: str) -> None:
    money = Money(Decimal(minor).scaleb(-MINOR_UNITS[currency]), currency)
    for written in (money.display(), str(money), f"{money.text} {currency}", f"{money.amount:,f} {currency}"):
        for find in (find_amounts, find_money):
            found = find(words.format(written))
            assert [(each.low, each.high, each.currency, each.ambiguous) for each in found] == [
                (money.amount, money.amount, currency, False)
            ], written


@given(st.text(max_size=80))
def test_any_text_is_read_without_error_and_offsets_fit(text: str) -> None:
    for each in (*find_amounts(text), *find_money(text)):
        assert text[each.start : each.end] == each.text
        assert 0 <= each.low <= each.high


@given(st.text(alphabet="0123456789.,'k $€-to/x%ahundred\n", max_size=40))
def test_any_figure_like_text_is_read_without_error(text: str) -> None:
    strict = find_money(text)
    for each in find_prices(text):
        assert any(other.start <= each.start and each.end <= other.end for other in strict), each


@pytest.mark.parametrize(
    "text", ["9" * 60, f"{'9' * 60}.5 USD", f"${'1,000' * 30}", "5" + " thousand" * 3_000, "one" + " million" * 3_000]
)
def test_absurdly_large_figures_are_read_without_error(text: str) -> None:
    assert all(each.low >= 0 for each in find_money(text))


@pytest.mark.parametrize(
    "text", ["1万" * 5000, "1-" * 10_000, "1080x" + "9" * 6000, "12-" + "3" * 19_000, "ISO " + "7" * 19_000]
)
def test_a_run_without_end_is_read_without_error(text: str) -> None:
    assert all(text[one.start : one.end] == one.text for one in find_amounts(text))


def test_a_smaller_part_goes_on_with_an_eastern_number_and_a_second_number_does_not() -> None:
    assert [f"{one.low:f}" for one in find_prices("1万5千円")] == ["15000"]
    assert [f"{one.low:f}" for one in find_prices("1万円、2万円")] == ["10000", "20000"]
