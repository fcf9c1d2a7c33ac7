from datetime import UTC, datetime

import pytest

from shared.domain.working_days import after_working_days


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-03-02 Mon 15:30", 1, "2026-03-03 Tue 15:30"),
        ("2026-03-05 Thu 15:30", 3, "2026-03-10 Tue 15:30"),
        ("2026-03-06 Fri 15:30", 1, "2026-03-09 Mon 15:30"),
        ("2026-03-07 Sat 15:30", 1, "2026-03-09 Mon 15:30"),
        ("2026-03-08 Sun 23:59", 1, "2026-03-09 Mon 23:59"),
        ("2026-03-02 Mon 15:30", 5, "2026-03-09 Mon 15:30"),
        ("2026-03-02 Mon 15:30", 10, "2026-03-16 Mon 15:30"),
        ("2026-12-31 Thu 08:00", 2, "2027-01-04 Mon 08:00"),
    ],
)
def test_only_monday_to_friday_count(start: str, days: int, end: str) -> None:
    assert after_working_days(instant(start), days) == instant(end)


def instant(text: str) -> datetime:
    found = datetime.strptime(text, "%Y-%m-%d %a %H:%M").replace(tzinfo=UTC)
    assert f"{found:%a}" in text
    return found
