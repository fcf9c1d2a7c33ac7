"""YAML text as plain texts, groups and lists, with the line of every value.

Scalars stay texts: YAML's own guesses (1_000 is a number, `no` is a boolean, 20000.50 is a float) are not made here.
"""

from dataclasses import dataclass, field
from typing import Any, Final

import yaml

Path = tuple[str | int, ...]
Value = str | dict[str, "Value"] | list["Value"] | None

# Far above any campaign; keeps a hostile file from filling memory or the stack.
LARGEST_FILE: Final = 200_000
DEEPEST_NESTING: Final = 10

_EMPTY_SCALARS: Final = {"", "~", "null", "Null", "NULL"}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong; *path* is () for the file as a whole."""

    line: int
    path: Path
    text: str

    def __str__(self) -> str:
        name = path_name(self.path)
        return f"line {self.line}, {name}: {self.text}" if name else f"line {self.line}: {self.text}"


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """A file's values, and what is wrong with it already.

    Attributes:
        values: None stands for a value that was left empty; each is among the problems.
        lines: Line of each key and list entry.
    """

    values: dict[str, Value] = field(default_factory=dict)
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line_of(self, path: Path) -> int:
        """Line of *path*, or of the nearest group around it that is in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def path_name(path: Path) -> str:
    """As people read it, lists counted from 1: `deliverables[2].type`."""
    parts = [f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path]
    return "".join(parts).removeprefix(".")


def read_yaml(text: str) -> YamlDocument:
    """The file's values; syntax that stops the reading is its only problem then."""
    text = text.removeprefix("\ufeff")
    if len(text) > LARGEST_FILE:
        return _unreadable(1, f"the file is larger than {LARGEST_FILE:,} characters")
    try:
        barred = _barred_syntax(text)
        root = None if barred else yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        return _unreadable(_line(error.problem_mark), _syntax_problem(error))
    except yaml.reader.ReaderError as error:
        return _unreadable(text.count("\n", 0, error.position) + 1, "a character that YAML does not allow")
    if barred:
        return YamlDocument(problems=[barred])
    return _document(root)


def _barred_syntax(text: str) -> Problem | None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = _line(event.start_mark)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            return Problem(line, (), "anchors and aliases (& and *) are not supported; quote a text that starts so")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST_NESTING:
            return Problem(line, (), f"nested deeper than {DEEPEST_NESTING} levels")
    return None


def _document(root: yaml.Node | None) -> YamlDocument:
    if root is None or not root.value or _is_empty(root):
        return _unreadable(1, "the file is empty")
    if not isinstance(root, yaml.MappingNode):
        return _unreadable(_line(root.start_mark), "expected `key: value` lines")
    document = YamlDocument()
    document.values.update(_group(root, (), document))
    return document


def _value(node: yaml.Node, path: Path, document: YamlDocument) -> Value:
    if isinstance(node, yaml.MappingNode):
        return _group(node, path, document)
    if isinstance(node, yaml.SequenceNode):
        return _list(node, path, document)
    if _is_empty(node):
        document.problems.append(Problem(document.line_of(path), path, _empty_problem(path)))
        return None
    return str(node.value).strip()


def _group(node: yaml.MappingNode, path: Path, document: YamlDocument) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for key, value in node.value:
        line = _line(key.start_mark)
        if not isinstance(key, yaml.ScalarNode):
            document.problems.append(Problem(line, path, "a key must be a plain word"))
            continue
        here = (*path, str(key.value))
        if here in document.lines:
            text = f"is written twice, first on line {document.lines[here]}"
            document.problems.append(Problem(line, here, text))
            continue
        document.lines[here] = line
        values[str(key.value)] = _value(value, here, document)
    return values


def _list(node: yaml.SequenceNode, path: Path, document: YamlDocument) -> list[Value]:
    values: list[Value] = []
    for index, entry in enumerate(node.value):
        here = (*path, index)
        document.lines[here] = _line(entry.start_mark)
        values.append(_value(entry, here, document))
    return values


def _empty_problem(path: Path) -> str:
    if isinstance(path[-1], str) and path[-1].isdecimal():
        # `{total: $20,000}` is a total of $20 and a key 000.
        return "belongs to the amount before it: inside braces, quote an amount that holds a comma"
    return "is empty: write a value or remove the line"


def _is_empty(node: yaml.Node) -> bool:
    if not isinstance(node, yaml.ScalarNode):
        return False
    plain = node.style is None
    return node.value in _EMPTY_SCALARS if plain else not node.value.strip()


def _syntax_problem(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or error.context or "it cannot be read"
    if "'\\t'" in problem:
        return "a tab; indent with spaces"
    if problem == "mapping values are not allowed here":
        return "a second colon, or a line that is indented too far: quote a text that holds a colon"
    if "cannot start any token" in problem:
        return f"{problem.removesuffix(' that cannot start any token')} at the start of a value: quote the value"
    if problem == "but found another document":
        return "a second document begins here; a campaign is one document"
    return f"not valid YAML: {problem}"


def _line(mark: Any) -> int:
    # Any: the marks of the pure and of the C scanner have no common type.
    return 1 if mark is None else int(mark.line) + 1


def _unreadable(line: int, text: str) -> YamlDocument:
    return YamlDocument(problems=[Problem(line, (), text)])
