"""Print how fast and how well mail is read, beside other libraries: `python -m tests.benchmarks.mail [--json FILE]`.

Everything runs on tests/data/mail in one process. With requirements-bench-mail.txt installed, all contenders take part.
The corpus was written for this reader, so the others meet mails that it was mended for.
"""

import json
import math
import os
import platform
import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from email import policy
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.parser import BytesParser
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import click
from inscriptis import get_text
from rich.console import Console
from rich.table import Table

from shared.domain.mail.charset import decode_text
from shared.domain.mail.message import InboundMessage, Known, MailEnvelope
from shared.domain.mail.parse import parse_mail
from tests.benchmarks.mail_contenders import Stripper, mail_parser, mail_parser_stripped, standard_library, strippers

CORPUS = Path(__file__).parents[1] / "data" / "mail"
ENVELOPE = MailEnvelope(message_id="m", thread_id="t", received_at=datetime(2026, 3, 3, tzinfo=UTC), labels=("INBOX",))
ROUNDS = 15
# The strippers that read every language of the corpus, or HTML by its structure.
SAME_JOB = ("mail-parser-reply", "talon")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail of the corpus and what a person wrote down about it."""

    name: str
    raw: bytes
    expected: dict[str, Any]

    @property
    def is_html(self) -> bool:
        return b"text/html" in self.raw

    @property
    def known(self) -> Known:
        last = self.expected["given"]["last_sent_text"]
        return Known(mailbox="deals@brand.example", aliases=("partnerships@brand.example",), last_sent_text=last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """Of one parser over some mails, each taken as the best of ROUNDS."""

    parser: str
    mails: str
    per_second: float
    median_ms: float
    p99_ms: float
    failed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """Of one library over the human mails.

    Attributes:
        right: The new words, all of them and no others (a signature of the mail program may be missing).
        quoting, right_of_quoting: The same among the mails that quote something.
        lost_words: Mails where words of the writer are missing.
        lost_asks: Mails where an amount that the writer asks for is missing, and nothing says so.
        leaked: Mails where quoted words are taken for new ones.
        failed: Mails where it raised; they count as lost too.
    """

    library: str
    mails: int
    right: int
    quoting: int
    right_of_quoting: int
    lost_words: int
    lost_asks: int
    leaked: int
    failed: int


@click.command()
@click.option(
    "--json", "json_file", type=click.Path(dir_okay=False, path_type=Path), help="Also write the figures there."
)
def main(json_file: Path | None) -> None:
    """Measure parsing and stripping on the corpus."""
    console = Console(width=110)
    letters = _letters()
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    console.print(f"{machine}; {len(letters)} mails, best of {ROUNDS}\n")
    speeds, accuracies = list(_speeds(letters)), _accuracies(letters)
    console.print(_speed_table(speeds))
    console.print(_accuracy_table(accuracies))
    if json_file:
        value = {"machine": machine, "speed": [*map(asdict, speeds)], "stripping": [*map(asdict, accuracies)]}
        json_file.write_text(json.dumps(value, indent=2) + "\n")


def _letters() -> list[Letter]:
    return [
        Letter(name=file.stem, raw=file.read_bytes(), expected=json.loads(file.with_suffix(".json").read_bytes()))
        for file in sorted(CORPUS.glob("*.eml"))
    ]


def _parley(letter: Letter) -> InboundMessage:
    return parse_mail(letter.raw, envelope=ENVELOPE, known=letter.known)


def _speeds(letters: Sequence[Letter]) -> Iterable[Speed]:
    kinds = {
        "without HTML": [letter for letter in letters if not letter.is_html],
        "with HTML": [letter for letter in letters if letter.is_html],
    }
    parsers: dict[str, Callable[[Letter], object]] = {
        "parley: new words, and the verdicts": _parley,
        **{f"email and {one.name}: new words": partial(_same_job, one) for one in strippers() if one.name in SAME_JOB},
        "email: MIME and headers only": lambda letter: standard_library(letter.raw),
    }
    if other := mail_parser():
        whole = mail_parser_stripped(other)
        parsers["mail-parser and mail-parser-reply: new words"] = lambda letter: whole(letter.raw)
        parsers["mail-parser: MIME and headers only"] = lambda letter: other(letter.raw)
    for mails, chosen in kinds.items():
        for name, parse in parsers.items():
            yield _speed(name, mails, [_best_ms(parse, letter) for letter in chosen])


# What a parser of others raises when a mail is too odd for it: a figure here.
BUGS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MessageError,
    RecursionError,
    TypeError,
    ValueError,
)


def _best_ms(parse: Callable[[Letter], object], letter: Letter) -> float | None:
    """CPU time, so that other work on the machine counts as little as it can; None when the parser raised."""
    best = math.inf
    for _ in range(ROUNDS):
        start = time.process_time_ns()
        try:
            parse(letter)
        except BUGS:
            return None
        best = min(best, (time.process_time_ns() - start) / 1e6)
    return best


def _speed(name: str, mails: str, times: Sequence[float | None]) -> Speed:
    known = sorted(one for one in times if one is not None)
    p99 = known[math.ceil(len(known) * 0.99) - 1]
    return Speed(
        parser=name,
        mails=mails,
        per_second=1_000 * len(known) / sum(known),
        median_ms=median(known),
        p99_ms=p99,
        failed=len(times) - len(known),
    )


def _accuracies(letters: Sequence[Letter]) -> list[Accuracy]:
    human = [letter for letter in letters if letter.expected["kind"] == "human" and letter.expected["new_text"]]
    ours = _accuracy("parley", human, lambda letter: _parley(letter).new_text, marked=_is_marked)
    return [ours, *(_accuracy(one.name, human, partial(_stripped, one)) for one in strippers())]


def _is_marked(letter: Letter) -> bool:
    return _parley(letter).stripping_doubtful


def _same_job(stripper: Stripper, letter: Letter) -> object:
    """What the reader does, of published parts: sender, subject, new words."""
    message = BytesParser(policy=policy.default).parsebytes(letter.raw)
    return message["From"], message["Subject"], _new_words(stripper, message)


def _stripped(stripper: Stripper, letter: Letter) -> str:
    return _new_words(stripper, BytesParser(policy=policy.default).parsebytes(letter.raw))


def _new_words(stripper: Stripper, message: EmailMessage) -> str:
    """Every library gets the text as it should be decoded: charsets are not what is compared."""
    html, plain = message.get_body(("html",)), message.get_body(("plain",))
    if html is not None and stripper.html is not None:
        return stripper.html(_decoded(html))
    if plain is not None:
        return stripper.text(_decoded(plain).replace("\r\n", "\n"))
    return stripper.text(get_text(_decoded(html))) if html is not None else ""


def _decoded(part: Message) -> str:
    data = part.get_payload(decode=True)
    charset = part.get_param("charset")
    return decode_text(data if isinstance(data, bytes) else b"", charset if isinstance(charset, str) else None)


def _accuracy(
    library: str,
    letters: Sequence[Letter],
    strip: Callable[[Letter], str],
    marked: Callable[[Letter], bool] = lambda _: False,
) -> Accuracy:
    results = [(letter, _tried(strip, letter)) for letter in letters]
    right = [letter for letter, result in results if _is_right(letter, result or "")]
    lost = [(letter, result) for letter, result in results if _has_lost(letter, result)]
    leaked = [letter for letter, result in results if _has_leaked(letter, result or "")]
    without_ask = [letter for letter, result in results if _has_lost_ask(letter, result or "") and not marked(letter)]
    return Accuracy(
        library=library,
        mails=len(letters),
        right=len(right),
        quoting=sum(map(_quotes, letters)),
        right_of_quoting=sum(map(_quotes, right)),
        lost_words=len(lost),
        lost_asks=len(without_ask),
        leaked=len(leaked),
        failed=sum(result is None for _, result in results),
    )


def _tried(strip: Callable[[Letter], str], letter: Letter) -> str | None:
    try:
        return strip(letter)
    except BUGS:
        return None


def _quotes(letter: Letter) -> bool:
    return bool(letter.expected["quoted_contains"])


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", re.sub("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]", "", text).lower())


_SIGNATURE = re.compile(r"\n(-- ?\n[\s\S]*|(Sent (from|with)|Get Outlook|Inviato da|Enviado desde) .*)$")


def _needed(letter: Letter) -> list[str]:
    return _words(_SIGNATURE.sub("", letter.expected["new_text"]))


def _is_right(letter: Letter, result: str) -> bool:
    return _words(_SIGNATURE.sub("", result.strip())) == _needed(letter) or _words(result) == _words(
        letter.expected["new_text"]
    )


def _has_lost(letter: Letter, result: str | None) -> bool:
    got = _words(result or "")
    return any(got.count(word) < _needed(letter).count(word) for word in set(_needed(letter)))


def _has_lost_ask(letter: Letter, result: str) -> bool:
    flat = " ".join(result.split())
    return any(" ".join(amount["text"].split()) not in flat for amount in letter.expected["amounts"])


def _has_leaked(letter: Letter, result: str) -> bool:
    flat = " ".join(_words(result))
    return any(" ".join(_words(quoted)) in flat for quoted in letter.expected["quoted_contains"])


def _speed_table(speeds: Sequence[Speed]) -> Table:
    table = Table(title="Reading one mail, CPU time", title_justify="left")
    for column in ("parser", "mails", "mails/s", "median, ms", "p99, ms", "failed"):
        table.add_column(column, justify="left" if column in ("parser", "mails") else "right")
    for one in speeds:
        figures = (f"{one.per_second:,.0f}", f"{one.median_ms:.2f}", f"{one.p99_ms:.2f}", str(one.failed))
        table.add_row(one.parser, one.mails, *figures)
    return table


def _accuracy_table(accuracies: Sequence[Accuracy]) -> Table:
    title = f"New words apart from quoted ones, {accuracies[0].mails} human mails"
    table = Table(title=title, title_justify="left")
    for column in ("library", "right", "right of quoting", "lost words", "lost asks", "leaked quotes", "raised"):
        table.add_column(column, justify="right" if column != "library" else "left")
    for one in accuracies:
        shares = (_share(one.right, one.mails), _share(one.right_of_quoting, one.quoting))
        table.add_row(one.library, *shares, *map(str, (one.lost_words, one.lost_asks, one.leaked, one.failed)))
    return table


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} ({100 * part / whole:.0f} %)"


if __name__ == "__main__":
    main()
