"""Settings from the environment, read once and checked whole; nothing else reads the environment."""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from shared.domain.errors import InvalidInput

# Longer than the longest function may run (300 s, see terraform/functions.tf): a lease must outlive its worker.
DEFAULT_LEASE: Final = timedelta(seconds=360)
DEFAULT_PATIENCE: Final = timedelta(minutes=2)

DEFAULT_READ_MODEL: Final = "claude-haiku-5-5"
DEFAULT_WORD_MODEL: Final = "claude-sonnet-5-5"

# A turn takes about 6,000 tokens (docs/figures.md): some 800 turns a day, and some 50 for one negotiation, which needs
# 10 when it is long. Beyond these something is wrong: a loop of two machines, or an attack on the bill.
DEFAULT_DAILY_TOKENS: Final = 5_000_000
DEFAULT_NEGOTIATION_TOKENS: Final = 300_000

# Gmail's quota units of one mailbox in a minute, for a project that first used the API after 2026-05-01; an older one
# has 15,000. https://developers.google.com/workspace/gmail/api/reference/quota
DEFAULT_GMAIL_UNITS: Final = 6_000

# Where the local stack leaves the environment of its processes, so that the command line finds the stack.
STACK_ENVIRONMENT: Final = Path("var/stack.env")
STACK_HOLDER: Final = "PARLEY_STACK_HOLDER"

