import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import psutil
import pytest
import requests
from flask import Flask, Response, jsonify

from emulators.fault_routes import FaultyRoutes, add_fault_control
from emulators.faults import (
    Action,
    Caller,
    FaultPlan,
    FaultRule,
    InjectedFailure,
    InvalidRuleError,
    Side,
    parse_rule,
)
from emulators.server import ConnectionCut, serve

TIMEOUT = 10
NOBODY = Caller(peer_port=1, own_port=1)


class Desk:
    """A stand-in with one method that counts how often it acted."""

    def __init__(self) -> None:
        self.acted = 0
        self.app = Flask("desk")
        self.plan = FaultPlan()
        faults = FaultyRoutes(self.plan, lambda rule: Response(rule.reason, rule.status))
        add_fault_control(self.app, self.plan, on_reset=self._forget)

        @self.app.post("/stamp")
        @faults.method("stamp")
        def stamp() -> Response:
            self.acted += 1
            return jsonify(acted=self.acted)

    def _forget(self) -> None:
        self.acted = 0


@pytest.fixture(name="desk")
def _desk() -> Desk:
    return Desk()


@pytest.fixture(name="url")
def _url(desk: Desk) -> Iterator[str]:
    with serve(desk.app) as url:
        yield url


def order(url: str, **rule: object) -> requests.Response:
    return requests.post(f"{url}/_control/faults", json=rule, timeout=TIMEOUT)


def stamp(url: str) -> requests.Response:
    return requests.post(f"{url}/stamp", data=b"x" * 100_000, timeout=TIMEOUT)


def test_the_nth_call_fails_as_often_as_ordered_and_the_next_succeeds(desk: Desk, url: str) -> None:
    order(url, method="stamp", action="fail", nth=2, times=2, status=429, reason="slow")
    answers = [stamp(url).status_code for _ in range(4)]
    assert answers == [200, 429, 429, 200]
    assert desk.acted == 2
    assert requests.get(f"{url}/_control/faults", timeout=TIMEOUT).json() == []


def test_the_count_starts_when_the_rule_is_installed(url: str) -> None:
    stamp(url)
    order(url, method="stamp", action="fail", nth=1)
    assert stamp(url).status_code == 503


def test_a_rule_for_another_method_does_not_fire_and_stays_listed(url: str) -> None:
    order(url, method="other", action="fail")
    assert stamp(url).status_code == 200
    rules = requests.get(f"{url}/_control/faults", timeout=TIMEOUT).json()
    assert [(rule["method"], rule["seen"]) for rule in rules] == [("other", 0)]


def test_a_rule_for_any_method_fires(url: str) -> None:
    order(url, method="*", action="fail", status=500)
    assert stamp(url).status_code == 500


@pytest.mark.parametrize(("side", "acted"), [("before", 0), ("after", 1)])
@pytest.mark.parametrize(("action", "cause"), [("drop", "RemoteDisconnected"), ("reset", "ConnectionResetError")])
def test_a_lost_answer_leaves_the_work_undone_or_done(
    desk: Desk, url: str, side: str, acted: int, action: str, cause: str
) -> None:
    order(url, method="stamp", action=action, side=side)
    with pytest.raises(requests.exceptions.ConnectionError) as caught:
        stamp(url)
    assert cause in str(caught.value)
    assert desk.acted == acted


def test_a_failure_after_the_act_hides_work_that_was_done(desk: Desk, url: str) -> None:
    order(url, method="stamp", action="fail", side="after")
    assert stamp(url).status_code == 503
    assert desk.acted == 1


def test_a_delay_makes_the_caller_time_out_and_the_work_is_done_all_the_same(desk: Desk, url: str) -> None:
    order(url, method="stamp", action="delay", seconds=1.0)
    with pytest.raises(requests.exceptions.ReadTimeout):
        requests.post(f"{url}/stamp", timeout=0.2)
    wait_until(lambda: desk.acted == 1)


def test_calls_are_listed_also_when_they_were_dropped(url: str) -> None:
    order(url, method="stamp", action="drop")
    with pytest.raises(requests.exceptions.ConnectionError):
        stamp(url)
    stamp(url)
    calls = requests.get(f"{url}/_control/calls", timeout=TIMEOUT).json()
    assert [(call["n"], call["method"]) for call in calls] == [(1, "stamp"), (2, "stamp")]


def test_reset_forgets_rules_calls_and_the_stand_ins_state(desk: Desk, url: str) -> None:
    stamp(url)
    order(url, method="stamp", action="fail", nth=9)
    requests.post(f"{url}/_control/reset", timeout=TIMEOUT)
    assert (desk.acted, desk.plan.calls(), desk.plan.rules()) == (0, [], [])


def test_deleting_the_rules_keeps_the_calls(desk: Desk, url: str) -> None:
    stamp(url)
    order(url, method="stamp", action="fail")
    requests.delete(f"{url}/_control/faults", timeout=TIMEOUT)
    assert stamp(url).status_code == 200
    assert len(desk.plan.calls()) == 2


CALLER_PROGRAM = """
import sys, requests
print("ready", flush=True)
sys.stdin.readline()
try:
    print("answered", requests.post(sys.argv[1] + "/stamp", timeout=30).status_code, flush=True)
except requests.exceptions.RequestException as exc:
    print("lost", type(exc).__name__, flush=True)
"""


