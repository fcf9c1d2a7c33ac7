"""Tokens and cost of a mail as the stand-in counts them, by where the examples stand and how mails come."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import cycle, islice
from typing import Any, Final

from rich.table import Table

from emulators.claude.usage import PromptCache
from shared.adapters.claude.prompts import brief_to_word, example_text, mail_to_read, writer_instructions
from shared.adapters.playbook import load_playbook
from shared.application.language_model import Brief, ReadRequest
from shared.config import DEFAULT_READ_MODEL, DEFAULT_WORD_MODEL
from shared.domain.campaign import Platform
from shared.domain.model_prices import cost
from shared.domain.negotiation import Stage
from shared.domain.reading.facts import ModelUse
from shared.domain.writing.playbook import Tactic, Voice

DAY: Final = date(2026, 11, 20)
MAILS: Final = 240
PLAYBOOK: Final = load_playbook()

# A reply in the middle of a negotiation, and what an opening is.
_REPLIES: Final = (Stage.COUNTER, Stage.COUNTER, Stage.ANSWER, Stage.AGREEMENT, Stage.EXIT, Stage.CLARIFICATION)
_VOICES: Final = (Voice.CREATOR, Voice.CREATOR, Voice.CREATOR, Voice.MANAGER, Voice.AGENCY)

# How mails come: what they are, and the seconds between two.
PLAYS: Final[dict[str, tuple[Sequence[Stage], float]]] = {
    "launch: openings, one a second": ((Stage.OPENING,), 1),
    "busy hour: replies, one a minute": (_REPLIES, 60),
    "quiet day: replies, one in ten minutes": (_REPLIES, 600),
}

Request = dict[str, Any]


class _Clock:
    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def token_table() -> Table:
    """One row for each way mails come and each place of the examples; the last is reading."""
    table = Table(title="Tokens of one call, mean, as the stand-in counts (4 characters each)", title_justify="left")
    for column in ("Mails", "Examples", "Input", "Cache write", "Cache read", "Output", "Read share", "$ per 1,000"):
        table.add_column(column, justify="left" if column in {"Mails", "Examples"} else "right", overflow="fold")
    for play, (stages, seconds) in PLAYS.items():
        for layout, request in _LAYOUTS.items():
            table.add_row(play, layout, *_figures(_uses(islice(map(request, _briefs(stages)), MAILS), seconds)))
    table.add_row("reading, one a minute", "", *_figures(_uses((_to_read() for _ in range(MAILS)), 60)))
    return table


def _uses(requests: Iterator[Request], seconds: float) -> list[ModelUse]:
    clock = _Clock()
    cache, uses = PromptCache(clock), []
    for request in requests:
        clock.seconds += seconds
        used = cache.usage(request, request["answer"])
        uses.append(
            ModelUse(
                model=request["model"],
                input_tokens=used["input_tokens"],
                output_tokens=used["output_tokens"],
                cache_write_tokens=used["cache_creation_input_tokens"],
                cache_read_tokens=used["cache_read_input_tokens"],
            )
        )
    return uses


def _figures(uses: Sequence[ModelUse]) -> list[str]:
    kinds = ("input_tokens", "cache_write_tokens", "cache_read_tokens", "output_tokens")
    sums = [sum(getattr(use, kind) for use in uses) for kind in kinds]
    dollars = sum((cost(use, DAY) or Decimal("NaN") for use in uses), Decimal(0))
    share = 100 * sums[2] // sum(sums[:3])
    return [*(f"{total / len(uses):,.0f}" for total in sums), f"{share}%", f"{1000 * dollars / len(uses):.2f}"]


def _briefs(stages: Sequence[Stage]) -> Iterator[Brief]:
    # Cycles of lengths without a common factor meet in every combination.
    platforms = (*Platform, *Platform, Platform.TIKTOK)
    for stage, tone, platform in zip(cycle(stages), cycle(_VOICES), cycle(platforms), strict=False):
        yield Brief(
            stage=stage,
            platform=platform,
            greet="Maya",
            creator_first_name="Maya",
            client_name="Northwind Skincare",
            sender_name="Alex Morgan",
            offer="$1,430.00",
            their_ask="$1,800.00",
            deliverables=("1 Instagram Reel", "2 Instagram stories"),
            product=None,
            answers=(),
            unclear_points=(),
            their_summary="She asks for $1,800 for the whole package and is friendly about it.",
            tone=tone,
            their_style=("short", "informal"),
            tactics=(Tactic.PRICE,) if stage is Stage.COUNTER else (),
        )


def _request(brief: Brief, system: Sequence[str], before: str = "") -> Request:
    (example, *_) = PLAYBOOK.chosen(brief.stage, brief.tone, brief.platform, brief.tactics)
    return {
        "model": DEFAULT_WORD_MODEL,
        "system": [{"text": text, "cache_control": {"type": "ephemeral"}} for text in system],
        "messages": [{"role": "user", "content": f"{before}\n\n{brief_to_word(brief)}"}],
        "answer": example.text,
    }


def _second_block(brief: Brief) -> Request:
    return _request(brief, writer_instructions(PLAYBOOK, brief))


def _user_part(brief: Brief) -> Request:
    shared, chosen = writer_instructions(PLAYBOOK, brief)
    return _request(brief, (shared,), chosen)


def _first_block(brief: Brief) -> Request:
    shared, _ = writer_instructions(PLAYBOOK, brief)
    return _request(brief, ("\n\n".join((shared, *map(example_text, PLAYBOOK.examples))),))


_LAYOUTS: Final[dict[str, Callable[[Brief], Request]]] = {
    "chosen, a second cached part (ours)": _second_block,
    "chosen, in the user's part": _user_part,
    "all of them, in the first part": _first_block,
}


def _to_read() -> Request:
    mail = ReadRequest(
        new_text="Hi Alex, thanks for the offer! For the Reel and the stories I'd need $1,800. When would I be paid?",
        quoted_text="",
        subject="Re: Northwind x Maya",
        deliverables=("1 Instagram Reel", "2 Instagram stories"),
        our_last_offer="$1,200.00",
        attachments=(),
    )
    return {
        "model": DEFAULT_READ_MODEL,
        "system": [{"text": PLAYBOOK.reader, "cache_control": {"type": "ephemeral"}}],
        "messages": [{"role": "user", "content": mail_to_read(mail)}],
        "answer": "x" * 700,
    }
