"""What a person decides about a negotiation's contacts: who gets our mail in copy, and who is no contact any more."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Final

from shared.application.app import App
from shared.application.claims import TO_SEND, require_idle
from shared.application.journal import Journal
from shared.application.named_person import require_person
from shared.domain.errors import Contention, InvalidInput, NotAllowed
from shared.domain.negotiation import Negotiation
from shared.domain.people.membership import let_in, remove
from shared.domain.people.participants import copied
from shared.domain.records import EntryState

_UNSENT: Final = frozenset({EntryState.HELD, EntryState.REVIEW, *TO_SEND})


class ContactChange(StrEnum):
    CC = "cc"
    NO_CC = "no-cc"
    REMOVE = "remove"


def steer_contact(app: App, negotiation_id: str, email: str, change: ContactChange, person: str) -> Negotiation:
    """Carry out *change* in the name of *person*, mail that has not left included; answers the negotiation as it is.

    Raises:
        NotFound: there is no such negotiation.
        InvalidInput: nobody is named, or the address is neither a contact nor one that was kept out.
        NotAllowed: the creator cannot be removed, nor whom a mail is worded for that has not left; or one just leaves.
        Contention: the negotiation changed at the same moment; nothing was done.
    """
    require_person(person)
    negotiation = app.store.negotiation(negotiation_id)
    journal = Journal(negotiation, actor=person, now=app.clock.now())
    changed = _CHANGES[change](negotiation, email.strip().lower())
    if changed != negotiation:
        journal.change(changed)
        journal.note(_KINDS[change], {"email": email.strip().lower()})
        _readdress(app, journal)
        if not app.store.commit(journal.records()):
            raise Contention(f"{negotiation_id} changed at the same moment; look again")
    return app.store.negotiation(negotiation_id)


def _copy(negotiation: Negotiation, email: str) -> Negotiation:
    if negotiation.is_participant(email):
        return _with(negotiation, email, copied=True)
    if email not in negotiation.kept_out:
        raise InvalidInput([_unknown(negotiation, email)])
    return let_in(negotiation, email)


def _no_copy(negotiation: Negotiation, email: str) -> Negotiation:
    if not negotiation.is_participant(email):
        raise InvalidInput([_unknown(negotiation, email)])
    return _with(negotiation, email, copied=False)


def _remove(negotiation: Negotiation, email: str) -> Negotiation:
    if not negotiation.is_participant(email):
        raise InvalidInput([_unknown(negotiation, email)])
    if email == negotiation.creator.email:
        raise NotAllowed(f"{email} is the creator: use --no-cc to leave them out, or stop the negotiation")
    return remove(negotiation, email)


def _with(negotiation: Negotiation, email: str, *, copied: bool) -> Negotiation:
    people = (replace(one, copied=copied) if one.email == email else one for one in negotiation.participants)
    return replace(negotiation, participants=tuple(people))


def _unknown(negotiation: Negotiation, email: str) -> str:
    known = ", ".join([*(one.email for one in negotiation.participants), *negotiation.kept_out])
    return f"{email} is no contact of {negotiation.id} and nobody kept them out; there is {known}"


def _readdress(app: App, journal: Journal) -> None:
    """Give mail that waits to leave, or for approval, the copies of now.

    Raises:
        NotAllowed: one is being sent at this moment, or is worded for somebody who would not get it.
    """
    people = journal.negotiation.participants
    for entry in app.store.mails_of(journal.negotiation, _UNSENT):
        if entry.mail is None:
            continue
        require_idle(entry, journal.now)
        if not journal.negotiation.is_participant(entry.mail.to[0]):
            raise NotAllowed(f"{entry.id} is written to {entry.mail.to[0]} and has not left; settle that mail first")
        mail = replace(entry.mail, cc=copied(people, entry.mail.to[0]))
        if mail != entry.mail:
            # The higher token keeps a worker that overslept from recording a draft of the old one.
            journal.write(replace(entry, version=entry.version + 1, token=entry.token + 1, mail=mail))


_CHANGES: Final[Mapping[ContactChange, Callable[[Negotiation, str], Negotiation]]] = {
    ContactChange.CC: _copy,
    ContactChange.NO_CC: _no_copy,
    ContactChange.REMOVE: _remove,
}

_KINDS: Final[Mapping[ContactChange, str]] = {
    ContactChange.CC: "contact_copied",
    ContactChange.NO_CC: "contact_not_copied",
    ContactChange.REMOVE: "contact_removed",
}
