"""What the mail asks of them beside the package: to film, post, keep or leave something.

We ask for an answer; the work that we ask for is the package, counted elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from shared.domain.gate.clauses import sentences
from shared.domain.gate.mentions import mentions, single_mentions
from shared.domain.gate.quantities import is_of_package
from shared.domain.gate.terms import Check, Draft, GateFailure, GateTerms
from shared.domain.gate.usage import usage_statements

_WORK: Final = (
    r"(?:film|shoot|record|post|publish|upload|tag|add|put|pin|keep|leave|throw|include|mention|link|wear|avoid"
    r"|remember"
    r"|make sure|hold|reserve|save|use|stop|go live|schedule|show|stick|drop|produce|make|create|cut|edit|script|plug"
    r"|promote|repost|share|story|deliver|hand over|supply|refrain|steer clear|stay away|turn down|wait with|do)"
)
_THING: Final = (
    r"(?:the|your|it|them|this|that|these|a|an|us|one|two|in|up|no|any|each|every|with|another|from"
    r"|to|some|at|out|only|our|anything|something)"
)
_ALSO: Final = r"(?:(?:also|just|kindly|then|simply|so|and|plus|now|please|do|only|not|always) )*"
_ASKED: Final = re.compile(
    rf"(?:(?:^|(?<=[,:;–—])) ?{_ALSO}|\bplease {_ALSO}|\b(?:could|can|would|will) you {_ALSO}(?:be able to )?"
    rf"|\b(?:ask|need|want|expect|like|love) (?:for )?you (?:not )?to {_ALSO}|\bif you {_ALSO}(?:could |would "
    rf"|can |will )?"
    rf"|\b(?:each|every \w+|it|they|both|all of them|the \w+) (?:needs?|has|have|must|should|ought)(?: to)? {_ALSO}"
    rf"|\byou(?:['’](?:ll|d)| will| would)? (?:have to|need to|must"
    rf"|should) {_ALSO})(?P<verb>{_WORK}) (?P<rest>{_THING}\b.*)",
    re.IGNORECASE,
)
# "Keep an eye out", "put this to Priya", "leave it with me".
_HARMLESS: Final = re.compile(
    r"(?:keep (?:up\b|an eye|it up|in touch|me|us posted|this brief|things|it (?:simple|short))"
    r"|put (?:this|it|that|the offer) (?:to|past|forward)|leave (?:it|this|that|things) (?:with|to|here|there"
    r"|at that|open)"
    r"|share (?:this|that|it|your (?:thoughts|view|feedback)|the (?:offer|terms|details)) ?(?:with)?|make (?:it"
    r"|this|that) (?:work|happen)"
    r"|do (?:it|this|that|so)\b|make sure (?:you (?:have|get)|we)|use (?:it|this|that) to decide|add (?:anything"
    r"|something)|show (?:us|me) (?:what|how)"
    r"|mention (?:it|this|that) to|hold (?:it|this) against|drop (?:us|me) (?:a|your)|add (?:it|this|that) to)",
    re.IGNORECASE,
)
_NO_OTHERS: Final = re.compile(
    r"\bask you not to\b|\bnot (?:to )?work (?:with|for)\b(?! (?:us|me|you)\b)|\b(?:be|stay|as|remain) the only\b"
    r"|\bthe only [^.!?]{1,30} (?:on|in) your (?:page|channel|feed|profile|account|stories)\b"
    r"|\bno other (?!questions?|way|reason|changes?|terms?|costs?|conditions?|rights?"
    r"|use)\w+\b[^.!?]{0,40}\b(?:until|till|during|while|before|on your|this (?:spring|summer|autumn|fall|winter"
    r"|season|month|year))\b"
    r"|\b(?:another|any other) (?:\w+ )?(?:brand|label|company|firm|maker|name)\b[^.!?]{0,40}\b(?:until|till"
    r"|during|while|for)\b",
    re.IGNORECASE,
)


def check_requests(draft: Draft, terms: GateTerms) -> Iterator[GateFailure]:
    for sentence in sentences(draft.said):
        for found in _ASKED.finditer(sentence):
            if (
                any(usage_statements(sentence))
                or _is_package(found["rest"], terms)
                or _HARMLESS.match(sentence, found.start("verb"))
            ):
                continue
            yield GateFailure(
                check=Check.COMMITMENT,
                found=found.group()[:60].strip(),
                message="asks for work beside the package; leave it out",
            )
        for other in _NO_OTHERS.finditer(sentence):
            yield GateFailure(
                check=Check.COMMITMENT,
                found=other.group(),
                message="a promise (exclusivity) that is not in the terms; leave it out",
            )


def _is_package(rest: str, terms: GateTerms) -> bool:
    named = any(mentions(rest)) or any(single_mentions(rest))
    return named and is_of_package(rest, terms)
