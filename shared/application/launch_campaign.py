"""Launch an imported campaign: its tasks are queued in the store first, then the queue is woken."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final

from shared.application.app import App
from shared.application.topics import CAMPAIGN_TASKS
from shared.domain.campaign import CampaignState
from shared.domain.errors import Contention
from shared.domain.records import TaskRecord, TaskState

# What failed before is tried once more when a person launches again.
_TO_START: Final = frozenset({TaskState.PLANNED, TaskState.FAILED})


def launch_campaign(app: App, campaign_id: str) -> tuple[TaskRecord, ...]:
    """Queue every planned task; answers them. Launching again queues creators imported since, and those that failed.

    A crash half-way loses nothing: what is queued but not woken is woken by the sweep, and planned tasks of a launched
    campaign are queued by launching again.

    Raises:
        NotFound: there is no such campaign.
        Contention: somebody else launched it at the same time.
    """
    campaign = app.store.campaign(campaign_id)
    if campaign.state is not CampaignState.LAUNCHED:
        launched = replace(campaign, version=campaign.version + 1, state=CampaignState.LAUNCHED)
        if not app.store.commit([launched]):
            raise Contention(f"campaign {campaign_id} changed meanwhile")
    planned = _allowed(app, [task for task in app.store.tasks(campaign_id) if task.state in _TO_START])
    now = app.clock.now()
    queued = [app.store.update(task, lambda current: _queued(current, now)) for task in planned]
    mine = tuple(task for task in queued if task is not None)
    for task in mine:
        app.publisher.publish(CAMPAIGN_TASKS, {"campaign_id": campaign_id, "task_id": task.id})
    return mine


def _allowed(app: App, planned: list[TaskRecord]) -> list[TaskRecord]:
    """Those whose creators may be written to; of the others it is written down why nothing starts."""
    barred = app.store.suppressed([task.creator.email for task in planned])
    for task in planned:
        if (record := barred.get(task.creator.email)) is not None:
            app.store.update(task, partial(_barred, why=f"the address is suppressed: {record.why}"))
    return [task for task in planned if task.creator.email not in barred]


def _barred(task: TaskRecord, *, why: str) -> TaskRecord | None:
    return replace(task, state=TaskState.FAILED, why=why) if task.state in _TO_START else None


def _queued(task: TaskRecord, now: datetime) -> TaskRecord | None:
    if task.state not in _TO_START:
        return None
    return replace(task, state=TaskState.QUEUED, queued_at=now, attempts=0, why=None)
