from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from emulators.fault_routes import FaultyRoutes
from emulators.gmail import drafts
from emulators.gmail.accounts import Accounts
from emulators.gmail.bodies import json_object, outgoing
from emulators.gmail.mailbox import Mailbox
from emulators.gmail.messages import parse_format
from emulators.gmail.outgoing import SentBy
from emulators.gmail.paging import flag, page
from emulators.gmail.payload import Json
from emulators.gmail.query import compiled


def draft_routes(accounts: Accounts, faults: FaultyRoutes) -> Blueprint:
    """Reading and writing drafts."""
    routes = Blueprint("drafts", __name__, url_prefix="/gmail/v1/users/<user_id>/drafts")

    @routes.get("")
    @faults.method("drafts.list")
    def drafts_list(user_id: str) -> ResponseReturnValue:
        found = _found(accounts.mailbox(user_id))
        shown, more = page(found, accounts.habits())
        answer: Json = {"resultSizeEstimate": len(found), **more}
        return jsonify({**answer, "drafts": list(shown)} if shown else answer)

    @routes.get("/<draft_id>")
    @faults.method("drafts.get")
    def drafts_get(user_id: str, draft_id: str) -> ResponseReturnValue:
        shape = parse_format(request.args.get("format", ""))
        message = drafts.message_of(accounts.mailbox(user_id), draft_id)
        return jsonify(id=draft_id, message=message.shown(shape, []))

    @routes.post("")
    @faults.method("drafts.create")
    def drafts_create(user_id: str) -> ResponseReturnValue:
        mailbox = accounts.mailbox(user_id)
        mail = outgoing(json_object().get("message"))
        with mailbox.lock:
            return jsonify(_held(mailbox, drafts.create(mailbox, mail)))

    @routes.put("/<draft_id>")
    @faults.method("drafts.update")
    def drafts_update(user_id: str, draft_id: str) -> ResponseReturnValue:
        mailbox = accounts.mailbox(user_id)
        mail = outgoing(json_object().get("message"))
        with mailbox.lock:
            drafts.update(mailbox, draft_id, mail)
            return jsonify(_held(mailbox, draft_id))

    return routes


def draft_end_routes(accounts: Accounts, faults: FaultyRoutes) -> Blueprint:
    """The two ways a draft ends."""
    routes = Blueprint("draft_ends", __name__, url_prefix="/gmail/v1/users/<user_id>/drafts")

    @routes.delete("/<draft_id>")
    @faults.method("drafts.delete")
    def drafts_delete(user_id: str, draft_id: str) -> ResponseReturnValue:
        drafts.delete(accounts.mailbox(user_id), draft_id)
        return "", 204

    @routes.post("/send")
    @faults.method("drafts.send")
    def drafts_send(user_id: str) -> ResponseReturnValue:
        """Sends a stored draft; a `message` beside the id replaces its content first."""
        mailbox = accounts.mailbox(user_id)
        data = json_object()
        draft_id = str(data.get("id", ""))
        with mailbox.lock:
            if draft_id in mailbox.drafts and data.get("message"):
                drafts.update(mailbox, draft_id, outgoing(data["message"]))
            return jsonify(drafts.send_draft(mailbox, draft_id, SentBy.API).labelled())

    return routes


def _held(mailbox: Mailbox, draft_id: str) -> Json:
    return {"id": draft_id, "message": drafts.message_of(mailbox, draft_id).labelled()}


def _found(mailbox: Mailbox) -> list[Json]:
    """The drafts that the request's q finds, newest first."""
    test = compiled(request.args.get("q", ""), include_spam_trash=flag("includeSpamTrash"))
    with mailbox.lock:
        held = [(draft_id, mailbox.message(message_id)) for draft_id, message_id in mailbox.drafts.items()]
    held.sort(key=lambda item: item[1].order, reverse=True)
    return [{"id": draft_id, "message": message.named()} for draft_id, message in held if test(message)]
