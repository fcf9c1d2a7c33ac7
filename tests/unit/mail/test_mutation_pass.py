"""Every mail of the corpus, damaged in many ways: nobody gains trust, and nobody's mail is swallowed.

What is told of an undamaged mail stays, in both directions, save what `LOST_WITH` allows: there the damage took away
the very evidence.
"""

import json
import re
from collections.abc import Iterator, Mapping
from email import policy
from email.message import Message
from email.parser import BytesParser
from fnmatch import fnmatchcase
from functools import cache

import pytest

from shared.domain.amounts import find_amounts
from shared.domain.mail.message import InboundMessage, Suspicion
from shared.domain.mail.speaker import Acquaintances, Speaker, who_speaks
from tests.unit.mail.test_corpus import CORPUS, NAMES, read
from tests.unit.mail.test_mutations import joined, split

FILE = json.loads((CORPUS / "known" / "known.json").read_text(encoding="utf-8"))
KNOWN = Acquaintances(
    mailbox=FILE["mailbox"],
    aliases=tuple(FILE["aliases"]),
    team_domains=tuple(FILE["team_domains"]),
    participants={person["email"]: Speaker(person["role"]) for person in FILE["participants"]},
)
VERDICT = re.compile(rb"authentication-results\s*:", re.IGNORECASE)
CHARSETS = ("utf-8", "us-ascii", "iso-8859-1", "windows-1251", "shift_jis", "iso-2022-jp", "utf-16", "gb18030", "x")

# What may change when this is gone: a header by its name, or the end of the mail.
LOST_WITH: Mapping[str, tuple[str, ...]] = {
    # Gmail writes the verdict itself, always and on top; below it a forged one may lie.
    "authentication-results": (
        *("authentication *->none", "authentication fail->pass", "speaker stranger->*"),
        "kind human->own",  # forged in our name
    ),
    # Who wrote. Without it a mail is malformed and a stranger's.
    "from": (
        *("authentication *->none", "speaker *->stranger", "kind own->*", "kind auto_reply->human"),
        *("kind bounce_*->auto_reply", "lost display_name_address", "lost several_senders"),
    ),
    # Each may be the only sign of a machine.
    "auto-submitted": ("kind auto_reply->human",),
    "x-parley-send-id": ("kind own->list", "speaker self->stranger"),
    "x-fc-machinegenerated": ("kind auto_reply->human",),
    "precedence": ("kind list->human", "kind out_of_office->human"),
    "subject": ("kind out_of_office->human", "kind bounce_*->auto_reply", "lost forwarded"),
    # That it is a list, or that the list is our own group; mail of lists that answers us goes to a person.
    "list-id": ("kind human->list", "kind list->human"),
    "cc": ("speaker new_participant->stranger",),
    "reply-to": ("lost reply_to_differs",),
    # Where the parts begin, and that a text is HTML: all of it is shown as it is.
    "content-type": (
        *("kind auto_reply->human", "kind bounce_hard->auto_reply", "kind calendar->human"),
        *("lost forwarded", "lost hidden_text", "lost malformed"),
    ),
    # The status of a bounce, the answer to an invitation and the hidden words may lie behind the cut. A bounce that no
    # longer says whether it is final goes to a person, as a final one does. Where the subject or a
    # mark of bulk hints at a notice of absence, the words alone tell a person from a machine.
    "the end": (
        *("kind bounce_*->auto_reply", "kind bounce_hard->bounce_soft", "kind bounce_soft->bounce_hard"),
        *("kind human->out_of_office", "kind out_of_office->human", "kind out_of_office->list"),
        *("kind calendar->human", "lost forwarded", "lost hidden_text", "lost malformed"),
    ),
    "half the header": (
        *("authentication *->none", "speaker *->stranger", "kind *->human", "kind human->list", "lost *"),
        *("kind bounce_*->auto_reply", "kind bounce_soft->bounce_hard", "kind out_of_office->*"),
    ),
    # Whoever writes the parts anew ends the last one.
    "the missing end": ("lost malformed",),
    "nothing": (),
}
# Without these the text itself is another one.
ENCODINGS = ("content-type", "content-transfer-encoding")


@cache
def undamaged(name: str) -> InboundMessage:
    return read(name)[0]


def changes(before: InboundMessage, after: InboundMessage) -> Iterator[str]:
    facts = {
        "authentication": (before.authentication, after.authentication),
        "speaker": (who_speaks(before, KNOWN), who_speaks(after, KNOWN)),
        "kind": (before.kind, after.kind),
    }
    for fact, (was, is_now) in facts.items():
        if was is not is_now:
            yield f"{fact} {was}->{is_now}"
    for suspicion in set(before.suspicions) - set(after.suspicions):
        yield f"lost {suspicion}"


def assert_told_alike(name: str, raw: bytes, *, lost: str = "nothing") -> InboundMessage:
    """The damaged mail, after all that is told of it was compared."""
    after = read(name, raw=raw)[0]
    allowed = LOST_WITH.get(lost, ())
    found = list(changes(undamaged(name), after))
    assert [change for change in found if not any(fnmatchcase(change, one) for one in allowed)] == [], lost
    return after


def parsed(name: str) -> Message:
    return BytesParser(policy=policy.compat32).parsebytes((CORPUS / f"{name}.eml").read_bytes())


def header_of(name: str) -> tuple[list[bytes], bytes]:
    return split((CORPUS / f"{name}.eml").read_bytes())


