"""Import a campaign and its roster: everything in one commit, or nothing with every reason."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any, Final, NamedTuple

from shared.application.documents import Record
from shared.application.files.campaign_file import currency_of, parse_campaign
from shared.application.files.roster_file import RejectedRow, Roster, RosterRow, parse_roster
from shared.application.store import SWAP_ATTEMPTS, Store
from shared.domain.campaign import Campaign, CampaignState, Creator, Deliverable, Product
from shared.domain.errors import Contention, InvalidInput, NotAllowed
from shared.domain.money import Money
from shared.domain.records import OutreachRecord, TaskRecord, TaskState
from shared.domain.writing.unfit_texts import unfit_texts

# Where the stored campaign has another name for it than the file.
_KEYS: Final = {
    "client_name": "client",
    "floor_cpm": "cpm_floor",
    "ceiling_cpm": "cpm_ceiling",
    "minimum_cost": "minimum",
    "mailbox": "outreach.mailbox",
    "sender_name": "outreach.sender_name",
    "outreach_subject": "outreach.subject",
    "joins_outreach": "outreach.join_existing_threads",
}
_NO_TERMS: Final = {"id", "version", "state", "created_at", "tracker", "creator_names"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What became of every row: *read* is the sum of the four lists.

    Attributes:
        planned: Emails whose opening is planned now.
        already_known: Emails that an earlier import planned or that were contacted; their rows are not applied.
        suppressed: Emails that asked never to be written to; not planned.
        rejected: Rows that can't be used, with their reasons.
        notes: What else a person should know.
    """

    campaign_id: str
    read: int
    planned: tuple[str, ...]
    already_known: tuple[str, ...]
    suppressed: tuple[str, ...]
    rejected: tuple[RejectedRow, ...]
    notes: tuple[str, ...]


class _Sorted(NamedTuple):
    new: list[Creator]
    known: list[str]
    suppressed: list[str]
    notes: list[str]


def import_campaign(
    store: Store, *, campaign_text: str, roster_text: str, now: datetime, mailboxes: Collection[str]
) -> ImportReport:
    """Store the campaign of the two files with a planned task per creator that is new to it.

    Importing again adds the new creators and leaves known ones alone; the terms may still change before the launch.
    Tasks stay *planned* until the campaign is launched, also those that a later import adds.

    Raises:
        InvalidInput: the campaign file has a problem, or no row of the roster can be used. Nothing was stored.
        NotAllowed: the campaign is launched and the file has other terms. Nothing was stored.
        Contention: others kept changing the campaign. Nothing was stored.
    """
    campaign, roster = _read_both(campaign_text, roster_text, now, mailboxes)
    for _ in range(SWAP_ATTEMPTS):
        stored = store.existing(Campaign, [campaign.id]).get(campaign.id)
        found = _sort(store, campaign.id, roster.rows)
        tasks = [_task(campaign.id, creator, now) for creator in found.new]
        terms = _terms_to_write(stored, campaign, found.new)
        records: list[Record] = [*terms, *tasks]
        if not records or store.commit(records):
            return _report(terms[0] if terms else stored or campaign, roster, found)
    raise Contention(f"campaign {campaign.id} kept changing; nothing was imported")


def task_id(email: str) -> str:
    """The id of a creator's task: derived, so that a second import finds the first; hashed, as logs name it."""
    return sha256(email.encode()).hexdigest()[:20]


def _read_both(
    campaign_text: str, roster_text: str, now: datetime, mailboxes: Collection[str]
) -> tuple[Campaign, Roster]:
    try:
        campaign = parse_campaign(campaign_text, now, mailboxes=mailboxes)
    except InvalidInput as error:
        problems = [f"campaign: {problem}" for problem in error.problems]
        raise InvalidInput([*problems, *_roster_problems(roster_text, currency_of(campaign_text))]) from error
    try:
        return campaign, parse_roster(roster_text, campaign.currency)
    except InvalidInput as error:
        raise InvalidInput([f"roster: {problem}" for problem in error.problems]) from error


