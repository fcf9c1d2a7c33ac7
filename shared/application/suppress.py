"""Whom we must not write to: people write it down and take it back by name; the record itself is never deleted."""

from collections.abc import Iterator
from dataclasses import replace

from shared.application.app import App
from shared.application.documents import from_document
from shared.application.every_document import every_document
from shared.application.files.cells import read_email
from shared.application.named_person import require_person
from shared.domain.errors import Contention, InvalidInput, NotAllowed
from shared.domain.records import SuppressionRecord


def suppress(app: App, email: str, person: str, *, why: str) -> SuppressionRecord:
    """Never write to *email* again, as import, launch, opening and every approval will see.

    Raises:
        InvalidInput: it is no address, or the reason or the name is missing.
        NotAllowed: it is suppressed already.
        Contention: somebody else did the same at this moment.
    """
    address = _address(email)
    require_person(person)
    if not why.strip():
        raise InvalidInput(["say why: who looks at it later must know"])
    known = app.store.existing(SuppressionRecord, [address]).get(address)
    if known is not None and known.lifted_by is None:
        raise NotAllowed(f"{address} is suppressed already, by {known.by}: {known.why}")
    version = known.version + 1 if known else 1
    record = SuppressionRecord(email=address, version=version, why=why.strip(), at=app.clock.now(), by=person)
    if not app.store.commit([record]):
        raise Contention(f"{address} changed at the same moment; look again")
    return record


def lift_suppression(app: App, email: str, person: str) -> SuppressionRecord:
    """Allow mail to *email* again, in the name of *person*.

    Raises:
        NotAllowed: it is not suppressed.
    """
    address = _address(email)
    require_person(person)
    known = app.store.suppression(address)
    if known is None:
        raise NotAllowed(f"{address} is not suppressed")
    lifted = replace(known, version=known.version + 1, lifted_by=person)
    if not app.store.commit([lifted]):
        raise Contention(f"{address} changed at the same moment; look again")
    return lifted


def suppressions(app: App) -> Iterator[SuppressionRecord]:
    """Every record, those that were lifted included, by address.

    Raises:
        CorruptRecord: one of them is unreadable.
    """
    for stored in every_document(app.store, SuppressionRecord):
        yield from_document(SuppressionRecord, stored.key, stored.document)


def _address(email: str) -> str:
    try:
        return read_email(email)
    except ValueError as error:
        raise InvalidInput([str(error)]) from error
