"""Terraform's own checks, offline, and what the plan must hold whatever else changes.

The offline tool lies beside a checkout of the project's workspace only; elsewhere `terraform validate` in the pipeline
does the first half of this.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
TERRAFORM = ROOT / "terraform"
OFFLINE_TOOL = ROOT.parent / "shared" / "terraform" / "tf_offline.py"
LOCAL_STATE = 'terraform {\n  backend "local" {}\n}\n'

pytestmark = pytest.mark.skipif(
    not OFFLINE_TOOL.exists() or shutil.which("terraform") is None, reason="skipped: no offline Terraform tool"
)

FUNCTIONS_START = "  functions = {\n"
ONE_MORE = """    slack_actions = {
      called_by       = { public = true }
      publishes       = ["inbound-messages"]
      secrets         = ["slack-bot-token"]
      mailbox         = false
      timeout_seconds = 60
      max_instances   = 2
      memory          = "512Mi"
    }
"""

# Function -> topics it publishes to, secrets it reads, who calls it. Each of them may also use the one database.
GRANTS = {
    "gmail_notification": (["inbound-messages"], [], "push"),
    "negotiation_turn": (["inbound-messages"], ["anthropic-api-key", "slack-bot-token"], "push"),
    "campaign_task": (["inbound-messages"], ["anthropic-api-key", "slack-bot-token"], "push"),
    "renew_watch": ([], [], "scheduler"),
    "sweep": (["campaign-tasks", "inbound-messages"], ["anthropic-api-key", "slack-bot-token"], "scheduler"),
}


def terraform(folder: Path, *command: str) -> str:
    finished = subprocess.run(
        # A machine's own CLI configuration may name mirrors; nothing is downloaded here.
        ["env", "TF_CLI_CONFIG_FILE=/dev/null", sys.executable, OFFLINE_TOOL, "--chdir", folder, "--", *command],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished.stdout


def copy_with_local_state(folder: Path) -> Path:
    shutil.copytree(TERRAFORM, folder, ignore=shutil.ignore_patterns(".terraform*", "*.tfstate*"))
    (folder / "backend_override.tf").write_text(LOCAL_STATE)
    terraform(folder, "init", "-input=false", "-no-color")
    return folder


@dataclass(frozen=True)
class Plan:
    document: dict[str, Any]

    @cached_property
    def resources(self) -> list[dict[str, Any]]:
        root = self.document["planned_values"]["root_module"]
        modules = [root, *root["child_modules"]]
        return [resource for module in modules for resource in module["resources"] if resource["mode"] == "managed"]

    def of_type(self, kind: str) -> list[dict[str, Any]]:
        return [resource for resource in self.resources if resource["type"] == kind]

    def values(self, kind: str, name: str = "this") -> dict[str, dict[str, Any]]:
        """Planned values by the resource's key; by its function's for what the function module makes."""
        found = [resource for resource in self.of_type(kind) if resource["name"] == name]
        return {str(function_of(resource) or resource.get("index")): resource["values"] for resource in found}

    def changes(self, kind: str) -> list[dict[str, Any]]:
        return [change["change"] for change in self.document["resource_changes"] if change["type"] == kind]

    def references(self, kind: str, name: str, *path: str) -> list[str]:
        """What an argument of a root resource is computed from."""
        resources = self.document["configuration"]["root_module"]["resources"]
        (argument,) = [
            r["expressions"] for r in resources if (r["type"], r["name"], r["mode"]) == (kind, name, "managed")
        ]
        for step in path:
            argument = argument[step]
            argument = argument[0] if isinstance(argument, list) else argument
        return [str(reference) for reference in argument["references"]]

    def keys(self, kind: str, name: str, function: str) -> list[str]:
        """Keys of a function's own grants, such as the topics it may publish to."""
        found = [r for r in self.of_type(kind) if r["name"] == name and function_of(r) == function]
        return sorted(str(resource["index"]) for resource in found)


