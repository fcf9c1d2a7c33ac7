import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from functions.cli import cli
from shared.domain.errors import InvalidInput

CAMPAIGN = Path("emulators/sample/campaign.yaml")

SELLERS = [
    {
        "id": "slow",
        "average_views": 50_000,
        "reservation": "900.00",
        "first_ask": "2400.00",
        "style": "linear",
        "patience_rounds": 6,
    },
    {
        "id": "hasty",
        "average_views": 50_000,
        "reservation": "1350.00",
        "first_ask": "1600.00",
        "style": "stubborn",
        "patience_rounds": 2,
    },
    {
        "id": "mirror",
        "average_views": 50_000,
        "reservation": "1100.00",
        "first_ask": "1800.00",
        "style": "tit_for_tat",
        "patience_rounds": 4,
    },
]

MIX = {
    "mix": {
        "count": 3,
        "average_views": [10_000, 60_000],
        "reservation": ["700.00", "1700.00"],
        "markup": ["1.10", "2.40"],
        "patience_rounds": [2, 8],
        "styles": ["linear", "boulware"],
    }
}


def simulate(folder: Path, sellers: Any, *options: str, campaign: Path = CAMPAIGN) -> Result:
    file = folder / "sellers.json"
    file.write_text(sellers if isinstance(sellers, str) else json.dumps(sellers))
    arguments = ["simulate", "--campaign", str(campaign), "--sellers", str(file), *options]
    return CliRunner().invoke(cli, arguments)


def printed(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.output)
    return found


def test_the_figures_have_this_shape(tmp_path: Path) -> None:
    assert printed(simulate(tmp_path, SELLERS, "--json")) == {
        "n": 3,
        "feasible": 3,
        "agreed": 2,
        "agreement_rate_feasible": 0.6667,
        "buyer_surplus_share": 0.0833,
        "mean_rounds": 2.6667,
        "violations": 0,
        "by_style": {
            "linear": {
                "n": 1,
                "feasible": 1,
                "agreed": 1,
                "agreement_rate_feasible": 1.0,
                "buyer_surplus_share": 0.0,
                "mean_rounds": 4.0,
                "violations": 0,
            },
            "stubborn": {
                "n": 1,
                "feasible": 1,
                "agreed": 0,
                "agreement_rate_feasible": 0.0,
                "buyer_surplus_share": 0.0,
                "mean_rounds": 2.0,
                "violations": 0,
            },
            "tit_for_tat": {
                "n": 1,
                "feasible": 1,
                "agreed": 1,
                "agreement_rate_feasible": 1.0,
                "buyer_surplus_share": 0.25,
                "mean_rounds": 2.0,
                "violations": 0,
            },
        },
    }


def test_a_line_for_each_seller(tmp_path: Path) -> None:
    out = tmp_path / "results.jsonl"
    simulate(tmp_path, SELLERS, "--out", str(out), "--json")
    assert [json.loads(line) for line in out.read_text().splitlines()] == [
        {
            "id": "slow",
            "limit": "1500.00",
            "floor": "1000.00",
            "agreed": True,
            "price": "1500.00",
            "rounds": 4,
            "offers": ["1000.00", "1460.00", "1480.00", "1480.00"],
            "asks": ["2400.00", "2100.00", "1800.00", "1500.00"],
            "outcome": "ask_accepted",
        },
        {
            "id": "hasty",
            "limit": "1500.00",
            "floor": "1000.00",
            "agreed": False,
            "price": None,
            "rounds": 2,
            "offers": ["1000.00", "1300.00"],
            "asks": ["1600.00"],
            "outcome": "seller_left",
        },
        {
            "id": "mirror",
            "limit": "1500.00",
            "floor": "1000.00",
            "agreed": True,
            "price": "1400.00",
            "rounds": 2,
            "offers": ["1000.00", "1400.00"],
            "asks": ["1800.00"],
            "outcome": "offer_taken",
        },
    ]


@pytest.mark.parametrize("name", ["parley", "ceiling", "linear", "boulware", "conceder", "tit_for_tat"])
def test_every_named_strategy_plays(tmp_path: Path, name: str) -> None:
    found = printed(simulate(tmp_path, SELLERS, "--strategy", name, "--json"))
    assert (found["n"], found["violations"]) == (3, 0)


def test_the_strategy_decides(tmp_path: Path) -> None:
    out = tmp_path / "results.jsonl"
    simulate(tmp_path, SELLERS[:1], "--strategy", "ceiling", "--out", str(out))
    assert json.loads(out.read_text())["offers"] == ["1000.00", "1500.00", "1500.00", "1500.00"]


def test_an_unknown_strategy_is_wrong_usage(tmp_path: Path) -> None:
    assert simulate(tmp_path, SELLERS, "--strategy", "guess").exit_code == 2


def test_a_seed_draws_from_a_mix(tmp_path: Path) -> None:
    one, again, other = (printed(simulate(tmp_path, MIX, "--seed", seed, "--json")) for seed in ("7", "7", "8"))
    assert one == again
    assert one["n"] == 3
    assert one != other


def test_for_people_it_is_a_table(tmp_path: Path) -> None:
    result = simulate(tmp_path, SELLERS)
    assert result.exit_code == 0
    assert "66.7%" in result.output
    assert "tit_for_tat" in result.output


