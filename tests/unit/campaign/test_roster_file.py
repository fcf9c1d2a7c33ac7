from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.application.files.roster_file import MOST_ROWS, Roster, parse_roster
from shared.application.files.roster_table import Place
from shared.domain.campaign import Creator, Platform
from shared.domain.errors import InvalidInput
from shared.domain.money import Money

FILES = Path(__file__).parents[2] / "data" / "campaigns"
HEADER = "Name,Email,Platform,Handle,Average Views,Min Rate,Max Rate,Engagement Rate\n"
GOOD = "Ana Lima,ana@creators.example,IG,@ana,10000,,,\n"


def usd(text: str) -> Money:
    return Money.of(text, "USD")


def reasons(roster: Roster) -> list[str]:
    return [line for row in roster.rejected for line in row.lines()]


def problems(text: str) -> tuple[str, ...]:
    with pytest.raises(InvalidInput) as refused:
        parse_roster(text, "USD")
    return refused.value.problems


def one(cells: str) -> Creator:
    (row,) = parse_roster(HEADER + cells + "\n", "USD").rows
    return row.creator


def test_l62_rows_are_read_as_spreadsheets_and_people_write_them() -> None:
    roster = parse_roster((FILES / "roster.csv").read_text("utf-8"), "USD")
    assert [row.creator for row in roster.rows] == [
        Creator(
            name="Jo Park",
            email="jo@creators.example",
            platform=Platform.INSTAGRAM,
            handle="@jopark",
            average_views=50_000,
            minimum_rate=usd("1000.00"),
            maximum_rate=usd("1500.00"),
            engagement_percent=Decimal("4.2"),
        ),
        Creator(
            name="Sam Ortiz",
            email="sam@creators.example",
            platform=Platform.TIKTOK,
            handle="samortiz",
            average_views=1_200_000,
            minimum_rate=None,
            maximum_rate=usd("30000.00"),
            engagement_percent=Decimal(3),
        ),
        Creator(
            name="Ana Lima",
            email="ana@creators.example",
            platform=Platform.YOUTUBE,
            handle="AnaLima",
            average_views=50_000,
        ),
    ]
    assert roster.rejected == ()


def test_l62_every_rejected_row_is_listed_with_all_its_reasons_and_the_good_rows_stay() -> None:
    roster = parse_roster((FILES / "roster-with-rejects.csv").read_text("utf-8"), "USD")
    assert [(row.place, row.creator.email) for row in roster.rows] == [(Place(1, 2), "jo@creators.example")]
    assert reasons(roster) == [
        "row 2 (line 3): Email: 'sam(at)creators.example' is not one email address",
        "row 2 (line 3): Platform: 'Facebook' is not Instagram, TikTok or YouTube",
        "row 2 (line 3): Average Views: 'lots': not a number",
        "row 2 (line 3): Min Rate: 'TBD': not a number",
        "row 2 (line 3): Max Rate: '€900': in EUR, the campaign is in USD",
        "row 2 (line 3): Engagement Rate: 'a lot': not a number",
        "row 3 (line 4): Email: jo@creators.example is in row 1 (line 2) already",
        "row 4 (line 5): Average Views: '0' must be above zero",
        "row 4 (line 5): Max Rate: $1,000.00 is below Min Rate $1,500.00",
        "row 4 (line 5): Engagement Rate: '0.042' may be a fraction or a percentage: write it with a % sign",
        "row 5 (line 7): has 9 cells, the header has 8; write every cell, and quote an amount that holds a comma",
        "row 6 (line 8): Min Rate: '900-1100': a range; write one figure",
        "row 6 (line 8): Max Rate: must be above zero; leave it out if there is none",
        "row 6 (line 8): Engagement Rate: '120%' must be from 0 % to 100 %",
        "row 7 (line 9): Name: is empty",
        "row 7 (line 9): Handle: is empty",
    ]


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("Average Views", "", "is empty"),
        ("Average Views", "many", "'many': not a number"),
        ("Average Views", "50.5", "'50.5': not a whole number"),
        ("Average Views", "-50000", "'-50000': not a number"),
        ("Min Rate", "0", "must be above zero; leave it out if there is none"),
        ("Min Rate", "n/a", "'n/a': not a number"),
        ("Max Rate", "1.500", "'1.500': can be read in two ways; write it like 1500.00"),
        ("Max Rate", "$1k-$2k", "'$1k-$2k': a range; write one figure"),
        ("Max Rate", "#REF!", "'#REF!': not a number"),
    ],
)
def test_l07_an_unreadable_price_or_count_is_refused_never_zero(column: str, cell: str, reason: str) -> None:
    cells = {"Average Views": "50000", "Min Rate": "", "Max Rate": ""} | {column: cell}
    row = ",".join(["Jo Park", "jo@creators.example", "IG", "@jo", *cells.values(), ""])
    roster = parse_roster(f"{HEADER}{GOOD}{row}\n", "USD")
    assert reasons(roster) == [f"row 2 (line 3): {column}: {reason}"]