def function_of(resource: dict[str, Any]) -> str | None:
    module, _, rest = str(resource["address"]).partition('"]')
    return module.removeprefix('module.function["') if rest and module.startswith("module.function[") else None


def make_plan(folder: Path, environment: str) -> Plan:
    terraform(folder, "plan", "-input=false", "-no-color", f"-var-file=env/{environment}.tfvars", "-out=plan.bin")
    return Plan(json.loads(terraform(folder, "show", "-json", "plan.bin")))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_with_local_state(tmp_path_factory.mktemp("terraform") / "copy")


@pytest.fixture(scope="module")
def plan(folder: Path) -> Plan:
    return make_plan(folder, "prod")


def test_files_are_formatted() -> None:
    terraform(TERRAFORM, "fmt", "-check", "-recursive", "-diff")


def test_configuration_is_valid(folder: Path) -> None:
    assert json.loads(terraform(folder, "validate", "-json"))["diagnostics"] == []


@pytest.mark.parametrize("environment", ["dev", "staging"])
def test_every_other_environment_plans_the_same_resources_as_production(
    folder: Path, plan: Plan, environment: str
) -> None:
    other = make_plan(folder, environment)
    assert [r["address"] for r in other.resources] == [r["address"] for r in plan.resources]
    assert {r["values"]["project"] for r in other.resources if "project" in r["values"]} == {f"parley-{environment}"}


def test_terraform_deploys_exactly_the_functions_that_are_packaged(plan: Plan, tmp_path: Path) -> None:
    package = [sys.executable, str(TERRAFORM / "package.py"), "--out", str(tmp_path)]
    printed = subprocess.run(package, capture_output=True, text=True, timeout=60, check=True).stdout
    packaged = [line.partition(":")[0] for line in printed.splitlines()]
    assert packaged == sorted(plan.values("google_cloudfunctions2_function"))


def test_every_function_has_exactly_the_grants_written_here(plan: Plan) -> None:
    granted = {
        key: (
            plan.keys("google_pubsub_topic_iam_member", "publisher", key),
            plan.keys("google_secret_manager_secret_iam_member", "reader", key),
            *plan.keys("google_cloud_run_service_iam_member", "invoker", key),
        )
        for key in plan.values("google_cloudfunctions2_function")
    }
    assert granted == GRANTS


def test_every_function_runs_as_an_account_of_its_own(plan: Plan) -> None:
    accounts = {key: account["account_id"] for key, account in plan.values("google_service_account").items()}
    assert accounts == {
        "gmail_notification": "parley-gmail-notification",
        "negotiation_turn": "parley-negotiation-turn",
        "campaign_task": "parley-campaign-task",
        "renew_watch": "parley-renew-watch",
        "sweep": "parley-sweep",
    }
    module = plan.document["configuration"]["root_module"]["module_calls"]["function"]["module"]
    (function,) = [r for r in module["resources"] if r["type"] == "google_cloudfunctions2_function"]
    runs_as = function["expressions"]["service_config"][0]["service_account_email"]["references"]
    assert runs_as == ["google_service_account.this.email", "google_service_account.this"]


def test_no_role_is_granted_beyond_the_ones_written_here(plan: Plan) -> None:
    granted = {
        (r["type"], r["values"].get("role", "unknown until applied")) for r in plan.resources if "_iam_" in r["type"]
    }
    assert granted == {
        ("google_artifact_registry_repository_iam_member", "roles/artifactregistry.writer"),
        ("google_cloud_run_service_iam_member", "roles/run.invoker"),
        ("google_project_iam_custom_role", "unknown until applied"),
        ("google_project_iam_member", "roles/datastore.user"),
        ("google_project_iam_member", "roles/logging.logWriter"),
        ("google_project_iam_member", "roles/storage.objectViewer"),
        ("google_pubsub_subscription_iam_member", "roles/pubsub.subscriber"),
        ("google_pubsub_topic_iam_member", "roles/pubsub.publisher"),
        ("google_secret_manager_secret_iam_member", "roles/secretmanager.secretAccessor"),
        ("google_service_account_iam_member", "unknown until applied"),  # the custom role below
    }


