"""Several mailboxes in one installation: each served by itself, and what one suffers touches no other."""

from dataclasses import replace

import pytest

from shared.domain.decision import Reason
from tests.integration.stand_ins import MAILBOX, SECOND_MAILBOX
from tests.integration.world import CAMPAIGN, ON_SQLITE, ROSTER_HEAD, World

SECOND_CAMPAIGN = CAMPAIGN.replace("id: spring", "id: talent").replace(MAILBOX, SECOND_MAILBOX)
SECOND_ROSTER = ROSTER_HEAD + 'Kai Reed,kai@creators.example,Instagram,@kai,"50,000",,\n'

pytestmark = ON_SQLITE


@pytest.fixture
def environment(environment: dict[str, str]) -> dict[str, str]:
    aliases = f"{MAILBOX}:alex@brand.example,{SECOND_MAILBOX}:sam@brand.example"
    return environment | {"PARLEY_MAILBOX": f"{MAILBOX}, {SECOND_MAILBOX}", "PARLEY_ALIASES": aliases}


def launch_second(world: World) -> None:
    assert world.import_files(SECOND_CAMPAIGN, SECOND_ROSTER).code == 0
    assert world.product.cli("campaign", "launch", "talent").code == 0
    world.work()


def arrive(world: World, mailbox: str, subject: str) -> str:
    """Mail of nobody known, so that what became of it needs no campaign."""
    raw = (
        "From: Zoe <zoe@else.example>\r\n"
        f"To: {mailbox}\r\nSubject: {subject}\r\nMessage-ID: <{subject}@else.example>\r\n\r\nHello.\r\n"
    )
    return str(world.gmail.post("deliver", data=raw.encode(), mailbox=mailbox)["id"])


def test_each_campaign_writes_from_its_own_mailbox_and_reads_its_own_answers(world: World) -> None:
    world.launch()
    launch_second(world)
    second = world.gmail.get("sent", mailbox=SECOND_MAILBOX)
    assert (len(world.sent()), len(second)) == (1, 1)
    notified = {"emailAddress": SECOND_MAILBOX.upper(), "historyId": 1}
    delivered = arrive(world, SECOND_MAILBOX, "hello")
    assert world.product.push("gmail_notification", notified) == 200
    world.work()
    record = world.store.inbound(f"{SECOND_MAILBOX}:{delivered}")
    assert (record.outcome, record.why) == ("escalated", "unmatched")


def test_a_push_for_a_mailbox_of_nobody_is_acknowledged_and_reported_once_a_day(world: World) -> None:
    stranger = {"emailAddress": "old@brand.example", "historyId": 1}
    assert [world.product.push("gmail_notification", stranger) for _ in range(2)] == [200, 200]
    case = world.case()
    assert case.reason is Reason.UNKNOWN_MAILBOX
    assert case.evidence == (
        f"Gmail announced mail in old@brand.example, which is not among {MAILBOX}, {SECOND_MAILBOX}; it is not read"
    )
    world.sweep()
    assert len([post for post in world.posts() if "old@brand.example" in post]) == 1


def test_a_mailbox_that_refuses_us_stops_neither_the_others_mail_nor_their_watch(world: World) -> None:
    world.gmail.fault("history.list", "fail", status=403, reason="forbidden", times=1)
    delivered = arrive(world, SECOND_MAILBOX, "unpushed")
    assert world.product.call("sweep") == 500
    world.work()
    assert world.store.inbound(f"{SECOND_MAILBOX}:{delivered}").outcome == "escalated"
    refused = [case for case in world.cases() if case.reason is Reason.CONNECTION_REFUSED]
    assert [case.id.startswith(f"{MAILBOX}-connection_refused-") for case in refused] == [True]
    watched = world.store.mailbox(SECOND_MAILBOX)
    assert watched is not None
    world.store.update(watched, lambda box: replace(box, watch_expires_at=None))
    world.gmail.fault("watch", "fail", status=403, reason="forbidden", times=1)
    assert world.product.call("renew_watch") == 500
    renewed = world.store.mailbox(SECOND_MAILBOX)
    assert renewed is not None
    assert renewed.watch_expires_at is not None


def silenced(world: World) -> str:
    """The watches are active and silent, and a mail has come; answers its id."""
    world.gmail.post("habits", json={"watch_silent": True, "push_rate_limited": False})
    assert world.product.call("renew_watch") == 200
    world.gmail.post("habits", json={"watch_silent": False})
    world.wait(hours=2)
    unpushed = arrive(world, SECOND_MAILBOX, "unpushed")
    assert world.product.call("renew_watch") == 200
    assert pushes(world) == ["silent"] * 3  # a renewal alone mends nothing
    return unpushed


