"""Numbers of our drafts that count something: none hides a private figure or an undecided price."""

from dataclasses import replace

import pytest

from shared.domain.gate import Check
from tests.unit.money.test_gate import BLOCK, MAIL, TERMS, failures, usd, with_line


@pytest.mark.parametrize(
    ("line", "private"),
    [
        ("Your 900 posts last year are impressive.", "900"),
        ("Nine hundred posts last year, impressive.", "900"),
        ("You get 50k per video on average.", "50000"),
        ("Your 50k monthly views are great.", "50000"),
        ("You reach 100k people.", "100000"),
        ("You grew from 12k to 61k.", "12000"),
        ("Story views are around 8-9k, reels between 30k and 50k.", "8000"),
        ("Your reels get 80k, 95k and 110k.", "95000"),
        ("Your reels get 80k, 95k and 110k.", "110000"),
        ("You have 1.8k likes.", "1800"),
        ("You have twelve hundred followers.", "1200"),
        ("One thousand eight hundred minutes were watched.", "1800"),
        ("Half a million people saw it.", "500000"),
        ("You have 1k8 followers.", "1800"),
        ("You gained 1k250.", "1250"),
        ("Your 4K video is great.", "4000"),
        ("Please film in 4k60.", "4000"),
        ("You got 700 DMs and 1800 sign-ups.", "700"),
        ("IG 150k, TT 90k", "90000"),
    ],
)
def test_a_private_figure_is_caught_as_a_number_of_anything(line: str, private: str) -> None:
    terms = replace(TERMS, private_amounts=(usd(private),))
    assert Check.PRIVATE in {check for check, _ in failures(with_line(line), terms)}


@pytest.mark.parametrize(
    "line",
    [
        "We could pay for your 900 posts last year.",
        "We offer 50k per video on average.",
        "We reach 100k.",
        "Our reels get 2.5k each.",
        "Our last reels did 80k, 95k and 110k.",
        "We grew from 12k to 61k.",
        "We saw over 500 stories.",
        "We saw nearly 700 reels and 1,500 events.",
        "Our views are steady at 18k.",
        "Let us talk at nineteen thirty.",
        "We have 86k on Instagram.",
        "Instagram 86k, TikTok 210k.",
        "That is 1,800 sign-ups for room 204 or 402.",
        "Let us talk at ten thirty for the reel.",
        "Shares: 950.",
        "Reach last month: 1.4M.",
        "Please film in 4k60.",
        "Order 1832-B on flight LH 1832.",
    ],
)
def test_a_number_that_a_reader_of_mails_takes_for_a_count_is_held_in_a_draft(line: str) -> None:
    assert Check.MONEY in {check for check, _ in failures(with_line(line), replace(TERMS, private_amounts=()))}


def test_the_format_of_a_video_in_the_block_is_no_private_figure() -> None:
    block = BLOCK.replace("1 Instagram Reel, 2", "1 Instagram Reel in 4K video, 2")
    terms = replace(TERMS, private_amounts=(usd("4000"),), allowed_phrases=tuple(block.splitlines()))
    assert Check.PRIVATE not in {check for check, _ in failures(MAIL.replace(BLOCK, block), terms)}