@pytest.mark.parametrize(
    ("sellers", "problems"),
    [
        ("[", ["the sellers are no JSON"]),
        ("7", ["sellers are a list"]),
        ([], ["sellers are a list"]),
        ([SELLERS[0], 7], ["seller 2: is no object"]),
        ([SELLERS[0] | {"id": ""}], ["seller 1, id: String should have at least 1 character"]),
        ([*SELLERS, SELLERS[1]], ["seller 4, id: 'hasty' is another seller's"]),
        ('[{"id": "a", "id": "b"}]', ["the sellers are no JSON: the key 'id' is written twice in one object"]),
        ([SELLERS[0] | {"reservation": 900.0}], ["seller 1, reservation: an amount is written as text"]),
        ([SELLERS[0] | {"reservation": "900.001"}], ["seller 1: 900.001 is finer than the minor unit of USD"]),
        ([SELLERS[0] | {"first_ask": "899.99"}], ["seller 1: seller slow needs 0 < reservation <= first ask"]),
        (
            [SELLERS[0] | {"style": "shy"}, SELLERS[1] | {"patience_rounds": 0}, SELLERS[2] | {"mood": "good"}],
            ["seller 1, style:", "seller 2, patience_rounds:", "seller 3, mood:"],
        ),
        ({"mix": MIX["mix"] | {"patience_rounds": [8, 2]}}, ["mix.patience_rounds: a range goes"]),
        ({"mix": MIX["mix"] | {"markup": ["0.50", "2.00"]}}, ["mix: nobody asks for less than they would take"]),
        ({"mix": MIX["mix"] | {"markup": ["a", "2.00"]}}, ["mix.markup.0: 'a' is not a plain decimal amount"]),
    ],
)
def test_a_wrong_file_is_refused_with_every_reason(tmp_path: Path, sellers: Any, problems: list[str]) -> None:
    refusal = simulate(tmp_path, sellers, "--json").exception
    assert isinstance(refusal, InvalidInput)
    assert len(refusal.problems) == len(problems)
    assert all(found.startswith(words) for found, words in zip(refusal.problems, problems, strict=True))


def test_a_seller_whose_views_come_to_more_than_any_fee_gets_no_offer(tmp_path: Path) -> None:
    out = tmp_path / "results.jsonl"
    simulate(tmp_path, [SELLERS[0] | {"average_views": 10**23}], "--out", str(out))
    line = json.loads(out.read_text())
    assert (line["limit"], line["offers"], line["outcome"]) == (None, [], "no_room")


@pytest.mark.parametrize(
    ("wanted", "strategy"), [("cpm", "parley_cpm"), ("content_volume_usage_rights", "parley_content")]
)
def test_the_campaign_says_which_side_of_the_trade_is_played(tmp_path: Path, wanted: str, strategy: str) -> None:
    other = tmp_path / "campaign.yaml"
    other.write_text(CAMPAIGN.read_text().replace("optimize_for: balance", f"optimize_for: {wanted}"))
    sellers = {"mix": {**MIX["mix"], "count": 40}}
    played = printed(simulate(tmp_path, sellers, "--json", campaign=other))
    assert played == printed(simulate(tmp_path, sellers, "--strategy", strategy, "--json"))
    assert played != printed(simulate(tmp_path, sellers, "--json"))


@pytest.mark.parametrize(
    ("said", "strategy"),
    [
        ("accept", "parley"),
        ("counter_once", "parley_one_more"),
        ("counter_while_falling", "parley_while_falling"),
    ],
)
def test_and_what_becomes_of_an_ask_inside_the_limit(tmp_path: Path, said: str, strategy: str) -> None:
    other = tmp_path / "campaign.yaml"
    other.write_text(CAMPAIGN.read_text() + f"ask_inside_limit: {said}\n")
    sellers = {"mix": {**MIX["mix"], "count": 60}}
    played = printed(simulate(tmp_path, sellers, "--json", campaign=other))
    assert played == printed(simulate(tmp_path, sellers, "--strategy", strategy, "--json"))
    assert (played == printed(simulate(tmp_path, sellers, "--json"))) == (said == "accept")


@pytest.mark.parametrize("broken", ["--campaign", "--sellers"])
def test_a_file_in_another_encoding_is_refused_by_name(tmp_path: Path, broken: str) -> None:
    odd, sellers = tmp_path / "odd", tmp_path / "sellers.json"
    odd.write_bytes(b"\xff\xfe")
    sellers.write_text(json.dumps(SELLERS))
    files = {"--campaign": CAMPAIGN, "--sellers": sellers} | {broken: odd}
    arguments = [word for option, file in files.items() for word in (option, str(file))]
    result = CliRunner().invoke(cli, ["simulate", *arguments])
    assert isinstance(result.exception, InvalidInput)
    assert result.exception.problems[0].startswith(f"{odd}: byte 1 is not UTF-8")


def test_results_that_cannot_be_written_are_told_in_words(tmp_path: Path) -> None:
    nowhere = tmp_path / "none" / "results.jsonl"
    result = simulate(tmp_path, SELLERS, "--out", str(nowhere))
    assert result.exit_code == 1
    assert f"Could not open file '{nowhere}': No such file or directory" in result.output
