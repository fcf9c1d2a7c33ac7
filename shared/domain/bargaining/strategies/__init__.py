"""Strategies by name: ours, what a campaign may choose instead of it, and those that it is measured against."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from shared.domain.bargaining.concession import Strategy
from shared.domain.bargaining.strategies.acceptance import as_campaign_wants, one_more_counter, while_they_come_down
from shared.domain.bargaining.strategies.parley import parley, parley_for
from shared.domain.bargaining.strategies.timed import boulware, ceiling, conceder, linear
from shared.domain.bargaining.strategies.tit_for_tat import tit_for_tat
from shared.domain.campaign import OptimizeFor

PARLEY: Final = Strategy(schedule=parley, good_enough=as_campaign_wants)

_CPM: Final = parley_for(OptimizeFor.CPM)
_CONTENT: Final = parley_for(OptimizeFor.CONTENT_VOLUME_USAGE_RIGHTS)

STRATEGIES: Final[Mapping[str, Strategy]] = MappingProxyType(
    {
        "parley": PARLEY,
        "parley_one_more": Strategy(schedule=parley, good_enough=one_more_counter(parley)),
        "parley_while_falling": Strategy(schedule=parley, good_enough=while_they_come_down(parley)),
        "parley_cpm": Strategy(schedule=_CPM, good_enough=while_they_come_down(_CPM)),
        "parley_content": Strategy(schedule=_CONTENT),
        "ceiling": Strategy(schedule=ceiling),
        "linear": Strategy(schedule=linear),
        "boulware": Strategy(schedule=boulware),
        "conceder": Strategy(schedule=conceder),
        "tit_for_tat": Strategy(schedule=tit_for_tat),
    }
)

__all__ = ["PARLEY", "STRATEGIES"]
