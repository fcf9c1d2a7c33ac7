"""The settings: every mistake at once, nothing by default that a person has to decide, nothing that nobody reads."""

import ast
import os
import re
import subprocess
import sys
from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import pytest

from shared.adapters.claude.client import ANSWER_SECONDS
from shared.adapters.gmail.quota import UNITS_PER_MINUTE
from shared.config import Settings, enter_local_stack, read_settings, stack_holder
from shared.domain.errors import InvalidInput

ROOT = Path(__file__).parents[2]

LOCAL = {
    "GOOGLE_CLOUD_PROJECT": "demo",
    "PARLEY_STORE": "sqlite:parley.db",
    "PARLEY_MAILBOX": "Deals@Brand.example",
    "PARLEY_SECRETS": "env",
    "PARLEY_SLACK_ESCALATIONS_CHANNEL": "C1",
    "PARLEY_SLACK_AGREEMENTS_CHANNEL": "C2",
    "GMAIL_API_ENDPOINT": "http://127.0.0.1:1",
}


def problems(environment: dict[str, str]) -> tuple[str, ...]:
    with pytest.raises(InvalidInput) as refused:
        read_settings(environment)
    return refused.value.problems


def test_an_empty_environment_names_every_missing_variable_with_what_it_should_hold() -> None:
    assert problems({}) == (
        "GOOGLE_CLOUD_PROJECT is not set: the Google Cloud project, or any name for the local stack",
        "PARLEY_STORE is not set: `firestore` or `sqlite:PATH`",
        "PARLEY_MAILBOX is not set: the address to negotiate from; several with commas between them",
        "PARLEY_SECRETS is not set: `env` or `secret-manager`",
        "PARLEY_SLACK_ESCALATIONS_CHANNEL is not set: the Slack channel id for cases",
        "PARLEY_SLACK_AGREEMENTS_CHANNEL is not set: the Slack channel id for deals",
        "PARLEY_MAILBOX_ACCOUNT is not set: the service account with delegated access to the mailboxes",
    )


@pytest.mark.parametrize("name", sorted(set(LOCAL) - {"GMAIL_API_ENDPOINT"}))
@pytest.mark.parametrize("value", ["", "   "])
def test_a_blank_variable_is_a_missing_one(name: str, value: str) -> None:
    (problem,) = problems(LOCAL | {name: value})
    assert problem.startswith(f"{name} is not set: ")


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("PARLEY_STORE", "mysql", "PARLEY_STORE is 'mysql': use `firestore` or `sqlite:PATH`"),
        ("PARLEY_STORE", "Firestore", "PARLEY_STORE is 'Firestore': use `firestore` or `sqlite:PATH`"),
        ("PARLEY_SECRETS", "vault", "PARLEY_SECRETS is 'vault': use `env` or `secret-manager`"),
        ("PARLEY_DAILY_TOKENS", "5M", "PARLEY_DAILY_TOKENS is '5M': use a whole number of tokens above 0"),
        ("PARLEY_DAILY_TOKENS", "0", "PARLEY_DAILY_TOKENS is '0': use a whole number of tokens above 0"),
        ("PARLEY_NEGOTIATION_TOKENS", "-1", "PARLEY_NEGOTIATION_TOKENS is '-1': use a whole number of tokens above 0"),
        (
            "PARLEY_GMAIL_UNITS_PER_MINUTE",
            "6,000",
            "PARLEY_GMAIL_UNITS_PER_MINUTE is '6,000': use a whole number of quota units above 0",
        ),
        ("PARLEY_LEASE_SECONDS", "6m", "PARLEY_LEASE_SECONDS is '6m': use a number of seconds"),
        ("PARLEY_LEASE_SECONDS", "-360", "PARLEY_LEASE_SECONDS is '-360': use a number of seconds"),
        ("PARLEY_PATIENCE_SECONDS", "1.2.3", "PARLEY_PATIENCE_SECONDS is '1.2.3': use a number of seconds"),
    ],
)
def test_a_wrong_value_is_told_with_what_to_use(name: str, value: str, problem: str) -> None:
    assert problems(LOCAL | {name: value}) == (problem,)


