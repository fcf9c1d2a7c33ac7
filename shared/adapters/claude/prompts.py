"""Requests to the models, as text. Whatever people outside wrote stands in a block of its own that it cannot close."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Final

from shared.application.ports import Brief, ReadRequest

_KNOWLEDGE: Final = Path(__file__).resolve().parents[2] / "knowledge"
_FRONT_MATTER: Final = re.compile(r"\A---\n(?P<fields>.*?)\n---\n", re.DOTALL)
_BLOCKS: Final = ("subject", "attachments", "quoted", "mail")
_TAG_OF_OURS: Final = re.compile(rf"[<＜﹤](?=\s*[/／]?\s*(?:{'|'.join(_BLOCKS)})\b)", re.IGNORECASE)


@cache
def knowledge(name: str) -> str:
    """The text of `shared/knowledge/NAME.md` without its front matter.

    Raises:
        FileNotFoundError: it was not shipped with the code.
        ValueError: it has no front matter.
    """
    text = (_KNOWLEDGE / f"{name}.md").read_text(encoding="utf-8")
    front = _FRONT_MATTER.match(text)
    if front is None:
        raise ValueError(f"knowledge/{name}.md does not start with front matter")
    return text[front.end() :].strip()


def reader_instructions() -> str:
    return knowledge("reader")


def writer_instructions() -> str:
    return f"{knowledge('writer')}\n\n{knowledge('general')}"


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
    text = json.dumps(data, ensure_ascii=False, indent=1).replace("<", "\\u003c")
    return f"Write the mail for this brief.\n\n<brief>\n{text}\n</brief>"


def _answers(answers: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"question": question, "fact": fact} for question, fact in answers]
