"""What people set for a mailbox: rules, sending on and off, the breaker; each change with its name and its time."""

import logging
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, Final

from shared.application.app import App
from shared.application.named_person import person_problems
from shared.domain.errors import InvalidInput, NotAllowed, NotFound
from shared.domain.pacing import closed, rule_problems
from shared.domain.records import MailboxRecord, PacingRecord, SendingRules, SettingChange

logger = logging.getLogger(__name__)

# The newest of them stay beside the settings; every one is logged.
KEPT_CHANGES: Final = 100


def set_rules(app: App, mailbox: str, person: str, changes: Mapping[str, Any]) -> MailboxRecord:
    """Change the rules named in *changes*, each a field of `SendingRules`; mail decided before keeps its signature.

    Raises:
        InvalidInput: every value that no mailbox may have, or a mailbox that is not ours.
    """
    _check(app, mailbox, person)
    box = _box(app, mailbox)
    if problems := rule_problems(replace(box.rules, **changes)):
        raise InvalidInput(problems)

    def changed(current: MailboxRecord) -> MailboxRecord | None:
        rules = replace(current.rules, **changes)
        if rules == current.rules or rule_problems(rules):
            return None
        return _noted(app, replace(current, rules=rules), person, _difference(current.rules, rules))

    return app.store.update(box, changed) or _box(app, mailbox)


def switch_sending(app: App, mailbox: str, person: str, *, on: bool) -> MailboxRecord:
    """Let the mailbox's mail leave, or hold all of it back."""
    _check(app, mailbox, person)

    def switched(current: MailboxRecord) -> MailboxRecord | None:
        if current.sending is on:
            return None
        return _noted(app, replace(current, sending=on), person, f"sending {'on' if on else 'off'}")

    return app.store.update(_box(app, mailbox), switched) or _box(app, mailbox)


def close_breaker(app: App, mailbox: str, person: str) -> None:
    """Let mail to new people leave again; bounces are counted anew.

    Raises:
        NotAllowed: the breaker is not open.
    """
    _check(app, mailbox, person)
    try:
        done = app.store.update(PacingRecord(address=mailbox, version=1), closed)
    except NotFound:
        done = None
    if done is None:
        raise NotAllowed(f"the breaker of {mailbox} is not open")
    app.store.update(_box(app, mailbox), lambda current: _noted(app, current, person, "breaker closed"))


def _check(app: App, mailbox: str, person: str) -> None:
    problems = person_problems(person)
    if mailbox not in app.policy.mailboxes:
        problems.append(f"{mailbox} is none of ours; there is {', '.join(app.policy.mailboxes)}")
    if problems:
        raise InvalidInput(problems)


def _box(app: App, mailbox: str) -> MailboxRecord:
    new = MailboxRecord(address=mailbox, version=1)
    found = app.store.mailbox(mailbox)
    if found is None:
        app.store.create(new)
    return found or app.store.mailbox(mailbox) or new


def _noted(app: App, box: MailboxRecord, person: str, what: str) -> MailboxRecord:
    change = SettingChange(at=app.clock.now(), person=person, what=what)
    logger.info("mailbox changed", extra={"fields": {"mailbox": box.address, "person": person, "what": what}})
    return replace(box, changes=(*box.changes, change)[-KEPT_CHANGES:])


def _difference(old: SendingRules, new: SendingRules) -> str:
    changed = [field.name for field in fields(SendingRules) if getattr(old, field.name) != getattr(new, field.name)]
    return "; ".join(f"{name.replace('_', ' ')} from {_said(old, name)} to {_said(new, name)}" for name in changed)


def _said(rules: SendingRules, name: str) -> str:
    value = getattr(rules, name)
    if isinstance(value, tuple):
        return ",".join(map(str, value)) or "none"
    return "none" if value is None else str(value).replace("\n", " / ")
