from flask import Response, jsonify

from emulators.faults import FaultRule

# google.rpc.Code names by HTTP status, as Google's JSON APIs put them in `error.status`
# (https://cloud.google.com/apis/design/errors#handling_errors).
_RPC_STATUS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "ABORTED",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}

# Reasons of the domain "usageLimits"; every other reason is "global"
# (https://developers.google.com/workspace/gmail/api/guides/handle-errors).
_USAGE_LIMITS = {"dailyLimitExceeded", "userRateLimitExceeded", "rateLimitExceeded", "quotaExceeded"}


class ApiError(Exception):
    """An answer of Gmail's that is an error; `reason` is the machine-readable word in `error.errors[0]`."""

    def __init__(self, status: int, reason: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.reason = reason
        self.message = message

    def response(self) -> Response:
        item = {"message": self.message, "domain": self._domain(), "reason": self.reason}
        body = {"code": self.status, "message": self.message, "errors": [item], "status": self._rpc_status()}
        answer = jsonify(error=body)
        answer.status_code = self.status
        return answer

    def _domain(self) -> str:
        return "usageLimits" if self.status == 403 and self.reason in _USAGE_LIMITS else "global"

    def _rpc_status(self) -> str:
        if self.reason == "failedPrecondition":
            return "FAILED_PRECONDITION"
        return _RPC_STATUS.get(self.status, "UNKNOWN")


def not_found() -> ApiError:
    return ApiError(404, "notFound", "Requested entity was not found.")


def invalid(message: str) -> ApiError:
    return ApiError(400, "invalidArgument", message)


def injected(rule: FaultRule) -> Response:
    """A fault in Gmail's shape; Gmail says when to come back in the text, not in a header."""
    message = rule.message if rule.retry_after is None else f"{rule.message}  Retry after {rule.retry_after}"
    return ApiError(rule.status, rule.reason, message).response()
