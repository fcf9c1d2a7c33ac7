"""The part of Gmail's search language that programs use (https://support.google.com/mail/answer/7190)."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from emulators.gmail.errors import invalid
from emulators.gmail.headers import addresses, header, message_id
from emulators.gmail.messages import StoredMessage
from emulators.gmail.payload import attachments, plain_text
from emulators.wallclock import now

Test = Callable[[StoredMessage], bool]

_TERM = re.compile(r'(?P<not>-?)(?:(?P<operator>[a-z_0-9]+):)?(?:"(?P<quoted>[^"]*)"|(?P<bare>\S+))', re.IGNORECASE)
# {one two}: what fits any of them.
_GROUP = re.compile(r"\{([^{}]*)\}")
_AGE = re.compile(r"(\d+)([dmy])")
_DAYS = {"d": 1, "m": 30, "y": 365}
_HIDDEN = {"SPAM", "TRASH"}
_PLACES = {"inbox": "INBOX", "sent": "SENT", "draft": "DRAFT", "drafts": "DRAFT", "spam": "SPAM", "trash": "TRASH"}


def compiled(text: str, *, include_spam_trash: bool) -> Test:
    """A test for messages.

    Args:
        text: the `q` parameter; "" finds everything.
        include_spam_trash: false hides spam and trash unless the query names them.

    Raises:
        ApiError: 400 for an operator that this stand-in does not know; Gmail itself would search for its text.
    """
    groups = [[_either(term) for term in _TERM.finditer(group[1])] for group in _GROUP.finditer(text)]
    terms = list(_TERM.finditer(_GROUP.sub(" ", text)))
    tests = [_either(term) for term in terms] + [_any_of(group) for group in groups]
    if not include_spam_trash and not any(_opens_hidden(term) for term in terms):
        tests.append(lambda message: _HIDDEN.isdisjoint(message.label_ids))
    return lambda message: all(test(message) for test in tests)


def _words(term: re.Match[str]) -> str:
    return str(term["quoted"] if term["quoted"] is not None else term["bare"]).lower()


def _opens_hidden(term: re.Match[str]) -> bool:
    return (term["operator"] or "").lower() == "in" and _words(term) in ("anywhere", "spam", "trash")


def _any_of(tests: list[Test]) -> Test:
    return lambda message: any(test(message) for test in tests)


def _either(term: re.Match[str]) -> Test:
    return _negated(term) if term["not"] else _test(term)


def _negated(term: re.Match[str]) -> Test:
    test = _test(term)
    return lambda message: not test(message)


def _test(term: re.Match[str]) -> Test:
    operator = (term["operator"] or "").lower()
    words = _words(term)
    if not operator:
        return lambda message: words in _text(message)
    if operator not in _OPERATORS:
        raise invalid(f"the stand-in does not know the search operator {operator!r}")
    return _OPERATORS[operator](words)


def _text(message: StoredMessage) -> str:
    names = ("Subject", "From", "To", "Cc")
    return " ".join([*(header(message.raw, name) for name in names), plain_text(message.raw)]).lower()


def _in_header(name: str) -> Callable[[str], Test]:
    def operator(words: str) -> Test:
        return lambda message: words in header(message.raw, name).lower()

    return operator


def _from(words: str) -> Test:
    return lambda message: words in addresses(message.raw, "From") or words in header(message.raw, "From").lower()


def _rfc822msgid(words: str) -> Test:
    wanted = words.strip("<>")
    return lambda message: message_id(message.raw).strip("<>").lower() == wanted


def _in(words: str) -> Test:
    if words == "anywhere":
        return lambda _: True
    if words not in _PLACES:
        raise invalid(f"the stand-in does not know the place in:{words}")
    return _label(_PLACES[words])


def _label(words: str) -> Test:
    return lambda message: words.upper() in message.label_ids


def _is(words: str) -> Test:
    if words == "read":
        return lambda message: "UNREAD" not in message.label_ids
    return _label(words)


def _has(words: str) -> Test:
    if words != "attachment":
        raise invalid(f"the stand-in does not know has:{words}")
    return lambda message: bool(attachments(message.raw))


def _newer_than(words: str) -> Test:
    since = now() - _age(words)
    return lambda message: message.at >= since


def _older_than(words: str) -> Test:
    until = now() - _age(words)
    return lambda message: message.at < until


def _age(words: str) -> timedelta:
    match = _AGE.fullmatch(words)
    if not match:
        raise invalid(f"not an age: {words}")
    return timedelta(days=int(match[1]) * _DAYS[match[2]])


def _after(words: str) -> Test:
    since = _instant(words)
    return lambda message: message.at >= since


def _before(words: str) -> Test:
    until = _instant(words)
    return lambda message: message.at < until


def _instant(words: str) -> datetime:
    """Seconds since 1970, or a day as YYYY/MM/DD, taken as UTC (Gmail takes the account's time zone)."""
    try:
        if words.isdigit():
            return datetime.fromtimestamp(int(words), tz=UTC)
        return datetime.strptime(words.replace("-", "/"), "%Y/%m/%d").replace(tzinfo=UTC)
    except ValueError as exc:
        raise invalid(f"not an instant: {words}") from exc


_OPERATORS: dict[str, Callable[[str], Test]] = {
    "from": _from,
    "to": _in_header("To"),
    "cc": _in_header("Cc"),
    "subject": _in_header("Subject"),
    "rfc822msgid": _rfc822msgid,
    "in": _in,
    "label": _label,
    "is": _is,
    "has": _has,
    "newer_than": _newer_than,
    "older_than": _older_than,
    "after": _after,
    "before": _before,
}