@pytest.mark.parametrize(
    ("written", "platform"),
    [
        ("YouTube", Platform.YOUTUBE),
        ("YT", Platform.YOUTUBE),
        ("you tube", Platform.YOUTUBE),
        ("INSTAGRAM", Platform.INSTAGRAM),
        ("Insta", Platform.INSTAGRAM),
        ("ig", Platform.INSTAGRAM),
        ("Tik Tok", Platform.TIKTOK),
        ("tiktok", Platform.TIKTOK),
    ],
)
def test_l61_a_platform_is_read_under_the_names_people_use(written: str, platform: Platform) -> None:
    assert one(f"Jo,jo@creators.example,{written},@jo,50k,,,").platform is platform


def test_a_misspelt_platform_is_refused_with_the_likely_one() -> None:
    roster = parse_roster(f"{HEADER}{GOOD}Jo,jo@creators.example,Instagramm,@jo,50k,,,\n", "USD")
    assert reasons(roster) == [
        "row 2 (line 3): Platform: 'Instagramm' is not Instagram, TikTok or YouTube; did you mean 'instagram'?"
    ]


@pytest.mark.parametrize(
    ("cells", "percents"),
    [
        (["4.2%", "0.9%"], ["4.2", "0.9"]),
        (["4.2", "3"], ["4.2", "3"]),
        (["0.042", "0.03"], ["4.2", "3"]),
        (["0.042", ""], ["4.2", None]),
        (["4.2", "0"], ["4.2", "0"]),
    ],
)
def test_l61_engagement_counts_as_a_fraction_only_when_the_whole_column_does(
    cells: list[str], percents: list[str | None]
) -> None:
    rows = "".join(f"Jo,jo{n}@creators.example,IG,@jo,50k,,,{cell}\n" for n, cell in enumerate(cells))
    read = [row.creator.engagement_percent for row in parse_roster(HEADER + rows, "USD").rows]
    assert read == [None if percent is None else Decimal(percent) for percent in percents]


@pytest.mark.parametrize("other", ["4.2", "4.2%", "0.9%"])
def test_l61_a_fraction_in_a_mixed_column_is_refused(other: str) -> None:
    rows = f"Jo,jo@creators.example,IG,@jo,50k,,,{other}\nSam,sam@creators.example,IG,@sam,50k,,,0.042\n"
    assert reasons(parse_roster(HEADER + rows, "USD")) == [
        "row 2 (line 3): Engagement Rate: '0.042' may be a fraction or a percentage: write it with a % sign"
    ]


def test_l67_a_second_row_with_the_same_address_is_refused_even_when_the_first_is_rejected() -> None:
    rows = "Jo,jo@creators.example,IG,@jo,none,,,\nJoanna,JO@Creators.Example,YT,@jo,50k,,,\n"
    assert reasons(parse_roster(HEADER + rows + GOOD, "USD")) == [
        "row 1 (line 2): Average Views: 'none': not a number",
        "row 2 (line 3): Email: jo@creators.example is in row 1 (line 2) already",
    ]


def test_l67_two_people_of_one_name_are_two_creators() -> None:
    rows = "Jo Park,jo@creators.example,IG,@jo,50k,,,\nJo Park,jo@others.example,IG,@jopark,60k,,,\n"
    emails = [row.creator.email for row in parse_roster(HEADER + rows, "USD").rows]
    assert emails == ["jo@creators.example", "jo@others.example"]


@pytest.mark.parametrize(
    "address", ["jo", "jo@creators", "jo@@creators.example", "a@x.example b@x.example", "<a@x.example>, <b@x.example>"]
)
def test_l65_a_row_without_one_valid_address_is_rejected(address: str) -> None:
    roster = parse_roster(f'{HEADER}{GOOD}Jo,"{address}",IG,@jo,50k,,,\n', "USD")
    assert reasons(roster) == [f"row 2 (line 3): Email: '{address}' is not one email address"]


