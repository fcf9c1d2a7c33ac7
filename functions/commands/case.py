"""Cases: what waits for a person, and how it is settled."""

import sys
from pathlib import Path

import click

from functions.commands.case_view import case_text, case_value, see_case
from functions.commands.session import acting, app, as_json, read_text, show, show_rows
from shared.application.answer_case import answer_case, preview_answer
from shared.application.cards import reason_text
from shared.application.resolve_case import approve_case, edit_case, reject_case
from shared.domain.amounts import parse_money_cell
from shared.domain.errors import InvalidInput
from shared.domain.money import Money
from shared.domain.own_words import OwnWords

_override = click.option(
    "--override", is_flag=True, help="Send although the check found something; your name is recorded with it."
)
_text = click.option("--text", default=None, help="The text; or use --file.")
_file = click.option(
    "--file", "file", default=None, type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A file with it."
)
_seen = click.option(
    "--seen",
    default=None,
    metavar="DIGEST",
    help="The digest that `case show` printed: what you looked at. In a terminal you can leave it out: you are shown"
    " the case and asked.",
)


@click.group()
def case() -> None:
    """See what waits for a person, and settle it."""


@case.command("list")
@as_json
def list_(*, json_: bool) -> None:
    """List open cases, oldest first."""
    rows = [
        (
            one.id,
            reason_text(one.reason),
            one.negotiation_id,
            one.opened_at,
            one.evidence,
        )
        for one in app().store.open_cases()
    ]
    show_rows("open cases", ("Id", "Reason", "Negotiation", "Opened", "Evidence"), rows, json_=json_, key="cases")


@case.command("show")
@click.argument("case_id")
@as_json
def show_(case_id: str, *, json_: bool) -> None:
    """Show one case with its mails, its draft and what can be done.

    The digest it prints is needed to settle the case.
    """
    seen = see_case(app().store, case_id)
    show(case_value(seen), case_text(seen), json_=json_)


@case.command()
@click.argument("case_id")
@click.option(
    "--mail", "mails", multiple=True, help="A mail whose sender nobody could prove and you trust; repeatable."
)
@_seen
@acting
@as_json
def approve(case_id: str, mails: tuple[str, ...], seen: str | None, person: str, *, json_: bool) -> None:
    """Send the draft as it is, or let the mail be read after all."""
    looked = _looked(case_id, seen, None, json_=json_)
    _done(case_id, approve_case(app(), case_id, person, seen=looked, mails=mails), json_=json_)


@case.command()
@click.argument("case_id")
@_text
@_file
@_override
@_seen
@acting
@as_json
def edit(  # noqa: PLR0913 - click hands every option over
    case_id: str,
    text: str | None,
    file: Path | None,
    seen: str | None,
    person: str,
    *,
    override: bool,
    json_: bool,
) -> None:
    """Send the draft with another body.

    It passes the check, or leaves in your name with --override.
    """
    body = _words(text, file)
    looked = _looked(case_id, seen, body, json_=json_)
    _done(case_id, edit_case(app(), case_id, person, seen=looked, body=body, override=override), json_=json_)


@case.command()
@click.argument("case_id")
@_seen
@acting
@as_json
def reject(case_id: str, seen: str | None, person: str, *, json_: bool) -> None:
    """Discard the draft; the negotiation is yours from then on."""
    looked = _looked(case_id, seen, None, json_=json_)
    _done(case_id, reject_case(app(), case_id, person, seen=looked), json_=json_)


@case.command()
@click.argument("case_id")
@_text
@_file
@click.option(
    "--offer",
    default=None,
    help="A new price, as a counter; without it the last offer stands. With --accept: the price you agree on.",
)
@click.option(
    "--accept",
    is_flag=True,
    help="Agree on what they asked, as the case shows it; where it shows no price of theirs, on our last offer. When"
    " they have written since they asked, name the price as well: --accept --offer PRICE.",
)
@click.option(
    "--remember",
    multiple=True,
    metavar="KEY=TEXT",
    help="A fact that the campaign has from now on, so that the agent answers the next creator itself: payment_terms, "
    "timeline, approval, brief, or exclusivity=none; repeatable.",
)
@_override
@_seen
@acting
@as_json
def answer(  # noqa: PLR0913 - click hands every option over
    case_id: str,
    text: str | None,
    file: Path | None,
    offer: str | None,
    remember: tuple[str, ...],
    seen: str | None,
    person: str,
    *,
    accept: bool,
    override: bool,
    json_: bool,
) -> None:
    """Answer the creator in your words; the terms are put under it."""
    words = OwnWords(
        text=_words(text, file),
        offer=_price(case_id, offer),
        accept=accept,
        override=override,
        facts=tuple(map(_fact, remember)),
    )
    looked = _looked(case_id, seen, words, json_=json_)
    _done(case_id, answer_case(app(), case_id, person, words, seen=looked), json_=json_)


def _looked(case_id: str, seen: str | None, sends: str | OwnWords | None, *, json_: bool) -> str:
    """The digest of what the person saw: named by them, or shown here with what would be *sent* and agreed to."""
    if seen is not None:
        return seen
    if json_ or not sys.stdin.isatty():
        raise click.UsageError(f"say which state of the case you looked at: --seen DIGEST, from `case show {case_id}`")
    shown = see_case(app().store, case_id)
    click.echo(case_text(shown))
    body = preview_answer(app(), case_id, sends) if isinstance(sends, OwnWords) else sends
    if body is not None:
        click.echo(f"\n--- to be sent in place of the draft ---\n{body}")
    click.confirm("Go on", abort=True)
    return shown.digest


def _words(text: str | None, file: Path | None) -> str:
    if (text is None) == (file is None):
        raise click.UsageError("give either --text or --file")
    written = text if text is not None else (read_text(file) if file else "")
    if not written.strip():
        raise click.UsageError(f"{file or '--text'} is empty: write what the creator is to read")
    return written


def _fact(written: str) -> tuple[str, str]:
    key, equals, text = written.partition("=")
    if not equals:
        raise click.UsageError(f"--remember {written!r}: write KEY=TEXT, as in payment_terms='30 days after posting'")
    return key.strip(), text.strip()


def _price(case_id: str, offer: str | None) -> Money | None:
    if offer is None:
        return None
    negotiation_id = app().store.case(case_id).negotiation_id
    if negotiation_id is None:
        raise InvalidInput([f"{case_id} belongs to no negotiation, so no price can be offered"])
    campaign = app().store.campaign(app().store.negotiation(negotiation_id).campaign_id)
    price = parse_money_cell(offer, campaign.currency)
    if not isinstance(price, Money):
        why = price.reason if price else "is empty"
        form = f"write one price in {campaign.currency}, such as 1300 or '1300.00 {campaign.currency}'"
        raise InvalidInput([f"--offer {offer!r}: {why}; {form}"])
    return price


def _done(case_id: str, what: str, *, json_: bool) -> None:
    show({"case": case_id, "done": what}, f"{case_id}: {what}", json_=json_)
