"""What a mail says of terms beside the price, where nothing that was read from it accounts for the words."""

import re
from collections.abc import Set
from typing import Final

from shared.domain.package import DeliverableType
from shared.domain.reading.clauses import Clause, clauses, flat
from shared.domain.reading.other_work import other_work

# Never ours: who names it wants it.
_THEIRS: Final = (
    r"\b(?:deposit|up[- ]?front|in advance|kill fee|cancel\w+ fee|late (?:payment )?fees?|rush|crypto|bitcoin|vat"
    r"|tax(?:es)?"
    r"|commission|travel|expenses|bonus|royalt\w+|extra|on top|per cent|percent|contracts?|terms and conditions"
    r"|(?:my|our) (?:\w+ )?(?:terms|conditions)|guarantee\w*|(?:second|another|next) campaign|final (?:say|cut"
    r"|edit)|nda|re-?shoots?"
    r"|raw (?:footage|files)|for keeps|stays? mine|keep (?:the|it|my|all|working)|ownership"
    r"|without|minus|except|excluding|excl|instead(?=\W+\w)(?! of [$€£]?\d)|shorter|fewer|limited|at most"
    r"|no (?:ads|stories|reels?|usage|tags?|links?|edit\w*|brief|more))\b|(?<!\b10)\d ?%(?! ?(?:engagement|er\b"
    r"|ctr\b|retention|growth|female|male|women|men\b|saves|reach|of my (?:audience|followers|viewers)))"
    r"|\b(?:don't|do not|won't|can't|cannot|never) (?:do|give|grant|offer|sign|allow|post|film|shoot|include|use"
    r"|license)\b"
    r"(?! (?:it|that|this|for|less|lower|any lower|[$€£\d]))"
)
_IF: Final = (
    r"\b(?:if|unless)\b(?! [$€£\d]| (?:you|that|it|this|we)(?:'s| is| need| have| want| works| ok| can| could"
    r"|'d be)| (?:the|your) (?:client|brand|team|budget)(?:'s)? (?:can|could|is able to) (?:do|stretch|go|get|come"
    r"|move|meet|agree|pay))"
    r"|(?<!you )(?<!we )(?<!as )\bprovided(?= (?:that|you|i|we|it|the|my|there)\b)|\bas long as\b"
    r"|\bon the condition\b"
)
_NOUN: Final = (
    r"(?:usage|rights?(?! (?:away|now|person|fit|thing|time|track|direction|on)\b)|whitelist\w*|ads?|boost\w*"
    r"|licen[cs]\w*"
    r"|exclusiv\w*|competitors?|organic\w*|(?:own|owned) channels|pa(?:id|y|ys|yable|yments?)|invoic\w+|revisions?"
    r"|edits?"
    r"|script|approv\w+|deadlines?|dates?|content|post(?:s|ed|ing)?|film(?:ed|ing)?|videos?|reels?|stor(?:y|ies)"
    r"|tik ?toks?)"
)
_TIME: Final = (
    r"(?:days?|weeks?|months?|years?|january|february|march|april|june|july|august|september|october|november"
    r"|december"
    r"|monday|tuesday|wednesday|thursday|friday)"
)
_LIMIT: Final = (
    r"(?:no|not|never|none|less|only|just|max(?:imum)?|must|needs?(?! [$€£\d])|wants?(?! [$€£\d])|require\w*"
    r"|costs?|separate\w*"
    r"|own|mine|single"
    rf"|one|later|earlier|before|until|after|upon|within|more|{_TIME})\b|n't\b|(?<![\d$€£.,])\d{{1,2}}\b"
)
# What somebody else has to do, and what stays with them.
_DUTY: Final = (
    r"\b(?:you|your (?:client|team|brand|side))(?:'ll| will| would| must| should| need to| have to)? (?:book|sign"
    r"|pay|cover|handle"
    r"|credit|bring|organi[sz]e|arrange|supply|take care|reimburse|provide|ship|refund|re-?book|owe"
    r"|guarantee)s?\b(?! [$€£\d])"
    r"|\b(?:is|are|be|all) on you\b|\b(?:retain|remain|reserve|belong)s?\b|\bsuch money\b|\buniverse\b"
    r"|\b(?:my|our|the|this) (?:rate|fee|price) (?:covers|includes|excludes|is for|buys|applies)\b"
)
# A noun of the terms with a word that bounds it, in one clause.
_BOUND: Final = (
    rf"\b{_NOUN}\b(?=.*?\b(?:{_LIMIT}))|\b(?:{_LIMIT}).*?\b{_NOUN}\b|\b(?:more|later|earlier|after|before) {_TIME}\b"
)
_MORE_TIME: Final = (
    rf"\b{_TIME} (?:more|later|earlier|longer)\b|\b(?:need|want|takes?) (?:\w+ ){{0,3}}(?:weeks|months)\b"
)
_TERM: Final = re.compile(f"{_THEIRS}|{_DUTY}|{_IF}|{_BOUND}|{_MORE_TIME}", re.IGNORECASE | re.DOTALL)
_FINE: Final = re.compile(
    r"\b(?:is|are|sounds?|looks?|works?|all) (?:\w+ )?(?:fine|ok|okay|good|great|perfect|clear|agreed|included)\b"
    r"|\b(?:fine|ok|okay|happy|good) with\b|\bthanks? (?:you )?for\b|\bagree to\b|\bunderstood\b|\blooking forward\b"
    r"|\b(?:send|sign|share|await)\b[^.!?]{0,25}\bcontract\b",
    re.IGNORECASE,
)
_NO_TERM: Final = re.compile(
    r"\b(?:(?:all )?(?:taxes|tax|fees|vat|gst|expenses|costs)(?: are| is)? included|includ\w+ (?:all )?(?:taxes"
    r"|tax|fees|vat|gst)"
    r"|(?:no|without) (?:extra|additional|other|hidden|further) (?:fees?|costs?|charges?)|days? ago|(?:start|begin"
    r"|film|filming|work|shoot|shooting|reply|answer|talk"
    r"|write)\w* (?:again )?(?:next|this) (?:week|month)"
    r"|(?:my|her|his|our) (?:last|latest|recent|previous) (?:\w+ )?(?:reels?|videos?|posts?|stor(?:y|ies)"
    r"|tik ?toks?|content)(?= (?:performed|perform|do|got|had|did|made|reached|hit|were|was|has|have|passed|went))"
    r"|(?:takes|take|put|spend|need)(?: me| us)?(?: about| around| roughly)? (?:\w+ ){0,2}(?:hours|days)(?= (?:into"
    r"|of|on|with|for|to)\b)|years of experience"
    r"|(?:i'm|i am|she's|we're) free\b|based in [A-Z]\w+|take it or leave it|(?:over to you for"
    r"|from our contact for|our contact for|go ahead with) the (?:contract"
    r"|agreement|paperwork)|for (?:months|weeks)"
    r"|engagement(?: rate)?(?: of| is|:)? \d[\d.,]*(?= ?%)|(?:contract|paperwork|agreement),? please"
    r"|into (?:each|every) (?:video|reel|post|story|piece)|by brands that pay late|(?:a )?(?:team|crew|editor|rent"
    r"|bills|people) to pay"
    r"|every day|(?:great|nice|good|lovely) (?:day|week)|for (?:\w+ )?years|years? ago|one day|these days|(?:two"
    r"|a few|some) days to"
    r"|takes (?:me )?(?:\w+ )?days?|less than (?:i|we)|this year|last (?:week|month|year)"
    r"|(?:please )?pay (?:me )?(?:in \w+|[$€£\d][\d.,]*)|unless you need anything[^.!?\n]*)\b",
    re.IGNORECASE,
)

_ASKS_A_FACT: Final = re.compile(
    r"\s*(?:(?:and|so|also|then|just) )?(?:when|where|who|how(?! about)|what(?! (?:about|if))|which|(?:can"
    r"|could) you (?:tell|send|let))\b",
    re.IGNORECASE,
)


def without_chat(text: str) -> str:
    """The text, of the same length, without phrases that set no term although words of terms stand in them."""
    return _NO_TERM.sub(lambda found: " " * len(found.group()), text)


def untold_terms(untold: str, package: Set[DeliverableType], *, questions_read: bool) -> tuple[str, ...]:
    """Clauses about terms in *untold*, a mail without the terms that were read."""
    return tuple(
        one.text.strip()
        for one in clauses(without_chat(flat(untold)))
        if _is_about_terms(one, package) and not (one.asks and questions_read)
    )


def _is_about_terms(clause: Clause, package: Set[DeliverableType]) -> bool:
    about = _TERM.search(clause.text) is not None or next(other_work(clause.text, package), None) is not None
    return about and _FINE.search(clause.text) is None and not (clause.asks and _ASKS_A_FACT.match(clause.sentence))