def test_signing_as_the_mailbox_is_the_custom_roles_only_right(plan: Plan) -> None:
    (role,) = plan.of_type("google_project_iam_custom_role")
    assert role["values"]["permissions"] == ["iam.serviceAccounts.signJwt"]
    assert plan.document["configuration"]["root_module"]["module_calls"]["function"]["expressions"]["mailbox_account"][
        "references"
    ] == [
        "each.value.mailbox",
        "each.value",
        "google_service_account.mailbox.name",
        "google_service_account.mailbox",
        "google_project_iam_custom_role.sign_as_mailbox.id",
        "google_project_iam_custom_role.sign_as_mailbox",
    ]
    assert sorted(plan.values("google_service_account_iam_member", "sign_as_mailbox")) == sorted(GRANTS)


def test_database_right_ends_at_the_one_database(plan: Plan) -> None:
    grants = plan.values("google_project_iam_member", "database")
    assert sorted(grants) == sorted(GRANTS)
    assert {grant["condition"][0]["expression"] for grant in grants.values()} == {
        'resource.name == "projects/parley-prod/databases/(default)"'
    }


def test_no_function_is_open_to_the_internet(plan: Plan) -> None:
    services = plan.values("google_cloudfunctions2_function").values()
    assert {service["service_config"][0]["ingress_settings"] for service in services} == {"ALLOW_INTERNAL_ONLY"}
    members = {resource["values"].get("member") for resource in plan.resources}
    assert not members & {"allUsers", "allAuthenticatedUsers"}


def test_every_function_has_a_cap_on_instances_time_and_requests_at_once(plan: Plan) -> None:
    configs = {key: f["service_config"][0] for key, f in plan.values("google_cloudfunctions2_function").items()}
    assert {key: (c["timeout_seconds"], c["max_instance_count"]) for key, c in configs.items()} == {
        "gmail_notification": (120, 5),
        "negotiation_turn": (300, 10),
        "campaign_task": (300, 5),
        "renew_watch": (120, 1),
        "sweep": (270, 1),
    }
    assert {config["max_instance_request_concurrency"] for config in configs.values()} == {1}


def test_functions_get_the_products_settings_and_no_secret(plan: Plan) -> None:
    settings = {
        "GOOGLE_CLOUD_PROJECT": "parley-prod",
        "LOG_EXECUTION_ID": "true",
        "PARLEY_ALIASES": "",
        "PARLEY_DAILY_TOKENS": "5000000",
        "PARLEY_GMAIL_UNITS_PER_MINUTE": "6000",
        "PARLEY_MAILBOX": "deals@brand.example",
        "PARLEY_NEGOTIATION_TOKENS": "300000",
        "PARLEY_SECRETS": "secret-manager",
        "PARLEY_SLACK_AGREEMENTS_CHANNEL": "C0000000002",
        "PARLEY_SLACK_ESCALATIONS_CHANNEL": "C0000000001",
        "PARLEY_STORE": "firestore",
        "PARLEY_TEAM_DOMAINS": "brand.example",
    }
    for change in plan.changes("google_cloudfunctions2_function"):
        config = change["after"]["service_config"][0]
        unknown = change["after_unknown"]["service_config"][0]["environment_variables"]
        assert config["environment_variables"] == settings
        assert unknown == {"PARLEY_MAILBOX_ACCOUNT": True}
        assert config["secret_environment_variables"] == config["secret_volumes"] == []


def test_secrets_are_empty_containers_and_no_key_exists(plan: Plan) -> None:
    assert sorted(plan.values("google_secret_manager_secret")) == ["anthropic-api-key", "slack-bot-token"]
    assert not {r["type"] for r in plan.resources} & {
        "google_secret_manager_secret_version",
        "google_service_account_key",
    }