@pytest.mark.parametrize("sign", [";", "\t"])
def test_other_delimiters_windows_line_ends_and_a_byte_order_mark_change_nothing(sign: str) -> None:
    plain = HEADER + "Jo,jo@creators.example,IG,@jo,50k,900,2k,4%\n"
    other = "\ufeff" + plain.replace(",", sign).replace("\n", "\r\n")
    assert parse_roster(other, "USD") == parse_roster(plain, "USD")


def test_l60_headers_are_matched_in_any_case_order_and_spacing() -> None:
    header = " max rate,MIN_RATE,average  views,handle,PLATFORM,email,Name,Notes\n"
    roster = parse_roster(header + "2000,1000,50k,@jo,IG,jo@x.example,Jo,nice\n", "USD")
    (row,) = roster.rows
    assert row.creator == Creator(
        name="Jo",
        email="jo@x.example",
        platform=Platform.INSTAGRAM,
        handle="@jo",
        average_views=50_000,
        minimum_rate=usd("1000.00"),
        maximum_rate=usd("2000.00"),
    )
    assert roster.notes == ("column 'Notes' is ignored",)


def test_a_missing_column_is_refused_because_its_limit_would_be_lost() -> None:
    header = HEADER.replace("Max Rate", "Maximum Rate").replace("Handle,", "")
    assert problems(header + GOOD) == (
        "column 'Handle' is missing",
        "column 'Max Rate' is missing; rename 'Maximum Rate' if it is meant",
    )


def test_a_column_that_is_there_twice_is_refused() -> None:
    assert problems(HEADER.replace("Engagement Rate", "max rate") + GOOD) == ("column 'Max Rate' is there twice",)


def test_l62_an_unquoted_comma_in_an_amount_rejects_the_row_instead_of_shifting_its_limits() -> None:
    rows = "Jo,jo@creators.example,IG,@jo,50000,$1,000,$1,500\n"
    assert problems(HEADER + rows) == (
        "no row can be imported",
        "row 1 (line 2): has 9 cells, the header has 8; write every cell, and quote an amount that holds a comma",
    )


def test_a_row_with_cells_missing_is_rejected_because_nobody_knows_which() -> None:
    roster = parse_roster(HEADER + GOOD + "Jo,jo@creators.example,IG,@jo,50k,1500\n", "USD")
    assert reasons(roster) == [
        "row 2 (line 3): has 6 cells, the header has 8; write every cell, and quote an amount that holds a comma",
    ]


def test_rows_are_counted_without_blank_lines_and_lines_as_the_file_has_them() -> None:
    text = (
        f'\n{HEADER}\n"Jo\nPark",jo@creators.example,IG,@jo,50k,,,\n,,,,,,,\nSam,sam@creators.example,IG,@sam,60k,,,\n'
    )
    places = [(row.place, row.creator.name) for row in parse_roster(text, "USD").rows]
    assert places == [(Place(1, 4), "Jo Park"), (Place(2, 7), "Sam")]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "the roster is empty"),
        ("\n \n", "the roster is empty"),
        (HEADER, "there are no rows below the header"),
        (HEADER + 'Jo,"jo', "line 2: not valid CSV: unexpected end of data"),
    ],
)
def test_l64_a_roster_that_holds_nothing_is_refused(text: str, problem: str) -> None:
    assert problems(text) == (problem,)


def test_l62_a_roster_without_one_usable_row_is_refused_with_every_reason() -> None:
    assert problems(HEADER + "Jo,,IG,@jo,50k,,,\nSam,sam@creators.example,IG,@sam,,,,\n") == (
        "no row can be imported",
        "row 1 (line 2): Email: is empty",
        "row 2 (line 3): Average Views: is empty",
    )


def test_a_roster_beyond_one_commit_is_refused() -> None:
    rows = "".join(f"Jo,jo{n}@creators.example,IG,@jo,50k,,,\n" for n in range(MOST_ROWS + 1))
    assert problems(HEADER + rows) == ("2,001 rows; at most 2,000 fit one import: split the file",)


@given(st.text(max_size=60), st.integers(0, 7))
def test_any_text_in_a_cell_is_read_or_refused_with_words(text: str, column: int) -> None:
    cells = ["Jo", "jo@creators.example", "IG", "@jo", "50k", "900", "2k", "4%"]
    cells[column] = '"' + text.replace('"', '""') + '"'
    roster = parse_roster(HEADER + GOOD + ",".join(cells) + "\n", "USD")
    assert len(roster.rows) + len(roster.rejected) == 2
    assert all(row.creator.average_views > 0 for row in roster.rows)
    assert all(row.reasons for row in roster.rejected)
