"""What the mail says about the price and the deal fits what was decided."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from shared.domain.amounts import AmountExpression
from shared.domain.gate.asking import is_brought_up
from shared.domain.gate.clauses import CLAUSE_END, lead_of, rest_of
from shared.domain.gate.terms import Check, Draft, GateFailure, GateTerms
from shared.domain.negotiation import Stage

_RATE: Final = (
    r"(?:rates?|asks?|asking (?:rate|price)|quotes?|prices?|figures?|fees?|numbers?|request|quotations?|expectations?"
    r"|pricing|estimate|proposal|offer)"
)
_NAMED: Final = (
    r"(?:asked(?: us)?(?: for)?|quoted(?: us)?|mentioned|named|proposed|requested|wanted|had in mind|came back with"
    r"|sent(?: over)?|suggested|shared|put forward)"
)
_CANNOT: Final = (
    r"(?:can(?:['’]t| ?not)|(?:are|am|were|['’]re|['’]m)(?: not|n['’]t) able to|(?:won['’]t|will not) be able to"
    r"|unable to|not in a position to|could(?: not|n['’]t)|(?:won['’]t|will not) (?=get|reach|meet))"
)

# "above what we can do", "outside our planning": of a figure that is not ours.
_TOO_MUCH: Final = r"(?:(?:more|higher) than|above|over|beyond|outside(?: of)?|out of)"
_NOT_THAT: Final = r"(?:instead of|rather than|as opposed to|versus|vs\.?|short of)"
_LESS: Final = r"(?:below|under|less than|lower than|short of|from|against|versus|vs\.?) your *\Z"
_IS_LESS: Final = re.compile(rf"\b{_LESS}", re.IGNORECASE)
_DOWN_FROM: Final = re.compile(
    r"\b(?:(?:down|away|step back|some way) from|(?:way|bit|far|little) off(?: from)?) *\Z", re.IGNORECASE
)
_CANNOT_REACH: Final = re.compile(
    rf"\b{_CANNOT} ?(?:(?:quite|really|currently|just|actually|realistically|yet|also|simply) )*"
    r"(?:meet|match|reach|do|pay|offer|afford|justify|accommodate|agree|stretch|get|go|find a way|make|work|come up"
    r"|commit|approve|sign off|cover|manage|swing|move|land|accept|honou?r|hit|budget|support|bring|raise"
    r"|increase|end up)\b"
    r"(?: (?!(?:less|under|below|lower|away|only|but|short|happier|more|back|down)\b)[\w'’]+){0,4} *\Z",
    re.IGNORECASE,
)
# "Your rate: $2,000" in a list that sets it against ours.
_LABELLED: Final = re.compile(
    rf"^[\s*•|-]*your (?:\w+ )?(?!fee|offer){_RATE}\*{{0,2}} ?[:|]\*{{0,2}} *\Z", re.IGNORECASE
)
_COMPARED: Final = re.compile(rf"\b{_TOO_MUCH} (?:what |the |our |my |us\b|we )[^,.;!?\n]*", re.IGNORECASE)

# The only ways in which their figure may be brought up.
_LEADS: Final = re.compile(
    rf"(?:\byou(?:['’]ve| have|['’]d| had)? {_NAMED}|\byour (?:\w+ )?{_RATE}(?: for [\w ]{{1,40}}?)?"
    r"(?: (?:of|at|is|was|being|would be|comes to|stands at|sits at))?|\byou(?: \w+ly)? charge|\byour"
    r"|\byou(?:['’]re| are|['’]d| were)? (?:looking|asking|hoping|after)(?: at| for)?"
    r"|\bhear you on|\bcoming from (?:with|on|at)|\bback(?: to (?:us|me))? with"
    r"|\byou(?:['’]d)? hoped for"
    rf"|\b(?:thanks|thank you) for (?:naming|quoting|sharing|sending|mentioning)(?: your {_RATE} of)?"
    rf"|\b{_CANNOT} (?:quite )?(?:meet|match|reach|do|pay|offer|afford|justify|accommodate"
    rf"|agree to|stretch to|get to|go (?:up |as high as |as far as )?(?:to )?))(?: the| a| your)?(?: requested"
    rf"| quoted| full)? *\Z"
    rf"|\b{_NOT_THAT}(?: the| your)? *\Z|\byou had *\Z",
    re.IGNORECASE,
)
_LEADS_ALONE: Final = re.compile(r"\byour *\Z", re.IGNORECASE)
_ADDRESSED: Final = re.compile(
    r"\b(?:would|will|could|can|are|do|if) you(?:['’]re|['’]d)?(?: be| feel)? *\Z", re.IGNORECASE
)
_TRAILS: Final = re.compile(
    rf"\A *(?:that |which )?you(?:['’]ve| have)? {_NAMED}\b|\A *{_RATE}\b"
    r"|\A *(?:that )?you(?:['’]re| are| were|['’]d| had|['’]ve)? (?:been )?(?:after|looking for|asking|hoping"
    r"|charging|aiming)\b"
    rf"|\A *(?:is|was|would be|feels|sits|falls) (?:(?!not |never |hardly )\w+ ){{0,3}}{_TOO_MUCH} (?:what "
    rf"|the |our |my |us\b|we )"
    rf"|\A *(?:is|was|reflects) your (?:\w+ )?(?:{_RATE}|minimum|floor|bottom line|standard)\b",
    re.IGNORECASE,
)
# A figure that is said to be too much, whatever else stands there.
_TURNED_DOWN: Final = re.compile(
    r"\A *(?:for [\w ]{1,40}? )?(?:(?:is|are|was|feels|would be) (?:(?!not |never |hardly )\w+ ){0,3}(?:far apart"
    r"|out of (?:our )?reach|too (?:much|high)"
    r"|(?:bit|touch|tad|little|quite|rather|very|fairly) (?:too )?(?:high|much)|steep|rich|steeper than|a stretch"
    r"|(?:difficult|hard|tough|tricky|challenging|out of range)\b(?! to (?:beat|refuse|resist|argue|say|pass"
    r"|turn)))\b|(?:would put us (?:\w+ )?(?:past|over|beyond|above)|exceeds|surpasses|goes beyond|lies outside"
    r"|falls outside)(?: of)? (?:what|our|the)\b"
    r"|(?:isn['’]t|is not|doesn['’]t|does not|won['’]t) (?:\w+ ){0,2}(?:feasible|possible|doable|workable|viable"
    r"|realistic|affordable|fit|work|suit"
    r"|(?:in|within) (?:our|my|the|reach)"
    r"|something (?:that )?we can\b(?!\W+(?:not|n.t)))\b)"
    rf"|\A *(?:for [\w ]{{1,40}}? )?(?:is|was|would be|feels|sits|falls|comes in|runs) (?:(?!not |never "
    rf"|hardly )\w+ ){{0,3}}{_TOO_MUCH} (?!fair|reason|fine|happy|okay|ok\b|enough|worth|doable|possible"
    rf"|welcome|good)\w"
    r"|\A *(?:is|feels|seems|sounds) [^,.!?\n]{2,40}, but (?:it|that|this)(?:['’]s| is"
    r"| feels)? ?(?:\w+ ){0,2}?(?:isn['’]t|doesn['’]t|not|beyond"
    r"|above|more than|out of|outside|too)\b",
    re.IGNORECASE,
)
# A mail that asks back may ask what their figure is for.
_ASKS_BACK: Final = re.compile(
    r"\b(?:is|are|was|does|do you mean)(?: that| this| it)?(?: the| your)? *\Z", re.IGNORECASE
)
_QUESTION: Final = re.compile(r"(?: include)?(?P<what>[^.!?\n]*)\?")
_GIVES_IN: Final = re.compile(
    r"\b(?:accept\w*|approv\w*|agree\w*|comfortabl[ey]|deal|do|does|pay\w*|offer\w*|meet|match|confirm\w*|happy"
    r"|glad\w*|fine|works?"
    r"|here[’']s|here (?:is|are)|yes|get(?! where)|gets|receive|expect|give|settle|sold|okay?|good|great"
    r"|perfect|granted?|go|budgeted"
    r"|included?)\b",
    re.IGNORECASE,
)
_REFUSED: Final = re.compile(rf"\b{_CANNOT}|\b{_NOT_THAT}(?: the| your)? *\Z|\b{_LESS}", re.IGNORECASE)
_THEIR_OFFER: Final = re.compile(r"\byour (?:\w+ )?(?:offer|proposal)\b", re.IGNORECASE)

# Up to four words between us and the verb, none of them a no.
_WE: Final = (
    r"\b(?:we|i|the (?:client|brand|team))(?:['’](?:ll|d|re|ve|m))?"
    r"(?: (?!(?:not|never|cannot|unable|\w+n['’]t)\b)[\w'’]+){0,4}?"
)
_FIGURE: Final = r"(?:[A-Z]{0,2}[$€£¥₹]|[A-Z]{3} ?\d|\d)"
# "meet you at $1,500", "pay you 30 days after posting": how much and when, other checks say. Our passages are blank.
_THEIRS: Final = (
    rf"(?:(?:it|that|this|you\b)(?! justice| part ?way| together\b| part of the way| (?:at|for) {_FIGURE}| {_FIGURE}"
    r"| (?:\d+ days"
    rf"|within|net|after"
    rf"|on (?:net|signing"
    rf"|posting))| {{9}})"
    rf"|what(?:ever)? you\b|your (?:\w+ )?{_RATE}|the (?:full )?{_RATE} you)"
)
_CLOSES: Final = {
    "accepts": r"(?<!come to an )(?<!reach an )\b(?:in|have an) agreement\b|\b(?:all set|good to go) then\b|"
    rf"{_WE} (?:accept(?! that)|agree|confirm)\b|\b(?:agreed|confirmed|sold)\b|\bapproved:"
    rf"|{_WE} approved? {_THEIRS}|\byou have (?:our|my) word\b"
    r"|(?<!say )(?<!saying )\byes to\b"
    r"|\b(?:we|i|the (?:client|brand|team))(?:['’](?:ll|d))?(?: \w+)? say yes\b",
    "closes": r"\bbut (?:it|that)(?:['’]s| is) yours\b"
    r"|(?<!of the )(?<!of this )(?<!of our )(?<!a great )(?<!a good )\bdeal\b(?! breaker)|\bconsider (?:it|this"
    r"|yourself) (?:done|settled"
    r"|agreed|booked|in)\b|\bconsider yourself\b",
    "gives_in": rf"{_WE} (?:pay|do|meet|match|honou?r|go (?:with|for)|stick (?:to|with)) {_THEIRS}"
    rf"|\byour (?:\w+ )?{_RATE} (?:works|is (?:fine|ok|okay|good|accepted|approved|great|no (?:problem|issue)|not "
    rf"a problem|doable"
    r"|manageable|within|workable))\b"
    rf"|\b(?:go|going) with (?:your|what you)\b|\bhappy (?:with|to (?:pay|accept|meet|match|go)) {_THEIRS}"
    r"|\b(?:works|fine|good|great|ok|okay) (?:for|with|by) (?:us|me)\b|\b(?:fair|good|great|fine) to (?:us|me)\b"
    rf"|{_WE} take (?:it|that)\b(?! (?:straight |right )?(?:from|into|as|seriously|up|step|slow|easy|back|to|you)\b)"
    r"|\bmeet you (?:halfway|half way|in the middle|there)\b|\bsplit the difference\b",
    "paperwork": r"\b(?:paperwork|contract|agreement)\b[^.!?\n]{0,30}\b(?:follows|next|attached|is on its way)\b"
    r"|\b(?:send|sending|prepare|draw up|forward|mail)\b[^.!?\n]{0,25}\b(?:contract|agreement|paperwork)\b"
    r"|\bsigned copy\b"
    r"|\b(?:paperwork|countersign\w*)\b|\b(?:the|your|a|our) contract\b"
    r"|\b(?:put|pencil(?:l?ed)?|mark(?:ed)?) you (?:down|in)\b|\bwelcome (?:on board|aboard|to the team)\b"
    r"|\bsee you on set\b",
}
# What an agreement on our own price does not say.
_TAKES_THEIRS: Final = re.compile(
    rf"{_WE} (?:accept|confirm|approve|pay|meet|match|honou?r|take|go with) (?:the )?(?:your (?:\w+ )?{_RATE}"
    rf"|what you)"
    rf"|\byour (?:\w+ )?{_RATE} (?:works|is (?:fine|ok|okay|good|accepted|approved|great|confirmed))\b"
    rf"|\b(?:at|for|with) (?:your (?:\w+ )?{_RATE}|what you (?:asked|named|quoted|wanted))\b",
    re.IGNORECASE,
)
_OUR_PART: Final = re.compile(
    r"\band (?:(?:we|our|what we)\b[^.!?\n]*[$€£]? ?\d|(?:would|are|am|can|now|have|could"
    r"|want)\b[^.!?\n]*(?:[$€£¥₹]|\b[A-Z]{3} )\d)",
    re.IGNORECASE,
)
# "I'd be happy if we could agree on that", "may I ask whether you could accept it?".
_ASKS_WHETHER: Final = re.compile(
    r"(?:\b(?:if|whether|hope|hoping)(?: that)? (?:we|you)|\bI ask whether)\b[^.!?\n]*\b(?:accept"
    r"|agree)\Z",
    re.IGNORECASE,
)
_SHALL: Final = re.compile(r"\b(?:could|can|shall|should) *\Z", re.IGNORECASE)
_IT_ALONE: Final = re.compile(r"we (?:do|make|go (?:for|with|ahead with)) (?:it|this|that)\Z", re.IGNORECASE)
_CLOSING: Final = re.compile("|".join(_CLOSES.values()), re.IGNORECASE)
_LEAVING: Final = re.compile(
    r"\bstep(?:ping)? (?:back|away)\b|\b(?:can(?:not| not|['’]t)|won['’]t|will not|unable to|not able to) "
    r"(?:work|move|go|meet|proceed|continue|do|make|offer|pay)\b|\btoo (?:much|high|expensive)\b|\bunfortunately\b"
    r"|\bsadly\b|\bregret\w*\b|\b(?:beyond|outside) (?:our|us|what)\b|\bpart ways\b|\bpass on (?:this|it|that"
    r"|you|working|the (?:campaign|collab\w*|project|opportunity|offer))\b|\bdeclin\w+"
    r"|\bwithdraw\w*|\bno longer\b|\bchanged our mind\b|\bcall(?:ing)? (?:it|this) off\b|\bno deal\b|\bcancel\w*",
    re.IGNORECASE,
)


def check_their_ask(draft: Draft, terms: GateTerms) -> Iterator[GateFailure]:
    """Their figure stands only as what they asked, in words of a closed list, unless it is our offer, too."""
    if terms.their_ask is None or terms.their_ask == terms.offer:
        return
    for found in draft.money:
        theirs = found.low <= terms.their_ask.amount <= found.high
        if theirs and draft.is_said(found.start, found.end) and not _is_brought_up(found, draft.text, terms.stage):
            message = 'this is what they asked, not what we offer; write "you asked for" before it or leave it out'
            yield GateFailure(check=Check.THEIR_ASK, found=found.text, message=message)


def is_their_ask(found: AmountExpression, text: str, terms: GateTerms) -> bool:
    """Whether it is told as what they asked."""
    return (
        terms.their_ask is not None
        and found.low == found.high == terms.their_ask.amount
        and _is_attributed(found, text)
    )


def check_stage(draft: Draft, terms: GateTerms) -> Iterator[GateFailure]:
    """Only an agreement agrees, and an agreement takes nothing back."""
    agrees = terms.stage == Stage.AGREEMENT
    message = "this mail confirms the deal; leave the refusal out" if agrees else "nothing is agreed yet; leave it out"
    for found in (_LEAVING if agrees else _CLOSING).finditer(draft.said):
        lead = lead_of(draft.said, found.start())
        if not agrees and (
            _ADDRESSED.search(lead)
            or _ASKS_WHETHER.search(f"{lead}{found.group()}")
            or (_SHALL.search(lead) and _IT_ALONE.match(found.group()))
        ):
            continue  # "Would you be happy with that?", "could we do it at that?"
        yield GateFailure(check=Check.STAGE, found=found.group(), message=message)
    for found in _TAKES_THEIRS.finditer(draft.said) if agrees and terms.their_ask != terms.offer else ():
        message = "the deal is at our offer, not at what they asked; leave it out"
        yield GateFailure(check=Check.STAGE, found=found.group(), message=message)


def _is_brought_up(found: AmountExpression, text: str, stage: str) -> bool:
    return _is_attributed(found, text) or (stage == Stage.CLARIFICATION and _is_asked_about(found, text))


def _is_asked_about(found: AmountExpression, text: str) -> bool:
    """True for "is the $2,000 for all of it?"."""
    lead, rest = lead_of(text, found.start), rest_of(text, found.end)
    asks, question = _ASKS_BACK.search(lead), _QUESTION.match(rest)
    if asks is None or question is None:
        return False
    return _GIVES_IN.search(f"{lead[: asks.start()]} {question['what']}") is None


def _is_attributed(found: AmountExpression, text: str) -> bool:
    lead = lead_of(text, found.start)
    rest = _before_our_part(rest_of(text, found.end))
    trail = CLAUSE_END.split(rest)[0]
    leads, trails = _LEADS.search(lead), _TRAILS.search(trail)
    if is_brought_up(lead, trail) or is_brought_up(_with_apposition(text, found.start), trail):
        return True
    if _LABELLED.match(text[: found.start].rsplit("\n", 1)[-1]) and not trail.strip(" |*"):
        return True
    if _TURNED_DOWN.match(rest) or _CANNOT_REACH.search(lead) or _DOWN_FROM.search(lead) or _IS_LESS.search(lead):
        return True
    if (leads is None and trails is None) or (_LEADS_ALONE.search(lead) and trails is None):
        return False
    ours = f"{_THEIR_OFFER.sub('', lead)} {_COMPARED.sub('', trail)}"
    return _REFUSED.search(lead) is not None or _GIVES_IN.search(ours) is None


def _with_apposition(text: str, start: int) -> str:
    """The clause of "your number, $2,000", whose comma ends none."""
    before = text[:start].rstrip(" ,:")
    return f"{lead_of(text, len(before))}," if before != text[:start].rstrip() else ""


def _before_our_part(rest: str) -> str:
    """Without the "and we can do $1,430" that sets our figure against theirs."""
    ours = _OUR_PART.search(rest)
    return rest[: ours.start()] if ours else rest


def check_exit(draft: Draft, terms: GateTerms) -> Iterator[GateFailure]:
    """A mail that ends the talks asks nothing, so it puts no other proposal."""
    for found in re.finditer(r"[^.!?\n]*\?", draft.said) if terms.stage == Stage.EXIT else ():
        message = "this mail ends the talks and asks nothing; leave it out"
        yield GateFailure(check=Check.STAGE, found=found.group().strip(), message=message)
