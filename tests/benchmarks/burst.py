"""What a thousand mails at once take: the whole product, several processes, stand-ins that speak the real protocols."""

import os
import tempfile
from pathlib import Path

from rich.table import Table

from shared.config import enter_environment
from tests.integration.burst import ENVIRONMENT, Burst, Drained, running_pool
from tests.integration.conftest import installation
from tests.integration.product import Product, load_functions
from tests.integration.stand_ins import running_stand_ins
from tests.integration.world import World

INSTANCES = 2


def measure_burst(mails: int) -> Drained:
    """Let them arrive and be drained on SQLite; every promise is checked in the end.

    Raises:
        AssertionError: a promise was broken.
    """
    with running_stand_ins() as around, tempfile.TemporaryDirectory() as folder:
        store = {"GOOGLE_CLOUD_PROJECT": "burst", "PARLEY_STORE": f"sqlite:{folder}/parley.db"}
        enter_environment(installation(around) | store | ENVIRONMENT)
        world = World(Product(load_functions()), around, "burst", Path(folder))
        world.begin()
        with running_pool(INSTANCES) as receivers, running_pool(INSTANCES) as turns:
            burst = Burst(world, receivers, turns, mails)
            burst.launch()
            burst.arrive()
            drained = burst.drain()
        world.check()
        world.product.restart()
        return drained


def burst_table(drained: Drained) -> Table:
    table = Table(title=f"{drained.mails:,} mails of {drained.people:,} people at once, {os.cpu_count()} cores, SQLite")
    for column in (
        "until the last answer, s",
        "mails/s",
        "CPU a mail, ms",
        "idle, MB",
        "peak, MB",
        "peak of a turn, MB",
    ):
        table.add_column(column, justify="right")
    table.add_row(
        f"{drained.seconds:.0f}",
        f"{drained.mails / drained.seconds:.1f}",
        f"{1000 * drained.cpu_seconds / drained.mails:.0f}",
        f"{drained.idle_mb:.0f}",
        f"{drained.receiver_mb:.0f}",
        f"{drained.turn_mb:.0f}",
    )
    return table
