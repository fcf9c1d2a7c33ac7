"""What Terraform provides against what the code asks for: indexes, collections, secrets, topics, environment."""

import inspect
import re
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from shared.application import topics
from shared.application.documents import COLLECTIONS
from shared.application.storage import Etags, Find, Key, Stored, Write
from shared.application.store import Store
from shared.bootstrap import Parley
from shared.config import read_settings
from shared.domain.errors import InvalidInput, NotFound
from shared.domain.negotiation import Negotiation
from shared.domain.records import EntryState, InboundState
from tests.unit.domain.builders import negotiation

TERRAFORM = Path(__file__).parents[2] / "terraform"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SAMPLES: Mapping[Any, object] = {
    int: 20,
    str: "one",
    datetime: NOON,
    InboundState: InboundState.QUEUED,
    Negotiation: negotiation(),
    Collection[EntryState]: {EntryState.PENDING},
    Key | None: None,
}

# The words of the store that read by id or write; every other one is run.
WITHOUT_QUERY = {"arrival", "close", "commit", "create", "deciding", "existing", "finishing", "lying_at", "put"}
WITHOUT_QUERY |= {"queue_mail", "replace_seen", "standing", "spend", "suppressed", "threads_taken", "update"}
WITHOUT_QUERY |= {"usage", "usage_now"}

Index = tuple[str, str, tuple[str, ...]]


class RecordingStore(Store):
    """Holds nothing, and remembers what it was asked to find."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Find] = []

    def _find(self, find: Find) -> list[Stored]:
        self.asked.append(find)
        return []

    def _read(self, keys: Sequence[Key]) -> list[Stored | None]:
        return [None for _ in keys]

    def _swap(self, writes: Sequence[Write]) -> Etags | None:
        raise AssertionError(f"a query writes {writes}")

    def _transact(self, writes: Sequence[tuple[Key, Mapping[str, Any]]]) -> Etags | None:
        raise AssertionError(f"a query writes {writes}")

    def close(self) -> None:
        pass


def asked() -> list[Find]:
    """Every query of the store, by running every word of it."""
    store = RecordingStore()
    words = {name for name, _ in inspect.getmembers(Store, inspect.isfunction) if not name.startswith("_")}
    for name in sorted(words - WITHOUT_QUERY):
        word = getattr(store, name)
        kinds = {key: kind for key, kind in get_type_hints(word).items() if key != "return"}
        try:
            word(**{key: SAMPLES[kind] for key, kind in kinds.items()})
        except NotFound:
            continue
    return store.asked


def composite(find: Find) -> Index | None:
    """The index that Firestore refuses the query without; None where single-field indexes do.

    Equalities alone are answered by merging single-field indexes; one field that is both compared and ordered by needs
    its own. https://firebase.google.com/docs/firestore/query-data/index-overview
    """
    compared = find.at_most[0] if find.at_most else None
    assert not (compared and find.order_by) or compared == find.order_by, f"{find}: two fields"
    ordered = find.order_by or compared
    if not find.equals or ordered is None:
        assert not find.group, f"{find} needs a single-field index of the collection group, which is off by default"
        return None
    scope = "COLLECTION_GROUP" if find.group else "COLLECTION"
    return find.collection.rpartition("/")[2], scope, (*(name for name, _ in find.equals), ordered)


def block(file: str, name: str) -> str:
    """The text between the brackets of `NAME = [...]` or `NAME = {...}`, to the bracket of the same depth."""
    text = (TERRAFORM / file).read_text()
    found = re.search(rf"^ *{name} += +(?:toset\()?[\[{{]", text, re.MULTILINE)
    assert found, f"{file} has no {name}"
    depth, end = 1, found.end()
    while depth:
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(text[end], 0)
        end += 1
    return text[found.end() : end - 1]


def texts(listed: str) -> set[str]:
    return set(re.findall(r'"([^"]+)"', listed))


def test_terraform_makes_exactly_the_indexes_that_the_queries_need() -> None:
    rows = re.findall(r'collection = "(\w+)", scope = "(\w+)", fields = \[([^]]+)\]', block("firestore.tf", "indexes"))
    made = {(collection, scope, tuple(re.findall(r'"(\w+)"', fields))) for collection, scope, fields in rows}
    assert made == {index for index in map(composite, asked()) if index}
    assert len(made) == len(rows) == 5


def test_the_words_that_are_not_run_ask_for_nothing() -> None:
    sources = [inspect.getsource(getattr(Store, name)) for name in WITHOUT_QUERY]
    assert [source for source in sources if "_find(" in source or "Find(" in source] == []


def test_collections_have_the_names_that_readers_of_the_store_know() -> None:
    assert set(COLLECTIONS.values()) == {
        "mailboxes",
        "campaigns",
        "campaigns/{}/tasks",
        "negotiations",
        "sent_mails",
        "negotiations/{}/turns",
        "negotiations/{}/events",
        "threads",
        "inbound",
        "outbox",
        "outreach",
        "pacing",
        "suppressions",
        "usage",
        "cases",
    }


def test_the_field_that_expires_is_stored() -> None:
    (expiring,) = re.findall(r'collection = "(\w+)"\n  field      = "(\w+)"', (TERRAFORM / "firestore.tf").read_text())
    kinds = {collection: kind for kind, collection in COLLECTIONS.items()}
    assert expiring == ("inbound", "expire_at")
    assert get_type_hints(kinds["inbound"])["expire_at"] == datetime | None


class Asking(Parley):
    """Remembers which secrets it was asked for."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        super().__init__(read_settings(environment))
        self.secrets: set[str] = set()

    def _secret(self, name: str, from_environment: str | None) -> str:
        assert from_environment is None
        self.secrets.add(name)
        return "value"


