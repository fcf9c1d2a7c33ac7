"""What a mail says that somebody will do, on what it depends, and whose figure their price is, in whatever words."""

import pytest

from shared.domain.gate import Check
from tests.unit.money.test_gate import failures, with_line

BEYOND = (
    "We'd cover the groceries for the shoot.",
    "We'll bring you back for the summer launch.",
    "I'll have the contract drawn up today.",
    "We'd love to host you for a weekend.",
    "The team would also like to boost the Reel.",
    "We're happy to swap the machine for another.",
    "We take care of the groceries.",
    "We'd put it on our own page as well.",
    "We'd want two rounds of edits from you.",
    "You keep a cut of every download.",
    "Your followers would get a fifth off.",
    "Jane's name would stand on our bags.",
    "A case of our coffee would arrive for you as well.",
)

WITHIN = (
    "We'd love to hear what you think.",
    "I'd be glad to explain anything that is unclear.",
    "We can see how much goes into it.",
    "You'd hear from me either way.",
    "You'd be paid 30 days after posting.",
    "The team would love to work with you.",
    "You asked how long we would use it.",
)

CONDITIONS = (
    "If the Reel does well, there is more to talk about.",
    "If you come down a little, we're there.",
    "Unless I hear otherwise, it goes ahead.",
    "Should the posts pass a million views, you'd be thanked for it.",
    "As long as the client likes it, all is fine.",
)

HARMLESS_CONDITIONS = (
    "If that works for you, just say so.",
    "If you have any questions, let me know.",
    "If anything in it puzzles you, just ask.",
    "Let me know if you'd like to go ahead.",
    "Should this be of interest, kindly reply.",
)

REQUESTS = (
    "Please also film a short teaser.",
    "Keep the video up for a year.",
    "And throw in a live stream.",
    "Each needs to mention the machine early on.",
    "We'd just ask you not to work with another coffee brand.",
)

ANSWERS = (
    "Please let me know what you think.",
    "Keep an eye on your inbox.",
    "Could you put this to your manager?",
    "Please take your time.",
)


@pytest.mark.parametrize("line", [*BEYOND, *CONDITIONS, *REQUESTS])
def test_what_nobody_decided_is_held_in_whatever_words(line: str) -> None:
    assert Check.COMMITMENT in {check for check, _ in failures(with_line(line))}


@pytest.mark.parametrize("line", [*WITHIN, *HARMLESS_CONDITIONS, *ANSWERS])
def test_what_a_mail_of_ours_does_passes(line: str) -> None:
    assert failures(with_line(line)) == []


@pytest.mark.parametrize(
    "line",
    [
        "You said $2,000.00.",
        "Jane's ask of $2,000.00 is noted.",
        "I understand where the $2,000.00 comes from.",
        "I hear you on the $2,000.00.",
        "You're at $2,000.00; we're at $1,500.00.",
        "I shared your number, $2,000.00, with everyone here.",
        "$2,000.00 is what you were hoping for.",
        "We have considered your quote of $2,000.00 and would like to answer with $1,500.00.",
    ],
)
def test_their_figure_is_theirs_in_many_words(line: str) -> None:
    assert failures(with_line(line)) == []


@pytest.mark.parametrize(
    "line",
    [
        "We are comfortable with the $2,000.00 you asked for.",
        "I hear you, and $2,000.00 is fine.",
        "Your number, $2,000.00, works for us.",
        "We have noted $2,000.00 as your fee, and pay it.",
        "You said $2,000.00, so we do $2,000.00.",
        "$2,000.00 for the Reel.",
    ],
)
def test_their_figure_is_not_given_to_them_in_such_words(line: str) -> None:
    assert {Check.THEIR_ASK, Check.STAGE} & {check for check, _ in failures(with_line(line))}
