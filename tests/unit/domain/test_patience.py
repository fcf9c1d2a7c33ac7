"""Which failures the work itself is blamed for, and after how long."""

from datetime import timedelta

import pytest

from shared.domain.errors import ParleyError, PermanentError, RateLimited, Refused, Unavailable
from shared.domain.patience import counts_against
from tests.unit.domain.builders import NOW

AN_HOUR = timedelta(hours=1)
A_DAY = timedelta(hours=24)
A_MOMENT = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("error", "borne"),
    [(Unavailable("503"), AN_HOUR), (RateLimited("429"), A_DAY), (Refused("the token was revoked"), A_DAY)],
)
def test_an_outage_counts_once_it_lasts_longer_than_it_is_borne(error: ParleyError, borne: timedelta) -> None:
    assert not counts_against(error, NOW, NOW + borne)
    assert counts_against(error, NOW, NOW + borne + A_MOMENT)


def test_what_no_waiting_mends_counts_at_once() -> None:
    assert counts_against(PermanentError("no such thread"), NOW, NOW)