_REQUIRED: Final = {
    "GOOGLE_CLOUD_PROJECT": "the Google Cloud project, or any name for the local stack",
    "PARLEY_STORE": "`firestore` or `sqlite:PATH`",
    "PARLEY_MAILBOX": "the address to negotiate from; several with commas between them",
    "PARLEY_SECRETS": "`env` or `secret-manager`",
    "PARLEY_SLACK_ESCALATIONS_CHANNEL": "the Slack channel id for cases",
    "PARLEY_SLACK_AGREEMENTS_CHANNEL": "the Slack channel id for deals",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that differs between installations.

    Attributes:
        project: Google Cloud project id.
        store: `firestore` or `sqlite:PATH`.
        mailboxes: Addresses to negotiate from, each with its other addresses; at least one.
        mailbox_account: Service account with delegated access to the mailboxes; None only with *gmail_endpoint*.
        secrets: `env` or `secret-manager`.
        team_domains: Mail domains of colleagues.
        gmail_endpoint, claude_endpoint, slack_endpoint: Root URL in place of the vendor's; None: the vendor's.
        anthropic_api_key, slack_bot_token: From the environment; None when they come from Secret Manager.
        lease: How long one worker may hold a thread or an outbox entry.
        daily_tokens, negotiation_tokens: What the models may take before nothing more is asked of them that day, or
            for that negotiation.
        gmail_units: Gmail's quota units that one process may use in a minute in one mailbox.
        patience: How long a queued mail may wait before the sweep wakes it.
    """

    project: str
    store: str
    mailboxes: Mapping[str, tuple[str, ...]]
    mailbox_account: str | None
    secrets: str
    team_domains: frozenset[str]
    escalations_channel: str
    agreements_channel: str
    gmail_endpoint: str | None
    claude_endpoint: str | None
    slack_endpoint: str | None
    anthropic_api_key: str | None
    slack_bot_token: str | None
    read_model: str
    word_model: str
    lease: timedelta
    patience: timedelta
    daily_tokens: int
    negotiation_tokens: int
    gmail_units: int


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings, from *environ* or else from the process's environment.

    Raises:
        InvalidInput: every missing or wrong variable, with what it should hold.
    """
    values = {name: value.strip() for name, value in (os.environ if environ is None else environ).items()}  # noqa: TID251 - this is the one reader
    problems = [f"{name} is not set: {what}" for name, what in _REQUIRED.items() if not values.get(name)]
    problems += _wrong(values)
    if problems:
        raise InvalidInput(problems)
    return Settings(
        project=values["GOOGLE_CLOUD_PROJECT"],
        store=values["PARLEY_STORE"],
        mailboxes=_mailboxes(values),
        mailbox_account=values.get("PARLEY_MAILBOX_ACCOUNT") or None,
        secrets=values["PARLEY_SECRETS"],
        team_domains=frozenset(_list(values.get("PARLEY_TEAM_DOMAINS", ""))),
        escalations_channel=values["PARLEY_SLACK_ESCALATIONS_CHANNEL"],
        agreements_channel=values["PARLEY_SLACK_AGREEMENTS_CHANNEL"],
        gmail_endpoint=values.get("GMAIL_API_ENDPOINT") or None,
        claude_endpoint=values.get("ANTHROPIC_BASE_URL") or None,
        slack_endpoint=values.get("SLACK_API_URL") or None,
        anthropic_api_key=values.get("ANTHROPIC_API_KEY") or None,
        slack_bot_token=values.get("SLACK_BOT_TOKEN") or None,
        read_model=values.get("PARLEY_READ_MODEL") or DEFAULT_READ_MODEL,
        word_model=values.get("PARLEY_WORD_MODEL") or DEFAULT_WORD_MODEL,
        lease=_seconds(values, "PARLEY_LEASE_SECONDS", DEFAULT_LEASE),
        patience=_seconds(values, "PARLEY_PATIENCE_SECONDS", DEFAULT_PATIENCE),
        daily_tokens=int(values.get("PARLEY_DAILY_TOKENS") or DEFAULT_DAILY_TOKENS),
        negotiation_tokens=int(values.get("PARLEY_NEGOTIATION_TOKENS") or DEFAULT_NEGOTIATION_TOKENS),
        gmail_units=int(values.get("PARLEY_GMAIL_UNITS_PER_MINUTE") or DEFAULT_GMAIL_UNITS),
    )


def read_project() -> str:
    """The Google Cloud project alone, for what needs no other setting.

    Raises:
        InvalidInput: it is not set.
    """
    project = os.environ.get("GOOGLE_CLOUD_PROJECT", "").strip()  # noqa: TID251 - this is the one reader
    if not project:
        raise InvalidInput([f"GOOGLE_CLOUD_PROJECT is not set: {_REQUIRED['GOOGLE_CLOUD_PROJECT']}"])
    return project


def enter_local_stack(path: Path = STACK_ENVIRONMENT) -> None:
    """Act in the environment of the running local stack, unless this process names a store itself.

    This is how the command line reaches a stack that was started in another terminal. What a killed stack has left
    behind is not entered.
    """
    if "PARLEY_STORE" in os.environ or stack_holder(path) is None:  # noqa: TID251 - this is the one reader
        return
    enter_environment(_stack_variables(path))


def stack_holder(path: Path = STACK_ENVIRONMENT) -> int | None:
    """The process that keeps the local stack running; None: nobody does, whatever the file says."""
    holder = _stack_variables(path).get(STACK_HOLDER, "")
    if not holder.isdigit():
        return None
    try:
        os.kill(int(holder), 0)  # asks only whether it is there
    except ProcessLookupError:
        return None
    except PermissionError:
        return int(holder)
    return int(holder)


def _stack_variables(path: Path) -> dict[str, str]:
    lines = path.read_text().splitlines() if path.exists() else []
    return dict(line.split("=", 1) for line in lines if "=" in line)


def enter_environment(values: Mapping[str, str]) -> None:
    """Put *values* into this process's environment: Google's clients find their emulators nowhere else."""
    os.environ.update(values)  # noqa: TID251 - this is the one reader


def has_variable(name: str) -> bool:
    """Whether the environment holds the variable, and not empty."""
    return bool(os.environ.get(name))  # noqa: TID251 - this is the one reader


def _wrong(values: Mapping[str, str]) -> list[str]:
    problems = []
    store, secrets = values.get("PARLEY_STORE", ""), values.get("PARLEY_SECRETS", "")
    if store and store != "firestore" and (not store.startswith("sqlite:") or store == "sqlite:"):
        problems.append(f"PARLEY_STORE is {store!r}: use `firestore` or `sqlite:PATH`")
    if secrets and secrets not in {"env", "secret-manager"}:
        problems.append(f"PARLEY_SECRETS is {secrets!r}: use `env` or `secret-manager`")
    if not values.get("GMAIL_API_ENDPOINT") and not values.get("PARLEY_MAILBOX_ACCOUNT"):
        problems.append("PARLEY_MAILBOX_ACCOUNT is not set: the service account with delegated access to the mailboxes")
    problems += _wrong_mailboxes(values)
    for name in ("PARLEY_LEASE_SECONDS", "PARLEY_PATIENCE_SECONDS"):
        text = values.get(name, "")
        if text and not text.replace(".", "", 1).isdigit():
            problems.append(f"{name} is {text!r}: use a number of seconds")
    return [*problems, *_wrong_counts(values)]


def _wrong_counts(values: Mapping[str, str]) -> list[str]:
    counted = {
        "PARLEY_DAILY_TOKENS": "tokens",
        "PARLEY_NEGOTIATION_TOKENS": "tokens",
        "PARLEY_GMAIL_UNITS_PER_MINUTE": "quota units",
    }
    written = {name: values.get(name, "") for name in counted}
    return [
        f"{name} is {text!r}: use a whole number of {counted[name]} above 0"
        for name, text in written.items()
        if text and (not (text.isascii() and text.isdigit()) or int(text) == 0)
    ]


def _mailboxes(values: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    addresses = _list(values["PARLEY_MAILBOX"])
    # An alias of a lone mailbox needs no name of its owner.
    pairs = [alias.rpartition(":")[::2] for alias in _list(values.get("PARLEY_ALIASES", ""))]
    return {
        address: tuple(alias for owner, alias in pairs if owner in {address, "" if len(addresses) == 1 else None})
        for address in addresses
    }


def _wrong_mailboxes(values: Mapping[str, str]) -> list[str]:
    addresses = _list(values.get("PARLEY_MAILBOX", "")) or ("",) * bool(values.get("PARLEY_MAILBOX"))
    problems = [f"PARLEY_MAILBOX holds {one!r}: use an address" for one in addresses if not _is_address(one)]
    twice = sorted({one for one in addresses if addresses.count(one) > 1})
    problems += [f"PARLEY_MAILBOX names {one} twice" for one in twice]
    return problems + [
        problem for alias in _list(values.get("PARLEY_ALIASES", "")) for problem in _wrong_alias(alias, addresses)
    ]


def _wrong_alias(text: str, mailboxes: Sequence[str]) -> list[str]:
    owner, _, alias = text.rpartition(":")
    if not _is_address(alias):
        return [f"PARLEY_ALIASES holds {text!r}: use an address"]
    if alias in mailboxes:
        return [f"PARLEY_ALIASES holds {alias!r}, which PARLEY_MAILBOX names already"]
    if not owner and len(mailboxes) > 1:
        return [f"PARLEY_ALIASES holds {text!r}: with several mailboxes say whose it is, MAILBOX:{alias}"]
    if owner and owner not in mailboxes:
        return [f"PARLEY_ALIASES holds {text!r}: PARLEY_MAILBOX does not name {owner}"]
    return []


def _is_address(text: str) -> bool:
    return re.fullmatch(r"[^@\s:]+@[^@\s:]+", text) is not None


def _seconds(values: Mapping[str, str], name: str, default: timedelta) -> timedelta:
    text = values.get(name, "")
    return timedelta(seconds=float(text)) if text else default


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip().lower() for part in text.split(",") if part.strip())
