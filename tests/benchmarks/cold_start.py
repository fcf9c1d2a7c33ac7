"""Run as a script in a fresh interpreter: imports one function, makes its ports, and prints what both cost."""

import sys
import time

started, cpu_started = time.perf_counter(), time.process_time()
__import__(f"functions.{sys.argv[1]}")
imported_seconds, imported_cpu = time.perf_counter() - started, time.process_time() - cpu_started

import contextlib  # noqa: E402 - nothing may be loaded before the function is
import json  # noqa: E402
import resource  # noqa: E402
from collections.abc import Callable  # noqa: E402
from pathlib import Path  # noqa: E402

from shared.application.language_model import Brief  # noqa: E402
from shared.bootstrap import Parley, parley  # noqa: E402
from shared.domain.campaign import Platform  # noqa: E402
from shared.domain.errors import ParleyError  # noqa: E402
from shared.domain.negotiation import Stage  # noqa: E402
from shared.domain.writing.playbook import Voice  # noqa: E402

BRIEF = Brief(
    stage=Stage.COUNTER,
    platform=Platform.INSTAGRAM,
    greet="Mia",
    creator_first_name="Mia",
    client_name="Acme",
    sender_name="Ana",
    offer="$1,000.00",
    their_ask=None,
    deliverables=("1 Instagram reel",),
    product=None,
    answers=(),
    unclear_points=(),
    their_summary=None,
    tone=Voice.CREATOR,
)


def resident_mb() -> float:
    """Of this process now; where the system does not tell, its peak."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * resource.getpagesize() / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def read_gmail(app: Parley) -> None:
    app.mailbox.current_cursor(next(iter(app.settings.mailboxes)))


def word(app: Parley) -> None:
    app.model.word(BRIEF)


def connect_pubsub(app: Parley) -> None:
    app.publisher._connected()  # a publish to nobody would retry for seconds


# What an ordinary invocation uses beside the store. Nobody answers; by then everything that the call needs is loaded.
FIRST_USES: dict[str, tuple[Callable[[Parley], None], ...]] = {
    "gmail_notification": (read_gmail, connect_pubsub),
    "negotiation_turn": (read_gmail, word),
    "campaign_task": (word, read_gmail),
    "renew_watch": (read_gmail,),
    "sweep": (read_gmail,),
}

imported_mb = resident_mb()
started, cpu_started = time.perf_counter(), time.process_time()
app = parley()
_ = app.store
for use in FIRST_USES[sys.argv[1]]:
    with contextlib.suppress(ParleyError):
        use(app)
used_seconds, used_cpu = time.perf_counter() - started, time.process_time() - cpu_started
figures = {
    "import_seconds": imported_seconds,
    "import_cpu_seconds": imported_cpu,
    "import_mb": imported_mb,
    "first_use_seconds": used_seconds,
    "first_use_cpu_seconds": used_cpu,
    "first_use_mb": resident_mb(),
}
sys.stdout.write(json.dumps(figures))
