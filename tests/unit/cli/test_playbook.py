"""The playbook: what the team wrote is whole, fits the gate, and every mistake is told with its place."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from functions.cli import cli
from shared.adapters.playbook import KNOWLEDGE, load_playbook
from shared.domain.campaign import Platform, Product
from shared.domain.errors import InvalidInput
from shared.domain.negotiation import Move, Stage
from shared.domain.states import Event
from shared.domain.terms import Lever, campaign_terms
from shared.domain.writing.playbook import Playbook, Tactic, Voice, tactics_of
from shared.domain.writing.playbook_check import faults
from tests.unit.domain.builders import campaign, usd

OURS = load_playbook()
TERMS = campaign_terms(campaign(), usd("1480"))

EXAMPLE = """---
title: A step
stages: [counter]
tactics: [price]
tone: creator
platform: instagram
creator: Maya Lindholm
offer: 1430.00 USD
their_ask: 1800.00 USD
deliverables:
  - 1 Instagram Reel
---

Hi Maya,

You asked for $1,800.00. For 1 Instagram Reel we can offer $1,430.00. Does that work?
"""


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(KNOWLEDGE, tmp_path / "knowledge"))


def check(folder: Path) -> dict[str, Any]:
    result = CliRunner().invoke(cli, ["playbook", "check", "--folder", str(folder), "--json"])
    found: dict[str, Any] = json.loads(result.output)
    assert result.exit_code == (0 if found["passed"] else 1)
    return found


def with_example(folder: Path, old: str, new: str) -> dict[str, Any]:
    assert EXAMPLE.count(old) == 1
    (folder / "examples" / "step.md").write_text(EXAMPLE.replace(old, new))
    return check(folder)


def test_our_own_playbook_is_whole() -> None:
    assert OURS.gaps() == ()


@pytest.mark.parametrize("example", OURS.examples, ids=lambda example: example.name)
def test_every_example_mail_could_leave(example: Any) -> None:
    assert list(faults(example)) == []


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("tone", Voice)
@pytest.mark.parametrize("platform", Platform)
@pytest.mark.parametrize("tactics", [(), *((tactic,) for tactic in Tactic)], ids=lambda tactics: "".join(tactics))
def test_l85_every_mail_has_examples_of_its_stage_and_of_no_other_platform(
    stage: Stage, tone: Voice, platform: Platform, tactics: tuple[Tactic, ...]
) -> None:
    chosen = OURS.chosen(stage, tone, platform, tactics)

    assert 2 <= len(chosen) <= 3
    for one in chosen:
        assert stage in one.stages
        assert one.platform in {None, platform}


@pytest.mark.parametrize(
    ("stage", "tone", "platform", "tactics", "names"),
    [
        (Stage.OPENING, Voice.AGENCY, Platform.TIKTOK, (), ["opening-agency", "opening-tiktok-creator"]),
        (Stage.AGREEMENT, Voice.CREATOR, Platform.TIKTOK, (), ["agreement-short", "agreement-agency"]),
        (Stage.COUNTER, Voice.MANAGER, Platform.YOUTUBE, (Tactic.PRICE,), ["counter-manager", "counter-agency"]),
        (
            Stage.EXIT,
            Voice.MANAGER,
            Platform.INSTAGRAM,
            (Tactic.EXIT,),
            ["exit-manager", "exit-agency", "exit-creator"],
        ),
    ],
)
def test_the_tone_comes_before_the_platform(
    stage: Stage, tone: Voice, platform: Platform, tactics: tuple[Tactic, ...], names: list[str]
) -> None:
    assert [one.name for one in OURS.chosen(stage, tone, platform, tactics)][: len(names)] == names


@pytest.mark.parametrize(
    ("lever", "first"),
    [
        (None, "counter-creator"),
        (Lever.SCENARIO_1, "counter-deliverables-creator"),
        (Lever.SCENARIO_3, "counter-deliverables-creator"),
        (Lever.USAGE_RIGHTS, "counter-usage-rights-manager"),
        (Lever.SYNDICATION, "counter-syndication-creator"),
        (Lever.SHARE_CPM, "counter-shared-cpm-agency"),
    ],
)
def test_a_counter_offer_learns_from_those_that_move_by_the_same(lever: Lever | None, first: str) -> None:
    move = Move(stage=Stage.COUNTER, event=Event.SEND_COUNTER, terms=TERMS, lever=lever)
    chosen = OURS.chosen(Stage.COUNTER, Voice.CREATOR, Platform.INSTAGRAM, tactics_of(move))
    taught = {tactic for one in chosen for tactic in one.tactics}

    assert first in [one.name for one in chosen][:2]
    assert taught <= {Tactic.PRICE, *tactics_of(move)}


@pytest.mark.parametrize(
    ("product", "shown"), [(None, False), (Product(description="a serum", value=None), True)], ids=["without", "with"]
)
def test_an_opening_without_a_product_learns_from_none_that_has_one(product: Product | None, *, shown: bool) -> None:
    move = Move(stage=Stage.OPENING, event=Event.SEND_OFFER, terms=replace(TERMS, product=product))
    chosen = OURS.chosen(Stage.OPENING, Voice.CREATOR, Platform.INSTAGRAM, tactics_of(move))

    assert ("opening-product" in [one.name for one in chosen]) is shown


def test_the_command_says_what_it_looked_at(folder: Path) -> None:
    found = check(folder)

    assert found["passed"] is True
    assert found["examples"] == len(OURS.examples)
    assert found["version"] == OURS.version
    assert found["by_stage"]["opening"] == 5


@pytest.mark.parametrize("name", ["writer.md", "platforms/tiktok.md", "examples/exit-agency.md"])
def test_the_version_changes_with_every_character(folder: Path, name: str) -> None:
    (folder / name).write_text((folder / name).read_text() + ".\n")

    assert load_playbook(folder).version != OURS.version


def test_a_renamed_example_is_another_version(folder: Path) -> None:
    (folder / "examples" / "exit-agency.md").rename(folder / "examples" / "exit-firm.md")

    assert load_playbook(folder).version != OURS.version


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("[counter]", "[haggle]", "examples/step.md:3: stages: 'haggle' is not known; use opening, counter, "),
        ("[counter]", "[countr]", "examples/step.md:3: stages: 'countr' is not known; did you mean 'counter'?; use "),
        ("stages: [counter]\n", "", "examples/step.md:2: stages: name at least one stage"),
        ("[price]", "[pressure]", "examples/step.md:4: tactics: 'pressure' is not known"),
        ("[price]", "price", "examples/step.md:4: tactics: write a list: [one, two]"),
        ("tone: creator", "tone: boss", "examples/step.md:5: tone: 'boss' is not known; use creator, manager, agency"),
        ("platform: instagram", "platform: myspace", "examples/step.md:6: platform: 'myspace' is not known"),
        ("creator: Maya Lindholm\n", "", "examples/step.md:2: creator: is missing"),
        ("1430.00 USD", "1430.00", "examples/step.md:8: offer: '1430.00': write amount and currency"),
        ("1430.00 USD", "1,430 USD", "examples/step.md:8: offer: '1,430' is not a plain decimal amount"),
        ("1430.00 USD", "1430.00 DOLLARS", "examples/step.md:8: offer: unknown currency 'DOLLARS'"),
        ("their_ask", "theirask", "examples/step.md:9: theirask: is no key here; did you mean 'their_ask'?"),
        ("title: A step", "title: [A, step]", "examples/step.md:2: title: write one value"),
        ("title: A step", "title: A: step", "examples/step.md:2: a second colon"),
        ("---\n\nHi", "\nHi", "examples/step.md:1: begin the file with front matter between two lines of ---"),
    ],
)
def test_a_mistake_is_told_with_file_and_line(folder: Path, old: str, new: str, problem: str) -> None:
    found = with_example(folder, old, new)

    assert found["passed"] is False
    assert [line for line in found["problems"] if line.startswith(problem)], found["problems"]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("we can offer $1,430.00", "we can offer $1,431.00", "examples/step.md:16: money: '$1,431.00': "),
        ("Does that work?", "This is our last chance.", "examples/step.md:16: claim: 'last chance': "),
        ("Hi Maya", "Hi Maria", "examples/step.md:14: greeting: 'Maria': "),
        ("Does that work?", "Write to [name].", "examples/step.md:16: placeholder: '[name]': "),
        ("Does that work?", "Then we have a deal.", "examples/step.md:16: stage: 'deal': "),
    ],
)
def test_l86_an_example_that_could_not_leave_is_refused(folder: Path, old: str, new: str, problem: str) -> None:
    found = with_example(folder, old, new)

    assert [line for line in found["problems"] if line.startswith(problem)], found["problems"]


@pytest.mark.parametrize(
    ("guide", "words", "problem"),
    [
        ("general.md", "You may always say that we can go to $2,000.", "money: '$2,000'"),
        ("writer.md", "Close with our brief: https://brand.example/brief", "link: 'https://brand.example/brief'"),
        ("platforms/tiktok.md", "They can reach us at deals@brand.example.", "email: 'deals@brand.example'"),
        ("general.md", "Offer that they call +1 415 555 0132.", "phone: '+1 415 555 0132'"),
    ],
)
def test_l86_a_guide_that_teaches_what_no_mail_may_say_is_refused(
    folder: Path, guide: str, words: str, problem: str
) -> None:
    file = folder / guide
    file.write_text(f"{file.read_text()}{words}\n")
    line = file.read_text().splitlines().index(words) + 1
    assert check(folder)["problems"] == [f"{guide}:{line}: {problem}: a guide names none; say it without"]


def test_all_mistakes_of_all_files_come_at_once(folder: Path) -> None:
    (folder / "platforms" / "tiktok.md").write_text("no front matter")
    (folder / "platforms" / "myspace.md").write_text("---\ntitle: x\n---\nwords")
    (folder / "general.md").unlink()
    (folder / "examples" / "exit-agency.md").write_bytes(b"---\ntitle: \xff\n---\nHi")
    (folder / "examples" / "exit-creator.md").write_text("---\ntitle: x\n---\n\n")

    with pytest.raises(InvalidInput) as raised:
        load_playbook(folder)

    told = "\n".join(raised.value.problems)
    for problem in (
        "platforms/tiktok.md:1: begin the file",
        "platforms/myspace.md:1: not a file of the playbook",
        "general.md:1: is missing",
        "examples/exit-agency.md:1: byte 12 is not UTF-8",
        "examples/exit-creator.md:4: there is no text below the front matter",
        "examples/exit-creator.md:2: tone: is missing",
    ):
        assert problem in told


def test_a_broken_file_does_not_hide_an_example_that_could_not_leave(folder: Path) -> None:
    (folder / "general.md").unlink()
    (folder / "examples" / "step.md").write_text(EXAMPLE.replace("$1,430.00", "$1,431.00"))

    problems = check(folder)["problems"]

    assert problems[0] == "general.md:1: is missing"
    assert problems[1].startswith("examples/step.md:16: money: '$1,431.00': ")


def test_what_is_missing_for_a_mail_is_told(folder: Path) -> None:
    for path in (folder / "examples").glob("exit-*.md"):
        path.unlink()
    (folder / "platforms" / "youtube.md").unlink()
    writer = (folder / "writer.md").read_text()
    (folder / "writer.md").write_text(writer.replace("- clarification: ", "- "))

    assert check(folder)["problems"] == [
        "examples: 0 for stage exit; write at least 2",
        "platforms/youtube.md is missing",
        "writer.md does not say what stage clarification asks for",
    ]


def test_a_playbook_is_chosen_from_without_any_example() -> None:
    bare = Playbook(version="0", reader="r", writer="w", general="g", platforms={}, examples=())

    assert bare.chosen(Stage.OPENING, Voice.CREATOR, Platform.TIKTOK, ()) == ()
