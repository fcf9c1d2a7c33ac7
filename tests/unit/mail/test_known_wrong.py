"""What docs/mail.md says is known to be wrong: whoever mends one of these takes its sentence out there."""

import pytest

from shared.domain.mail.message import MailKind
from shared.domain.mail.payment import payment_details
from tests.unit.mail.test_mutations import parse

HEAD = b"From: Mia Lark <mia.lark@gmail.example>\r\nSubject: Re: Rates\r\n"


@pytest.mark.parametrize("mark", [b"auto-replied", b"auto-generated"])
def test_words_of_a_help_desks_agent_under_an_automatic_mark_are_taken_for_automatic(mark: bytes) -> None:
    mail = parse(HEAD + b"Auto-Submitted: " + mark + b"\r\n\r\nHi Dana, Ana from support here: she takes $900.\r\n")
    assert mail.kind is MailKind.AUTO_REPLY


@pytest.mark.parametrize("foot", ["-- \r\nMia Lark\r\nReels from $900", "_____\r\nThe creators' list, $20 a year"])
def test_a_signature_and_a_list_footer_are_new_text(foot: str) -> None:
    assert parse(HEAD + b"\r\nSounds good.\r\n\r\n" + foot.encode()).new_text.splitlines()[-1] == foot.splitlines()[-1]


@pytest.mark.parametrize(
    "rule", ["div > p {display:none}", "p[title] {display:none}", "@media (min-width:9px) {.b {display:none}}"]
)
def test_text_hidden_by_tags_attributes_and_conditions_is_read(rule: str) -> None:
    body = f'<style>{rule}</style><div class="a"><p class="b" title="x">Unseen</p></div>Hi'
    mail = parse(HEAD + b"Content-Type: text/html\r\n\r\n" + body.encode())
    assert ("Unseen" in mail.new_text, mail.suspicions) == (True, ())


def test_text_behind_something_else_is_read() -> None:
    body = b'<div style="position:absolute;z-index:-1">Unseen</div><div style="background:#fff">Hi</div>'
    mail = parse(HEAD + b"Content-Type: text/html\r\n\r\n" + body)
    assert ("Unseen" in mail.new_text, mail.suspicions) == (True, ())


def test_text_of_one_part_that_was_cut_shows_no_sign_of_it() -> None:
    mail = parse(HEAD + b"\r\nMy rate is $2,000 for it.\r\n"[:17])
    assert (mail.new_text, mail.suspicions) == ("My rate is $2,0", ())


def test_a_few_characters_of_utf_8_under_a_japanese_name_are_misread() -> None:
    mail = parse(HEAD + b"Content-Type: text/plain; charset=Shift_JIS\r\n\r\n" + "Für 700 €, gern.".encode())
    assert "€" not in mail.new_text


@pytest.mark.parametrize(
    "text", ["Pay to 55779911, 20-20-15.", "Der Kontoinhaber ist jetzt mein Bruder.", "Nowy bank."]
)
def test_an_account_that_no_word_names_is_not_noticed(text: str) -> None:
    assert payment_details(text) is None
