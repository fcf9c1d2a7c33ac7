"""Requests to the models, as text. Whatever people outside wrote stands in a block of its own that it cannot close.

What stays the same from call to call comes first, so that the API may cache it: instructions, then what mails of a kind
share, then the mail itself.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import Final

from shared.application.language_model import Brief, ReadRequest
from shared.domain.writing.playbook import Example, Playbook

_BLOCKS: Final = ("subject", "attachments", "quoted", "mail")
_TAG_OF_OURS: Final = re.compile(rf"[<＜﹤](?=\s*[/／]?\s*(?:{'|'.join(_BLOCKS)})\b)", re.IGNORECASE)


def reader_instructions(playbook: Playbook) -> tuple[str, ...]:
    return (playbook.reader,)


def writer_instructions(playbook: Playbook, brief: Brief) -> tuple[str, ...]:
    """What every mail shares, then what the mails of this stage, tone, platform and tactic share.

    The guides of all platforms stand in the first part: they are short, and with them it is the same for every mail and
    long enough to be cached at all.
    """
    platforms = [f"{platform.value}\n{text}" for platform, text in sorted(playbook.platforms.items())]
    shared = "\n\n".join((playbook.writer, playbook.general, "On each platform", *platforms))
    chosen = playbook.chosen(brief.stage, brief.tone, brief.platform, brief.tactics)
    return (shared, "\n\n".join(example_text(one) for one in chosen)) if chosen else (shared,)


def example_text(one: Example) -> str:
    decided = {
        "tone": one.tone.value,
        "offer": one.offer.display() if one.offer else None,
        "their_ask": one.their_ask.display() if one.their_ask else None,
        "deliverables": one.deliverables,
        "facts": one.facts,
    }
    told = json.dumps({key: value for key, value in decided.items() if value}, ensure_ascii=False)
    return f"<example>\n{told}\n\n{one.text}\n</example>"


def mail_to_read(request: ReadRequest) -> str:
    """What is on the table, then the mail, last and between its tags."""
    parts = [
        "On the table:",
        f"- our package: {', '.join(request.deliverables) or 'not named'}",
        f"- our last offer: {request.our_last_offer or 'none yet'}",
        "",
        _block("subject", request.subject),
    ]
    if request.attachments:
        parts.append(_block("attachments", "\n".join(request.attachments)))
    if request.quoted_text:
        parts.append(_block("quoted", request.quoted_text))
    return "\n".join([*parts, _block("mail", request.new_text)])


def _block(name: str, text: str) -> str:
    return f"<{name}>\n{_defused(text)}\n</{name}>"


def _defused(text: str) -> str:
    """*text* with every tag that reads like one of ours opened by a sign that opens none."""
    return _TAG_OF_OURS.sub("‹", text)


def brief_to_word(brief: Brief) -> str:
    """The brief as JSON between its tags; no text in it can hold a tag, since "<" is written as an escape."""
    data = {**asdict(brief), "answers": _answers(brief.answers)}
    del data["tactics"]  # for choosing the examples; what moves is told by `changes`
    text = json.dumps(data, ensure_ascii=False, indent=1).replace("<", "\\u003c")
    return f"Write the mail for this brief.\n\n<brief>\n{text}\n</brief>"


def _answers(answers: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"question": question, "fact": fact} for question, fact in answers]