def _roster_problems(text: str, currency: str | None) -> list[str]:
    # With the campaign refused, its currency may be unknown; then the rates can't be judged in this run.
    if currency is None:
        return ["roster: not checked, because the campaign's currency is not known"]
    try:
        rejected = parse_roster(text, currency).rejected
    except InvalidInput as error:
        return [f"roster: {problem}" for problem in error.problems]
    return [f"roster: {line}" for row in rejected for line in row.lines()]


def _terms_to_write(stored: Campaign | None, campaign: Campaign, added: Sequence[Creator]) -> list[Campaign]:
    names = tuple(dict.fromkeys((*(stored.creator_names if stored else ()), *(creator.name for creator in added))))
    if stored is None:
        return [replace(campaign, creator_names=names)]
    changes = _changes(stored, campaign)
    if changes and stored.state is not CampaignState.IMPORTED:
        raise NotAllowed(f"campaign {campaign.id} is launched, its terms stay; the file changes {'; '.join(changes)}")
    # The version makes the commit fail when a launch gets in between.
    version = stored.version + 1
    if changes:
        created, tracker = stored.created_at, stored.tracker
        return [replace(campaign, created_at=created, version=version, tracker=tracker, creator_names=names)]
    return [replace(stored, version=version, creator_names=names)] if names != stored.creator_names else []


def _changes(before: Any, after: Any, prefix: str = "") -> list[str]:
    found = []
    for field in fields(before):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old == new or (not prefix and field.name in _NO_TERMS):
            continue
        name = prefix + _KEYS.get(field.name, field.name)
        if is_dataclass(old) and type(old) is type(new) and not isinstance(old, Money):
            found += _changes(old, new, "" if field.name == "facts" else f"{name}.")
        else:
            found.append(f"{name} from {_shown(old)} to {_shown(new)}")
    return found


def _shown(value: Any) -> str:
    match value:
        case None:
            return "nothing"
        case Money():
            return value.display()
        case Product():
            return f"'{value.description}'"
        case tuple():
            return (
                ", ".join(entry.label() if isinstance(entry, Deliverable) else str(entry) for entry in value) or "none"
            )
        case _:
            return f"'{value}'" if isinstance(value, str) else str(value)


def _sort(store: Store, campaign_id: str, rows: Sequence[RosterRow]) -> _Sorted:
    emails = [row.creator.email for row in rows]
    tasks = {task.id: task for task in store.tasks(campaign_id)}
    contacted = store.existing(OutreachRecord, [f"{campaign_id}:{email}" for email in emails])
    suppressed = store.suppressed(emails)
    result = _Sorted([], [], [], [])
    for row in rows:
        email = row.creator.email
        task = tasks.get(task_id(email))
        if task is not None or f"{campaign_id}:{email}" in contacted:
            result.known.append(email)
            result.notes.extend(_not_applied(row, task))
        elif email in suppressed:
            result.suppressed.append(email)
        else:
            result.new.append(row.creator)
    return result


def _not_applied(row: RosterRow, task: TaskRecord | None) -> Iterator[str]:
    changes = _changes(task.creator, row.creator) if task else []
    if changes:
        yield f"{row.place}: {row.creator.email} stays as imported before; not applied: {'; '.join(changes)}"


def _task(campaign_id: str, creator: Creator, now: datetime) -> TaskRecord:
    return TaskRecord(
        id=task_id(creator.email),
        version=1,
        campaign_id=campaign_id,
        creator=creator,
        state=TaskState.PLANNED,
        queued_at=now,
    )


def _report(campaign: Campaign, roster: Roster, found: _Sorted) -> ImportReport:
    notes = [*unfit_texts(campaign), *roster.notes, *found.notes]
    if found.new and campaign.state is CampaignState.LAUNCHED:
        notes.append(f"campaign {campaign.id} is launched already: launch it again to open with the new creators")
    return ImportReport(
        campaign_id=campaign.id,
        read=len(roster.rows) + len(roster.rejected),
        planned=tuple(creator.email for creator in found.new),
        already_known=tuple(found.known),
        suppressed=tuple(found.suppressed),
        rejected=roster.rejected,
        notes=tuple(notes),
    )
