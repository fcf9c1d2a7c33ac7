"""What the mail says is so: of us, of others on our side, of what there is.

A mail of ours tells how we feel about working together, what we looked at, and the terms. Who else said what, what
there still is, and how we usually do things was not decided, so what stands behind "we are", "the client" and "there
is" comes from a closed list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from shared.domain.gate import verbs
from shared.domain.gate.clauses import placed_sentences
from shared.domain.gate.terms import Check, Draft, GateFailure, GateTerms
from shared.domain.gate.vocabulary import forms
from shared.domain.negotiation import Stage

_ADVERB: Final = (
    r"(?:also|already|just|still|really|all|both|only|even|very|now|rather|so|too|not|once|again|more than|\w+ly)\b"
)
# What is told truly of a term is blank here.
_BLANK: Final = r"(?= {2}|[ ,]*\Z)"
_THERE: Final = re.compile(
    r"\bthere(?:['’]s| is| are|['’]re| was| were| will be| remains?| would be| may be| might be| should be)"
    rf"(?: {_ADVERB})*(?P<what>.*)",
    re.IGNORECASE,
)
_THERE_IS: Final = re.compile(
    rf"(?:{_BLANK}| (?:no|none|nothing|anything|nobody|much|so much|more (?:that|to|you)|no one|any|(?:\w+ "
    rf")?rounds? of revisions?|an? (?:\w+ )?(?:proposal|overview|summary|outline|recap|idea)\b|a (?:(?:really "
    rf"|very )?(?:great|good|perfect|real|strong|natural|nice) (?:fit"
    rf"|match)|campaign|place|fee|flat|better"
    r"|lot (?:of|to|we)|way|reason|chance|question|few things|lovely|wonderful|real|warmth)|always some|another "
    r"(?:occasion"
    r"|opportunity|time|chance)|something (?:else|you|we can|I can|about)|one (?:thing|question)|points?"
    r"|questions?|things?|time\b"
    r"|some(?:thing)? (?:about|in) you))",
    re.IGNORECASE,
)
_OTHERS: Final = (
    r"\b(?:(?:the|our|my) (?:client|brand|team|colleagues?|boss|manager|director|company|agency|lead|finance"
    r"|management|partners?|people)|most people|some people|everyone|everybody|nobody|no one|others"
    r"|somebody|someone|creators?)"
)
_OTHERS_STATED: Final = re.compile(
    rf"{_OTHERS}(?: here| there| at \w+)?(?: {_ADVERB})* (?P<verb>(?:is|are|was|were|has|have|had|said|says|say"
    rf"|told|agreed"
    r"|agrees|approved|approves|wants?|wanted|needs?|needed|will|won['’]t|gets?|got|pays?|paid|takes?|took|knows?|knew"
    r"|thinks?|thought|feels?|felt|decided|insists?|asked|asks|expects?|accept(?:s|ed)?|does|do|did|made|makes|put|puts"
    r"|signed|gave|gives|come|comes|see|sees|saw|sets?)(?:n['’]t)?)\b(?P<what>.*)",
    re.IGNORECASE,
)
_OTHERS_MAY: Final = re.compile(
    rf"(?:(?:is|are)(?: {_ADVERB})* (?:beaming|buzzing|over the moon|ecstatic|overjoyed|as excited|happy|keen"
    rf"|looking|offering|proposing|excited|delighted|pleased|glad"
    rf"|thrilled|able|after\b|smiling|behind"
    r"|prepared|unable|grateful|a fan|fans)|(?:has|have)(?: \w+ly)? (?:reviewed|looked|considered|discussed"
    r"|talked|noted|read|asked"
    r"|seen)|says? (?:hi|hello)|(?:will|won['’]t|do|does) (?:be )?(?:happy|glad|love|answer|help|need|want|use"
    r"|run|share|post"
    r"|like)|asks? (?:for|if|whether)|(?:does|do)(?:n['’]t| not) (?:need|want|ask|require)|came back|comes? back|put"
    r"|(?:has|have) (?:to say|no|in mind|watched)|wanted to (?:work|see|meet|hear|know)|was (?:very )?(?:taken"
    r"|impressed|struck)"
    r"|approves? (?:the|all|every|your) |(?:is|was) in)\b",
    re.IGNORECASE,
)
_WE_ARE: Final = re.compile(rf"\b(?:we|i)(?:['’]re| are|['’]m| am)(?: {_ADVERB})* (?P<what>[a-z]+)\b", re.IGNORECASE)
# "We plant a tree for every bag": what we do and did comes from a closed list, too.
_WE_DO: Final = re.compile(
    rf"\b(?:we|i)(?: {_ADVERB})*(?: (?:don['’]t|do not|didn['’]t|did not))?(?: {_ADVERB})* (?P<verb>[a-z]+)\b(?!['’])"
    r"(?P<what>(?: to (?P<act>[a-z]+))?)",
    re.IGNORECASE,
)
_MAY_DO: Final = (
    verbs.OURS | verbs.STATED | verbs.STATES | frozenset(form for verb in verbs.OURS for form in forms(verb))
)
_HABIT: Final = re.compile(
    r"\bwe(?:['’]ve| have) (?:never|always) (?:said|taken|paid|turned|given|had|asked|gone|made)\b"
    r"|\b(?:we|i) (?:never|always|usually|often|normally|typically|rarely|tend to|try to always)"
    r" (?!(?:love|enjoy|like|appreciate|look|thought|wanted|say)\b)\w+",
    re.IGNORECASE,
)


def check_statements(draft: Draft, terms: GateTerms) -> Iterator[GateFailure]:
    if terms.allowed_commitments:
        return
    message = "says what is so, and nobody decided it; leave it out"
    for offset, sentence in placed_sentences(draft.open):
        whole = draft.text[offset : offset + len(sentence)]
        for found in _stated(sentence, terms):
            yield GateFailure(check=Check.CLAIM, found=whole[found.start() : found.end()][:60].strip(), message=message)


def _stated(sentence: str, terms: GateTerms) -> Iterator[re.Match[str]]:
    yield from (one for one in _THERE.finditer(sentence) if not _THERE_IS.match(one["what"]))
    yield from (one for one in _WE_ARE.finditer(sentence) if _is_no_state(one["what"]))
    yield from (one for one in _WE_DO.finditer(sentence) if _is_no_deed(one, terms))
    yield from _HABIT.finditer(sentence)
    for others in _OTHERS_STATED.finditer(sentence) if terms.stage != Stage.EXIT else ():
        if not _OTHERS_MAY.match(others["verb"] + others["what"]):
            yield others


def _is_no_state(word: str) -> bool:
    """A capital begins a name."""
    return word.islower() and word not in verbs.STATES


def _is_no_deed(found: re.Match[str], terms: GateTerms) -> bool:
    verb, act = found["verb"].lower(), (found["act"] or "").lower()
    if not found["verb"].islower() or verb in verbs.NO_DEED or (verb in verbs.MADE and terms.stage == Stage.OPENING):
        return False
    return not _is_done(verb, act)


def _is_done(verb: str, act: str) -> bool:
    if act and verb in {"love", "enjoy", "prefer", "aim", "mean", "tend"}:
        return act in verbs.OURS or act in verbs.STATED or act in verbs.MAKING
    return verb in _MAY_DO
