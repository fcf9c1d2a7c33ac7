import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from functions.cli import cli
from shared.domain.errors import InvalidInput

TERMS: dict[str, Any] = {
    "creator_name": "Jane Doe",
    "currency": "USD",
    "offer": "1500.00",
    "their_ask": "2000.00",
    "deliverables": [{"platform": "instagram", "type": "instagram_reel", "quantity": 1}],
    "usage_rights": {"paid_usage": "days_30", "whitelisting": "not_required", "organic_owned": "days_30"},
    "product": {"description": "an espresso machine", "value": "120.00"},
    "shared_cpm": None,
    "payment_terms": "30 days after posting",
    "private_amounts": ["1800.00"],
    "stage": "counter",
}

DRAFT = """Hi Jane,

Thanks for coming back to us with $2,000.00. We can offer $1,500.00 for 1 Instagram Reel, with paid usage and
use on our own channels for 30 days. You also receive an espresso machine, worth $120.00. Payment is 30 days after
posting. Does that work for you?

Best,
Alex
"""


def amounts(folder: Path, text: str) -> list[dict[str, Any]]:
    file = folder / "mail.txt"
    file.write_text(text)
    result = CliRunner().invoke(cli, ["amounts", "--text", str(file), "--json"])
    assert result.exit_code == 0, result.output
    found: dict[str, list[dict[str, Any]]] = json.loads(result.output)
    assert list(found) == ["amounts"]
    return found["amounts"]


def checked(folder: Path, terms: object, draft: str = DRAFT) -> dict[str, Any]:
    (folder / "terms.json").write_text(terms if isinstance(terms, str) else json.dumps(terms))
    (folder / "draft.txt").write_text(draft)
    arguments = ["gate", "--terms", str(folder / "terms.json"), "--draft", str(folder / "draft.txt"), "--json"]
    result = CliRunner().invoke(cli, arguments)
    if isinstance(result.exception, InvalidInput):
        raise result.exception
    found: dict[str, Any] = json.loads(result.output)
    assert result.exit_code == (0 if found["passed"] else 1)
    return found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("My rate is 1.5k.", [("1.5k", "1500.00", "1500.00", None)]),
        ("It is $1,500-2,000.", [("$1,500-2,000", "1500.00", "2000.00", "USD")]),
        (
            "EUR 900, or 1.500,00 €",
            [("EUR 900", "900.00", "900.00", "EUR"), ("1.500,00 €", "1500.00", "1500.00", "EUR")],
        ),
        ("¥90000 please", [("¥90000", "90000", "90000", "JPY")]),
        ("I do $500x3, shot in 1080x1920.", [("$500", "500.00", "500.00", "USD")]),
        ("$99999999999999 or more", [("$99999999999999", "99999999999999.00", "99999999999999.00", "USD")]),
        ("9" * 1_000_001, []),
        ("2 reels, 50k views, 20 % off, on 12 May 2026, call +1 415 555 0199", []),
        ("", []),
    ],
)
def test_amounts_in_order(tmp_path: Path, text: str, found: list[tuple[str, str, str, str | None]]) -> None:
    assert amounts(tmp_path, text) == [
        {"text": words, "low": low, "high": high, "currency": currency} for words, low, high, currency in found
    ]


def test_amounts_in_quoted_text_are_not_theirs(tmp_path: Path) -> None:
    text = "I need $1,800.\n\nOn Mon, 2 March 2026 at 10:00, Alex wrote:\n> We offer $1,000.00.\n"
    assert [one["text"] for one in amounts(tmp_path, text)] == ["$1,800"]


def test_a_mail_of_the_decided_terms_passes(tmp_path: Path) -> None:
    assert checked(tmp_path, TERMS) == {"passed": True, "failures": []}


@pytest.mark.parametrize(
    ("was", "becomes", "check", "found"),
    [
        ("$1,500.00", "$1,600.00", "money", "$1,600.00"),
        ("$120.00", "$220.00", "money", "$220.00"),
        ("$2,000.00", "$1,800.00", "private", "$1,800.00"),
        ("1 Instagram Reel", "one post", "deliverables", ""),
        ("for 30 days", "for 90 days", "commitment", "usage"),
        ("Hi Jane", "Hi Maria", "greeting", "Maria"),
        ("Does that work for you?", "Sign at https://sign.example", "link", "https://sign.example"),
    ],
)
def test_what_was_not_decided_does_not_pass(tmp_path: Path, was: str, becomes: str, check: str, found: str) -> None:
    result = checked(tmp_path, TERMS, DRAFT.replace(was, becomes))
    assert result["passed"] is False
    assert {"check": check, "found": found} in [
        {key: one[key] for key in ("check", "found")} for one in result["failures"]
    ]
    assert all(set(one) == {"check", "found", "message"} and one["message"] for one in result["failures"])


