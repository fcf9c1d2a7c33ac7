"""On what the mail makes something depend: an offer of ours hangs on a yes alone.

"If it does well", "if you come down a little", "unless I hear otherwise": whatever follows was not decided. What may
stand behind "if" is whether it suits them, and whether they have a question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from shared.domain.gate.clauses import sentences
from shared.domain.gate.terms import Check, Draft, GateFailure, GateTerms

_IF: Final = re.compile(
    r"\b(?:(?P<if>even if|only if|if)|unless|provided(?= (?:that|you|we|it|the)\b)|as long as|so long as"
    r"|assuming|on (?:the )?condition"
    r"|in the event|(?<![a-z] )should(?= \w+))\b(?P<rest>.*)",
    re.IGNORECASE,
)
# "let me know if", "I'd understand if": whether, or how we would feel about it.
_WHETHER: Final = re.compile(
    r"\b(?:know|tell(?: (?:me|us))?|see|ask|asking|check|wonder(?:ing)?|hear|say|advise|sure|confirm|find out"
    r"|understand"
    r"|unsure|question|decide|as|mind|grateful|love it|appreciate it|glad|happy|delighted|thrilled|wonderful"
    r"|great|lovely"
    r"|moon|shame|pleased|honou?red|nice|good|happier|fine|okay|ok|(?:(?:let|tell|ask"
    r"|write to)\b[^.!?]{0,40})(?: \w+)?) *\Z",
    re.IGNORECASE,
)
_IT: Final = (
    r"(?:it|that|this|these|those|they|everything|something(?: in it| else| here)?|anything(?: else| in (?:it"
    r"|the list))?"
    r"|nothing|(?:the|our|your) \w+|either|any of (?:it|this|that|the \w+)|all of (?:it|this|that)"
    r"|one|none|now)"
)
_SUITS: Final = (
    r"(?:works?|worked|suits?|resonates?|springs?|sounds?|feels?|fits?|helps?|looks?"
    r"|appeals?|interests?|seems?|comes? up|speaks to"
    r"|makes? sense|reads?|agrees?|does(?:n['’]t| not)|doesn['’]t|still|remains|would (?:work|suit|help|be)"
    r"|could work"
    r"|(?:is|was|are|were|isn['’]t|['’]s|wasn['’]t|be|cross(?:es)?)(?! (?:\w+ )?(?:short|less|low|lower|too"
    r"|below|under|enough|good"
    r"|strong|high|not enough|about)\b))"
)
_YOU: Final = (
    r"(?:['’]re| are| were| have| had|['’]d| would| want| need| like| prefer| agree| fancy| could| can| feel"
    r"| think| say"
    r"| said| see| decide| wish| do| don['’]t)\b"
)
_YOU_WHAT: Final = (
    r"(?:interested|happy|keen|open|up for|okay|ok|in\b|curious|unsure|not|any|a (?:moment|question|manager)"
    r"|(?:any |further |other )?(?:questions|doubts|ideas|feedback|suggestions|queries)"
    r"|thoughts|concerns|like|love|enjoy|consider|be|to (?:run through|go over|sleep|chat|dig|explore|think|talk"
    r"|discuss|go ahead|know|hear|join|take|add|change"
    r"|proceed|move forward|read|see)|some|time|more (?:time|info\w*|details?|background)|anything|let|tell|share|say"
    r"|confirm|agree|fancy|still|prefer|pass|yes|so|it that way|well|wondering|looking|comfortable|ready|on board"
    r"|have|see|make|find|help|said yes|think|you|about|the (?:paperwork|details))"
)
_HARMLESS: Final = re.compile(
    rf"\A (?:(?:and when|not|so|possible|any|necessary|I may|at all|you please|we may|need be|someone else|there"
    rf"|ever)\b"
    rf"|(?:anything|something)\b[^,]*, (?:please |just |simply )*(?:ask|tell|let|say|shout|write|reply|drop|send)\b"
    rf"|my (?:\w+ )?\w+ (?:made|caused|left|was)\b|{_IT}(?:(?: \w+)? |(?=['’])){_SUITS}"
    rf"|(?:you|she|he|they|[A-Z][\w'’-]+)(?:{_YOU}(?: \w+)? (?=.*){_YOU_WHAT}| (?:fancy|like|agree|prefer|spot"
    rf"|notice)\b"
    rf"| (?:are|would|want"
    rf"|said yes|say yes)\W*(?:\Z|,| or| and| yes)| (?:is|has|would|likes|agrees|feels|prefers|wants)\b|['’]s\b)"
    rf"|I (?:can (?:help|explain|answer|clarify|shed)|explain\w*|clarif\w+|help\w*|answer\w*|went|told"
    rf"|summari[sz]ed|walked|put)\b"
    rf"|you (?:joined|accepted|came|said|could see|were up|let)\b|(?:that|this|it) does (?:the trick|it|the job)\b"
    rf"|you(?:['’]ve| have)? (?:had|got|found|read|seen|thought|made|decided|managed|already)\b|we (?:leave|call"
    rf"|stop|end|close)\b"
    rf"|we (?:keep to|focus on|go with|stay with|stick to|could|can|made|part|find|did|don['’]t|can['’]t|were)\b)",
    re.IGNORECASE,
)
# What content would have to reach first: "once it passes the first hundred thousand".
_MILESTONE: Final = re.compile(
    r"\b(?:once|when|whenever|after|as soon as|the (?:day|moment|minute))"
    r" (?:it|that|this|they|(?:the|your) (?:\w+ )?\w+)"
    r"(?:['’]s| has| have)? (?:pass|hit|reach|cross|top|clear|exceed|outperform|perform|take off|takes off|go viral"
    r"|goes viral|do well|done well|does well|break)(?:e?s|ed)?\b"
    r"(?! (?:you|us|me|him|her|them|(?:your|our) (?:door|home|hands|team|inbox))\b)",
    re.IGNORECASE,
)
# "Addressed to you, unless you'd like Priya to have it."
_PREFERS: Final = re.compile(r" you(?:['’]d| would) (?:like|prefer)\b", re.IGNORECASE)


def check_provisos(draft: Draft, _: GateTerms) -> Iterator[GateFailure]:
    message = "a condition that nobody decided; leave it out"
    for sentence in sentences(draft.said):
        hanging = [found for found in _IF.finditer(sentence) if not _is_harmless(found)]
        for found in (*hanging, *_MILESTONE.finditer(sentence)):
            yield GateFailure(check=Check.COMMITMENT, found=found.group()[:60], message=message)


def _is_harmless(found: re.Match[str]) -> bool:
    if found["if"] and _WHETHER.search(found.string[: found.start()]):
        return True
    harmless = _PREFERS if found.group().lower().startswith("unless") else _HARMLESS
    return harmless.match(found["rest"]) is not None
