"""The model, metered: what it takes is counted, and it is not asked once a cap on its tokens is reached."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from shared.application.app import App
from shared.application.language_model import Brief, ReadRequest, Worded
from shared.domain.errors import TokensSpent
from shared.domain.reading.facts import ModelUse, Reading
from shared.domain.records.usage import UsageRecord, usage_of_day, usage_of_negotiation, with_call


class MeteredModel:
    """`LanguageModel` on behalf of one negotiation.

    Both methods raise TokensSpent before the call when a cap is reached. A cap is looked at before each call, so calls
    that run at the same time may pass it by what they take. A call is counted when it is answered, also where the
    answer is of no use; what counting it found is what the next call of this object is held against.
    """

    def __init__(self, app: App, negotiation_id: str, seen: Sequence[UsageRecord] = ()) -> None:
        """*seen*: the records of the day and of the negotiation, read a moment ago; else they are read when needed."""
        self._app = app
        self._negotiation_id = negotiation_id
        self._seen = {record.id: record for record in seen}

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
        if not self._seen.keys() >= set(ids):
            # Also when a new day has begun since.
            self._seen = {record.id: record for record in self._app.store.usage_now(ids)}
        on_day, in_all = (self._seen[id_].tokens for id_ in ids)
        if in_all >= policy.negotiation_tokens:
            raise TokensSpent(f"this negotiation took {in_all:,} of {policy.negotiation_tokens:,} tokens")
        if on_day >= policy.daily_tokens:
            said = f"{on_day:,} of {policy.daily_tokens:,} tokens were taken on {now:%Y-%m-%d} (UTC)"
            raise TokensSpent(said, until=_next_day(now))
        return now.date()

    def _count(self, day: date, use: ModelUse) -> None:
        ids = usage_of_day(day), usage_of_negotiation(self._negotiation_id)
        spent = self._app.store.spend(ids, lambda record: with_call(record, day, use))
        self._seen = {record.id: record for record in spent}


def _next_day(now: datetime) -> datetime:
    return datetime.combine(now.date() + timedelta(days=1), time(), tzinfo=UTC)
