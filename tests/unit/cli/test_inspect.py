"""`inspect` on every mail of the corpus: what is printed is what a person wrote down after reading the mail."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from functions.cli import cli
from shared.domain.errors import InvalidInput

CORPUS = Path(__file__).parents[2] / "data" / "mail"
NAMES = sorted(path.stem for path in CORPUS.glob("*.eml"))
FIELDS = [
    *("from", "reply_to", "subject", "date", "message_id", "references", "kind", "authentication", "speaker"),
    *("suspicions", "new_text", "quoted_text", "language", "attachments", "amounts", "return_date"),
]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["inspect", *arguments])


def known_file(folder: Path, **changes: Any) -> str:
    known = json.loads((CORPUS / "known" / "known.json").read_text(encoding="utf-8"))
    file = folder / "known.json"
    file.write_text(json.dumps(known | changes), encoding="utf-8")
    return str(file)


def inspected(name: str, folder: Path) -> dict[str, Any]:
    known = known_file(folder, last_sent_text=expectation(name)["given"]["last_sent_text"])
    result = run(str(CORPUS / f"{name}.eml"), "--known", known, "--json")
    assert result.exit_code == 0, result.output
    printed: dict[str, Any] = json.loads(result.stdout)
    return printed


def expectation(name: str) -> dict[str, Any]:
    expected: dict[str, Any] = json.loads((CORPUS / f"{name}.json").read_text(encoding="utf-8"))
    return expected


# Two words of one language under a subject of another; Danish and Norwegian share the third.
OTHER_LANGUAGE = ("headers-odd-case-and-folded", "idna-domain", "thunderbird-bottom-post")


def with_misread(names: tuple[str, ...], why: str) -> list[Any]:
    """A misreading that is mended makes its test fail, so that its name is taken off the list."""
    return [pytest.param(name, marks=pytest.mark.xfail(reason=why)) if name in names else name for name in NAMES]


@pytest.mark.parametrize("name", NAMES)
def test_mail_is_shown_as_a_person_reads_it(name: str, tmp_path: Path) -> None:
    expected, printed = expectation(name), inspected(name, tmp_path)
    wanted = {key: value for key, value in expected.items() if key in FIELDS and key not in ("language", "amounts")}
    if "SENT" in expected["given"]["labels"]:
        del wanted["kind"], wanted["speaker"]  # Gmail's label is not part of the file
    assert list(printed) == FIELDS
    assert {key: printed[key] for key in wanted} == wanted, name
    assert all(words in printed["quoted_text"] for words in expected["quoted_contains"]), name


@pytest.mark.parametrize("name", NAMES)
def test_amounts_are_those_of_the_new_text(name: str, tmp_path: Path) -> None:
    assert inspected(name, tmp_path)["amounts"] == expectation(name)["amounts"]


@pytest.mark.parametrize("name", with_misread(OTHER_LANGUAGE, "too short to tell"))
def test_language_is_the_writers(name: str, tmp_path: Path) -> None:
    language = inspected(name, tmp_path)["language"]
    assert language == expectation(name).get("language", language)


def test_without_known_people_everybody_is_a_stranger() -> None:
    printed = json.loads(run(str(CORPUS / "gmail-web-counter.eml"), "--json").stdout)
    assert (printed["kind"], printed["speaker"], printed["suspicions"]) == ("human", "stranger", ["stripping_doubtful"])


def test_byte_order_mark_of_an_editor_hides_no_header(tmp_path: Path) -> None:
    file = tmp_path / "saved.eml"
    file.write_bytes(b"\xef\xbb\xbfFrom: Mia <mia@lark.example>\r\n\r\n$900\r\n")
    assert json.loads(run(str(file), "--json").output)["from"] == {"email": "mia@lark.example", "name": "Mia"}


def test_file_without_a_mail_is_nobody_s(tmp_path: Path) -> None:
    file = tmp_path / "empty.eml"
    file.write_bytes(b"")
    found = json.loads(run(str(file), "--json").output)
    assert (found["kind"], found["speaker"], found["suspicions"]) == ("human", "stranger", ["malformed"])


def test_known_people_are_compared_without_case_and_in_idna(tmp_path: Path) -> None:
    people = [{"email": "Kontakt@B\u00fccher.example", "role": "manager"}]
    known = known_file(tmp_path, participants=people)
    printed = json.loads(run(str(CORPUS / "idna-domain.eml"), "--known", known, "--json").stdout)
    assert printed["speaker"] == "manager"


def test_year_of_a_return_date_follows_from_the_mail_and_not_from_today(tmp_path: Path) -> None:
    assert inspected("ooo-french-without-year", tmp_path)["return_date"] == "2027-01-05"


def test_text_names_the_speaker_the_imitated_domain_and_the_amounts(tmp_path: Path) -> None:
    result = run(str(CORPUS / "lookalike-digit-for-letter.eml"), "--known", known_file(tmp_path, last_sent_text=None))
    assert "Ray Stone <ray.stone@ta1entco.example>: stranger, authentication pass" in result.stdout
    assert "could be taken for talentco.example" in result.stdout
    assert '"$1,900"' in result.stdout


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"participants": [{"email": "mia", "role": "creator"}]}, "participants.0.email"),
        ({"participants": [{"email": "mia@lark.example", "role": "boss"}]}, "participants.0.role"),
        ({"team_domain": "brand.example"}, "team_domain"),
        ({"mailbox": 7}, "mailbox"),
    ],
)
def test_wrong_file_of_known_people_is_refused_with_the_place(
    changes: dict[str, Any], place: str, tmp_path: Path
) -> None:
    result = run(str(CORPUS / "yahoo-web.eml"), "--known", known_file(tmp_path, **changes))
    assert isinstance(result.exception, InvalidInput)
    assert result.exception.problems[0].startswith(f"known.json: {place}: ")


def test_file_that_is_no_json_is_refused(tmp_path: Path) -> None:
    (tmp_path / "known.json").write_text("{", encoding="utf-8")
    result = run(str(CORPUS / "yahoo-web.eml"), "--known", str(tmp_path / "known.json"))
    assert isinstance(result.exception, InvalidInput)
