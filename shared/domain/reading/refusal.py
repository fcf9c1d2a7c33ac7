"""Whether a mail says no in its own words: a no closes the negotiation, so that the reader's word is not enough."""

import re
from typing import Final

from shared.domain.reading.assent import is_plain_yes
from shared.domain.reading.clauses import flat, sentences

_THIS: Final = r"(?:this one|this|it|that|you|(?:the|your) (?:brand|offer|campaign|collab\w*|project)|anything)"
_CANT: Final = (
    r"(?:can't|cannot|can not|won't|will not|couldn't|(?:am |are |'m |'re )?(?:not|un) ?able to|won't be able to)"
)
_NO: Final = re.compile(
    r"\A\W*(?:\w+\W+){0,2}(?:no|nope)\W*\Z|\b(?:no|nope|nah),? (?:thanks|thank you|thx|sorry|way)\b(?! (?:to"
    r"|for the))|\byeah,? no\b|\bno deal\b|\bhard (?:pass|no)\b"
    r"|(?:\bnot|n't|\bno longer|\bnever) (?:\w+ )?interested\b"
    r"|\b(?:i'll|i will|we'll|we will|i'd|i would|going to|gonna|have to|need to|must|will have to|rather|i|we"
    r"|best|better to)"
    r" (?:(?:have to|rather|respectfully|kindly|probably) )?(?:pass|decline)\b|\b(?:like|choose|chose"
    r"|decided) to (?:pass|decline)\b"
    r"|\bi (?:respectfully |kindly |must )?declined?\b"
    rf"|\b(?:i|we|she|he|they)\b(?: \w+)?(?: |(?='))(?:{_CANT}) (?:be )?(?:take|taking|do|doing|accept|join|joining"
    rf"|participate|participating|commit|committing|collaborate"
    rf"|collaborating|work|working|help|helping|move|moving|go|going|partner|partnering|proceed|proceeding)"
    rf"(?: (?:on|with|to|in|forward|ahead))*(?: {_THIS})?(?: with {_THIS})?(?: on| offer)?(?: (?:this|it|that))?"
    r"(?: (?:right now|at the moment|this time|this year|sorry|anymore|either|then))?\s*(?:[,.!;]|\Z|but)"
    r"|\b(?:not|n't|isn't|aren't) (?:be )?(?:a |the |really a )?(?:good |right |great )?(?:fit|match)\b"
    r"|\bnot (?:right|suitable) for\b|\bdon't think (?:it|this)(?:'s| is) right\b"
    r"|(?:\bnot|n't|\bno longer) (?:do|doing|take|taking|accept|accepting)(?: on)?(?: any)?(?: more| new)? "
    r"(?:paid|sponsored|ads?\b|brand|partnerships?|sponsorships?|collab\w*)"
    r"|(?:\bnot|n't) (?:want|wish|like) to (?:work|collaborate|partner|do (?:this|it)|be part)"
    r"|\b(?:take|remove|delete) (?:me|us|my \w+) (?:off|from)\b|\bunsubscribe\b"
    r"|\bstop (?:e-?mailing|writing|contacting|messaging|bothering)\b|\bdo not (?:contact|email|write)\b"
    r"|\b(?:it's|that's|it is|that is|is) (?:a |still )?(?:clear |hard )?no(?=\W*\Z|[,.!;]| from| for| then)"
    r"|\banswer (?:is|remains|stays) no\b"
    r"|\babsolutely not\b|\bno way i\b|\bthere is no way\b"
    r"|\bturn(?:ed|ing)? (?:it|this|that|you|(?:the|your|this) offer) down\b|\bturn(?:ed|ing)? down (?:your|the"
    r"|this)\b"
    r"|\b(?:i'm|we're|i am|we are) out\b(?! of)|\blet's leave it\b|\b(?:not|n't) available\b|\bfully booked\b"
    r"|\brather not\b|\bno longer (?:do|work|take)\b|\bnot going to (?:work|happen) (?:for|with) (?:us|me|you)\b"
    r"|\bnot moving forward\b|(?<!will )(?<!'ll )\bsay(?:ing)? no\b(?! (?:to|at|for) (?:that|this|the|your"
    r"|such) (?:price|rate|fee|amount|money|figure))|\bdecided (?:not to|against)\b|(?:\bnot"
    r"|n't) (?:promote|advertise|endorse)\b"
    r"|\A\W*no\b[^.!?]{0,10}\b(?:don't|won't|can't|rather not)\b",
    re.IGNORECASE,
)
# Said of the work it is a no; of its price it bargains. Without any such word nobody refuses.
_UNWILLING: Final = re.compile(
    r"\b(?:no|not|never|nope|nah|pass|declin\w*|refus\w*|unable|unfortunately|sorry|regret\w*|out|busy|booked|stopp?\w*"
    r"|quit|remove|unsubscribe|leave|withdraw\w*|cancel\w*|all the best|best of luck|another time)\b|n't\b",
    re.IGNORECASE,
)
_OF_MONEY: Final = re.compile(
    r"\d|\b(?:price|rates?|fees?|money|budget|amount|figure|number|offer|pay|paid|cost|so little|or you|more)\b"
    r"(?! (?:new|paid|sponsored|brand|work|deals?|partnerships?|collab\w*))",
    re.IGNORECASE,
)
_SUM: Final = re.compile(r"[$€£] ?\d")
# Who still bargains has not left.
_TALKS_ON: Final = re.compile(
    r"\?|\b(?:yes|agreed|accepted)\b|(?<!no )(?<!any )(?<!a )\bdeal\b(?! (?:with|like))|\b(?:unless|if you|if we"
    r"|instead|better offer|go higher|more money|but i (?:can|could|would)(?!n't|not| not|'t)|happy to (?:do"
    r"|discuss|talk)"
    r"|yet|until (?:i|you|we)|before i|first|let me|could you|can you|would you|open to|counter|i'd (?:do|need"
    r"|want|say|take|accept)|my rate)\b",
    re.IGNORECASE,
)


def is_plain_no(text: str) -> bool:
    """Whether the mail refuses to work together, and bargains no further."""
    said = flat(text)
    if _TALKS_ON.search(said) or is_plain_yes(text):
        return False
    told = [one.group().strip() for one in sentences(said)]
    return any(map(_NO.search, told)) or (not _SUM.search(said) and any(map(_is_unwilling, told)))


def _is_unwilling(sentence: str) -> bool:
    return _UNWILLING.search(sentence) is not None and _OF_MONEY.search(sentence) is None