def test_the_quota_of_a_mailbox_is_that_of_a_project_new_to_gmails_api() -> None:
    assert read_settings(LOCAL).gmail_units == UNITS_PER_MINUTE == 6_000
    assert read_settings(LOCAL | {"PARLEY_GMAIL_UNITS_PER_MINUTE": "15000"}).gmail_units == 15_000


def test_missing_and_wrong_are_told_together() -> None:
    assert problems(LOCAL | {"PARLEY_MAILBOX": "", "PARLEY_STORE": "mysql", "GMAIL_API_ENDPOINT": ""}) == (
        "PARLEY_MAILBOX is not set: the address to negotiate from; several with commas between them",
        "PARLEY_STORE is 'mysql': use `firestore` or `sqlite:PATH`",
        "PARLEY_MAILBOX_ACCOUNT is not set: the service account with delegated access to the mailboxes",
    )


def test_the_local_stack_needs_no_delegated_account_and_no_key() -> None:
    settings = read_settings(LOCAL)
    assert (settings.mailbox_account, settings.anthropic_api_key, settings.slack_bot_token) == (None, None, None)


def test_endpoints_that_are_not_given_are_the_vendors() -> None:
    settings = read_settings({**LOCAL, "GMAIL_API_ENDPOINT": "", "PARLEY_MAILBOX_ACCOUNT": "m@p.iam.example"})
    assert (settings.gmail_endpoint, settings.claude_endpoint, settings.slack_endpoint) == (None, None, None)


def test_addresses_and_domains_are_compared_in_lower_case() -> None:
    settings = read_settings(LOCAL | {"PARLEY_ALIASES": "Alex@Brand.example, ", "PARLEY_TEAM_DOMAINS": "Brand.example"})
    assert settings.mailboxes == {"deals@brand.example": ("alex@brand.example",)}
    assert settings.team_domains == {"brand.example"}


def test_several_mailboxes_have_each_its_own_aliases() -> None:
    aliases = "deals@brand.example:alex@brand.example, sam@brand.example:team@brand.example"
    settings = read_settings(
        LOCAL | {"PARLEY_MAILBOX": "Deals@brand.example,sam@brand.example,", "PARLEY_ALIASES": aliases}
    )
    assert settings.mailboxes == {
        "deals@brand.example": ("alex@brand.example",),
        "sam@brand.example": ("team@brand.example",),
    }


@pytest.mark.parametrize(
    ("mailbox", "aliases", "problem"),
    [
        ("deals", "", "PARLEY_MAILBOX holds 'deals': use an address"),
        (" , ", "", "PARLEY_MAILBOX holds '': use an address"),
        ("a@b.example;c@b.example", "", "PARLEY_MAILBOX holds 'a@b.example;c@b.example': use an address"),
        ("a@b.example, A@B.example", "", "PARLEY_MAILBOX names a@b.example twice"),
        ("a@b.example", "alex", "PARLEY_ALIASES holds 'alex': use an address"),
        ("a@b.example", "a@b.example", "PARLEY_ALIASES holds 'a@b.example', which PARLEY_MAILBOX names already"),
        (
            "a@b.example,c@b.example",
            "d@b.example",
            "PARLEY_ALIASES holds 'd@b.example': with several mailboxes say whose it is, MAILBOX:d@b.example",
        ),
        (
            "a@b.example",
            "c@b.example:d@b.example",
            "PARLEY_ALIASES holds 'c@b.example:d@b.example': PARLEY_MAILBOX does not name c@b.example",
        ),
    ],
)
def test_a_wrong_mailbox_or_alias_is_told_with_what_to_use(mailbox: str, aliases: str, problem: str) -> None:
    assert problems(LOCAL | {"PARLEY_MAILBOX": mailbox, "PARLEY_ALIASES": aliases}) == (problem,)


