"""How long failures are borne with before the work itself is blamed, and a person is given it."""

from datetime import datetime, timedelta
from typing import Final

from shared.domain.errors import ParleyError, RateLimited, Refused, RetryableError

# A mail that made five turns fail is set aside for a person, so that it cannot block or burn anything for ever.
MAX_ATTEMPTS: Final = 5

# So long an outside system may be down before its failures count against the mail; then a person hears of it.
OUTAGE_PATIENCE: Final = timedelta(hours=1)

# So long refused access may wait to be mended, of which a person hears at once, and a used-up quota for its next day.
ACCESS_PATIENCE: Final = timedelta(hours=24)


def counts_against(error: ParleyError, since: datetime, now: datetime) -> bool:
    """Whether the work itself, waiting *since* then, may be to blame for *error*, so that it is parked in the end."""
    if isinstance(error, Refused | RateLimited):
        return now - since > ACCESS_PATIENCE
    return not isinstance(error, RetryableError) or now - since > OUTAGE_PATIENCE
