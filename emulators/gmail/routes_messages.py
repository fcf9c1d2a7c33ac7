"""users.messages, users.messages.attachments and users.threads."""

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from emulators.fault_routes import FaultyRoutes
from emulators.gmail.accounts import Accounts
from emulators.gmail.bodies import json_object, outgoing, strings
from emulators.gmail.errors import invalid
from emulators.gmail.labels import FIXED_LABELS, SYSTEM_LABELS
from emulators.gmail.mailbox import Mailbox
from emulators.gmail.messages import Format, StoredMessage, parse_format
from emulators.gmail.outgoing import SentBy, send
from emulators.gmail.paging import flag, page
from emulators.gmail.payload import Json, attachment, snippet
from emulators.gmail.query import compiled


def message_routes(accounts: Accounts, faults: FaultyRoutes) -> Blueprint:
    routes = Blueprint("messages", __name__, url_prefix="/gmail/v1/users/<user_id>/messages")

    @routes.get("")
    @faults.method("messages.list")
    def messages_list(user_id: str) -> ResponseReturnValue:
        found = _found(accounts.mailbox(user_id))
        shown, more = page(found, accounts.habits())
        return jsonify(_listing("messages", [message.named() for message in shown], total=len(found), more=more))

    @routes.get("/<message_id>")
    @faults.method("messages.get")
    def messages_get(user_id: str, message_id: str) -> ResponseReturnValue:
        shape = parse_format(request.args.get("format", ""))
        message = accounts.mailbox(user_id).message(message_id)
        return jsonify(message.shown(shape, request.args.getlist("metadataHeaders")))

    @routes.get("/<message_id>/attachments/<attachment_id>")
    @faults.method("messages.attachments.get")
    def attachments_get(user_id: str, message_id: str, attachment_id: str) -> ResponseReturnValue:
        return jsonify(attachment(accounts.mailbox(user_id).message(message_id).raw, attachment_id))

    @routes.post("/send")
    @faults.method("messages.send")
    def messages_send(user_id: str) -> ResponseReturnValue:
        return jsonify(send(accounts.mailbox(user_id), outgoing(json_object()), SentBy.API).labelled())

    @routes.post("/<message_id>/modify")
    @faults.method("messages.modify")
    def messages_modify(user_id: str, message_id: str) -> ResponseReturnValue:
        data = json_object()
        add, remove = _labels(data, "addLabelIds"), _labels(data, "removeLabelIds")
        return jsonify(accounts.mailbox(user_id).relabel(message_id, add=add, remove=remove).labelled())

    return routes


def _labels(data: dict[str, object], key: str) -> set[str]:
    labels = strings(data, key)
    for label in sorted(labels):
        if label not in SYSTEM_LABELS or label in FIXED_LABELS:
            raise invalid(f"Invalid label: {label}")
    return labels


def _found(mailbox: Mailbox) -> list[StoredMessage]:
    """What the request's q, labelIds and includeSpamTrash find, newest first."""
    test = compiled(request.args.get("q", ""), include_spam_trash=flag("includeSpamTrash"))
    labels = set(request.args.getlist("labelIds"))
    found = [message for message in mailbox.messages() if labels <= set(message.label_ids) and test(message)]
    return sorted(found, key=lambda message: (message.at, message.order), reverse=True)


def _listing(key: str, items: list[Json], *, total: int, more: dict[str, object]) -> Json:
    """A list answer; Gmail leaves the key out when there is nothing."""
    answer: Json = {"resultSizeEstimate": total, **more}
    return {**answer, key: items} if items else answer


def thread_routes(accounts: Accounts, faults: FaultyRoutes) -> Blueprint:
    routes = Blueprint("threads", __name__, url_prefix="/gmail/v1/users/<user_id>/threads")

    @routes.get("")
    @faults.method("threads.list")
    def threads_list(user_id: str) -> ResponseReturnValue:
        mailbox = accounts.mailbox(user_id)
        with mailbox.lock:
            thread_ids = list(dict.fromkeys(message.thread_id for message in _found(mailbox)))
            shown, more = page(thread_ids, accounts.habits())
            threads = [_named_thread(mailbox, thread_id) for thread_id in shown]
        return jsonify(_listing("threads", threads, total=len(thread_ids), more=more))

    @routes.get("/<thread_id>")
    @faults.method("threads.get")
    def threads_get(user_id: str, thread_id: str) -> ResponseReturnValue:
        shape = parse_format(request.args.get("format", ""))
        if shape is Format.RAW:
            raise invalid("Invalid value at 'format': raw")
        messages = accounts.mailbox(user_id).thread(thread_id)
        wanted = request.args.getlist("metadataHeaders")
        return jsonify(
            id=thread_id,
            historyId=str(max(message.history_id for message in messages)),
            messages=[message.shown(shape, wanted) for message in messages],
        )

    return routes


def _named_thread(mailbox: Mailbox, thread_id: str) -> Json:
    messages = mailbox.thread(thread_id)
    return {
        "id": thread_id,
        "snippet": snippet(messages[-1].raw),
        "historyId": str(max(message.history_id for message in messages)),
    }
