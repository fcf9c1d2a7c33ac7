"""Whole mails in many people's words, which state the terms themselves: what is right passes, what is wrong not."""

import textwrap

import pytest

from shared.domain.gate import check_mail
from tests.unit.money.whole_mails import WholeMail, whole_mails, wrong_whole_mails
from tests.unit.money.whole_mutants import wrong_mails

BATCHES = ("whole_1", "whole_2", "whole_3", "whole_4", "whole_5", "whole_6", "whole_7", "whole_8")
MAILS = [mail for batch in BATCHES for mail in whole_mails(batch)]


@pytest.mark.parametrize("mail", MAILS, ids=str)
def test_a_mail_that_states_the_terms_in_its_own_words_passes(mail: WholeMail) -> None:
    assert check_mail(mail.text, mail.terms) == ()


@pytest.mark.parametrize("mail", list(wrong_whole_mails()), ids=str)
def test_a_mail_that_says_one_thing_more_or_less_is_held(mail: WholeMail) -> None:
    assert check_mail(mail.text, mail.terms) != ()


@pytest.mark.parametrize("mail", MAILS, ids=str)
def test_the_same_mail_with_wrapped_lines_passes(mail: WholeMail) -> None:
    wrapped = "\n".join("\n".join(textwrap.wrap(line, 78, break_on_hyphens=False)) for line in mail.text.split("\n"))
    assert check_mail(wrapped, mail.terms) == ()


@pytest.mark.parametrize("mail", MAILS, ids=str)
def test_the_same_mail_with_one_thing_changed_is_caught(mail: WholeMail) -> None:
    wrong = list(wrong_mails(mail, MAILS.index(mail)))
    assert len(wrong) >= 5
    assert [text for text in wrong if not check_mail(text, mail.terms)] == []
