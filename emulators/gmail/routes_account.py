"""users.getProfile, watch, stop, labels.list, history.list."""

import re
from datetime import timedelta

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from emulators.fault_routes import FaultyRoutes
from emulators.gmail.accounts import Accounts
from emulators.gmail.bodies import json_object, strings
from emulators.gmail.errors import invalid
from emulators.gmail.history import ChangeKind, HistoryFilter
from emulators.gmail.labels import SYSTEM_LABELS
from emulators.gmail.paging import page
from emulators.gmail.watch import Watch
from emulators.wallclock import now

_TOPIC = re.compile(r"projects/[^/]+/topics/[^/]+")


def account_routes(accounts: Accounts, faults: FaultyRoutes) -> Blueprint:
    routes = Blueprint("account", __name__, url_prefix="/gmail/v1/users/<user_id>")

    @routes.get("/profile")
    @faults.method("getProfile")
    def get_profile(user_id: str) -> ResponseReturnValue:
        mailbox = accounts.mailbox(user_id)
        with mailbox.lock:
            messages = mailbox.messages()
            return jsonify(
                emailAddress=mailbox.address,
                messagesTotal=len(messages),
                threadsTotal=len({message.thread_id for message in messages}),
                historyId=str(mailbox.history.latest_id),
            )

    @routes.get("/labels")
    @faults.method("labels.list")
    def labels_list(user_id: str) -> ResponseReturnValue:
        accounts.mailbox(user_id)
        return jsonify(labels=[{"id": label, "name": label, "type": "system"} for label in SYSTEM_LABELS])

    return routes


def watch_routes(accounts: Accounts, faults: FaultyRoutes) -> Blueprint:
    routes = Blueprint("watch", __name__, url_prefix="/gmail/v1/users/<user_id>")

    @routes.post("/watch")
    @faults.method("watch")
    def watch(user_id: str) -> ResponseReturnValue:
        """Answers with the mailbox's state now, and pushes once at once, as Gmail promises."""
        mailbox = accounts.mailbox(user_id)
        habits = accounts.habits()
        with mailbox.lock:
            stays_silent = mailbox.watch is not None and mailbox.watch.silent
            order = _watch(habits.watch_seconds, silent=habits.watch_silent or stays_silent)
            mailbox.watch = order
            history_id = mailbox.history.latest_id
        accounts.pusher.offer(mailbox.address, order, history_id, habits)
        expiration = int(order.expires_at.timestamp() * 1000)
        return jsonify(historyId=str(history_id), expiration=str(expiration))

    @routes.post("/stop")
    @faults.method("stop")
    def stop(user_id: str) -> ResponseReturnValue:
        mailbox = accounts.mailbox(user_id)
        with mailbox.lock:
            mailbox.watch = None
        return "", 204

    return routes


def _watch(seconds: int, *, silent: bool) -> Watch:
    data = json_object()
    topic = str(data.get("topicName", ""))
    if not _TOPIC.fullmatch(topic):
        raise invalid(f"Invalid topicName does not match projects/*/topics/*: {topic!r}")
    behaviour = str(data.get("labelFilterBehavior") or data.get("labelFilterAction") or "include").lower()
    return Watch(
        topic_name=topic,
        label_ids=frozenset(strings(data, "labelIds")),
        excludes=behaviour == "exclude",
        expires_at=now() + timedelta(seconds=seconds),
        silent=silent,
    )


def history_routes(accounts: Accounts, faults: FaultyRoutes) -> Blueprint:
    routes = Blueprint("history", __name__, url_prefix="/gmail/v1/users/<user_id>")

    @routes.get("/history")
    @faults.method("history.list")
    def history_list(user_id: str) -> ResponseReturnValue:
        mailbox = accounts.mailbox(user_id)
        wanted = _history_filter()
        with mailbox.lock:
            shown, history_id = mailbox.history.since(_start_history_id(), accounts.habits(), now())
        found = [change.record() for change in shown if wanted.lets_through(change)]
        records, more = page(found, accounts.habits())
        answer = {"historyId": str(history_id), **more}
        return jsonify({**answer, "history": list(records)} if records else answer)

    return routes


def _start_history_id() -> int:
    text = request.args.get("startHistoryId", "")
    if not text.isdigit():
        raise invalid(f"Invalid value at 'start_history_id' (TYPE_UINT64), {text!r}")
    return int(text)


def _history_filter() -> HistoryFilter:
    try:
        kinds = frozenset(ChangeKind(kind) for kind in request.args.getlist("historyTypes"))
    except ValueError as exc:
        raise invalid(f"Invalid value at 'history_types': {exc}") from exc
    return HistoryFilter(kinds=kinds, label_id=request.args.get("labelId", ""))