def test_a_silent_watch_is_stopped_and_made_anew_and_loses_no_mail(world: World) -> None:
    unpushed = silenced(world)
    world.sweep()
    pushed = arrive(world, SECOND_MAILBOX, "pushed")
    assert pushes(world)[3:] == ["unpublished", "unpublished"]  # nobody publishes here; Gmail meant to
    shown = world.cli("mailbox", "show", SECOND_MAILBOX)
    assert shown["watched_until"] > shown["watch_made_anew"]
    assert shown["last_push"] is None
    assert world.product.push("gmail_notification", {"emailAddress": SECOND_MAILBOX, "historyId": 1}) == 200
    world.work()
    assert [world.store.inbound(f"{SECOND_MAILBOX}:{id_}").outcome for id_ in (unpushed, pushed)] == ["escalated"] * 2
    assert world.cli("mailbox", "show", SECOND_MAILBOX)["last_push"] is not None
    assert world.cli("mailbox", "show", MAILBOX)["watch_made_anew"] is None
    (told,) = (case.evidence for case in world.cases() if case.reason is Reason.WATCH_SILENT)
    assert told is not None
    assert told.startswith(f"mail arrived in {SECOND_MAILBOX}, but Gmail has not called since None; its watch was ")


def test_a_silent_watch_that_could_not_be_stopped_is_tried_again_and_then_left_for_a_day(world: World) -> None:
    silenced(world)
    world.gmail.fault("stop", "fail", status=503, times=1)
    assert world.product.call("sweep") == 500
    (told,) = (case.evidence for case in world.cases() if case.reason is Reason.WATCH_SILENT)
    assert told == f"{SECOND_MAILBOX} is not watched: Gmail does not announce its mail"
    world.sweep()
    assert (pushes(world)[3:], world.gmail.calls("stop")) == (["unpublished"], 2)
    stops = []
    for hours in (20, 5):
        world.wait(hours=hours)
        arrive(world, SECOND_MAILBOX, f"unpushed-{hours}")
        world.sweep()
        stops.append(world.gmail.calls("stop"))
    assert stops == [2, 3]


def pushes(world: World) -> list[str]:
    return [push["outcome"] for push in world.gmail.get("pushes") if push["mailbox"] == SECOND_MAILBOX][1:]


def test_an_alias_is_ours_in_its_own_mailbox_alone(world: World) -> None:
    mine = arrive_from(world, "sam@brand.example", SECOND_MAILBOX)
    other = arrive_from(world, "sam@brand.example", MAILBOX)
    world.sweep()
    own = world.store.inbound(f"{SECOND_MAILBOX}:{mine}")
    assert (own.outcome, own.why) == ("ignored", "our own mail")
    assert world.store.inbound(f"{MAILBOX}:{other}").outcome == "escalated"


def arrive_from(world: World, sender: str, mailbox: str) -> str:
    raw = f"From: {sender}\r\nTo: {mailbox}\r\nSubject: Hi\r\nMessage-ID: <{mailbox}@x.example>\r\n\r\nHello.\r\n"
    return str(world.gmail.post("deliver", data=raw.encode(), mailbox=mailbox)["id"])


def test_people_see_and_set_what_a_mailbox_may_send(world: World) -> None:
    world.launch()
    shown = world.cli("mailbox", "show", MAILBOX)
    assert (shown["sent"], shown["cap"], shown["cap_for_first_contacts"]) == (1, 400, 320)
    assert (shown["sending"], shown["breaker"], shown["waiting_to_leave"]) == ("on", "closed", 0)
    assert shown["aliases"] == ["alex@brand.example"]
    signature = r"Best,\nAlex Morgan\nNorthwind"
    world.cli("mailbox", "set", MAILBOX, "--daily-cap", "80", "--signature", signature, "--as", "Kim")
    world.cli("mailbox", "set", MAILBOX, "--warm-up-from", "2026-01-01", "--warm-up-caps", "10, 20", "--as", "Kim")
    world.cli("mailbox", "sending", "off", MAILBOX.upper(), "--as", "Lee")
    changed = world.cli("mailbox", "show", MAILBOX)
    assert (changed["cap"], changed["sending"], changed["signature"]) == (80, "off", "Best,\nAlex Morgan\nNorthwind")
    assert (changed["warm_up_from"], changed["warm_up_caps"]) == ("2026-01-01", [10, 20])
    assert [(change["person"], change["what"]) for change in changed["changes"]][1:] == [
        ("Kim", "signature from none to Best, / Alex Morgan / Northwind; daily cap from 400 to 80"),
        ("Kim", "warm up from from none to 2026-01-01; warm up caps from none to 10,20"),
        ("Lee", "sending off"),
    ]
    listed = world.cli("mailbox", "list")["mailboxes"]
    assert [(row["mailbox"], row["sending"], row["sent_in_24_h"]) for row in listed] == [
        (MAILBOX, "off", "1 of 80"),
        (SECOND_MAILBOX, "on", "0 of 400"),
    ]


def test_wrong_settings_are_told_all_at_once_and_change_nothing(world: World) -> None:
    refused = world.product.cli("mailbox", "set", MAILBOX, "--daily-cap", "0", "--seconds-between", "9999")
    assert refused.code == 1
    assert refused.err == "seconds between mails: 0 to 3600\na daily cap is 1 to 2000, Gmail's own limit\n"
    unknown = world.product.cli("mailbox", "show", "else@brand.example")
    assert (unknown.code, unknown.err) == (
        1,
        f"else@brand.example is none of ours; there is {MAILBOX}, {SECOND_MAILBOX}\n",
    )
    assert world.product.cli("mailbox", "close-breaker", MAILBOX).code == 1
    assert world.product.cli("mailbox", "set", MAILBOX).code == 1
    assert world.cli("mailbox", "show", MAILBOX)["cap"] == 400
