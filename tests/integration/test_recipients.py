"""Whom our mail goes to: what the mailbox really sent, by its To and Cc, whatever the mails we answer say."""

import pytest

from tests.integration.letters import LeftMail
from tests.integration.world import ON_SQLITE, World

pytestmark = ON_SQLITE

JO = "jo@creators.example"
DANA = "Dana Cole <dana@talent.example>"
BEN = "Ben Fox <ben@talent.example>"


def addressed(mail: LeftMail) -> tuple[list[str], list[str]]:
    """The addresses in To and in Cc."""
    to, cc = mail.message["To"], mail.message["Cc"]
    return [one.addr_spec for one in to.addresses], [one.addr_spec for one in cc.addresses] if cc else []


def contact(world: World, *arguments: str) -> dict[str, object]:
    return dict(world.cli("negotiation", "contact", world.negotiation().id, *arguments, "--as", "Ava"))


def with_manager(world: World) -> None:
    """Dana has answered for Jo, a person has let her in, and our counter is out."""
    world.launch()
    world.answer("Jo asked me to reply. We would need $2,000.", sender=DANA, cc=JO)
    world.cli("case", "approve", world.case().id, "--as", "Ava")
    world.work()


def test_the_opening_goes_to_the_creator_alone(world: World) -> None:
    world.launch()
    assert addressed(world.sent()[0]) == ([JO], [])


def test_an_approved_manager_who_wrote_is_answered_with_the_creator_in_copy(world: World) -> None:
    with_manager(world)
    assert addressed(world.sent()[-1]) == (["dana@talent.example"], [JO])


def test_of_two_people_in_a_thread_whoever_wrote_last_is_answered(world: World) -> None:
    with_manager(world)
    world.answer("Hm, $1,900 would do for me.", sender=f"Jo <{JO}>", cc=DANA)
    assert addressed(world.sent()[-1]) == ([JO], ["dana@talent.example"])
    assert len(world.sent()) == 3


def test_reply_to_and_the_mails_own_recipients_get_nothing(world: World) -> None:
    world.launch()
    world.answer("I would need $2,000.", to=f"deals@brand.example, {BEN}", cc="eve@elsewhere.example")
    assert world.case().reason == "new_participant"
    world.answer("I would need $2,000.", headers={"Reply-To": "other@elsewhere.example"})
    assert [addressed(mail) for mail in world.sent()] == [([JO], [])]


def test_somebody_copied_and_kept_out_is_written_to_once_let_in(world: World) -> None:
    world.launch()
    world.answer("I would need $2,000.", cc=f"{DANA}, deals@brand.example, kim@brand.example")
    world.cli("case", "reject", world.case().id, "--as", "Ava")
    world.work()
    world.cli("negotiation", "release", world.negotiation().id, "--as", "Ava")
    said = contact(world, "dana@talent.example", "--cc")
    assert said == {"id": world.negotiation().id, "to": JO, "cc": ["dana@talent.example"], "kept_out": []}
    world.answer("Hm, $1,900 would do for me.", cc=DANA)
    assert addressed(world.sent()[-1])[1] == ["dana@talent.example"]
    (event,) = (event for event in world.events() if event.kind == "contact_copied")
    assert (event.actor, dict(event.facts)) == ("Ava", {"email": "dana@talent.example"})


def test_a_contact_that_is_not_to_be_copied_gets_no_copy_and_is_still_answered(world: World) -> None:
    with_manager(world)
    contact(world, JO, "--no-cc")
    world.answer("We could do $1,900.", sender=DANA)
    assert addressed(world.sent()[-1]) == (["dana@talent.example"], [])
    world.answer("I could do $1,850.", sender=f"Jo <{JO}>")
    assert addressed(world.sent()[-1]) == ([JO], ["dana@talent.example"])
    contact(world, JO, "--cc")
    world.answer("$1,800, my last word.", sender=DANA)
    assert addressed(world.sent()[-1]) == (["dana@talent.example"], [JO])


def test_a_removed_contact_gets_nothing_and_is_a_stranger_again(world: World) -> None:
    with_manager(world)
    assert contact(world, "DANA@talent.example", "--remove")["cc"] == []
    world.answer("I could do $1,900.", sender=f"Jo <{JO}>", cc=DANA)
    assert addressed(world.sent()[-1]) == ([JO], [])
    held = world.answer("It is $1,900 or nothing.", sender=DANA)
    assert world.outcome(held) == "escalated: new_participant"
    assert len(world.sent()) == 3


@pytest.mark.parametrize("failing", ["drafts.create", "drafts.send"])
def test_mail_that_has_not_left_goes_in_copy_to_the_contacts_of_now(world: World, failing: str) -> None:
    with_manager(world)
    world.gmail.fault(failing, "fail", status=503, times=1)
    world.answer("I could do $1,900.", sender=f"Jo <{JO}>", cc=DANA)
    assert len(world.sent()) == 2
    contact(world, "dana@talent.example", "--remove")
    world.wait(minutes=5)
    world.sweep()
    assert [addressed(mail) for mail in world.sent()[2:]] == [([JO], [])]


def test_whom_an_unsent_mail_is_worded_for_is_not_removed_under_it(world: World) -> None:
    with_manager(world)
    world.gmail.fault("drafts.create", "fail", status=503, times=1)
    world.answer("We could do $1,900.", sender=DANA, cc=JO)
    refused = world.product.cli("negotiation", "contact", world.negotiation().id, "dana@talent.example", "--remove")
    assert refused.code == 1
    assert "is written to dana@talent.example and has not left; settle that mail first" in refused.err
    world.wait(minutes=5)
    world.sweep()
    assert addressed(world.sent()[-1]) == (["dana@talent.example"], [JO])
    contact(world, "dana@talent.example", "--remove")


def test_a_held_mail_is_approved_for_the_contacts_that_its_case_shows(world: World) -> None:
    with_manager(world)
    world.answer("Never, this is ridiculous, stop wasting my time!", sender=DANA)
    contact(world, JO, "--no-cc")
    world.cli("case", "answer", world.case().id, "--text", "Hi Dana,\n\nsorry to hear that.", "--as", "Ava")
    world.work()
    world.sweep()
    assert addressed(world.sent()[-1]) == (["dana@talent.example"], [])


def test_what_cannot_be_done_to_a_contact_is_told_and_changes_nothing(world: World) -> None:
    world.launch()
    id_ = world.negotiation().id
    refused = {
        (JO, "--remove"): f"{JO} is the creator: use --no-cc to leave them out, or stop the negotiation\n",
        ("x@y.example", "--cc"): f"x@y.example is no contact of {id_} and nobody kept them out; there is {JO}\n",
        (JO,): "nothing to do: use --cc, --no-cc or --remove\n",
    }
    for arguments, said in refused.items():
        done = world.product.cli("negotiation", "contact", id_, *arguments, "--as", "Ava")
        assert (done.code, done.err) == (1, said)
    assert [event.kind for event in world.events() if event.actor == "Ava"] == []
