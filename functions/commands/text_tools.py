"""Texts by hand: the amounts that a mail names, and what the gate says about a draft."""

from pathlib import Path

import click

from functions.commands.session import as_json, read_text, show
from shared.application.files.terms_file import parse_terms
from shared.domain.amounts import AmountExpression, AmountKind, find_amounts
from shared.domain.gate import check_mail
from shared.domain.mail.reply import split_reply
from shared.domain.money import minor_units

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

# Two decimals, for showing an amount whose currency the text does not name.
_UNNAMED = "USD"


@click.command()
@click.option("--text", "text_file", type=_FILE, required=True, help="The text of a mail.")
@as_json
def amounts(text_file: Path, *, json_: bool) -> None:
    """Show every amount of money in the new text of a mail.

    In order; quoted text is left out.
    """
    new_text = split_reply(text_file.read_text(encoding="utf-8", errors="replace"), last_sent_text=None).new_text
    found = [_described(one) for one in find_amounts(new_text) if one.kind is not AmountKind.PERCENT]
    lines = [f"{one['text']}: {one['low']} to {one['high']} {one['currency'] or ''}".rstrip() for one in found]
    show({"amounts": found}, "\n".join(lines) or "no amounts", json_=json_)


@click.command()
@click.option(
    "--terms", "terms_file", type=_FILE, required=True, help="What was decided (JSON, as docs/gate.md shows)."
)
@click.option("--draft", "draft_file", type=_FILE, required=True, help="The whole mail.")
@as_json
def gate(terms_file: Path, draft_file: Path, *, json_: bool) -> None:
    """Check a draft as every outgoing mail is checked.

    Exit code 1 when it may not leave.
    """
    terms = parse_terms(read_text(terms_file))
    failures = check_mail(draft_file.read_text(encoding="utf-8", errors="replace"), terms)
    found = [{"check": one.check.value, "found": one.found, "message": one.message} for one in failures]
    lines = [f"{one['check']}: {one['found']!r}: {one['message']}" for one in found]
    show({"passed": not found, "failures": found}, "\n".join(lines) or "passed", json_=json_)
    raise SystemExit(1 if found else 0)


def _described(found: AmountExpression) -> dict[str, str | None]:
    decimals = minor_units(found.currency or _UNNAMED)
    # Not as Money: a mail may name more than anybody is paid.
    low, high = (f"{amount:.{decimals}f}" for amount in (found.low, found.high))
    return {"text": found.text, "low": low, "high": high, "currency": found.currency}
