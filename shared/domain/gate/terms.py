"""What a mail may and must say, and what is wrong with one that does otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from shared.domain.amounts import AmountExpression, find_money
from shared.domain.money import Money
from shared.domain.negotiation import Stage


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
    DELIVERABLES = "deliverables"
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

    creator_name: whom the mail greets; recipient_names: others whom it may greet beside them.
    stage: a value of Stage; anything else raises ValueError.
    offer: the amount this mail must state; None in a mail that states none.
    their_ask: what they named last; the mail may repeat it as theirs, never as our offer.
    allowed_amounts: other amounts it may state (a product's value); the offer and their ask are always allowed.
    shared_cpm, allowed_percents: the price per 1,000 views and the percentages it may state.
    private_amounts: limits and budgets that must not appear; one that equals an allowed amount is not private here.
    deliverables: labels that must appear in an opening, counter or agreement.
    allowed_phrases: passages rendered by code (the lines of the terms block, answers from the campaign). Where they
        stand word for word, they may promise, link and count; money with a currency in them is checked all the same.
    required_lines: lines that must stand word for word (those of the terms block).
    allowed_commitments: names of promises that the prose may make freely (keys of promises.PROMISES).
    other_names: full names of other creators.
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
    other_names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        Stage(self.stage)

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


@dataclass(frozen=True, slots=True)
class Draft:
    """The whole text that would leave.

    prose: the same, same length, with the allowed phrases blanked out. money: what find_money reads in text.
    """

    text: str
    prose: str
    money: tuple[AmountExpression, ...]

    def is_ours(self, start: int, end: int) -> bool:
        """Whether text[start:end] lies in a passage that code rendered."""
        return not self.prose[start:end].strip()


def draft_of(text: str, terms: GateTerms) -> Draft:
    prose = text
    for phrase in sorted(terms.allowed_phrases, key=len, reverse=True):
        if phrase.strip():
            prose = prose.replace(phrase, "".join(" " if sign != "\n" else sign for sign in phrase))
    return Draft(text, prose, find_money(text))
