"""What a stored campaign's creators could still cost, for whoever imports or launches it."""

from shared.application.store import Store
from shared.domain.bargaining.exposure import Exposure, exposure


def exposed(store: Store, campaign_id: str) -> Exposure:
    """Over everybody who is planned, asked or negotiating; suppressed addresses and ended negotiations apart.

    Raises:
        NotFound: there is no such campaign.
    """
    over = {one.creator.email for one in store.negotiations(campaign_id) if one.is_terminal}
    creators = [task.creator for task in store.tasks(campaign_id) if task.creator.email not in over]
    barred = store.suppressed([creator.email for creator in creators])
    return exposure(store.campaign(campaign_id), [one for one in creators if one.email not in barred])