def test_an_archives_name_carries_its_contents_hash(plan: Plan) -> None:
    data = plan.document["prior_state"]["values"]["root_module"]["resources"]
    hashes = {r["index"]: r["values"]["output_sha256"] for r in data if r["type"] == "archive_file"}
    objects = plan.values("google_storage_bucket_object", "source")
    assert {key: item["name"] for key, item in objects.items()} == {
        key: f"{key}/{content_hash}.zip" for key, content_hash in hashes.items()
    }
    deployed = plan.values("google_cloudfunctions2_function")
    sources = {key: f["build_config"][0]["source"][0]["storage_source"][0]["object"] for key, f in deployed.items()}
    assert sources == {key: item["name"] for key, item in objects.items()}


def test_push_waits_longer_than_the_function_may_run(plan: Plan) -> None:
    subscriptions = plan.values("google_pubsub_subscription", "push")
    assert sorted(subscriptions) == ["campaign_task", "gmail_notification", "negotiation_turn"]
    for key, function in plan.values("google_cloudfunctions2_function").items():
        if key in subscriptions:
            deadline = subscriptions[key]["ack_deadline_seconds"]
            assert function["service_config"][0]["timeout_seconds"] < deadline <= 600


def test_push_signs_in_backs_off_and_gives_up_into_a_dead_letter(plan: Plan) -> None:
    for subscription in plan.values("google_pubsub_subscription", "push").values():
        assert len(subscription["push_config"][0]["oidc_token"]) == 1
        assert subscription["retry_policy"] == [{"minimum_backoff": "10s", "maximum_backoff": "600s"}]
        assert subscription["dead_letter_policy"] == [{"max_delivery_attempts": 20}]
        assert subscription["message_retention_duration"] == "604800s"
    push = ("google_pubsub_subscription", "push")
    assert "google_service_account.push" in plan.references(*push, "push_config", "oidc_token", "service_account_email")
    assert plan.references(*push, "push_config", "oidc_token", "audience") == plan.references(
        *push, "push_config", "push_endpoint"
    )
    assert "google_pubsub_topic.dead_letter" in plan.references(*push, "dead_letter_policy", "dead_letter_topic")


def test_no_subscription_expires_when_idle(plan: Plan) -> None:
    subscriptions = plan.of_type("google_pubsub_subscription")
    assert len(subscriptions) == 6
    assert [s["values"]["expiration_policy"] for s in subscriptions] == [[{"ttl": ""}]] * 6


def test_every_dead_letter_topic_keeps_its_messages_and_accepts_pubsubs(plan: Plan) -> None:
    pushed = ["campaign_task", "gmail_notification", "negotiation_turn"]
    agent = "serviceAccount:service-123456789@gcp-sa-pubsub.iam.gserviceaccount.com"
    assert sorted(plan.values("google_pubsub_topic", "dead_letter")) == pushed
    assert sorted(plan.values("google_pubsub_subscription", "dead_letter")) == pushed
    for kind in ("google_pubsub_topic_iam_member", "google_pubsub_subscription_iam_member"):
        grants = plan.values(kind, "dead_letter")
        assert {key: grant["member"] for key, grant in grants.items()} == dict.fromkeys(pushed, agent)


def test_gmail_and_nobody_else_outside_publishes_and_only_to_its_own_topic(plan: Plan) -> None:
    (grant,) = [r["values"] for r in plan.of_type("google_pubsub_topic_iam_member") if r["name"] == "gmail"]
    assert (grant["role"], grant["member"]) == (
        "roles/pubsub.publisher",
        "serviceAccount:gmail-api-push@system.gserviceaccount.com",
    )
    topic = plan.references("google_pubsub_topic_iam_member", "gmail", "topic")
    assert topic[0] == 'google_pubsub_topic.this["gmail-notifications"].id'


