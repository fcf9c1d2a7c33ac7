"""The playbook as files: Markdown with front matter, edited by the team; see docs/playbook.md."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final, TypeVar

from shared.application.files.cells import did_you_mean
from shared.application.files.yaml_document import YamlDocument, read_yaml
from shared.domain.campaign import Platform
from shared.domain.errors import InvalidInput
from shared.domain.money import InvalidMoney, Money, UnknownCurrency
from shared.domain.negotiation import Stage
from shared.domain.writing.playbook import Example, Playbook, Tactic, Voice
from shared.domain.writing.playbook_check import unfit, unfit_guide

KNOWLEDGE: Final = Path(__file__).resolve().parents[1] / "knowledge"

_FENCE: Final = "---"
# Tells how mails are read, and so may show amounts; the others tell what ours say.
_READERS: Final = "reader"
_GUIDES: Final = (_READERS, "writer", "general")
_GUIDE_KEYS: Final = frozenset({"title"})
_DECIDED: Final = frozenset({"offer", "their_ask", "product", "shared_cpm", "deliverables", "facts"})
_EXAMPLE_KEYS: Final = frozenset({"title", "stages", "tactics", "tone", "platform", "creator"}) | _DECIDED
_VERSION_DIGITS: Final = 12

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")


@dataclass(slots=True)
class _File:
    """One Markdown file, taken apart; *problems* collects those of every file."""

    name: str
    problems: list[str]
    front: YamlDocument = field(default_factory=YamlDocument)
    text: str = ""
    line: int = 1

    def report(self, key: str, text: str) -> None:
        # The front matter begins on the file's second line.
        self.problems.append(f"{self.name}:{self.front.line_of((key,)) + 1}: {key}: {text}")

    def read(self, key: str, reader: Callable[[str], T]) -> T | None:
        """The value of *key*, None where there is none or it is wrong, which is reported."""
        value = self.front.values.get(key)
        if not isinstance(value, str):
            if value is not None:
                self.report(key, "write one value")
            return None
        try:
            return reader(value)
        except (ValueError, InvalidMoney, UnknownCurrency) as exc:
            self.report(key, str(exc))
            return None

    def need(self, key: str, reader: Callable[[str], T]) -> T | None:
        if key not in self.front.values:
            self.report(key, "is missing")
        return self.read(key, reader)

    def many(self, key: str, reader: Callable[[str], T]) -> tuple[T, ...]:
        """The values of a list, each checked; missing means none."""
        values = self.front.values.get(key, [])
        if not isinstance(values, list):
            self.report(key, "write a list: [one, two]")
            return ()
        found = []
        for value in values:
            try:
                found.append(reader(str(value)))
            except ValueError as exc:
                self.report(key, str(exc))
        return tuple(found)


def load_playbook(folder: Path = KNOWLEDGE) -> Playbook:
    """Read every file below *folder*, each example as if it were to leave: who holds a playbook holds a fit one.

    Raises:
        InvalidInput: everything that is wrong in any of them, each with file and line.
    """
    problems: list[str] = []
    paths = sorted(folder.rglob("*.md"))
    files = {path.relative_to(folder).as_posix(): _opened(path, folder, problems) for path in paths}
    guides = {name: _guide(files.pop(f"{name}.md", None), name, problems) for name in _GUIDES}
    platforms = _platforms(files)
    examples = _examples(files)
    problems += [f"{name}:1: not a file of the playbook; see docs/playbook.md" for name in files]
    found = Playbook(version=_version(paths, folder), platforms=platforms, examples=examples, **guides)
    # What a broken file leaves out is no gap.
    problems += [*(() if problems else found.gaps()), *unfit(examples)]
    if problems:
        raise InvalidInput(problems)
    return found


def _opened(path: Path, folder: Path, problems: list[str]) -> _File:
    file = _File(name=path.relative_to(folder).as_posix(), problems=problems)
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as exc:
        problems.append(f"{file.name}:1: byte {exc.start + 1} is not UTF-8")
        return file
    fences = [place for place, line in enumerate(lines) if line.rstrip() == _FENCE][:2]
    if len(fences) < 2 or fences[0] != 0:
        problems.append(f"{file.name}:1: begin the file with front matter between two lines of ---")
        return file
    file.front = read_yaml("\n".join(lines[1 : fences[1]]))
    problems += [f"{file.name}:{one.line + 1}: {one.text}" for one in file.front.problems]
    body = lines[fences[1] + 1 :]
    file.text = "\n".join(body).strip()
    blank = next((place for place, line in enumerate(body) if line.strip()), 0)
    file.line = fences[1] + 2 + blank
    if not file.text:
        problems.append(f"{file.name}:{file.line}: there is no text below the front matter")
    return file


def _known_keys(file: _File, known: frozenset[str]) -> None:
    for key in file.front.values.keys() - known:
        file.report(key, f"is no key here{did_you_mean(key, known)}")


def _guide(file: _File | None, name: str, problems: list[str]) -> str:
    if file is None:
        problems.append(f"{name}.md:1: is missing")
        return ""
    if file.front.values:
        _known_keys(file, _GUIDE_KEYS)
        file.need("title", str)
    if name != _READERS:
        problems += unfit_guide(file.name, file.line, file.text)
    return file.text


def _platforms(files: dict[str, _File]) -> dict[Platform, str]:
    names = {platform: f"platforms/{platform.value}.md" for platform in Platform}
    found = {platform: files.pop(name) for platform, name in names.items() if name in files}
    return {platform: _guide(file, file.name, file.problems) for platform, file in found.items()}


def _examples(files: dict[str, _File]) -> tuple[Example, ...]:
    names = [name for name in files if Path(name).parent.as_posix() == "examples"]
    found = [_example(files.pop(name)) for name in names]
    return tuple(example for example in found if example is not None)


def _example(file: _File) -> Example | None:
    if not file.front.values:
        return None  # reported already
    before = len(file.problems)
    _known_keys(file, _EXAMPLE_KEYS)
    title, tone, creator = file.need("title", str), file.need("tone", _one_of(Voice)), file.need("creator", str)
    stages = file.many("stages", _one_of(Stage))
    if not stages:
        file.report("stages", "name at least one stage")
    example = Example(
        name=Path(file.name).stem,
        line=file.line,
        title=title or "",
        stages=stages,
        tactics=file.many("tactics", _one_of(Tactic)),
        tone=tone or Voice.CREATOR,
        platform=file.read("platform", _one_of(Platform)),
        creator=creator or "",
        offer=file.read("offer", _money),
        their_ask=file.read("their_ask", _money),
        product=file.read("product", _money),
        shared_cpm=file.read("shared_cpm", _money),
        deliverables=file.many("deliverables", str),
        facts=file.many("facts", str),
        text=file.text,
    )
    return example if len(file.problems) == before else None


def _one_of(kind: type[E]) -> Callable[[str], E]:
    def read(text: str) -> E:
        try:
            return kind(text)
        except ValueError:
            known = [member.value for member in kind]
            raise ValueError(f"{text!r} is not known{did_you_mean(text, known)}; use {', '.join(known)}") from None

    return read


def _money(text: str) -> Money:
    """From "1430.00 USD": the currency is always written."""
    amount, _, currency = text.partition(" ")
    if not currency:
        raise ValueError(f"{text!r}: write amount and currency, as in 1430.00 USD")
    return Money.of(amount, currency)


def _version(paths: list[Path], folder: Path) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:_VERSION_DIGITS]
