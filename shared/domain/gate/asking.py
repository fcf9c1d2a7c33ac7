"""Whose figure it is: said by somebody who asks, or held as a thing that we heard."""

from __future__ import annotations

import re
from typing import Final

_ADVERB: Final = r"(?:now|also|just|initially|originally|first|really|ideally|actually|still|currently|kindly|\w+ly)"
_NOUN: Final = (
    r"(?:rates?|asks?|asking (?:rate|price)|quotes?|figures?|numbers?|requests?|quotations?|expectations?|pricing"
    r"|estimates?|price|counter-?proposal|counter(?:-?offer)?|proposal|wish|target|starting point)"
)
# "Priya asks for", "you were hoping for", "she would like", "you're at".
_SAYS: Final = (
    rf"(?:(?:['’]d|['’]s|['’]re|['’]ve| is| are| was| were| had| has| have| would| will|) ?(?:{_ADVERB} )*"
    r"(?:said|says|say|asked|asks|asking|ask|quoted|quotes|quoting|named|names|mentioned|mentions|wanted|wants|want"
    r"|requested|requests|requesting|proposed|proposes|suggested|suggests|expected|expects|expecting|expect"
    r"|hoping|hoped"
    r"|hopes|looking|aiming|thinking(?: of)?|charges?|charging|after|(?:have|had|has) in mind|in mind|like|love"
    r"|put|set out"
    r"|written|wrote|gave|given|put down|coming from|come from|came in|came back)(?: (?:us|me|down|in|back))?"
    r"(?: (?:for|at|with|of|about|to have|to see|to get|to be at|a|an|the|your|her|his|their|total|rate|fee|figure))*"
    r"|(?:['’]re|['’]s| is| are| was| were) (?:now |still )?at(?: the)?)"
)
_WHO: Final = (
    r"(?:you|she|he|they|(?-i:[A-Z])[\w'’-]*\w(?=['’ ])(?<!We)(?<!Our)(?<!The)(?<!What)(?<!That)(?<!This)(?<!It))"
)
_WHOSE: Final = r"(?:your|her|his|their|(?-i:[A-Z])[\w-]+['’]s?)"
# "How you arrived at": of what is done, so it is theirs; "how you would get to" may be ours.
_REACHED: Final = (
    rf"(?:['’]ve |['’]d |have |had )?(?:{_ADVERB} )*(?:arrived at|came to|come to|got to|landed (?:on|at)|settled on"
    r"|worked out|reached|calculated|built up to)(?: the| a| your| their)?"
)
_HELD: Final = (
    r"(?:hear(?:d)?(?: you)?(?: on)?|not(?:e|ed|ing)|understand\w*|understood|looked(?: closely"
    r"| carefully)?(?: at| into)"
    r"|looking at|see|seen|saw|know|knew|about|regarding|concerning|on(?: the subject of)?|took|taken|take"
    r"|brought|bring"
    r"|discussed|talked (?:through|over|about)|considered|reviewed|went through|gone through|thought about"
    r"|thanks? (?:you )?for|aware of|shared|passed on|have|read|received|got|appreciate|with|between|from|where|why"
    r"|to|behind|mentioned|at|off|against|compared (?:to|with)|of)"
)
_LEADS: Final = re.compile(
    rf"(?:\b{_WHO}{_SAYS}"
    rf"|\b{_WHOSE} (?:\w+ )?{_NOUN}(?: for [^,.;]{{1,40}}?)?(?: (?:of|at|is|was|being|for|to be|stands at"
    rf"|sits at|comes to))?"
    rf"|\b{_WHOSE} (?:\w+ )?{_NOUN}[,:]|\b(?:understand|know|see|appreciate|realis?e|hear)(?: that)?"
    rf"|\bhow {_WHO} ?{_REACHED}"
    rf"|\b(?:reasons? for|logic behind|thinking behind|(?:had|given|giving) [\w ]{{0,15}}(?:think|thought) about)"
    rf"|\b{_HELD} (?:the|{_WHOSE})(?: full| quoted| requested)?) *\Z",
    re.IGNORECASE,
)
_TRAILS: Final = re.compile(
    rf"\A *(?:is|was|being) (?:what|where|the (?:rate|number|figure|fee) (?:that )?)?(?: )?(?:you|she|he|they)\b"
    r"(?! (?:get|receive|earn|will|['’]ll))|\A *is (?:(?:well|duly|fully) )?(?:heard|noted|understood|clear|fair enough"
    r"|with (?:us|me|the team)|on (?:record|file))\b"
    rf"|\A *(?:to|past) the team\b|\A *(?:is|was) {_WHOSE} (?:\w+ )?{_NOUN}\b|\A *(?:reflects|comes from|(?:doesn['’]t"
    rf"|does not) come out of nowhere|(?:isn['’]t|is not) unreasonable)\b",
    re.IGNORECASE,
)
# A clause that holds the figure before us hands none over.
_HANDS_OVER: Final = re.compile(
    r"\b(?:accept\w*|comfortabl[ey]|approv\w+|agree\w*|deal|pay\w*|offer\w*|meet|match|confirm\w*|happy|glad\w*"
    r"|fine|(?<!this )(?<!the )(?<!of )(?<!your )works?|yes|earn\w*"
    r"|receive|settl\w+|sold|okay?|ok|great|perfect|grant\w*|go|going|budget\w*|includ\w+|stands?|secured?"
    r"|yours?(?= \Z)"
    r"|signed|transfer\w*|wire|reserv\w+|set aside|fair|reasonable|can(?! (?:see|tell|hear|understand"
    r"|appreciate)\b)|could do|we do|do (?!understand"
    r"|appreciate|hear"
    r"|see|know))\b(?! (?:across|through|over) )",
    re.IGNORECASE,
)


def is_brought_up(lead: str, trail: str) -> bool:
    """Whether the clause around a figure says that somebody asks it, or that we heard it, and nothing of giving it.

    lead, trail: the clause before the figure and behind it.
    """
    if _HANDS_OVER.search(f"{lead} . {trail}"):
        return False
    return _LEADS.search(lead) is not None or _TRAILS.match(trail) is not None
