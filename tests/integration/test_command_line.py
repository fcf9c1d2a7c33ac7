"""The operators' command line as a contract: which commands there are, JSON, exit codes, who is named."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from google.cloud import pubsub_v1

from functions.cli import cli
from shared.domain.working_days import after_working_days
from tests.integration.world import CAMPAIGN, ON_SQLITE, ROSTER, World

ROOT = Path(__file__).parents[2]
NOBODY = "there is no negotiation nobody; see `negotiation list`"

COMMANDS = [
    "amounts",
    "audit",
    "campaign import",
    "campaign launch",
    "campaign list",
    "campaign show",
    "case answer",
    "case approve",
    "case edit",
    "case list",
    "case reject",
    "case show",
    "demo",
    "doctor",
    "gate",
    "inspect",
    "mail deliver",
    "migrate",
    "negotiation claim",
    "negotiation list",
    "negotiation pause",
    "negotiation release",
    "negotiation resume",
    "negotiation show",
    "negotiation stop",
    "outbox",
    "playbook check",
    "promises",
    "simulate",
    "store copy",
    "suppress add",
    "suppress list",
    "suppress remove",
    "up",
]


def leaves(command: click.Command, path: str = "") -> Iterator[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        yield path, command
        return
    for name, below in command.commands.items():
        yield from leaves(below, f"{path} {name}".strip())


def process(
    *arguments: str, environment: dict[str, str], folder: Path = ROOT, stdin: int = subprocess.DEVNULL
) -> subprocess.CompletedProcess[str]:
    """The command as an operator starts it."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}  # noqa: TID251 - what a process cannot start without
    return subprocess.run(
        [sys.executable, "-m", "functions.cli", *arguments],
        cwd=folder,
        env=inherited | {"PYTHONPATH": str(ROOT)} | environment,
        stdin=stdin,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_every_command_is_there() -> None:
    assert set(COMMANDS) <= {path for path, _ in leaves(cli)}


@pytest.mark.parametrize("path", COMMANDS)
def test_a_command_prints_json_on_request_and_says_what_it_does(path: str) -> None:
    command = dict(leaves(cli))[path]
    assert "--json" in {option for parameter in command.params for option in parameter.opts}
    assert command.help


@ON_SQLITE
def test_a_command_is_a_process_with_json_on_its_output_and_exit_code_0(
    world: World, environment: dict[str, str]
) -> None:
    world.launch()

    done = process("negotiation", "list", "--json", environment=environment)

    assert done.returncode == 0
    sent_at = world.negotiation().waiting_since
    assert sent_at is not None
    two_weeks = after_working_days(sent_at, 10)
    assert json.loads(done.stdout)["negotiations"] == [
        {
            "id": world.negotiation().id,
            "creator": "Jo Park",
            "state": "awaiting_reply",
            "owner": "agent",
            "offers": 1,
            "follow_ups": 0,
            "next_look": f"{two_weeks:%Y-%m-%d %H:%M} UTC: counts as no answer",
            "open_case": None,
        }
    ]


@ON_SQLITE
def test_a_found_problem_is_exit_code_1_in_plain_words(world: World, environment: dict[str, str]) -> None:
    world.launch()

    done = process("negotiation", "resume", world.negotiation().id, environment=environment)

    assert done.returncode == 1
    assert "resume is not possible in state awaiting_reply" in done.stderr
    assert "Traceback" not in done.stderr


@ON_SQLITE
@pytest.mark.parametrize(
    "arguments",
    [
        ("negotiation", "pause"),
        ("case", "edit", "c1"),
        ("case", "approve", "c1"),
        ("campaign", "import", "missing.yaml", "missing.csv"),
        ("nonsense",),
    ],
    ids=["argument missing", "neither text nor file", "not said what was seen", "file missing", "no such command"],
)
def test_wrong_usage_is_exit_code_2(world: World, arguments: tuple[str, ...]) -> None:
    wrong = world.product.cli(*arguments)

    assert wrong.code == 2
    assert "Usage:" in wrong.err


def test_without_an_environment_the_message_names_every_variable(tmp_path: Path) -> None:
    done = process("campaign", "show", "spring", environment={}, folder=tmp_path)

    assert done.returncode == 1
    for name in ("GOOGLE_CLOUD_PROJECT", "PARLEY_STORE", "PARLEY_MAILBOX", "PARLEY_SECRETS"):
        assert name in done.stderr
    assert "Traceback" not in done.stderr


@ON_SQLITE
@pytest.mark.parametrize(
    "arguments",
    [
        ("negotiation", "show", "nobody"),
        ("negotiation", "stop", "nobody"),
        ("case", "show", "nothing"),
        ("case", "approve", "nothing", "--seen", "1-0-00000000"),
        ("campaign", "launch", "nothing"),
        ("campaign", "show", "nothing"),
    ],
)
def test_what_does_not_exist_is_a_problem_in_plain_words(world: World, arguments: tuple[str, ...]) -> None:
    wrong = world.product.cli(*arguments)

    assert wrong.code == 1
    assert arguments[2] in wrong.err


@ON_SQLITE
def test_what_is_shown_is_what_happened(world: World) -> None:
    world.launch()
    world.answer("I would need $2,000.")
    world.answer("Deal!")
    id_ = world.negotiation().id

    shown = world.cli("negotiation", "show", id_)
    assert (shown["state"], shown["agreed_rate"], shown["asks"]) == ("agreed", world.rate(), ["2000.00"])
    assert [turn["outbound"] for turn in shown["turns"]] == [True, False, True, False, True]
    assert shown["turns"][1]["text"] == "I would need $2,000."
    # Openings and replies are worded, replies are read too: the calls of the whole are the calls of its mails.
    assert shown["model"]["calls"] == 5
    assert shown["model"]["tokens"] == sum(turn["model"]["tokens"] for turn in shown["turns"])
    assert shown["model"]["cost_usd"] == world.cli("campaign", "show", "spring")["model"]["cost_usd"]
    assert float(shown["model"]["cost_usd"]) > 0
    assert len({turn["playbook"] for turn in shown["turns"] if turn["outbound"]}) == 1
    (contact,) = shown["contacts"]
    assert (contact["email"], contact["role"]) == ("jo@creators.example", "creator")
    assert contact["first_seen_at"] is not None
    campaign = world.cli("campaign", "show", "spring")
    assert (campaign["agreed"]["count"], campaign["agreed"]["committed"]) == (1, shown["agreed_rate"])
    (creator,) = campaign["creators"]
    assert (creator["creator"], creator["state"]) == ("Jo Park", "agreed")
    entries = world.cli("outbox", "--state", "sent")["entries"]
    assert [entry["kind"] for entry in entries] == ["mail", "mail", "mail", "card"]
    sent = world.cli("audit", "--negotiation", id_, "--kind", "mail_sent")["events"]
    assert len(sent) == 3
    assert world.cli("case", "list")["cases"] == []


@ON_SQLITE
def test_the_audit_trail_names_the_person_who_acted(world: World) -> None:
    world.launch()
    id_ = world.negotiation().id
    for command in ("pause", "resume", "claim", "release", "stop"):
        assert world.cli("negotiation", command, id_, "--as", "Ava")["id"] == id_

    events = world.cli("audit", "--negotiation", id_)["events"]

    assert [event["kind"] for event in events if event["actor"] == "Ava"] == [
        "paused",
        "resumed",
        "claimed",
        "released",
        "stopped",
    ]


def test_a_mail_is_inspected_without_any_installation(tmp_path: Path) -> None:
    mail = tmp_path / "reply.eml"
    mail.write_text("From: Jo <jo@creators.example>\nSubject: Rates\n\nI ask $2,000.\n\n> For $1,000?\n")

    done = process("inspect", str(mail), "--json", environment={}, folder=tmp_path)

    assert done.returncode == 0
    shown = json.loads(done.stdout)
    assert shown["new_text"].strip() == "I ask $2,000."
    assert shown["from"]["email"] == "jo@creators.example"


@ON_SQLITE
def test_a_dry_run_of_nothing_is_no_error(world: World) -> None:
    assert world.cli("negotiation", "list")["negotiations"] == []
    assert world.cli("outbox")["entries"] == []
    assert world.cli("audit")["events"] == []


@ON_SQLITE
def test_an_import_with_rejected_rows_is_exit_code_1(world: World) -> None:
    assert world.import_files(CAMPAIGN, ROSTER).code == 0
    assert world.import_files(CAMPAIGN, ROSTER + "Ana,nowhere,Instagram,@ana,50000,,\n").code == 1


@ON_SQLITE
def test_the_promises_are_checked_against_the_mailbox(world: World) -> None:
    world.launch()
    world.answer("I would need $2,000.")
    world.answer("Deal!")
    world.wait(minutes=15)

    kept = world.cli("promises")

    assert (kept["status"], kept["source"]) == ("kept", "the mailbox deals@brand.example")
    assert {one["promise"]: one["checked"] for one in kept["promises"]} == {
        "nothing is lost": 2,
        "nothing is sent twice": 3,
        "nothing is sent that was not decided": 3,
        "state first": 3,
        "a stop is a stop": 3,
        "money never defaults": 3,
        "nothing stops silently": 1,
    }


@ON_SQLITE
def test_what_may_still_be_under_way_is_left_out_of_the_promises(world: World) -> None:
    world.launch()
    world.wait(minutes=9)
    early = world.product.cli("promises")
    world.wait(minutes=2)
    later = world.product.cli("promises", "--json")

    assert early.code == 1
    assert "nothing to check" in early.out
    assert "what is younger than 600 s may still be under way" in early.out
    assert (later.code, later.value["status"]) == (0, "kept")


@ON_SQLITE
def test_where_nothing_was_negotiated_no_promise_counts_as_kept(world: World) -> None:
    checked = world.product.cli("promises", "--json")

    assert (checked.code, checked.value["status"]) == (1, "nothing to check")


@ON_SQLITE
def test_a_whole_store_is_looked_at_and_copied(world: World, environment: dict[str, str], tmp_path: Path) -> None:
    world.launch()
    source, target = environment["PARLEY_STORE"], f"sqlite:{tmp_path / 'copy.sqlite'}"

    assert world.cli("migrate")["left"] == []
    copied = process("store", "copy", source, target, "--json", environment={})
    assert copied.returncode == 0, copied.stderr
    counts = {one["collection"]: one["verified"] for one in json.loads(copied.stdout)["collections"]}
    assert (counts["campaigns"], counts["negotiations"], counts["outbox"]) == (1, 1, 1)

    again = process("store", "copy", source, target, environment={})
    assert again.returncode == 1
    assert "the target is not empty" in again.stderr

    wrong = process("store", "copy", "mysql:x", "sqlite:", environment={})
    assert wrong.returncode == 1
    assert wrong.stderr.splitlines() == [
        "mysql:x is no store: use `firestore` or `sqlite:PATH`",
        "sqlite: is no store: use `firestore` or `sqlite:PATH`",
    ]


@ON_SQLITE
def test_the_doctor_finds_a_sound_installation_well(world: World) -> None:
    world.launch()

    found = world.cli("doctor", "--paid")["findings"]

    assert [(one["part"], one["well"]) for one in found] == [
        ("settings", True),
        ("store", True),
        ("mailbox deals@brand.example", True),
        ("playbook", True),
        ("slack", True),
        ("pubsub", True),
        ("claude", True),
        ("queue", True),
        ("outbox", True),
    ]
    assert world.claude.calls("messages.create") == 1 + 2, "the opening was worded, and each model was asked once"


@ON_SQLITE
def test_the_doctor_asks_nothing_that_costs_unless_told(world: World) -> None:
    found = {one["part"]: one["said"] for one in world.cli("doctor")["findings"]}

    assert found["claude"] == "not asked: a call costs; repeat with --paid"
    assert world.claude.calls("messages.create") == 0


@ON_SQLITE
def test_the_doctor_names_what_is_refused_and_the_fix(world: World) -> None:
    world.slack.fault("conversations.history", "fail", reason="not_in_channel")
    topic = f"projects/{world.product.app.settings.project}/topics/campaign-tasks"
    pubsub_v1.PublisherClient().delete_topic(request={"topic": topic}, timeout=10)

    done = world.try_cli("doctor")

    assert done.code == 1
    found = {one["part"]: one for one in done.value["findings"] if not one["well"]}
    assert set(found) == {"slack", "pubsub"}
    assert "not_in_channel" in found["slack"]["said"]
    assert "invite the bot" in found["slack"]["fix"]
    assert "campaign-tasks" in found["pubsub"]["said"]


def test_the_doctor_names_every_missing_setting(tmp_path: Path) -> None:
    done = process("doctor", environment={}, folder=tmp_path)

    assert done.returncode == 1
    assert "problem  settings: PARLEY_STORE is not set" in done.stdout
    *problems, fix = done.stdout.splitlines()
    assert all(line.startswith("problem  settings: PARLEY_") or "GOOGLE_CLOUD_PROJECT" in line for line in problems)
    assert fix == "         -> see README.md for the settings, or start the local stack: make up"
    assert "Traceback" not in done.stderr


@ON_SQLITE
def test_ids_are_printed_whole_so_that_they_can_be_pasted(world: World) -> None:
    world.launch(CAMPAIGN.replace("mails: auto", "mails: review"))
    case, negotiation = world.case().id, world.negotiation().id
    for command in (("case", "list"), ("outbox",), ("audit",), ("negotiation", "list")):
        assert negotiation in world.product.cli(*command).out
    assert case in world.product.cli("case", "list").out
    assert f"{negotiation}-1" in world.product.cli("outbox").out


@ON_SQLITE
def test_lists_show_names_instants_and_what_comes_next_in_one_piece(world: World) -> None:
    world.launch(roster=ROSTER.replace("Jo Park", "Josephine Featherstone"))
    sent_at = world.negotiation().waiting_since
    assert sent_at is not None
    look = f"{after_working_days(sent_at, 10):%Y-%m-%d %H:%M:%SZ}"
    waiting = world.product.cli("negotiation", "list").out
    world.answer("Please call me about it, my lawyer has questions about the contract.")
    escalated = world.product.cli("negotiation", "list").out
    (first, *_) = world.events()

    assert all(told in waiting for told in ("Josephine", "Featherstone", look, "counts as no answer"))
    assert "...-case1" in escalated
    assert f"{first.at:%Y-%m-%d %H:%M:%SZ}" in world.product.cli("audit").out
    for command in (("negotiation", "list"), ("outbox",), ("audit",), ("case", "list")):
        assert max(map(len, world.product.cli(*command).out.splitlines())) <= 120


@ON_SQLITE
def test_a_transcript_tells_the_day_of_every_event(world: World) -> None:
    world.launch()
    (event, *_) = world.events()
    shown = world.product.cli("negotiation", "show", world.negotiation().id).out
    assert f"{event.at:%Y-%m-%d %H:%M:%S} agent: negotiation_opened" in shown


@ON_SQLITE
def test_a_closed_case_offers_no_action(world: World) -> None:
    world.launch(CAMPAIGN.replace("mails: auto", "mails: review"))
    case = world.case().id
    assert world.cli("case", "show", case)["actions"] != []
    world.cli("case", "approve", case, "--as", "Ava")
    shown = world.cli("case", "show", case)
    assert (shown["actions"], shown["closed_by"], shown["resolution"]) == ([], "Ava", "sent")


@ON_SQLITE
def test_a_filter_that_can_match_nothing_is_refused(world: World) -> None:
    world.launch()
    state = world.product.cli("outbox", "--state", "nonsense")
    assert (state.code, "'pending'" in state.err) == (2, True)
    kind = world.product.cli("audit", "--kind", "nonsense")
    assert kind.code == 1
    assert (
        kind.err == "no event is of kind 'nonsense'; this trail has: mail_sent, negotiation_opened, opening_decided\n"
    )


@ON_SQLITE
def test_what_is_refused_is_an_object_where_json_was_asked_for(world: World) -> None:
    refused = world.try_cli("negotiation", "show", "nobody")
    assert (refused.code, refused.out) == (1, "")
    assert json.loads(refused.err) == {"error": "NotFound", "problems": [NOBODY]}
    wrong = world.product.cli("negotiation", "show", "--json")
    assert wrong.code == 2
    assert json.loads(wrong.err) == {"error": "usage", "problems": ["Missing argument 'NEGOTIATION_ID'."]}


@ON_SQLITE
def test_a_campaigns_note_follows_what_happens(world: World) -> None:
    world.launch(CAMPAIGN.replace("mails: auto", "mails: review"))
    (before,) = world.cli("campaign", "show", "spring")["creators"]
    world.cli("case", "approve", world.case().id, "--as", "Ava")
    (after,) = world.cli("campaign", "show", "spring")["creators"]
    assert (before["note"], after["note"]) == ("Needs approval", None)


@ON_SQLITE
def test_an_address_on_the_list_is_not_imported_for_another_campaign(world: World) -> None:
    world.cli("suppress", "add", "jo@creators.example", "--why", "asked us on the phone", "--as", "Ava")
    imported = world.import_files(CAMPAIGN, ROSTER)
    assert imported.value["suppressed"] == ["jo@creators.example"]
    assert imported.value["planned"] == []
    (kept,) = world.cli("suppress", "list")["suppressions"]
    assert (kept["by"], kept["why"], kept["lifted_by"]) == ("Ava", "asked us on the phone", None)
    world.cli("suppress", "remove", "jo@creators.example", "--as", "Ava")
    assert world.import_files(CAMPAIGN, ROSTER).value["planned"] == ["jo@creators.example"]