def test_l81_the_models_are_the_designs_unless_others_are_named() -> None:
    settings = read_settings(LOCAL)
    assert (settings.read_model, settings.word_model) == ("claude-haiku-5-5", "claude-sonnet-5-5")
    assert read_settings(LOCAL | {"PARLEY_WORD_MODEL": "claude-next"}).word_model == "claude-next"


def test_a_lease_outlives_the_longest_that_a_function_may_run() -> None:
    text = (ROOT / "terraform" / "functions.tf").read_text()
    timeouts = [int(seconds) for seconds in re.findall(r"timeout_seconds = (\d+)", text)]
    assert len(timeouts) == 5
    assert read_settings(LOCAL).lease > timedelta(seconds=max(timeouts))
    assert read_settings(LOCAL | {"PARLEY_LEASE_SECONDS": "0.5"}).lease == timedelta(milliseconds=500)


def test_l84_a_turn_whose_model_is_slow_three_times_ends_before_its_function_and_its_lease_do() -> None:
    text = (ROOT / "terraform" / "functions.tf").read_text()
    seconds = min(int(found) for found in re.findall(r"timeout_seconds = (\d+)", text) if int(found) >= 300)
    reading_wording_and_repair = 3 * ANSWER_SECONDS
    assert reading_wording_and_repair < seconds < read_settings(LOCAL).lease.total_seconds()


def test_a_queued_mail_is_woken_again_after_two_minutes_unless_told_otherwise() -> None:
    assert read_settings(LOCAL).patience == timedelta(minutes=2)
    assert read_settings(LOCAL | {"PARLEY_PATIENCE_SECONDS": "5"}).patience == timedelta(seconds=5)


def test_every_setting_is_read_by_the_product() -> None:
    trees = [ast.parse(path.read_text()) for top in ("shared", "functions") for path in (ROOT / top).rglob("*.py")]
    read = {
        node.attr
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and _name(node.value) == "settings"
    }
    assert {field.name for field in fields(Settings)} - read == set()


def _name(node: ast.expr) -> str:
    """`x.settings` and `settings` are both called settings."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def test_nothing_but_the_configuration_reads_the_environment() -> None:
    readers = [
        path.relative_to(ROOT).as_posix()
        for top in ("shared", "functions")
        for path in (ROOT / top).rglob("*.py")
        if any(
            isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"} and _name(node.value) == "os"
            for node in ast.walk(ast.parse(path.read_text()))
        )
    ]
    assert readers == ["shared/config.py"]


class TestLocalStack:
    def test_a_command_enters_the_running_stack(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in LOCAL:
            monkeypatch.setenv(name, "")
            monkeypatch.delenv(name)
        lines = [f"{name}={value}" for name, value in (LOCAL | {"PARLEY_STORE": "sqlite:/a=b.db"}).items()]
        (tmp_path / "stack.env").write_text("\n".join([*lines, f"PARLEY_STACK_HOLDER={os.getpid()}", ""]))
        enter_local_stack(tmp_path / "stack.env")
        assert read_settings().store == "sqlite:/a=b.db"

    def test_a_process_that_names_its_store_stays_with_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "stack.env").write_text(f"PARLEY_STORE=sqlite:stack.db\nPARLEY_STACK_HOLDER={os.getpid()}\n")
        for name, value in LOCAL.items():
            monkeypatch.setenv(name, value)
        enter_local_stack(tmp_path / "stack.env")
        assert read_settings().store == "sqlite:parley.db"

    def test_what_a_killed_stack_left_behind_is_not_entered(self, tmp_path: Path) -> None:
        ended = subprocess.Popen([sys.executable, "-c", ""])
        ended.wait()
        left = tmp_path / "stack.env"
        left.write_text(f"PARLEY_STORE=sqlite:stack.db\nPARLEY_STACK_HOLDER={ended.pid}\n")
        assert stack_holder(left) is None
        assert stack_holder(tmp_path / "nothing.env") is None
        left.write_text(f"PARLEY_STACK_HOLDER={os.getpid()}\n")
        assert stack_holder(left) == os.getpid()
