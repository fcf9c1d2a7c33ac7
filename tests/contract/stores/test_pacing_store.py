"""A mailbox's cap holds however many workers take their slots at the same time, each with a client of its own."""

from contextlib import closing
from dataclasses import replace

from shared.application.take_slot import note_bounce, take_slot
from shared.domain.errors import Contention
from shared.domain.records import SendingRules
from tests.contract.stores.clients import open_store
from tests.contract.stores.contender import at_once
from tests.contract.stores.samples import ENTRY, MAIL, MAILBOX
from tests.unit.application.world import FakeApp, new_app

CAP = 6


def app_of(store: object) -> FakeApp:
    return replace(new_app(), store=store)  # type: ignore[arg-type] # any store will do


def took(app: FakeApp, number: int) -> bool:
    entry = replace(ENTRY, id=f"spring-{number}", draft_id=None, mail=MAIL)
    while True:
        try:
            return take_slot(app, entry, MAIL, SendingRules(seconds_between=0, daily_cap=CAP)) is None
        except Contention:
            continue


def test_eight_workers_at_once_take_what_the_cap_allows_and_no_more(place: str) -> None:
    def work(number: int) -> list[bool]:
        with closing(open_store(place)) as store:
            return [took(app_of(store), 10 * number + mail) for mail in range(2)]

    won = [one for each in at_once(8, work) for one in each]

    with closing(open_store(place)) as store:
        pacing = store.pacing(MAIL.mailbox)
    assert pacing is not None
    assert won.count(True) == CAP
    assert len({slot.entry_id for slot in pacing.slots}) == len(pacing.slots) == CAP


def test_a_report_that_four_workers_see_counts_once(place: str) -> None:
    def work(_: int) -> None:
        with closing(open_store(place)) as store:
            note_bounce(app_of(store), MAILBOX, f"{MAILBOX}:report")

    at_once(4, work)

    with closing(open_store(place)) as store:
        pacing = store.pacing(MAILBOX)
    assert pacing is not None
    assert [bounce.inbound_id for bounce in pacing.bounces] == [f"{MAILBOX}:report"]
