"""What a cold start costs: each function's module in a fresh interpreter, then the SDKs of its first invocation."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median

FUNCTIONS = ("gmail_notification", "negotiation_turn", "campaign_task", "renew_watch", "sweep")

RUNS = 7
ROOT = Path(__file__).parents[2]

# Nobody listens on the discard port (RFC 863), and the refusal comes at once.
NOBODY = "127.0.0.1:9"

ENVIRONMENT = {
    "PYTHONPATH": str(ROOT),
    "GOOGLE_CLOUD_PROJECT": "benchmark",
    "FIRESTORE_EMULATOR_HOST": NOBODY,
    "PUBSUB_EMULATOR_HOST": NOBODY,
    "PARLEY_STORE": "firestore",
    "PARLEY_MAILBOX": "deals@brand.example",
    "PARLEY_SECRETS": "env",
    "PARLEY_SLACK_ESCALATIONS_CHANNEL": "C1",
    "PARLEY_SLACK_AGREEMENTS_CHANNEL": "C2",
    "GMAIL_API_ENDPOINT": f"http://{NOBODY}",
    "ANTHROPIC_BASE_URL": f"http://{NOBODY}",
    "SLACK_API_URL": f"http://{NOBODY}/api/",
    "ANTHROPIC_API_KEY": "none",
    "SLACK_BOT_TOKEN": "none",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ColdStart:
    """Medians of several fresh interpreters.

    Attributes:
        import_seconds: Of `import functions.NAME`; the interpreter's own start is not in it.
        first_use_seconds: Of making the ports of an ordinary first invocation, with their SDKs, on Firestore.
        import_cpu_seconds, first_use_cpu_seconds: Without the waiting for busy neighbours.
        import_mb, first_use_mb: Resident memory after each.
    """

    function: str
    import_seconds: float
    import_cpu_seconds: float
    import_mb: float
    first_use_seconds: float
    first_use_cpu_seconds: float
    first_use_mb: float


def cold_start(function: str) -> ColdStart:
    runs = [_run(function) for _ in range(RUNS)]
    return ColdStart(function=function, **{name: median(run[name] for run in runs) for name in runs[0]})


def _run(function: str) -> dict[str, float]:
    script = str(Path(__file__).with_name("cold_start.py"))
    done = subprocess.run(
        [sys.executable, script, function], cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, timeout=120
    )
    if done.returncode:
        raise RuntimeError(f"{function} did not start:\n{done.stderr[-2000:]}")
    values: dict[str, float] = json.loads(done.stdout)
    return values
