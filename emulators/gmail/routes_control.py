"""`/_control`: the people around the mailbox, and what a test may look at."""

from dataclasses import asdict
from datetime import UTC, datetime

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from emulators.gmail import drafts
from emulators.gmail.accounts import Accounts
from emulators.gmail.arriving import Authentication, stamped
from emulators.gmail.bodies import json_object
from emulators.gmail.errors import invalid
from emulators.gmail.headers import header, message_id, prepended, referenced_ids
from emulators.gmail.mailbox import Mailbox
from emulators.gmail.messages import StoredMessage
from emulators.gmail.outgoing import Outgoing, SentBy, send
from emulators.gmail.payload import Json
from emulators.gmail.threads import thread_of_incoming
from emulators.wallclock import now

_ARRIVING_LABELS = ["INBOX", "UNREAD", "CATEGORY_PERSONAL"]


def people_routes(accounts: Accounts) -> Blueprint:
    """What happens without the API."""
    routes = Blueprint("people", __name__, url_prefix="/_control")

    @routes.post("/deliver")
    def deliver() -> ResponseReturnValue:
        mailbox = _mailbox(accounts)
        raw = stamped(mailbox, _raw(), _authentication())
        labels = request.args.getlist("label") or _ARRIVING_LABELS
        with mailbox.lock:
            thread_id = thread_of_incoming(raw, mailbox.messages())
            held = float(request.args.get("heldSeconds", 0))
            added = mailbox.add(raw, thread_id=thread_id, labels=labels, at=_at(), held_seconds=held)
            return jsonify(added.named())

    @routes.post("/human-send")
    def human_send() -> ResponseReturnValue:
        mailbox = _mailbox(accounts)
        thread_id = request.args.get("threadId")
        with mailbox.lock:
            raw = _answering(_raw(), mailbox.thread(thread_id)) if thread_id else _raw()
            return jsonify(send(mailbox, Outgoing(raw=raw, thread_id=thread_id), SentBy.HUMAN).named())

    @routes.post("/drafts/<draft_id>/edit")
    def edit(draft_id: str) -> ResponseReturnValue:
        mailbox = _mailbox(accounts)
        with mailbox.lock:
            new_id = drafts.edit_by_hand(mailbox, draft_id, request.get_data())
            return jsonify(id=new_id, message=drafts.message_of(mailbox, new_id).named())

    @routes.post("/drafts/<draft_id>/send")
    def send_by_hand(draft_id: str) -> ResponseReturnValue:
        return jsonify(drafts.send_draft(_mailbox(accounts), draft_id, SentBy.HUMAN).named())

    @routes.post("/delete-message")
    def delete_message() -> ResponseReturnValue:
        _mailbox(accounts).remove(request.args.get("id", ""))
        return "", 204

    return routes


def _mailbox(accounts: Accounts) -> Mailbox:
    return accounts.mailbox(request.args.get("mailbox", "me"))


def _raw() -> bytes:
    raw = request.get_data()
    if not raw:
        raise invalid("the body is the raw RFC 822 mail")
    return raw


def _authentication() -> Authentication:
    try:
        return Authentication(request.args.get("auth", "pass"))
    except ValueError as exc:
        raise invalid(f"auth is pass, fail or none: {exc}") from exc


def _at() -> datetime:
    """When the mail arrived: `at` in seconds since 1970, or now."""
    text = request.args.get("at")
    return datetime.fromtimestamp(float(text), tz=UTC) if text else now()


def _answering(raw: bytes, thread: list[StoredMessage]) -> bytes:
    """Gmail's window writes the reply headers by itself."""
    if referenced_ids(raw):
        return raw
    parents = [message_id(message.raw) for message in thread if not message.is_draft]
    if not parents:
        return raw
    return prepended(raw, [("In-Reply-To", parents[-1]), ("References", " ".join(parents))])


def inspection_routes(accounts: Accounts) -> Blueprint:
    """What lies in the mailboxes, and the habits."""
    routes = Blueprint("inspection", __name__, url_prefix="/_control")

    @routes.get("/sent")
    def sent() -> ResponseReturnValue:
        mailbox = _mailbox(accounts)
        with mailbox.lock:
            return jsonify(mailbox.sent)

    @routes.get("/mailbox")
    def show() -> ResponseReturnValue:
        mailbox = _mailbox(accounts)
        with mailbox.lock:
            return jsonify(_shown(mailbox))

    @routes.get("/pushes")
    def pushes() -> ResponseReturnValue:
        return jsonify(accounts.pusher.log())

    @routes.post("/expire-history")
    def expire_history() -> ResponseReturnValue:
        mailbox = _mailbox(accounts)
        with mailbox.lock:
            mailbox.history.expire()
        return "", 204

    @routes.get("/habits")
    def habits() -> ResponseReturnValue:
        return jsonify(asdict(accounts.habits()))

    @routes.post("/habits")
    def change_habits() -> ResponseReturnValue:
        return jsonify(asdict(accounts.change_habits(json_object())))

    return routes


def _shown(mailbox: Mailbox) -> Json:
    watch = mailbox.watch
    draft_ids = {message: draft for draft, message in mailbox.drafts.items()}
    return {
        "emailAddress": mailbox.address,
        "historyId": str(mailbox.history.latest_id),
        "watch": watch and {"topicName": watch.topic_name, "expiresAt": watch.expires_at.isoformat()},
        "messages": [_listed(message, draft_ids.get(message.id)) for message in mailbox.messages()],
    }


def _listed(message: StoredMessage, draft_id: str | None) -> Json:
    return {
        **message.labelled(),
        "draftId": draft_id,
        "rfc822MessageId": message_id(message.raw),
        "from": header(message.raw, "From"),
        "to": header(message.raw, "To"),
        "subject": header(message.raw, "Subject"),
        "at": message.at.isoformat(),
    }