def test_a_shared_price_per_thousand_views_may_be_stated(tmp_path: Path) -> None:
    draft = DRAFT.replace("Does that", "That is a CPM of $25.00. Does that")
    assert checked(tmp_path, TERMS, draft)["passed"] is False
    assert checked(tmp_path, TERMS | {"shared_cpm": "25.00"}, draft)["passed"] is True


def test_an_exit_needs_no_offer(tmp_path: Path) -> None:
    exit_terms = TERMS | {"stage": "exit", "offer": None, "product": None, "payment_terms": None}
    draft = "Hi Jane,\n\nThank you for your time. We cannot meet your rate on this one.\n\nBest,\nAlex\n"
    assert checked(tmp_path, exit_terms, draft)["passed"] is True


@pytest.mark.parametrize(
    ("terms", "problems"),
    [
        ("{", ["the terms are no JSON"]),
        ("[" * 100_000, ["the terms are no JSON"]),
        (TERMS | {"currency": ["USD"]}, ["currency: ['USD'] is not supported"]),
        (TERMS | {"currency": "XXX"}, ["currency: 'XXX' is not supported"]),
        (TERMS | {"offer": 1500.0, "stage": "haggle"}, ["offer: an amount is written as text", "stage:"]),
        (TERMS | {"offer": "1500.005"}, ["offer: 1500.005 is finer than the minor unit of USD"]),
        (TERMS | {"mood": "good"}, ["mood:"]),
        (TERMS | {"offer": "0.00"}, ["offer: must be above zero; null where the mail offers nothing"]),
        (
            TERMS | {"creator_name": " ", "product": {"description": "", "value": None}},
            ["creator_name: must not be empty", "product.description: must not be empty"],
        ),
        ('{"offer": "1500.00", "offer": "900.00"}', ["the terms are no JSON: the key 'offer' is written twice"]),
        (
            TERMS | {"deliverables": [{"platform": "tiktok", "type": "instagram_reel", "quantity": 1}]},
            ["deliverables.0: instagram_reel is not made for tiktok"],
        ),
    ],
)
def test_wrong_terms_are_refused_with_every_reason(tmp_path: Path, terms: object, problems: list[str]) -> None:
    with pytest.raises(InvalidInput) as refusal:
        checked(tmp_path, terms)
    found = refusal.value.problems
    assert len(found) == len(problems)
    assert all(one.startswith(words) for one, words in zip(found, problems, strict=True))


def test_terms_in_another_encoding_are_refused_with_the_file(tmp_path: Path) -> None:
    terms, draft = tmp_path / "terms.json", tmp_path / "draft.txt"
    terms.write_bytes(b'{"creator_name": "Zo\xeb"}')
    draft.write_text(DRAFT)
    result = CliRunner().invoke(cli, ["gate", "--terms", str(terms), "--draft", str(draft), "--json"])
    assert isinstance(result.exception, InvalidInput)
    (problem,) = result.exception.problems
    assert problem.startswith(f"{terms}: byte 21 is not UTF-8")


def test_amounts_have_the_decimals_of_their_currency(tmp_path: Path) -> None:
    assert amounts(tmp_path, "¥150,000 or KWD 150.125 or €900.") == [
        {"text": "¥150,000", "low": "150000", "high": "150000", "currency": "JPY"},
        {"text": "KWD 150.125", "low": "150.125", "high": "150.125", "currency": "KWD"},
        {"text": "€900", "low": "900.00", "high": "900.00", "currency": "EUR"},
    ]


def test_a_draft_of_many_pages_is_refused_for_its_length_alone(tmp_path: Path) -> None:
    result = checked(tmp_path, TERMS, "Hi Jane, we offer $1,600.00. " * 2_000)
    assert result["failures"] == [{"check": "length", "found": "", "message": "58000 characters are no mail"}]
