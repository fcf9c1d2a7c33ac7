"""Mails that the gate did not know when they were written, right ones and others, without a terms block of ours."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from shared.application.files.terms_file import parse_terms
from shared.domain.gate import Check, check_mail
from tests.unit.money.gate_corpus import load
from tests.unit.money.whole_mails import WholeMail

BATCHES = ("blind_1", "blind_2", "blind_3", "blind_4", "blind_5")
_TERMS = load("blind_terms")


def blind_mails(kind: str) -> Iterator[WholeMail]:
    for batch in BATCHES:
        for place, one in enumerate(load(batch)[kind]):
            name = f"{one['terms']}, {one['stage']}, {one.get('wrong', kind)}, {place}"
            yield WholeMail(name=name, given=_given(one["terms"], one["stage"]), text=one["text"])


def _given(name: str, stage: str) -> dict[str, Any]:
    given = {**_TERMS[name], "stage": stage}
    if stage == "exit":
        given["offer"] = None
    if stage == "opening":
        given["their_ask"] = None
    return given


RIGHT, WRONG = list(blind_mails("right")), list(blind_mails("wrong"))


@pytest.mark.parametrize("mail", RIGHT, ids=str)
def test_a_mail_that_says_what_was_decided_passes(mail: WholeMail) -> None:
    assert check_mail(mail.text, mail.terms) == ()


@pytest.mark.parametrize("mail", WRONG, ids=str)
def test_a_mail_that_says_one_thing_more_or_less_is_held(mail: WholeMail) -> None:
    assert check_mail(mail.text, mail.terms) != ()


def _checks(line: str, **terms: Any) -> set[Check]:
    given = {**_given("kira_1", "counter"), **terms}
    offer = "Our offer is $2,200 for 1 Instagram Reel and 3 Instagram Stories."
    text = f"Hi Kira,\n\n{offer} {line}\n\nHanna\n"
    return {one.check for one in check_mail(text, parse_terms(json.dumps(given)))}


@pytest.mark.parametrize(
    "line",
    [
        "A hamper is waiting.",
        "Dermatologists swear by it.",
        "Maya did one, too.",
    ],
)
def test_a_word_name_or_number_that_is_no_part_of_such_mails_is_held(line: str) -> None:
    assert _checks(line) == {Check.WORDS}


def test_a_word_of_the_terms_is_known() -> None:
    line = "The hamper is yours on top, worth $40."
    terms = (
        "with 30 days of paid usage, 30 days of whitelisting and 90 days of organic usage, paid 30 days after posting"
    )
    product = {"description": "a hamper", "value": "40.00"}
    assert _checks(f"{line} It comes {terms}.", product=product) == set()
    assert _checks(line) != set()


@pytest.mark.parametrize(
    "line", ["We love how your videos make pottery feel easy.", "Your bonsai series is wonderful."]
)
def test_a_remark_about_their_work_may_hold_any_word(line: str) -> None:
    assert _checks(line) == set()


@pytest.mark.parametrize(
    "line",
    [
        "The client was slow to agree.",
        "There is a bit of space.",
        "We are hands off with this.",
        "We never pay late.",
        "You said that you would be fine with less.",
    ],
)
def test_what_is_so_is_not_told_where_nobody_decided_it(line: str) -> None:
    assert _checks(line) & {Check.CLAIM, Check.COMMITMENT}
