"""Every stage, lever and counterparty renders a mail that passes; every change to a term in it is caught."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import pytest

from shared.domain.campaign import Deliverable, DeliverableType, Duration, Facts, Product, UsageRights
from shared.domain.decision import Answer, Reply
from shared.domain.gate import GateTerms, check_mail
from shared.domain.negotiation import Move, Stage
from shared.domain.people.participants import Participant, Role
from shared.domain.states import Event
from shared.domain.terms import Terms, campaign_terms
from shared.domain.writing.speech import Speech, full_body, gate_terms
from tests.unit.domain.builders import campaign, negotiation, usd

FACTS: Final = Facts(
    timeline="Drafts are due on 10 April 2027 and posts go live on 20 April 2027",
    payment_terms="Paid within 30 days after posting",
    approval="The client approves the content before it is published",
)
CAMPAIGN: Final = campaign(
    deliverables=(
        Deliverable(type=DeliverableType.INSTAGRAM_REEL, quantity=1),
        Deliverable(type=DeliverableType.INSTAGRAM_STORY, quantity=2),
    ),
    usage_rights=UsageRights(
        paid_usage=Duration.DAYS_30, whitelisting=Duration.DAYS_60, organic_owned=Duration.NOT_REQUIRED
    ),
    facts=FACTS,
    creator_names=("Mia Lark", "Maria Lopez"),
)
OFFER, ASK, WORTH, CPM = usd("1430"), usd("2000"), usd("120"), usd("25")
STAGES: Final = tuple(Stage)
PRICED: Final = frozenset(Stage) - {Stage.CLARIFICATION, Stage.EXIT}
PEOPLE: Final = {
    "creator": (Participant(email="mia@creator.example", name="Mia Lark", role=Role.CREATOR),),
    "manager": (
        Participant(email="tom@talent.example", name="Tom Reed", role=Role.MANAGER),
        Participant(email="mia@creator.example", name="Mia Lark", role=Role.CREATOR),
    ),
    "agency": (Participant(email="deals@talent.example", name="Talent House", role=Role.AGENCY),),
}
PRODUCT: Final = Product(description="Espresso machine", value=WORTH)
# What a lever changes in the terms.
LEVERS: Final[dict[str, dict[str, Any]]] = {
    "price": {},
    "product": {"product": PRODUCT},
    "product without a value": {"product": replace(PRODUCT, value=None)},
    "fewer deliverables": {"deliverables": CAMPAIGN.deliverables[:1]},
    "less usage": {"usage_rights": replace(CAMPAIGN.usage_rights, whitelisting=Duration.NOT_REQUIRED)},
    "syndication": {"syndication": "The Reel may be shown on TikTok as well"},
    "shared CPM": {},
    "all at once": {
        "product": PRODUCT,
        "deliverables": CAMPAIGN.deliverables[:1],
        "usage_rights": replace(CAMPAIGN.usage_rights, whitelisting=Duration.NOT_REQUIRED),
        "syndication": "The Reel may be shown on TikTok as well",
        "agency_included": True,
    },
}
OPENERS: Final = {
    Stage.OPENING: "We love your work and would like to work with you. Our offer for the package is {offer}.",
    Stage.COUNTER: "Thanks for your rate of {ask}. It is more than we have, and our offer for the package is {offer}.",
    Stage.AGREEMENT: "Wonderful, it's a deal. We are happy to confirm {offer} for the package.",
    Stage.ANSWER: "Good question. Our offer stays at {offer} for the package.",
    Stage.FOLLOW_UP: "Did you have a moment for our last mail? Our offer of {offer} for the package still stands.",
    Stage.CLARIFICATION: "Could you tell us what your rate covers, so that we understand it?",
    Stage.EXIT: "We can't meet your rate of {ask}, so we leave it here. Thank you for your time.",
}
EXTRAS: Final = {
    "product": " The espresso machine, worth {worth}, comes on top of the fee.",
    "shared CPM": " We calculate with a CPM of {cpm}.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    stage: Stage
    lever: str
    person: str

    def __str__(self) -> str:
        return f"{self.stage}, {self.lever}, {self.person}"

    @property
    def terms(self) -> Terms | None:
        rate = OFFER if self.stage in PRICED else None
        return None if rate is None else replace(campaign_terms(CAMPAIGN, rate), **LEVERS[self.lever])

    @property
    def reply(self) -> Reply:
        ask = ASK if self.stage in {Stage.COUNTER, Stage.EXIT} else None
        answers = (Answer(question="When?", fact=FACTS.timeline or ""),) if self.stage is Stage.ANSWER else ()
        return Reply(move=_move(self.stage, self.terms), their_ask=ask, answers=answers)

    @property
    def gate_terms(self) -> GateTerms:
        found = gate_terms(
            Speech(campaign=CAMPAIGN, negotiation=negotiation(participants=PEOPLE[self.person]), reply=self.reply)
        )
        return replace(found, shared_cpm=CPM) if self.lever == "shared CPM" else found

    @property
    def mail(self) -> str:
        name = PEOPLE[self.person][0].name or ""
        extra = EXTRAS.get(self.lever, "") if self.stage in PRICED else ""
        words = f"Hi {name.split()[0]},\n\n{OPENERS[self.stage]}{extra}"
        amounts = {"offer": OFFER, "ask": ASK, "worth": WORTH, "cpm": CPM}
        prose = words.format(**{key: value.display() for key, value in amounts.items()})
        return full_body(prose, self.reply.move, CAMPAIGN, signature=CAMPAIGN.sender_name)


CASES: Final = [
    Case(stage=stage, lever=lever, person=person) for stage in STAGES for lever in LEVERS for person in PEOPLE
]


def _move(stage: Stage, terms: Terms | None) -> Move:
    return Move(stage=stage, event=Event.SEND_COUNTER, terms=terms)


AMOUNTS: Final = (
    *("$1,431.00", "$1,340.00", "$143.00", "$14,300.00", "€1,430.00", "£1,430.00", "CA$1,430.00", "1,430.00 EUR"),
    *("1,430.00", "$1.430", "$1,430.00-$1,500.00", "$1,430 to $1,500", "between $1,430 and $1,600", "$1,4З0.00"),
    *("$1,4\u200b30.01", "＄1,431", "fifteen hundred dollars", "two grand", "$1.5k", "$1,430.00 plus 10%", "$2,500"),
    *("$1,430.00 per Reel", "$1,430.00 per story", "$1,430.00 each", "$1,430.00 and another $100.00", "$1,430.50"),
    *("twice that", "a five-figure sum", "$1,430.00 a month", "up to $1,500.00"),
)
# A pattern of the mail, and what may not stand in its place.
CHANGES: Final = (
    (r"\b1 Instagram Reel", ("2 Instagram Reels", "1 TikTok video", "3 Instagram Reels", "1 Instagram post")),
    (r"\b2 Instagram stories", ("3 Instagram stories", "1 Instagram story", "2 TikTok stories", "")),
    (r"\b30 days\b", ("31 days", "90 days", "1 year", "thirty months", "60 days", "3 days", "")),
    (r"\b60 days\b", ("30 days", "6 months", "without time limit", "61 days")),
    (r"\bafter posting\b", ("after approval", "before posting", "")),
    (r"\b10 April 2027\b", ("11 April 2027", "10 May 2027", "10 April 2026", "next week")),
    (r"\b20 April 2027\b", ("21 April 2027", "20 March 2027", "tomorrow")),
    (r"\bEspresso machine\b", ("Coffee grinder", "Espresso machine and a grinder")),
    (r"\bapproves\b", ("may approve", "never approves")),
    (r"(?<=^Hi )\w+", ("Maria", "Peter", "Maria Lopez", "Mlа")),
    (r"\bon top of the fee$", ("instead of the fee",)),
    (r"\bmay be shown\b", ("must be shown",)),
)
ADDED: Final = (
    *(
        "We could also do $1,600.00.",
        "That is $30 CPM.",
        "We add 10% for speed.",
        "Maria Lopez took less.",
        "We can do 3x500.",
        "We do $1,430x3.",
    ),
    *("We need two Reels.", "We also want a TikTok.", "One more story, please.", "We can use it for a year."),
    *("Payment is net 60.", "The draft is due on 3 May.", "Please post it by Friday.", "You get a bonus."),
    *("We guarantee it.", "Our limit is $1,500.00.", "See acme.com.", "Write to x@acme.com.", "Hi Maria,"),
    *("Call +1 (555) 123-4567.", "[Name]", "We pay sixteen hundred.", "Wir zahlen Ihnen gerne deutlich mehr dafür."),
    *("You asked for $1,430.00.", "A b\u043enus comes with it.", "You get \u2460\u2467\u24ea\u24ea."),
    *("We want exclusivity.", "Our IBAN is DE89 3704 0044 0532 0130 00.", "We pay to your new bank account."),
    *("Budget: $20,000.00.", "The ceiling is 1500.", "We'd pay $120.00 for the stories."),
)
MONEY: Final = re.compile(r"\$[\d,]+\.\d\d")


def mutants(mail: str) -> Iterator[str]:
    """Each differs from the mail in one place."""
    for found in MONEY.finditer(mail):
        yield from (mail[: found.start()] + new + mail[found.end() :] for new in _amounts(found.group()))
    for pattern, news in CHANGES:
        for found in re.finditer(pattern, mail, re.MULTILINE):
            yield from (mail[: found.start()] + new + mail[found.end() :] for new in news)
    place = mail.index("\n\n", mail.index("\n\n") + 2)
    yield from (f"{mail[:place]} {line}{mail[place:]}" for line in ADDED)
    lines = mail.splitlines(keepends=True)
    yield from ("".join(line for line in lines if line != dropped) for dropped in lines if dropped.startswith("- "))


def _amounts(written: str) -> Iterator[str]:
    yield from (new for new in AMOUNTS if new != written)
    for place, sign in enumerate(written):
        if sign.isdecimal():
            yield written[:place] + str((int(sign) + 1) % 10) + written[place + 1 :]


# Each stage with each lever, the people in turn: the mutants of one name are those of another.
CHANGED: Final = [case for place, case in enumerate(CASES) if place % len(PEOPLE) == place // len(PEOPLE) % len(PEOPLE)]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_was_decided_passes(case: Case) -> None:
    assert check_mail(case.mail, case.gate_terms) == ()


def changed(part: int) -> Iterator[tuple[str, GateTerms]]:
    """Every second mutant, the other ones with every other case."""
    for place, case in enumerate(CHANGED):
        terms = case.gate_terms
        yield from ((mutant, terms) for mutant in list(mutants(case.mail))[(place + part) % 2 :: 2])


@pytest.mark.parametrize("case", CHANGED, ids=str)
def test_every_changed_mail_is_caught(case: Case) -> None:
    mail, terms = case.mail, case.gate_terms
    half = list(mutants(mail))[CHANGED.index(case) % 2 :: 2]
    assert [mutant for mutant in half if not check_mail(mutant, terms)] == []


@pytest.mark.long
def test_every_changed_mail_of_the_other_half_is_caught() -> None:
    assert [mutant for mutant, terms in changed(1) if not check_mail(mutant, terms)] == []


def test_more_than_two_thousand_mails_are_changed() -> None:
    assert sum(1 for _ in changed(0)) >= 2_000
    assert {(case.stage, case.lever) for case in CHANGED} == {(case.stage, case.lever) for case in CASES}