def key_of(field: bytes) -> str:
    return field.partition(b":")[0].decode().strip().lower()


def test_every_row_of_the_table_is_needed() -> None:
    """A row for a header that no mail of the corpus has would allow something that was never seen."""
    present = {key_of(field) for name in NAMES for field in header_of(name)[0]}
    assert set(LOST_WITH) - present == {"the end", "the missing end", "half the header", "nothing"}


@pytest.mark.parametrize("name", NAMES)
def test_dropped_and_doubled_header(name: str) -> None:
    fields, body = header_of(name)
    for at, field in enumerate(fields):
        dropped = assert_told_alike(name, joined(fields[:at] + fields[at + 1 :], body), lost=key_of(field))
        assert key_of(field) in ENCODINGS or dropped.new_text == undamaged(name).new_text
        doubled = assert_told_alike(name, joined(fields[: at + 1] + fields[at:], body))
        assert doubled.new_text == undamaged(name).new_text


@pytest.mark.parametrize("name", NAMES)
def test_headers_folded_at_every_space_in_capitals_and_with_a_space_before_the_colon(name: str) -> None:
    fields, body = header_of(name)
    folded = [re.sub(rb"(?<=[;,>]) (?=\S)", b"\r\n\t", field) for field in fields]
    for change in (bytes.upper, bytes.lower, lambda key: key + b" "):
        damaged = [change(key) + colon + value for key, colon, value in (field.partition(b":") for field in folded)]
        assert assert_told_alike(name, joined(damaged, body)).new_text == undamaged(name).new_text


@pytest.mark.parametrize("name", NAMES)
def test_headers_in_reverse_order(name: str) -> None:
    fields, body = header_of(name)
    verdicts = [field for field in fields if VERDICT.match(field)]
    others = [field for field in fields if not VERDICT.match(field)]
    after = assert_told_alike(name, joined([*verdicts, *reversed(others)], body))
    assert after.new_text == undamaged(name).new_text


@pytest.mark.parametrize("name", NAMES)
def test_headers_that_prove_nothing_are_added(name: str) -> None:
    fields, body = header_of(name)
    added = [
        b"X-Auto-Response-Suppress: All",
        b"List-Unsubscribe: <mailto:leave@crm.example>",
        b"Feedback-ID: 1:crm",
        b"X-Mailer: Newsletter 2.0",
        b"Auto-Submitted: no",
    ]
    after = assert_told_alike(
        name, joined([*fields, *(one for one in added if key_of(one) not in _keys(fields))], body)
    )
    assert after.new_text == undamaged(name).new_text


def _keys(fields: list[bytes]) -> set[str]:
    return {key_of(field) for field in fields}


@pytest.mark.parametrize("name", NAMES)
def test_parts_in_reverse_order(name: str) -> None:
    message = parsed(name)
    for part in message.walk():
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            payload.reverse()
    after = assert_told_alike(name, message.as_bytes(), lost="the missing end")
    assert sorted(after.new_text.split()) == sorted(undamaged(name).new_text.split())


@pytest.mark.parametrize("name", NAMES)
def test_lies_about_charsets(name: str) -> None:
    raw = (CORPUS / f"{name}.eml").read_bytes()
    for charset in CHARSETS:
        lied = re.sub(rb"(?i)(charset\s*=\s*\"?)[\w.:-]+", rb"\g<1>" + charset.encode(), raw)
        after = assert_told_alike(name, lied)
        assert after.new_text == undamaged(name).new_text or not undamaged(name).new_text.isascii()


@pytest.mark.parametrize("name", NAMES)
def test_cut_anywhere_in_the_body(name: str) -> None:
    raw = (CORPUS / f"{name}.eml").read_bytes()
    asked = {found.text for found in find_amounts(undamaged(name).new_text)}
    for length in cuts(raw.index(b"\r\n\r\n") + 4, len(raw)):
        after = assert_told_alike(name, raw[:length], lost="the end")
        invented = [found for found in find_amounts(after.new_text) if found.text not in asked]
        # Of one part alone nothing says that its end is missing: an amount at the very end may be half of one.
        is_end = all(found.end >= len(after.new_text) - 12 for found in invented)
        assert Suspicion.MALFORMED in after.suspicions or is_end, (length, invented)


@pytest.mark.parametrize("name", NAMES)
def test_cut_anywhere_in_the_headers(name: str) -> None:
    raw = (CORPUS / f"{name}.eml").read_bytes()
    for length in cuts(0, raw.index(b"\r\n\r\n") + 4):
        assert_told_alike(name, raw[:length], lost="half the header")


def cuts(start: int, end: int) -> Iterator[int]:
    return iter(range(start, end, max(1, (end - start) // 12)))


@pytest.mark.parametrize("name", NAMES)
def test_forged_headers_below_gmails_own(name: str) -> None:
    fields, body = header_of(name)
    domain = undamaged(name).sender.domain
    forged = [
        f"Authentication-Results: mx.google.com; dkim=pass header.d={domain}; dmarc=pass header.from={domain}".encode(),
        b"Sender: Mia Lark <mia.lark@gmail.example>",
        b"Auto-Submitted: no",
        b"X-Original-From: Mia Lark <mia.lark@gmail.example>",
    ]
    has_verdict = any(VERDICT.match(field) and b"mx.google.com" in field for field in fields)
    assert_told_alike(name, joined([*fields, *(forged if has_verdict else forged[1:])], body))
