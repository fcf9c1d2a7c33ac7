"""A function that words mails starts with a playbook that is fit, or not at all: then its deployment fails, and the
version before it goes on.
"""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SIGNATURES = {
    "negotiation_turn": "cloudevent",
    "campaign_task": "cloudevent",
    "sweep": "http",
    "gmail_notification": "cloudevent",
    "renew_watch": "http",
}
WORDING = ("negotiation_turn", "campaign_task", "sweep")


@pytest.fixture(name="archives", scope="module")
def _archives(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every function as it is deployed, with three faults in the playbook."""
    out = tmp_path_factory.mktemp("archives")
    packaging = [sys.executable, str(ROOT / "terraform" / "package.py"), "--out", str(out)]
    subprocess.run(packaging, timeout=60, check=True, capture_output=True)
    for key in SIGNATURES:
        knowledge = out / key / "shared" / "knowledge"
        spoil(knowledge / "examples" / "exit-agency.md", "hope our paths", "promise you a bonus when our paths")
        spoil(knowledge / "examples" / "exit-creator.md", "stages: [exit]", "stages: [farewell]")
        spoil(knowledge / "general.md", "---\n", "")
    return out


def spoil(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def start(folder: Path, key: str) -> subprocess.CompletedProcess[str]:
    """What the platform does before a version takes requests."""
    script = f"import functions_framework as f; f.create_app({key!r}, 'main.py', {SIGNATURES[key]!r})"
    return subprocess.run(
        [sys.executable, "-c", script], cwd=folder, env={}, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("key", WORDING)
def test_l86_a_function_that_words_mails_does_not_start_with_a_broken_playbook(archives: Path, key: str) -> None:
    started = start(archives / key, key)

    assert started.returncode != 0
    assert "examples/exit-agency.md:12: commitment: 'promise': a promise (guarantee) that is not in" in started.stderr
    assert "examples/exit-creator.md:3: stages: 'farewell' is not known; use opening, counter," in started.stderr
    assert "general.md:1: begin the file with front matter between two lines of ---" in started.stderr


@pytest.mark.parametrize("key", sorted(SIGNATURES.keys() - set(WORDING)))
def test_mail_is_received_and_the_watch_renewed_whatever_the_playbook_says(archives: Path, key: str) -> None:
    started = start(archives / key, key)

    assert started.returncode == 0, started.stderr
