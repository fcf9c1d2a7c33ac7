from collections.abc import Iterator

import pytest

from tests.contract.gmail_stand_in import CREATOR, TEAM, StandIn, encoded, mail, reply_to, stand_in


@pytest.fixture(name="gmail")
def _gmail() -> Iterator[StandIn]:
    with stand_in() as gmail:
        yield gmail


@pytest.fixture(name="asked")
def _asked(gmail: StandIn) -> dict[str, str]:
    """A mail of the creator's that waits for an answer."""
    return gmail.deliver(mail(sender=CREATOR, to=TEAM, Message_ID="<ask@creator.example>"))


def send(gmail: StandIn, raw: bytes, thread_id: str | None) -> str:
    message = {"raw": encoded(raw), **({"threadId": thread_id} if thread_id else {})}
    return str(gmail.post("messages/send", message).json()["threadId"])


def test_a_reply_with_thread_references_and_subject_joins(gmail: StandIn, asked: dict[str, str]) -> None:
    assert send(gmail, reply_to("<ask@creator.example>"), asked["threadId"]) == asked["threadId"]


@pytest.mark.parametrize("prefix", ["Re: ", "RE: Re: ", "AW: ", "Fwd: ", ""])
def test_reply_prefixes_do_not_fork_a_thread(gmail: StandIn, asked: dict[str, str], prefix: str) -> None:
    raw = reply_to("<ask@creator.example>", subject=f"{prefix}Spring campaign")
    assert send(gmail, raw, asked["threadId"]) == asked["threadId"]


def test_an_encoded_subject_is_compared_by_its_words(gmail: StandIn, asked: dict[str, str]) -> None:
    raw = reply_to("<ask@creator.example>", subject="=?utf-8?q?Re=3A_Spring_campaign?=")
    assert send(gmail, raw, asked["threadId"]) == asked["threadId"]


@pytest.mark.parametrize(
    "raw",
    [
        reply_to("<ask@creator.example>", subject="Re: Summer campaign"),
        reply_to("<other@creator.example>"),
        mail(subject="Re: Spring campaign"),
    ],
    ids=["new subject", "foreign references", "no references"],
)
def test_a_reply_that_does_not_match_forks_a_thread_silently(gmail: StandIn, asked: dict[str, str], raw: bytes) -> None:
    assert send(gmail, raw, asked["threadId"]) != asked["threadId"]


def test_a_reply_that_names_no_thread_starts_one(gmail: StandIn, asked: dict[str, str]) -> None:
    assert send(gmail, reply_to("<ask@creator.example>"), None) != asked["threadId"]


def test_a_thread_that_does_not_exist_is_refused_and_nothing_leaves(gmail: StandIn) -> None:
    answer = gmail.post("messages/send", {"raw": encoded(reply_to("<a@b.example>")), "threadId": "0"})
    assert answer.status_code == 404
    assert gmail.sent() == []


def test_a_draft_joins_its_thread_by_the_same_rule_and_stays_there_when_sent(
    gmail: StandIn, asked: dict[str, str]
) -> None:
    draft = gmail.draft(reply_to("<ask@creator.example>"), asked["threadId"])
    forked = gmail.draft(reply_to("<ask@creator.example>", subject="Re: Other"), asked["threadId"])
    assert draft["message"]["threadId"] == asked["threadId"]
    assert forked["message"]["threadId"] != asked["threadId"]
    sent = gmail.post("drafts/send", {"id": draft["id"]}).json()
    assert sent["threadId"] == asked["threadId"]


def test_an_answer_to_the_message_id_that_left_joins(gmail: StandIn) -> None:
    sent = gmail.post("messages/send", {"raw": encoded(mail())}).json()
    (left,) = gmail.sent()
    answer = gmail.deliver(reply_to(left["rfc822MessageId"], sender=CREATOR, to=TEAM))
    assert answer["threadId"] == sent["threadId"]


@pytest.mark.parametrize(
    "raw",
    [
        reply_to("<ask@creator.example>", sender=CREATOR, to=TEAM, subject="My rates"),
        reply_to("<unknown@creator.example>", sender=CREATOR, to=TEAM),
        mail(sender=CREATOR, to=TEAM, subject="Re: Spring campaign"),
    ],
    ids=["new subject", "unknown references", "no references"],
)
def test_an_arriving_mail_that_does_not_match_starts_a_thread(
    gmail: StandIn, asked: dict[str, str], raw: bytes
) -> None:
    assert gmail.deliver(raw)["threadId"] != asked["threadId"]


def test_nobody_can_answer_a_draft(gmail: StandIn) -> None:
    draft = gmail.draft(mail(Message_ID="<draft@brand.example>"))
    arrived = gmail.deliver(reply_to("<draft@brand.example>", sender=CREATOR, to=TEAM))
    assert arrived["threadId"] != draft["message"]["threadId"]
