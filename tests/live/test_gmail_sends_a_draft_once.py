"""What the promises assume about the real Gmail, certified on a real mailbox.

Run with the environment of the README's "Use it for real" and PARLEY_LIVE_RECIPIENT, an address you may write to:

    python -m pytest -m live tests/live

Each test leaves one mail in the recipient's mailbox.
"""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from test_utils.prefixer import Prefixer
from test_utils.retry import RetryResult

from shared.application.ports import Draft, DraftGone, SentMail, ThreadMessage
from shared.bootstrap import Parley
from shared.config import read_settings
from shared.domain.records import OutgoingMail

pytestmark = pytest.mark.live

RECIPIENT = os.environ.get("PARLEY_LIVE_RECIPIENT", "")  # noqa: TID251 - chosen by the person who runs this

_names = Prefixer("parley", "tests/live")  # type: ignore[no-untyped-call] # publishes no types


@pytest.fixture(scope="module")
def parley() -> Parley:
    if not RECIPIENT:
        pytest.skip("PARLEY_LIVE_RECIPIENT is not set")
    return Parley(read_settings())


def mail_of(
    parley: Parley, marker: str, body: str = "This mail was sent by a test. Nothing needs to be done.\n"
) -> OutgoingMail:
    return OutgoingMail(
        mailbox=next(iter(parley.settings.mailboxes)),
        sender_name="Parley live test",
        to=(RECIPIENT,),
        cc=(),
        subject=f"Parley live test {marker}",
        body=body,
        thread_id=None,
        in_reply_to=None,
        references=(),
    )


def drafted(parley: Parley, marker: str) -> Draft:
    return parley.mailbox.create_draft(mail_of(parley, marker), marker=marker)


def send(parley: Parley, draft: Draft, marker: str, **more: str) -> SentMail | DraftGone:
    return parley.mailbox.send_draft(mail_of(parley, marker, **more), draft.draft_id, marker=marker)


def sent_in_thread(parley: Parley, draft: Draft, marker: str) -> list[ThreadMessage]:
    """In the draft's thread, or in the one that Gmail put it in."""
    found = parley.mailbox.find_sent(mail_of(parley, marker), marker=marker)
    ids = dict.fromkeys((draft.thread_id, found.thread_id if found else draft.thread_id))
    thread = [message for id_ in ids for message in parley.mailbox.thread(next(iter(parley.settings.mailboxes)), id_)]
    return [message for message in thread if message.marker == marker and "SENT" in message.labels]


def test_a_draft_sent_twice_leaves_once_and_its_marker_survives(parley: Parley) -> None:
    marker = _names.create_prefix()
    draft = drafted(parley, marker)
    first = send(parley, draft, marker)
    second = send(parley, draft, marker)
    assert isinstance(first, SentMail)
    assert isinstance(second, DraftGone)
    assert len(sent_in_thread(parley, draft, marker)) == 1


def test_a_draft_sent_by_eight_at_once_leaves_once(parley: Parley) -> None:
    marker = _names.create_prefix()
    draft = drafted(parley, marker)
    with ThreadPoolExecutor(8) as pool:
        sends = [pool.submit(send, parley, draft, marker) for _ in range(8)]
        outcomes = [send.result() if send.exception() is None else send.exception() for send in sends]
    assert sum(isinstance(outcome, SentMail) for outcome in outcomes) == 1
    once = RetryResult(lambda found: len(found) == 1, max_tries=4)  # type: ignore[no-untyped-call] # publishes no types
    assert len(once(sent_in_thread)(parley, draft, marker)) == 1


def test_the_thread_shows_a_sent_mail_at_once(parley: Parley) -> None:
    """The marker scan relies on reading our own write: a scan that misses it would not send, but ask a person."""
    marker = _names.create_prefix()
    draft = drafted(parley, marker)
    send(parley, draft, marker)
    assert len(sent_in_thread(parley, draft, marker)) == 1


def test_what_leaves_is_what_is_sent_and_not_what_the_draft_held(parley: Parley) -> None:
    marker = _names.create_prefix()
    draft = drafted(parley, marker)
    sent = send(parley, draft, marker, body="The words of the outbox.\n")
    assert isinstance(sent, SentMail)
    left = parley.mailbox.fetch(next(iter(parley.settings.mailboxes)), sent.message_id)
    assert left is not None
    assert b"The words of the outbox." in left.raw
    assert b"sent by a test" not in left.raw
