"""Mailboxes: what each may send, what it has sent, and the switches."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

import click

from functions.commands.session import acting, app, as_json, show, show_rows
from shared.application.steer_mailbox import close_breaker, set_rules, switch_sending
from shared.domain.errors import InvalidInput
from shared.domain.pacing import cap_on, first_contact_cap, sent_in_a_day
from shared.domain.records import MailboxRecord, PacingRecord


@click.group()
def mailbox() -> None:
    """See mailboxes, set their pace and signature, switch sending."""


@mailbox.command("list")
@as_json
def list_(*, json_: bool) -> None:
    """List the mailboxes that Parley negotiates from."""
    rows = []
    for address in app().policy.mailboxes:
        value = _value(address)
        until = value["watched_until"] if json_ else value["watched_until"] or "none"
        rows.append((address, value["sending"], f"{value['sent']} of {value['cap']}", value["breaker"], until))
    columns = ("Mailbox", "Sending", "Sent in 24 h", "Breaker", "Watched until")
    show_rows("mailboxes", columns, rows, json_=json_)


@mailbox.command("show")
@click.argument("address")
@as_json
def show_(address: str, *, json_: bool) -> None:
    """Show a mailbox's rules, mail, watch, and who changed what."""
    value = _value(_ours(address))
    lines = [f"{name.replace('_', ' ')}: {_text(told)}" for name, told in value.items() if name != "changes"]
    lines += [
        f"changed {change['at']:%Y-%m-%d %H:%M} by {change['person']}: {change['what']}" for change in value["changes"]
    ]
    show(value, "\n".join(lines), json_=json_)


@mailbox.command("set")
@click.argument("address")
@click.option("--signature", default=None, help=r"Lines under every mail, \n between them; empty: the sender's name.")
@click.option("--seconds-between", type=int, default=None, help="Least time between two mails.")
@click.option("--daily-cap", type=int, default=None, help="Most mails in any 24 hours.")
@click.option("--warm-up-from", type=click.DateTime(["%Y-%m-%d"]), default=None, help="First day of the warm-up.")
@click.option("--warm-up-caps", default=None, help="Cap of each day of the warm-up: 10,20,40; empty: no warm-up.")
@acting
@as_json
def set_(address: str, person: str, *, json_: bool, **options: Any) -> None:
    """Set what is named; everything else stays."""
    changes = _changes(options)
    if not changes:
        raise InvalidInput(["nothing to set: name at least one option"])
    set_rules(app(), _ours(address), person, changes)
    value = _value(_ours(address))
    show(value, f"{value['mailbox']}: {', '.join(name.replace('_', ' ') for name in changes)} set", json_=json_)


@mailbox.command()
@click.argument("switch", type=click.Choice(["on", "off"]))
@click.argument("address")
@acting
@as_json
def sending(switch: str, address: str, person: str, *, json_: bool) -> None:
    """Switch all sending of a mailbox on or off.

    What waits is kept.
    """
    box = switch_sending(app(), _ours(address), person, on=switch == "on")
    show({"mailbox": box.address, "sending": box.sending}, f"{box.address}: sending is {switch}", json_=json_)


@mailbox.command("close-breaker")
@click.argument("address")
@acting
@as_json
def close_breaker_(address: str, person: str, *, json_: bool) -> None:
    """Let mail to new people leave again after bounces."""
    close_breaker(app(), _ours(address), person)
    show({"mailbox": _ours(address), "breaker": "closed"}, f"{_ours(address)}: the breaker is closed", json_=json_)


def _ours(address: str) -> str:
    ours, lower = app().policy.mailboxes, address.lower()
    if lower not in ours:
        raise InvalidInput([f"{address} is none of ours; there is {', '.join(ours)}"])
    return lower


def _changes(options: dict[str, Any]) -> dict[str, Any]:
    changes = {name: value for name, value in options.items() if value is not None}
    if "signature" in changes:
        changes["signature"] = changes["signature"].replace("\\n", "\n") or None
    if isinstance(changes.get("warm_up_from"), datetime):
        changes["warm_up_from"] = changes["warm_up_from"].date()
    if "warm_up_caps" in changes:
        changes["warm_up_caps"] = _caps(changes["warm_up_caps"])
        if not changes["warm_up_caps"]:
            changes["warm_up_from"] = None
    return changes


def _caps(text: str) -> tuple[int, ...]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not all(part.isdigit() for part in parts):
        raise InvalidInput([f"--warm-up-caps is {text!r}: use whole numbers with commas, such as 10,20,40"])
    return tuple(map(int, parts))


def _value(address: str) -> dict[str, Any]:
    found, pacing = app().store.pace(address)
    box, now = found or MailboxRecord(address=address, version=1), app().clock.now()
    pacing = pacing or PacingRecord(address=address, version=1)
    cap = cap_on(box.rules, now.date())
    opened = pacing.breaker_opened_at
    unsent = [entry for entry in app().store.unsent_entries() if entry.mail and entry.mail.mailbox == address]
    return {
        "mailbox": address,
        "aliases": list(app().policy.aliases_of(address)),
        "sending": "on" if box.sending else "off",
        "sent": sent_in_a_day(pacing, now),
        "cap": cap,
        "waiting_to_leave": len(unsent),
        "cap_for_first_contacts": first_contact_cap(cap),
        "bounces": len(pacing.bounces),
        "breaker": f"open since {opened:%Y-%m-%d %H:%M} UTC" if opened else "closed",
        "quiet_until": box.retry_at if box.retry_at and box.retry_at > now else None,
        "watched_until": box.watch_expires_at,
        "last_push": box.last_push_at,
        "watch_made_anew": box.rewatched_at,
        "last_read": box.read_at,
        "last_daily_look": box.looked_at,
        **asdict(box.rules),
        "changes": [asdict(change) for change in box.changes],
    }


def _text(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "none"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M} UTC"
    return "none" if value is None else str(value).replace("\n", " / ")
