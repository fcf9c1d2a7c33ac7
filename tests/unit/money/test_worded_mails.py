"""Mails as the writing model words them, with the terms block: what is right passes, what is wrong does not."""

import pytest

from shared.domain.gate import check_mail
from tests.unit.money.whole_mutants import wrong_mails
from tests.unit.money.worded_mails import WordedMail, worded_mails

BATCHES = ("worded_1", "worded_2", "worded_3", "worded_4", "worded_5", "worded_6")
MAILS = [mail for batch in BATCHES for mail in worded_mails(batch)]


@pytest.mark.parametrize("mail", [*MAILS, *worded_mails("worded_7")], ids=str)
def test_a_mail_that_says_what_was_decided_passes(mail: WordedMail) -> None:
    assert check_mail(mail.text, mail.terms) == ()


@pytest.mark.parametrize("mail", list(worded_mails("worded_wrong")), ids=str)
def test_a_mail_that_says_one_thing_more_or_less_is_held(mail: WordedMail) -> None:
    assert check_mail(mail.text, mail.terms) != ()


@pytest.mark.parametrize("mail", MAILS, ids=str)
def test_the_same_mail_with_one_thing_changed_is_caught(mail: WordedMail) -> None:
    wrong = list(wrong_mails(mail, MAILS.index(mail)))
    assert len(wrong) >= 5
    assert [text for text in wrong if not check_mail(text, mail.terms)] == []
