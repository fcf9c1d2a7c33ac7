"""Gmail's habits, one by one: whatever it does beside its documentation, every mail is answered once."""

import time
from datetime import timedelta

import pytest

from shared.domain.records import InboundRecord
from tests.integration.letters import Letter, reply
from tests.integration.stand_ins import MAILBOX
from tests.integration.world import ON_SQLITE, ROSTER_HEAD, World

ASK = "I would need $2,000."
THREE = ROSTER_HEAD + "".join(
    f'{name},{name.lower()}@creators.example,Instagram,@{name.lower()},"50,000",,\n' for name in ("Ana", "Ben", "Cleo")
)


def every_creator_writes(world: World, text: str) -> list[str]:
    return [
        world.deliver(Letter(text=text, sender=opening.header("To")), opening)
        for opening in world.sent()
        if "Re:" not in opening.header("Subject")
    ]


@ON_SQLITE
@pytest.mark.parametrize("replaced", [True, False])
def test_the_next_reply_hangs_on_the_id_that_a_mail_really_has(world: World, *, replaced: bool) -> None:
    world.gmail.post("habits", json={"message_id_replaced": replaced})
    world.launch()
    world.answer(ASK)
    world.answer("Make it $1,900.")

    opening, counter, second = world.sent()
    assert opening.thread_id == counter.thread_id == second.thread_id
    assert opening.header("Message-ID") in second.header("References").split()
    assert counter.header("Message-ID") in second.header("References").split()


@pytest.mark.parametrize("leads", [True, False])
def test_failure_mode_05_a_mail_that_is_listed_later_than_its_push_is_answered_once(
    world: World, *, leads: bool
) -> None:
    world.launch()
    world.gmail.post("habits", json={"history_delay_seconds": 0.4, "history_id_leads": leads})
    mail = world.deliver(Letter(text=ASK))
    assert world.notify() == 200
    world.work()
    assert len(world.sent()) == 1

    time.sleep(0.5)
    assert world.sweep() == 200
    world.sweep()

    assert world.outcome(mail) == "answered: offer 2 of 5"
    assert len(world.sent()) == 2


def test_failure_mode_06_a_push_that_never_comes_is_made_up_for_by_the_sweep(world: World) -> None:
    world.launch()
    mail = world.deliver(Letter(text=ASK))

    world.sweep()

    assert world.outcome(mail) == "answered: offer 2 of 5"
    assert len(world.sent()) == 2


@ON_SQLITE
def test_failure_mode_06_a_watch_that_went_silent_is_begun_afresh_and_a_person_hears_of_it(world: World) -> None:
    world.launch()
    world.answer("When would I get paid?")
    world.wait(minutes=61)
    begun = len(world.gmail.get("pushes"))
    first = world.deliver(Letter(text=ASK))
    before = world.store.mailbox(MAILBOX)

    world.sweep()
    world.sweep()

    after = world.store.mailbox(MAILBOX)
    assert world.outcome(first) == "answered: offer 2 of 5"
    assert (world.gmail.calls("stop"), world.case().reason) == (1, "watch_silent")
    assert "Gmail has not called since" in world.case().evidence
    assert len(world.posts("escalations")) == 1
    assert before is not None
    assert after is not None
    assert before.watch_expires_at != after.watch_expires_at
    assert len(world.gmail.get("pushes")) > begun


def test_one_push_for_three_mails_answers_all_three(world: World) -> None:
    world.launch(roster=THREE)
    mails = every_creator_writes(world, ASK)

    world.notify()
    world.work()

    assert [world.outcome(mail) for mail in mails] == ["answered: offer 2 of 5"] * 3
    assert len(world.sent()) == 6


@ON_SQLITE
def test_history_in_many_pages_is_read_to_its_end(world: World) -> None:
    world.launch(roster=THREE)
    world.gmail.post("habits", json={"page_size": 1})
    mails = every_creator_writes(world, ASK)

    world.notify()
    world.work()

    assert [world.outcome(mail) for mail in mails] == ["answered: offer 2 of 5"] * 3


@ON_SQLITE
def test_a_history_of_250_messages_loses_none(world: World) -> None:
    world.launch()
    absent = {"Auto-Submitted": "auto-replied", "Subject": "Re: Northwind Skincare x you this spring"}
    noise = [world.deliver(Letter(text="I am out of office.", headers=absent)) for _ in range(249)]
    mail = world.deliver(Letter(text=ASK))

    world.notify()
    world.work()

    assert world.outcome(mail) == "answered: offer 2 of 5"
    assert {world.outcome(id_) for id_ in noise} == {"ignored: an out-of-office reply"}
    assert len(world.sent()) == 2


