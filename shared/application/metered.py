"""The model, metered: what it takes is counted, and it is not asked once a cap on its tokens is reached."""

from datetime import UTC, date, datetime, time, timedelta

from shared.application.app import App
from shared.application.ports import Brief, ReadRequest, Worded
from shared.domain.errors import TokensSpent
from shared.domain.reading import ModelUse, Reading
from shared.domain.records.usage import usage_of_day, usage_of_negotiation, with_call


class MeteredModel:
    """`LanguageModel` on behalf of one negotiation.

    Both methods raise TokensSpent before the call when a cap is reached. A cap is looked at before each call, so calls
    that run at the same time may pass it by what they take. A call is counted when it is answered, also where the
    answer is of no use.
    """

    def __init__(self, app: App, negotiation_id: str) -> None:
        self._app = app
        self._negotiation_id = negotiation_id

    def read(self, request: ReadRequest) -> tuple[Reading, ModelUse]:
        day = self._checked()
        reading, use = self._app.model.read(request)
        self._count(day, use)
        return reading, use

    def word(self, brief: Brief) -> Worded:
        day = self._checked()
        worded = self._app.model.word(brief)
        self._count(day, worded.use)
        return worded

    def _checked(self) -> date:
        now, policy = self._app.clock.now(), self._app.policy
        ids = usage_of_day(now.date()), usage_of_negotiation(self._negotiation_id)
        spent = {record.id: record.tokens for record in self._app.store.usage(ids)}
        if spent.get(ids[1], 0) >= policy.negotiation_tokens:
            raise TokensSpent(f"this negotiation took {spent[ids[1]]:,} of {policy.negotiation_tokens:,} tokens")
        if spent.get(ids[0], 0) >= policy.daily_tokens:
            said = f"{spent[ids[0]]:,} of {policy.daily_tokens:,} tokens were taken on {now:%Y-%m-%d} (UTC)"
            raise TokensSpent(said, until=_next_day(now))
        return now.date()

    def _count(self, day: date, use: ModelUse) -> None:
        ids = usage_of_day(day), usage_of_negotiation(self._negotiation_id)
        self._app.store.spend(ids, lambda record: with_call(record, day, use))


def _next_day(now: datetime) -> datetime:
    return datetime.combine(now.date() + timedelta(days=1), time(), tzinfo=UTC)
