"""What a mail may and must say, and what is wrong with one that does otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from shared.domain.amounts import AmountExpression
from shared.domain.money import Money
from shared.domain.negotiation import Stage
from shared.domain.package import UsageRights

# Stages whose mails state the offer and what it is for.
PACKAGED: Final = frozenset({Stage.OPENING, Stage.COUNTER, Stage.AGREEMENT})


class Check(StrEnum):
    EMPTY = "empty"
    LENGTH = "length"
    CHARACTERS = "characters"
    MONEY = "money"
    PERCENT = "percent"
    OFFER = "offer"
    THEIR_ASK = "their_ask"
    STAGE = "stage"
    TERMS = "terms"
    PRIVATE = "private"
    COMMITMENT = "commitment"
    CLAIM = "claim"
    WORDS = "words"
    ANSWER = "answer"
    DELIVERABLES = "deliverables"
    DATES = "dates"
    LANGUAGE = "language"
    LINK = "link"
    EMAIL = "email"
    PHONE = "phone"
    CONTACT = "contact"
    SIGNATURE = "signature"
    PLACEHOLDER = "placeholder"
    GREETING = "greeting"
    OTHER_CREATOR = "other_creator"


@dataclass(frozen=True, slots=True, kw_only=True)
class GateTerms:
    """What was decided for one mail.

    creator_name: the creator it is about; recipient_names: others who read it.
    greeted: whom the mail goes to, by all their names, and nobody else may be greeted; () where no name of theirs is
        known; None: creator_name and recipient_names.
    stage: a value of Stage; anything else raises ValueError.
    offer: the amount this mail must state; None in a mail that states none.
    their_ask: what they named last; the mail may repeat it as theirs, never as our offer.
    allowed_amounts: what products are worth; the mail may state them as that alone. The offer and their ask are
        always allowed.
    product: what comes on top of the fee, in words.
    usage_rights: how long content is used, by right; None where only the allowed phrases say it.
    payment_terms: when the fee is paid, in words; None: nothing is said about it.
    shared_cpm, allowed_percents: the price per 1,000 views and the percentages it may state.
    private_amounts: limits and budgets that must not appear; one that equals an allowed amount is not private here.
    deliverables: the whole package by its labels, which must appear in an opening, counter or agreement; the prose
        of any mail speaks of no other number or kind.
    allowed_phrases: passages rendered by code (the lines of the terms block, answers from the campaign). Where they
        stand word for word, they may promise, link and count; money with a currency in them is checked all the same.
    required_lines: lines that must stand word for word (those of the terms block).
    allowed_commitments: names of promises that the prose may make freely (keys of promises.PROMISES).
    own_names: the client and the sender, as they write themselves.
    other_names: full names of other creators.
    their_words: what they wrote, where it is known; a quote that does not stand in it counts as ours.
    signature: lines that people set for the mailbox; at the very end they may stand as they are, once.
    """

    creator_name: str
    currency: str
    stage: str
    offer: Money | None
    their_ask: Money | None = None
    allowed_amounts: tuple[Money, ...] = ()
    private_amounts: tuple[Money, ...] = ()
    deliverables: tuple[str, ...] = ()
    shared_cpm: Money | None = None
    allowed_percents: tuple[Decimal, ...] = ()
    allowed_phrases: tuple[str, ...] = ()
    required_lines: tuple[str, ...] = ()
    allowed_commitments: tuple[str, ...] = ()
    allowed_links: tuple[str, ...] = ()
    recipient_names: tuple[str, ...] = ()
    greeted: tuple[str, ...] | None = None
    own_names: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()
    product: str = ""
    usage_rights: UsageRights | None = None
    payment_terms: str | None = None
    their_words: str | None = None
    signature: str | None = None

    def __post_init__(self) -> None:
        Stage(self.stage)

    @property
    def names(self) -> tuple[str, ...]:
        """Everybody whose name may stand in the mail in their own letters."""
        return (self.creator_name, *self.recipient_names, *self.own_names)

    @property
    def stated(self) -> frozenset[Money]:
        """Every amount that the mail may state."""
        named = (*self.allowed_amounts, self.offer, self.their_ask)
        return frozenset(money for money in named if money is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class GateFailure:
    """found: the passage as written. message: what to change; never a private figure that is not in the draft."""

    check: Check
    found: str
    message: str


def not_in_terms(found: str, message: str) -> GateFailure:
    """The mail commits us to something other than what was decided."""
    return GateFailure(check=Check.COMMITMENT, found=found, message=message)


@dataclass(frozen=True, slots=True)
class Draft:
    """The whole text that would leave.

    prose: the same, same length, with the allowed phrases blanked out.
    said: the prose without quotes of the creator's words, same length.
    open: what is said without the words that tell a term as it is, same length: what may still be a promise.
    money: what find_money reads in text.
    """

    text: str
    prose: str
    said: str
    open: str
    money: tuple[AmountExpression, ...]

    def is_ours(self, start: int, end: int) -> bool:
        """Whether text[start:end] lies in a passage that code rendered."""
        return not self.prose[start:end].strip()

    def is_said(self, start: int, end: int) -> bool:
        """Whether text[start:end] is what the mail itself says in prose."""
        return bool(self.said[start:end].strip())
