"""The pipeline tests before it plans, and applies only what it planned and only when told to."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
CHECKER = ROOT.parent / "shared" / "terraform" / "cloudbuild_check.py"


@pytest.fixture(scope="module")
def pipeline() -> dict[str, Any]:
    document = yaml.safe_load((ROOT / "cloudbuild.yaml").read_text())
    assert isinstance(document, dict)
    return document


@pytest.fixture(scope="module")
def steps(pipeline: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {step["id"]: step for step in pipeline["steps"]}


def everything_before(steps: dict[str, dict[str, Any]], step_id: str) -> set[str]:
    direct = {name for name in steps[step_id]["waitFor"] if name != "-"}
    return direct.union(*(everything_before(steps, name) for name in direct))


@pytest.mark.skipif(not CHECKER.exists(), reason="skipped: no pipeline checker")
def test_cloud_builds_static_rules_hold() -> None:
    checked = subprocess.run(
        [sys.executable, CHECKER, ROOT / "cloudbuild.yaml"], capture_output=True, text=True, timeout=30, check=False
    )
    assert (checked.returncode, checked.stdout.strip()) == (0, "ok")


def test_nothing_is_packaged_or_planned_before_the_tests_passed(steps: dict[str, dict[str, Any]]) -> None:
    assert "test" in everything_before(steps, "package")
    assert everything_before(steps, "terraform-plan") == {
        "test",
        "package",
        "terraform-fmt",
        "terraform-init",
        "terraform-validate",
    }


def test_the_tests_run_with_the_emulators_and_cannot_skip_them(steps: dict[str, dict[str, Any]]) -> None:
    assert (steps["test"]["entrypoint"], steps["test"]["args"]) == (
        "bash",
        ["-ceu", ".ci/install-emulators && .ci/run"],
    )
    install, run = ((ROOT / ".ci" / name).read_text() for name in ("install-emulators", "run"))
    for package in (
        "openjdk-17-jre-headless",
        "google-cloud-cli-firestore-emulator",
        "google-cloud-cli-pubsub-emulator",
    ):
        assert package in install
    assert "export PARLEY_REQUIRE_EMULATORS=1\nmake test\n" in run


def test_no_step_may_fail_unnoticed(steps: dict[str, dict[str, Any]]) -> None:
    assert [name for name, step in steps.items() if {"allowFailure", "allowExitCodes"} & step.keys()] == []


def test_plan_is_saved_where_apply_reads_it_and_published_nowhere(
    pipeline: dict[str, Any], steps: dict[str, dict[str, Any]]
) -> None:
    assert "-out=/workspace/plan.bin" in steps["terraform-plan"]["args"]
    assert "artifacts" not in pipeline


def terraform_calls(step: dict[str, Any], folder: Path, *, apply: str) -> list[str]:
    """Run the apply step's own script beside a terraform that only writes down how it was called."""
    calls = folder / "calls"
    calls.touch()
    stand_in = folder / "terraform"
    stand_in.write_text(f'#!/bin/sh\necho "$@" >> {calls}\n')
    stand_in.chmod(0o755)
    options, script = step["args"]
    command = f'PATH="{folder}:$PATH"\n{script.replace("${_APPLY}", apply).replace("$$", "$")}'
    subprocess.run(["/bin/sh", options, command], capture_output=True, timeout=30, check=True)
    return calls.read_text().splitlines()


@pytest.mark.parametrize("apply", ["false", "", "yes", "True"])
def test_anything_but_true_applies_nothing(steps: dict[str, dict[str, Any]], tmp_path: Path, apply: str) -> None:
    assert terraform_calls(steps["terraform-apply"], tmp_path, apply=apply) == []


def test_apply_runs_once_on_the_saved_plan(steps: dict[str, dict[str, Any]], tmp_path: Path) -> None:
    assert terraform_calls(steps["terraform-apply"], tmp_path, apply="true") == [
        "-chdir=terraform apply -input=false -lock-timeout=5m /workspace/plan.bin"
    ]


def test_a_build_without_substitutions_only_looks_at_dev(pipeline: dict[str, Any]) -> None:
    assert pipeline["substitutions"] == {"_ENV": "dev", "_APPLY": "false", "_DEPLOYER": "parley-planner"}
    assert "${_DEPLOYER}@" in pipeline["serviceAccount"]


@pytest.mark.parametrize("environment", ["dev", "staging", "prod"])
def test_every_environment_has_its_values_and_a_state_of_its_own(environment: str) -> None:
    folder = ROOT / "terraform" / "env"
    assert f'environment        = "{environment}"' in (folder / f"{environment}.tfvars").read_text()
    assert f'bucket = "parley-{environment}-terraform-state"' in (folder / f"{environment}.gcs.hcl").read_text()


def test_every_image_is_pinned_to_a_full_version(steps: dict[str, dict[str, Any]]) -> None:
    assert {step["name"] for step in steps.values()} == {"python:3.12.12-bookworm", "hashicorp/terraform:1.11.4"}


def test_the_build_stops_by_itself_and_logs_without_a_bucket(pipeline: dict[str, Any]) -> None:
    assert pipeline["timeout"] == "2700s"
    assert pipeline["options"]["logging"] == "CLOUD_LOGGING_ONLY"
