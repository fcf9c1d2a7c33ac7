"""Monday to Friday, in UTC; holidays are not known."""

from datetime import datetime, timedelta
from typing import Final

_SATURDAY: Final = 5


def after_working_days(instant: datetime, days: int) -> datetime:
    """The same time of day, *days* working days later; from a weekend the first of them is Monday."""
    while days > 0:
        instant += timedelta(days=1)
        days -= instant.weekday() < _SATURDAY
    return instant