def test_failure_mode_04_an_expired_history_id_with_three_unseen_mails_gives_three_answers(world: World) -> None:
    world.launch(roster=THREE)
    mails = every_creator_writes(world, ASK)
    world.gmail.post("expire-history", mailbox=MAILBOX)

    world.notify()
    world.work()
    world.notify()
    world.sweep()

    assert [world.outcome(mail) for mail in mails] == ["answered: offer 2 of 5"] * 3
    assert len(world.sent()) == 6


@ON_SQLITE
@pytest.mark.parametrize("held_seconds", ["0.3", "3600"])
def test_failure_mode_06_a_mail_that_history_never_tells_of_is_found_by_the_daily_look_once(
    world: World, held_seconds: str
) -> None:
    world.launch()
    mail = world.deliver(Letter(text=ASK), heldSeconds=held_seconds)
    lunch = Letter(text="See you.", sender="Ava <ava@brand.example>", subject="Lunch")
    world.deliver_raw(reply(lunch, None))
    world.notify()
    world.work()
    time.sleep(0.4)
    before = world.gmail.calls("messages.list")
    for hours in (1, 22):
        world.wait(hours=hours)
        assert world.sweep() == 200
    assert world.store.existing(InboundRecord, [f"{MAILBOX}:{mail}"]) == {}
    assert world.gmail.calls("messages.list") == before

    world.wait(hours=1)
    assert world.sweep() == 200
    assert world.outcome(mail) == "answered: offer 2 of 5"
    # The daily look lists what came and what was sent; then the last look before the answer left.
    assert world.gmail.calls("messages.list") == before + 3
    for _ in range(3):
        world.wait(hours=7)
        assert world.sweep() == 200
    assert world.gmail.calls("messages.list") == before + 3
    assert len(world.sent()) == 2


@ON_SQLITE
def test_sent_mail_and_drafts_of_people_in_history_are_not_taken_for_mail_to_us(world: World) -> None:
    world.launch()
    note = Letter(text="Lunch?", sender=MAILBOX, to="ava@brand.example", subject="Lunch")
    lunch = Letter(text="See you.", sender="Ava <ava@brand.example>", subject="Lunch")
    elsewhere = world.deliver_raw(reply(lunch, None))
    thread = next(message["threadId"] for message in world.held() if message["id"] == elsewhere)
    world.human_sends(note, thread)

    world.notify()
    world.work()

    opening, by_hand = [message["id"] for message in world.held() if {"SENT", "DRAFT"} & set(message["labelIds"])]
    assert world.store.existing(InboundRecord, [f"{MAILBOX}:{opening}"]) == {}
    assert world.outcome(by_hand) == "ignored: our own mail"
    assert world.negotiation().owner == "agent"


@ON_SQLITE
def test_a_mail_to_our_alias_is_answered_and_one_from_it_is_not(world: World) -> None:
    world.launch()

    mail = world.answer(ASK, to="alex@brand.example")
    own = world.answer("Let me take this.", sender="Alex <alex@brand.example>")

    assert world.outcome(mail) == "answered: offer 2 of 5"
    assert world.outcome(own) == "escalated: human_took_over"
    assert (len(world.sent()), len(world.requests(reading=True))) == (2, 1)


@ON_SQLITE
@pytest.mark.parametrize(
    ("method", "error"),
    [
        ("history.list", {"status": 429, "reason": "rateLimitExceeded"}),
        ("messages.get", {"status": 403, "reason": "userRateLimitExceeded"}),
        ("threads.get", {"status": 429, "reason": "userRateLimitExceeded"}),
        ("drafts.create", {"status": 403, "reason": "dailyLimitExceeded"}),
        ("drafts.send", {"status": 429, "reason": "userRateLimitExceeded"}),
    ],
)
def test_failure_mode_19_a_quota_error_delays_an_answer_and_repeats_none(
    world: World, method: str, error: dict[str, object]
) -> None:
    world.launch()
    world.gmail.fault(method, "fail", **error)
    mail = world.deliver(Letter(text=ASK))
    world.notify()
    world.work()

    for _ in range(3):
        world.wait(minutes=30)
        world.sweep()

    assert world.outcome(mail) == "answered: offer 2 of 5"
    assert len(world.sent()) == 2


