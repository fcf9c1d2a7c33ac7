"""Prices in a mail that are not what its writer asks: another's, a former one, a cost, one they refuse or ponder."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from typing import Final

from shared.domain.amounts import AmountExpression
from shared.domain.package import DeliverableType
from shared.domain.reading.clauses import Clause, clauses, flat
from shared.domain.reading.facts import Ask
from shared.domain.reading.other_work import other_work
from shared.domain.reading.term_talk import without_chat
from shared.domain.reading.written import places, without

_NOT_LOWER: Final = (
    r"\b(?:can't|cannot|can not|couldn't|won't|wouldn't|don't|do not|not|never|nothing|not able to|unable to)\b"
    r"[^,;.!?]{0,20}\b(?:lower|less|below|under|cheaper|down)\b(?: than)?"
)
_NOT_OURS: Final = (
    # Ours, told again.
    r"\b(?:your|the) (?:\w+ )?(?:offer|proposal|budget|bid|number|figure)\b(?! (?:i'm|i am|i'd be|i would be|i feel"
    r"|we're|we are) (?:\w+ )?(?:comfortable|happy|fine|good))|\byou(?:'ve| have| had)? (?:\w+ )?"
    r"(?:offer\w*|say|said|mention\w*|propos\w*|quot\w*|suggest\w*|wrote|paid)\b"
    r"|(?<!can )(?<!could )(?<!would )(?<!if )\byou pay\b|\byour (?:[$€£]|\d)"
    # Refused.
    r"|\b(?:not|never|nobody|none|neither|without|hardly)\b|n't\b|\btoo (?:low|little|small|cheap|tight)\b"
    r"|\b(?:less|lower|more|higher|better) than\b|\b(?:below|under|even|either|lose|losing)\b|\bwaste\b|\blol\b"
    r"|\bhaha\b|\brather\b|\bjoke\b|\bout of the question\b|\bguess\b|\bhistory\b|\bended?\b|\bforget\b"
)
_FORMER: Final = (
    r"\b(?:last|previous|past) (?:year|month|week|season|time|spring|summer|autumn|fall|winter|deal|campaign"
    r"|collab\w*)\b"
    r"|\b(?:old|former|previous|earlier|past) (?:\w+ )?(?:rate|price|fee|quote|offer)\b|\bused to\b|\bback then\b"
    r"|\bonce\b"
    r"|\bin (?:19|20)\d\d\b|\b(?:until|from|since|as of) (?:last|next|january|february|march|april|may|june|july"
    r"|august"
    r"|september|october|november|december)\b|\bcould have\b"
    r"|\b(?:charged|paid|got|took|earned|received|made|did)\b"
    r"|\b(?:was|were)\b(?! (?:thinking|hoping|looking|wondering|going|expecting|aiming|considering))"
)
_ANOTHERS: Final = (
    r"\b(?:pays?|paying|offers?|offered|gives?|gave) (?:me|us|her|him)\b|\ban? (?:\w+ )?offer (?:for|of|over|at)\b"
    r"|\b(?:another|other|different|former|second|small|smaller|bigger) (?:brands?|clients?|compan\w+|creators?"
    r"|campaigns?)\b"
    r"|\b(?:friends?|colleagues?|competitors?|others|everyone|everybody|someone|somebody|people|charit\w+"
    r"|influencers)\b"
    r"|\bagencies\b|\b(?:average|market|industry|going)\b[^,;.!?]{0,20}\b(?:rate|price|in my|is|fee)\b|\bmarket\b"
    r"|\bcreators (?:my|like|in|with|of)\b|\b(?:brands|clients) (?:pay|paid|give|offer)\b"
    r"|\bdiscount\b|\bmy manager (?:thinks|says|wants)\b|\bpay my\b|\bfor my (?:agency|manager|agent)\b"
)
_COST: Final = (
    r"\bcosts? (?:me|us)\b|\balone\b|\bexpenses?\b|\b(?:production|shooting|editing|material|travel|my|our"
    r"|the) costs?\b"
    r"|\b(?:product|dress|outfit|it|which) costs\b|\b(?:rent|flights?|hotel|camera|equipment|penalty|penalties"
    r"|invoice)\b"
    r"|\bin (?:stores?|shops?)\b|\bworth\b(?! (?:it|my|our|her|his|the (?:time|effort|work))\b)|\bretail\w*\b"
    r"|\b(?:editing|filming|production|shooting) takes\b"
    r"|\bspend\b"
)
_SOMETHING_ELSE: Final = (
    r"\b(?:deposit|up[- ]?front|retainer|half|kill fee|cancellation fee|rush|late fee|raw (?:footage|files)"
    r"|day rate|hourly"
    r"|per hour)\b|\b(?:usage|rights|whitelisting|licen[cs]\w+|exclusivity|boosting)\b[^,;.!?]{0,15}"
    r"\b(?:costs?|is|are|at|for|of|:)|\b(?:just|only) for\b|\bfor (?:the )?(?:usage|rights|whitelisting"
    r"|exclusivity)\b"
    r"|\bminimum\b|\bon top\b|\bof it\b"
)
_IN_CLAUSE: Final = re.compile(f"{_NOT_OURS}|{_FORMER}|{_ANOTHERS}|{_COST}|{_SOMETHING_ELSE}", re.IGNORECASE)
_AS_LEAST: Final = re.compile(_NOT_LOWER, re.IGNORECASE)
# Who says what they do as a rule may be about to make an exception.
_USUALLY: Final = re.compile(r"\b(?:usually|normally|typically) (?:don't|do not|never|can't|wouldn't)\b", re.IGNORECASE)
_IN_SENTENCE: Final = re.compile(
    r"\bguess my\b|\b(?:might|maybe|perhaps|whether|not sure|unsure|don't know|imagine(?! (?:a|an|my|our|[$€£\d]))"
    r"|suppose|hypothetical\w*"
    r"|had you|you had|would have"
    r"|could have|argue|tell you (?:tomorrow|later)|have to ask|need to ask|(?:let me|need to|have to"
    r"|must) (?:\w+ )?check"
    r"|get back to you|if it was|booked|lol|haha\w*|kidding|joking|my dog|in your dreams|how generous|chance i'd"
    r"|no chance)\b|\bis (?:your|that your|the) (?:\w+ )?(?:budget|max\w*|limit|offer|best(?! (?:i|we|she|he)\b))\b"
    r"|\bwould you ever\b|\bis [$€£]?\d[\d,.]* (?:all|your|the)\b",
    re.IGNORECASE,
)

# A figure in quotation marks was said by somebody else, or is told again.
_QUOTED: Final = re.compile(r"[\"“][^\"“”]*\d[^\"“”]*[\"”]")
_HEAD: Final = re.compile(r"[^.!?;\n\d]{1,60}:\s*\Z")
# Then a figure of ours is their price, too.
_OWN_ASK: Final = re.compile(
    r"\b(?:i|we|she|he)(?:'d| would| can| could|'ll| will)? (?:do|accept|take|charge|ask|need|want|say)\b"
    r"|\b(?:my|our|her|his) (?:\w+ )?(?:rate|fee|price)\b|\blet's\b|\bit(?:'s| is|'d be| would be)\b"
    r"|\b(?:works|fine|okay|ok|please|all in|total|for me|from me)\b|\A\W*[\d.,]+k?\W*\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """A mail and its prices.

    Attributes:
        told: Words of terms that were read from it, and that keep any price of it from being agreed on at once.
        package: The kinds of posts on the table; empty: not known.
    """

    text: str
    told: Sequence[str]
    prices: Sequence[AmountExpression]
    package: Set[DeliverableType]


def not_theirs(ask: Ask, mail: Priced) -> bool:
    """Whether at every place that names the amount, words beside it say that they do not ask it."""
    quote = places(ask.quote, mail.text)
    named = [one for one in mail.prices if ask.amount in {one.low, one.high}]
    quoted = [one.start for one in named if not quote.isdisjoint(range(one.start, one.end))]
    package = frozenset() if _names_other_work(ask, mail.package) else mail.package
    told = (*mail.told, *(one.text for one in ask.conditions))
    untold = without_chat(flat(without(told, mail.text)))
    said = [one for one in clauses(flat(mail.text)) if any(one.start <= place < one.end for place in quoted)]
    return bool(said) and all(_disowns(_with_its_head(one, mail.text), untold, package) for one in said)


def is_own_ask(ask: Ask, text: str) -> bool:
    """Whether they name the price as theirs, in a clause that asks nothing: "I can do $1,000"."""
    quote = places(ask.quote, text)
    return any(
        _OWN_ASK.search(_with_its_head(clause, text).text) is not None and not clause.asks
        for clause in clauses(flat(text))
        if not quote.isdisjoint(range(clause.start, clause.end))
    )


def _names_other_work(ask: Ask, package: Set[DeliverableType]) -> bool:
    """Whether the reading itself says that the price is for something else than the package."""
    return bool(ask.deliverables) and {line.type for line in ask.deliverables} != package


def _disowns(clause: Clause, untold: str, package: Set[DeliverableType]) -> bool:
    said = untold[clause.start : clause.end]
    plain = said if _USUALLY.search(said) else _AS_LEAST.sub(" ", said)
    others = (_IN_CLAUSE.search(plain), _IN_SENTENCE.search(clause.sentence), _QUOTED.search(clause.sentence))
    return any(others) or any(True for _ in other_work(clause.text, package))


def _with_its_head(clause: Clause, text: str) -> Clause:
    """With what stands before the colon: "Gymshark: $1,350"."""
    head = _HEAD.search(text, 0, clause.start)
    if head is None:
        return clause
    return replace(clause, text=text[head.start() : clause.end], start=head.start())
