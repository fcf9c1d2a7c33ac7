from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from flask import Blueprint, Flask, Response, jsonify, request
from flask.typing import ResponseReturnValue

from emulators.faults import Caller, FaultPlan, FaultRule, InjectedFailure, InvalidRuleError, parse_rule

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
ErrorShape = Callable[[FaultRule], Response]


class FaultyRoutes:
    """Puts a plan's faults on the routes of a Flask stand-in.

    Attributes:
        plan: the rules and calls, also for in-process tests.
    """

    def __init__(self, plan: FaultPlan, error_shape: ErrorShape) -> None:
        self.plan = plan
        self._error_shape = error_shape

    def method(self, name: str) -> Callable[[View], View]:
        """Decorate the view of the API method *name*; goes below `@app.get(...)`."""

        def decorate(view: View) -> View:
            @wraps(view)
            def faulty(*args: object, **kwargs: object) -> ResponseReturnValue:
                return self.answer(name, lambda: view(*args, **kwargs))

            return faulty  # type: ignore[return-value] # wraps() keeps the signature, mypy cannot see it

        return decorate

    def answer(self, name: str, act: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
        """The answer of one call of *name*: *act*'s, or the vendor's error when a `fail` is due."""
        request.get_data()  # closing with an unread body would send RST where FIN is meant
        try:
            return self.plan.call(name, caller=_caller(), act=act)
        except InjectedFailure as failure:
            return self._error_shape(failure.rule)


def _caller() -> Caller:
    return Caller(peer_port=int(request.environ["REMOTE_PORT"]), own_port=int(request.environ["SERVER_PORT"]))


def add_fault_control(app: Flask, plan: FaultPlan, *, on_reset: Callable[[], None]) -> None:
    """Add the `/_control` routes of *plan* to *app*.

    Args:
        app: the stand-in.
        plan: what the routes read and change.
        on_reset: clears the stand-in's own state when `POST /_control/reset` is called.
    """
    app.register_blueprint(_fault_blueprint(plan))
    app.register_blueprint(_call_blueprint(plan, on_reset))


def _fault_blueprint(plan: FaultPlan) -> Blueprint:
    routes = Blueprint("control_faults", __name__, url_prefix="/_control")

    @routes.post("/faults")
    def install() -> ResponseReturnValue:
        try:
            rule = parse_rule(request.get_json(force=True))
        except InvalidRuleError as exc:
            return jsonify(error=str(exc)), 400
        return jsonify(id=plan.install(rule)), 201

    @routes.get("/faults")
    def left() -> ResponseReturnValue:
        return jsonify(plan.rules())

    @routes.delete("/faults")
    def clear() -> ResponseReturnValue:
        plan.clear_rules()
        return "", 204

    return routes


def _call_blueprint(plan: FaultPlan, on_reset: Callable[[], None]) -> Blueprint:
    routes = Blueprint("control_calls", __name__, url_prefix="/_control")

    @routes.get("/calls")
    def calls() -> ResponseReturnValue:
        return jsonify(plan.calls())

    @routes.post("/resume")
    def resume() -> ResponseReturnValue:
        return jsonify(resumed=plan.resume())

    @routes.post("/reset")
    def reset() -> ResponseReturnValue:
        plan.reset()
        on_reset()
        return "", 204

    return routes