def test_jobs_sign_in_retry_and_wait_longer_than_the_function_may_run(plan: Plan) -> None:
    jobs = plan.values("google_cloud_scheduler_job")
    assert {
        key: (job["schedule"], job["attempt_deadline"], job["retry_config"][0]["retry_count"])
        for key, job in jobs.items()
    } == {"renew_watch": ("17 */6 * * *", "150s", 5), "sweep": ("*/5 * * * *", "300s", 1)}
    assert [len(job["http_target"][0]["oidc_token"]) for job in jobs.values()] == [1, 1]
    target = ("google_cloud_scheduler_job", "this", "http_target")
    assert "google_service_account.scheduler" in plan.references(*target, "oidc_token", "service_account_email")
    assert plan.references(*target, "oidc_token", "audience") == plan.references(*target, "uri")


def test_database_is_optimistic_recoverable_and_protected(plan: Plan) -> None:
    (database,) = plan.of_type("google_firestore_database")
    wanted = {
        "name": "(default)",
        "type": "FIRESTORE_NATIVE",
        "concurrency_mode": "OPTIMISTIC",
        "point_in_time_recovery_enablement": "POINT_IN_TIME_RECOVERY_ENABLED",
        "delete_protection_state": "DELETE_PROTECTION_ENABLED",
    }
    assert {key: database["values"][key] for key in wanted} == wanted


def test_finished_mails_expire_by_a_field_without_indexes(plan: Plan) -> None:
    (field,) = [resource["values"] for resource in plan.of_type("google_firestore_field")]
    assert (field["collection"], field["field"]) == ("inbound", "expire_at")
    assert (len(field["ttl_config"]), field["index_config"]) == (1, [{"indexes": []}])


def test_composite_indexes_are_the_ones_the_queries_need(plan: Plan) -> None:
    assert {
        (i["collection"], i["query_scope"], *(f"{f['field_path']} {f['order']}" for f in i["fields"]))
        for i in plan.values("google_firestore_index").values()
    } == {
        ("inbound", "COLLECTION", "state ASCENDING", "queued_at ASCENDING"),
        ("outbox", "COLLECTION", "state ASCENDING", "next_attempt_at ASCENDING"),
        ("cases", "COLLECTION", "state ASCENDING", "opened_at ASCENDING"),
        ("negotiations", "COLLECTION", "campaign_id ASCENDING", "opened_at ASCENDING"),
        ("tasks", "COLLECTION_GROUP", "state ASCENDING", "queued_at ASCENDING"),
    }


def test_archives_are_private(plan: Plan) -> None:
    (bucket,) = [resource["values"] for resource in plan.of_type("google_storage_bucket")]
    assert (bucket["public_access_prevention"], bucket["uniform_bucket_level_access"]) == ("enforced", True)


def test_one_more_entry_deploys_one_more_function(plan: Plan, tmp_path: Path) -> None:
    folder = copy_with_local_state(tmp_path / "copy")
    functions = (folder / "functions.tf").read_text()
    assert functions.count(FUNCTIONS_START) == 1
    (folder / "functions.tf").write_text(functions.replace(FUNCTIONS_START, FUNCTIONS_START + ONE_MORE))
    more = {r["address"] for r in make_plan(folder, "prod").resources} - {r["address"] for r in plan.resources}
    module = 'module.function["slack_actions"]'
    assert more == {
        'google_storage_bucket_object.source["slack_actions"]',
        f"{module}.google_cloudfunctions2_function.this",
        f"{module}.google_service_account.this",
        f"{module}.google_project_iam_member.database",
        f'{module}.google_pubsub_topic_iam_member.publisher["inbound-messages"]',
        f'{module}.google_secret_manager_secret_iam_member.reader["slack-bot-token"]',
        f'{module}.google_cloud_run_service_iam_member.invoker["public"]',
    }