@ON_SQLITE
def test_failure_mode_19_a_mail_is_not_offered_again_before_gmail_wants_to_be_asked(world: World) -> None:
    world.launch()
    wanted = (world.product.clock.now() + timedelta(hours=20)).replace(microsecond=0)
    message = f"User-rate limit exceeded.  Retry after {wanted:%Y-%m-%dT%H:%M:%S}.000Z"
    world.gmail.fault("drafts.send", "fail", status=429, reason="userRateLimitExceeded", message=message)
    world.answer(ASK)

    world.wait(hours=19)
    world.sweep()

    assert len(world.sent()) == 1
    waiting = [entry for entry in world.store.entries() if entry.state == "drafted"]
    assert [entry.next_attempt_at for entry in waiting] == [wanted]


@ON_SQLITE
def test_l36_an_answer_under_a_new_subject_is_met_in_its_new_thread(world: World) -> None:
    world.launch()

    mail = world.answer(ASK, subject="My rates")

    assert world.outcome(mail) == "answered: offer 2 of 5"
    counter = world.sent()[1]
    assert counter.thread_id == world.inbound(mail).thread_id
    assert counter.thread_id != world.sent()[0].thread_id
    assert counter.header("Subject") == "Re: My rates"
    world.answer("Make it $1,900.")
    assert world.sent()[2].thread_id == counter.thread_id


@pytest.mark.parametrize(("method", "status"), [("drafts.create", 404), ("drafts.send", 404), ("drafts.send", 400)])
def test_failure_mode_01_a_reply_lost_after_gmail_acted_leaves_one_mail(world: World, method: str, status: int) -> None:
    world.launch()
    world.gmail.post("habits", json={"consumed_draft_status": status})
    world.gmail.fault(method, "drop", side="after")
    mail = world.deliver(Letter(text=ASK))
    world.notify()
    world.work()

    for _ in range(2):
        world.wait(minutes=3)
        world.sweep()

    assert world.outcome(mail) == "answered: offer 2 of 5"
    assert len(world.sent()) == 2
    assert [message for message in world.held() if "DRAFT" in message["labelIds"]] == []


@ON_SQLITE
@pytest.mark.parametrize("field", ["threadId", "internalDate", "payload", "raw"])
def test_an_answer_of_gmail_that_lacks_a_field_delays_a_mail_and_misleads_nobody(world: World, field: str) -> None:
    world.launch()
    mail = world.deliver(Letter(text=ASK))
    if field != "threadId":
        world.notify()
    world.gmail.post("habits", json={"fields_left_out": [field]})
    refused = world.notify() if field == "threadId" else world.work()
    assert refused in {500, 1}
    assert len(world.sent()) == 1

    world.gmail.post("habits", json={"fields_left_out": []})
    assert world.notify() == 200
    assert world.work() == 0

    assert world.outcome(mail) == "answered: offer 2 of 5"
    assert len(world.sent()) == 2
    assert world.cases() == []


@ON_SQLITE
def test_l33_a_mail_that_was_deleted_before_it_was_read_is_set_aside(world: World) -> None:
    world.launch()
    mail = world.deliver(Letter(text=ASK))
    world.notify()
    world.gmail.post("delete-message", mailbox=MAILBOX, id=mail)

    world.work()

    assert world.outcome(mail) == "ignored: deleted in Gmail before it was read"
    assert len(world.sent()) == 1


@ON_SQLITE
def test_failure_mode_09_a_renewed_watch_does_not_move_past_mail_that_nobody_read(world: World) -> None:
    world.launch()
    mail = world.deliver(Letter(text=ASK))
    assert world.product.call("renew_watch") == 200

    world.notify()
    world.work()

    assert world.outcome(mail) == "answered: offer 2 of 5"


@ON_SQLITE
@pytest.mark.parametrize("notified", [True, False])
def test_a_newer_mail_under_a_new_subject_holds_back_the_answer_to_the_older_one(
    world: World, *, notified: bool
) -> None:
    world.launch()
    world.gmail.fault("drafts.send", "fail", status=503)
    first = world.answer(ASK)
    second = world.deliver(Letter(text="Sorry, $1,300 is fine.", subject="One more thing"), world.sent()[0])
    if notified:
        world.notify()
        world.forget_messages()

    for _ in range(2):
        world.wait(minutes=3)
        world.sweep()

    assert len(world.sent()) == 2
    assert (world.state(), world.rate()) == ("agreed", "1300.00")
    assert world.sent()[1].thread_id == world.inbound(second).thread_id
    assert world.sent()[1].header("Subject") == "Re: One more thing"
    assert [world.outcome(id_) for id_ in (first, second)] == ["answered: the price is inside the limits"] * 2
    assert [message for message in world.held() if "DRAFT" in message["labelIds"]] == []
