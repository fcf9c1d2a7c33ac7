import json
from collections.abc import Sequence
from functools import partial

from flask import Flask, Response, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from emulators.fault_routes import FaultyRoutes, add_fault_control
from emulators.faults import FaultPlan
from emulators.gmail.accounts import Accounts
from emulators.gmail.errors import ApiError, injected
from emulators.gmail.habits import lacking
from emulators.gmail.push import Publish, Pusher
from emulators.gmail.routes_account import account_routes, history_routes, watch_routes
from emulators.gmail.routes_control import inspection_routes, people_routes
from emulators.gmail.routes_drafts import draft_end_routes, draft_routes
from emulators.gmail.routes_messages import message_routes, thread_routes

_ROUTES = (
    account_routes,
    watch_routes,
    history_routes,
    message_routes,
    thread_routes,
    draft_routes,
    draft_end_routes,
)


def create_app(addresses: Sequence[str], *, publish: Publish | None) -> Flask:
    """A Gmail with these mailboxes.

    Args:
        addresses: at least one; the first is "me".
        publish: what carries pushes, usually `publish_to_pubsub()`; None lets none leave.
    """
    app = Flask("gmail")
    plan = FaultPlan()
    accounts = Accounts(addresses, Pusher(publish))
    faults = FaultyRoutes(plan, injected)
    add_fault_control(app, plan, on_reset=accounts.reset)
    for make in _ROUTES:
        app.register_blueprint(make(accounts, faults))
    app.register_blueprint(people_routes(accounts))
    app.register_blueprint(inspection_routes(accounts))
    app.register_error_handler(ApiError, _refuse)
    app.after_request(partial(_leave_out, accounts))
    app.register_error_handler(HTTPException, _refuse_route)
    return app


def _leave_out(accounts: Accounts, answer: Response) -> Response:
    fields = accounts.habits().fields_left_out
    if fields and answer.is_json and request.path.startswith("/gmail/"):
        answer.set_data(json.dumps(lacking(answer.get_json(), fields)))
    return answer


def _refuse(error: ApiError) -> ResponseReturnValue:
    return error.response()


def _refuse_route(error: HTTPException) -> ResponseReturnValue:
    """A path or HTTP method that this stand-in does not have."""
    return ApiError(error.code or 500, "notFound", f"the Gmail stand-in: {error.description}").response()
