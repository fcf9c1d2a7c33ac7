"""Tables that are read in a pipe of 120 columns: names, ids and instants stay in one piece."""

from datetime import UTC, datetime

import pytest

from functions.commands.session import instant, show_rows

ID = "northwind-spring-1628a5c68b"


def test_an_instant_is_told_in_utc_with_its_seconds() -> None:
    assert instant(datetime(2026, 11, 20, 20, 53, 31, 999, tzinfo=UTC)) == "2026-11-20 20:53:31Z"
    assert instant(None) is None


def test_every_list_tells_instants_alike(capsys: pytest.CaptureFixture[str]) -> None:
    row = ("a", datetime(2026, 11, 20, 20, 53, 31, 999, tzinfo=UTC))
    show_rows("cases", ("Id", "Opened"), [row], json_=False)
    assert "2026-11-20 20:53:31Z" in capsys.readouterr().out
    show_rows("cases", ("Id", "Opened"), [row], json_=True)
    assert capsys.readouterr().out == '{"cases": [{"id": "a", "opened": "2026-11-20T20:53:31+00:00"}]}\n'


def test_no_name_and_no_instant_is_cut_beside_long_texts(capsys: pytest.CaptureFixture[str]) -> None:
    row = (ID, "Valentina Featherstone", "2026-11-20 20:53:31Z", "mail_sent", "a long reason " * 20)
    show_rows("events", ("Id", "Creator", "At", "Kind", "Evidence"), [row], json_=False)
    shown = capsys.readouterr().out
    for whole in (ID, "Valentina", "Featherstone", "2026-11-20 20:53:31Z", "mail_sent"):
        assert whole in shown
    assert max(map(len, shown.splitlines())) == 120


def test_a_column_that_says_nothing_takes_no_place(capsys: pytest.CaptureFixture[str]) -> None:
    show_rows("entries", ("Id", "Error"), [("a", None), ("b", None)], json_=False)
    assert "Error" not in capsys.readouterr().out
    show_rows("entries", ("Id", "Error"), [("a", None), ("b", "gone")], json_=False)
    assert "Error" in capsys.readouterr().out


def test_what_looks_like_markup_is_shown_as_it_was_written(capsys: pytest.CaptureFixture[str]) -> None:
    show_rows("cases", ("Id", "Evidence"), [("a", "[bold]Hi[/b] there")], json_=False)
    assert "[bold]Hi[/b] there" in capsys.readouterr().out
