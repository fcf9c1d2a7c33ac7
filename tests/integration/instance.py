"""An instance of the functions in a process of its own: a call a line on its input, an answer a line on its output."""

import json
import re
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import psutil

from tests.integration.product import AheadClock, Product, load_functions

_KB_PER_MB = 1024
_STATUS = Path("/proc/self/status")


class OrdinaryClock(AheadClock):
    """Several processes share one time, so a pause is waited for."""

    def sleep(self, pause: timedelta) -> None:
        time.sleep(pause.total_seconds())


def main() -> None:
    product = Product(load_functions())
    product.clock = OrdinaryClock()
    _answer(_figures())
    for line in sys.stdin:
        _answer({"status": _serve(product, json.loads(line)), **_figures()})


def _answer(answer: dict[str, float]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def _serve(product: Product, call: dict[str, Any]) -> int:
    if call["message"] is None:
        return product.call(call["function"])
    return product.push(call["function"], call["message"])


def _figures() -> dict[str, float]:
    return {"peak_mb": _peak_kb() / _KB_PER_MB, "cpu_seconds": time.process_time()}


def _peak_kb() -> float:
    # ru_maxrss is the starting process's where that was larger: it survives exec.
    peak = re.search(r"^VmHWM:\s+(\d+) kB", _STATUS.read_text(), re.MULTILINE) if _STATUS.exists() else None
    return float(peak.group(1)) if peak else psutil.Process().memory_info().rss / _KB_PER_MB


if __name__ == "__main__":
    main()