@pytest.fixture(name="caller")
def _caller_process(url: str) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        [sys.executable, "-c", CALLER_PROGRAM, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
        if process.poll() is None:
            process.kill()


def start_call(process: "subprocess.Popen[str]") -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def wait_until(met: Callable[[], bool], seconds: float = TIMEOUT) -> None:
    give_up_at = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < give_up_at, "never became true"
        time.sleep(0.02)


@pytest.mark.parametrize(("side", "acted"), [("before", 0), ("after", 1)])
def test_kill_ends_the_process_that_calls(
    desk: Desk, url: str, caller: "subprocess.Popen[str]", side: str, acted: int
) -> None:
    order(url, method="stamp", action="kill", side=side)
    start_call(caller)
    assert caller.wait(timeout=TIMEOUT) == -9
    assert desk.acted == acted


def test_pause_before_the_act_parks_process_and_work_until_resumed(
    desk: Desk, url: str, caller: "subprocess.Popen[str]"
) -> None:
    order(url, method="stamp", action="pause")
    start_call(caller)
    wait_until(lambda: psutil.Process(caller.pid).status() == psutil.STATUS_STOPPED)
    assert desk.acted == 0
    resumed = requests.post(f"{url}/_control/resume", timeout=TIMEOUT).json()
    assert resumed == {"resumed": [caller.pid]}
    assert caller.stdout is not None
    assert caller.stdout.readline() == "answered 200\n"
    assert desk.acted == 1


def test_pause_after_the_act_parks_the_process_with_the_work_done(
    desk: Desk, url: str, caller: "subprocess.Popen[str]"
) -> None:
    order(url, method="stamp", action="pause", side="after")
    start_call(caller)
    wait_until(lambda: psutil.Process(caller.pid).status() == psutil.STATUS_STOPPED)
    assert desk.acted == 1
    requests.post(f"{url}/_control/resume", timeout=TIMEOUT)
    assert caller.stdout is not None
    assert caller.stdout.readline() == "answered 200\n"


def test_a_process_killed_while_parked_leaves_its_work_undone(url: str, caller: "subprocess.Popen[str]") -> None:
    order(url, method="stamp", action="pause")
    start_call(caller)
    wait_until(lambda: psutil.Process(caller.pid).status() == psutil.STATUS_STOPPED)
    caller.kill()
    caller.wait(timeout=TIMEOUT)
    requests.post(f"{url}/_control/resume", timeout=TIMEOUT)
    assert stamp(url).json() == {"acted": 1}


def test_kill_never_ends_the_stand_ins_own_process(desk: Desk) -> None:
    with serve(desk.app) as url:
        order(url, method="stamp", action="kill")
        answer = stamp(url)
    assert answer.status_code == 500
    assert desk.acted == 0


def test_without_http_a_due_failure_is_raised_with_its_rule() -> None:
    plan = FaultPlan()
    rule = FaultRule(method="Publish", action=Action.FAIL, reason="UNAVAILABLE")
    plan.install(rule)
    with pytest.raises(InjectedFailure) as caught:
        plan.call("Publish", caller=NOBODY, act=lambda: "done")
    assert caught.value.rule == rule
    assert plan.call("Publish", caller=NOBODY, act=lambda: "done") == "done"


def test_a_fault_after_the_act_happens_also_when_the_act_raises() -> None:
    plan = FaultPlan()
    plan.install(FaultRule(method="Get", action=Action.DROP, side=Side.AFTER))

    def missing() -> None:
        raise KeyError("not there")

    with pytest.raises(ConnectionCut):
        plan.call("Get", caller=NOBODY, act=missing)


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        ({"method": "a", "action": "explode"}, "explode"),
        ({"action": "fail"}, "method"),
        ({"method": "a", "action": "fail", "side": "during"}, "during"),
        ({"method": "a", "action": "fail", "nth": 0}, "nth"),
        ({"method": "a", "action": "fail", "nth": "2"}, "nth"),
        ({"method": "a", "action": "delay", "seconds": -1}, "seconds"),
        ({"method": "a", "action": "fail", "tims": 2}, "tims"),
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused(data: dict[str, object], complaint: str) -> None:
    with pytest.raises(InvalidRuleError, match=complaint):
        parse_rule(data)


def test_a_refused_rule_answers_400_with_the_reason(url: str) -> None:
    answer = order(url, method="stamp", action="explode")
    assert answer.status_code == 400
    assert "explode" in answer.json()["error"]


SERVER_PROGRAM = """
from flask import Flask
from emulators.server import run
run(Flask("bare"), name="bare", port=0, details={"mailboxes": ["a@brand.example"]})
"""


def test_a_stand_in_prints_one_json_line_and_stops_cleanly_on_sigterm() -> None:
    process = subprocess.Popen([sys.executable, "-c", SERVER_PROGRAM], stdout=subprocess.PIPE, text=True)
    with process:
        assert process.stdout is not None
        line = json.loads(process.stdout.readline())
        assert (line["name"], line["mailboxes"]) == ("bare", ["a@brand.example"])
        assert requests.get(line["url"], timeout=TIMEOUT).status_code == 404
        process.terminate()
        assert process.wait(timeout=TIMEOUT) == 0
        assert process.stdout.read() == ""