def deployed() -> dict[str, str]:
    """The environment that Terraform gives every function, with a value of the right form for each name."""
    lines = re.findall(r"^ *([A-Z_]+) += +(.+)$", block("functions.tf", "environment"), re.MULTILINE)
    values = {name: value.strip('"') if value.startswith('"') else _example(value) for name, value in lines}
    return values | {"PARLEY_ALIASES": ""}


def _example(expression: str) -> str:
    return "1000" if expression.startswith("format(") else "deals@brand.example"


def test_terraform_makes_exactly_the_secrets_that_are_read() -> None:
    app = Asking(deployed())
    _ = app.model, app.notifier
    (made,) = re.findall(r"for_each = toset\(\[(.+)\]\)", (TERRAFORM / "secrets.tf").read_text())
    assert texts(made) == app.secrets == {"anthropic-api-key", "slack-bot-token"}


def test_no_function_is_granted_a_secret_or_a_topic_that_does_not_exist() -> None:
    functions = block("functions.tf", "functions")
    granted = {name for listed in re.findall(r"secrets += \[(.*)\]", functions) for name in texts(listed)}
    published = {name for listed in re.findall(r"publishes += \[(.*)\]", functions) for name in texts(listed)}
    assert granted == {"anthropic-api-key", "slack-bot-token"}
    assert published == {topics.INBOUND_MESSAGES, topics.CAMPAIGN_TASKS}


def test_terraform_makes_exactly_the_topics_that_the_code_names() -> None:
    named = {value for name, value in vars(topics).items() if name.isupper()}
    assert texts(block("topics.tf", "topics")) == named
    subscribed = set(re.findall(r'topic = "([\w-]+)"', block("functions.tf", "functions")))
    assert subscribed == named


def test_terraform_sets_every_variable_that_a_deployed_function_needs() -> None:
    with pytest.raises(InvalidInput) as missing:
        read_settings({})
    needed = {problem.split(" ", 1)[0] for problem in missing.value.problems}
    caps = {"PARLEY_DAILY_TOKENS", "PARLEY_NEGOTIATION_TOKENS", "PARLEY_GMAIL_UNITS_PER_MINUTE"}
    assert set(deployed()) == needed | caps | {"PARLEY_ALIASES", "PARLEY_TEAM_DOMAINS"}
    settings = read_settings(deployed())
    assert (settings.store, settings.secrets) == ("firestore", "secret-manager")
