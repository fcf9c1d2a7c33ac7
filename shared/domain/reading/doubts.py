"""Words that may make another thing of the yes beside which they stand, and those that only look like it."""

import re
from typing import Final

# What is no doubt although a word of doubt stands in it.
HARMLESS: Final = re.compile(
    r"\b(?:one|two|a|another|quick|last|few|final) (?:more |last |quick |final )?(?:questions?|thing to ask)\b"
    r"|\bno (?:problem|objections?|worries|further questions|(?:other |more )?questions|need to|rush|hurry"
    r"|stress|doubt)\b"
    r"|\bnot (?:bad|a problem|an issue|at all a problem)\b|\bwhy not\b|\b(?:can't|cannot|can not|couldn't) wait\b"
    r"|\b(?:do not|don't) (?:need|have) (?:anything|any \w+)(?: else| more)?\b|\bdon't (?:hesitate|worry)\b"
    r"|\bcouldn't be (?:happier|better)\b|\bnothing (?:else|more|to add)\b"
    r"|\b(?:did not|didn't|could not|couldn't|have not|haven't|was not able to|wasn't able to"
    r"|not) (?:\w+ )?(?:reply|answer"
    r"|replied|answered|respond|responded|get back|got back|gotten back|see|seen|write|written|replying|answering)\b"
    r"|\b(?:please )?(?:just )?(?:let me know|tell me|shout|feel free to \w+|get in touch|write"
    r"|reach out)? ?if (?:you|there)"
    r"(?:'s| is|'re)? ?(?:need|have|want|require|any)? ?(?:any|anything|something)[^.!?\n]*"
    r"|\bif (?:possible|that's (?:ok|okay|alright))\b|\b(?:please )?let me know (?:what|when|how|where|which|the"
    r"|about)\b"
    r"|\b(?:have|has|'ve) (?:always |often |long )?(?:wanted|followed|used|loved|worked|been)\b[^.!?\n]*"
    r"|\b(?:i|we)(?:'ve| have)? (?:checked|talked|spoken|spoke|thought|discussed)\b"
    r"|\b(?:i|we) (?:was|were) (?:(?:hoping|expecting) for (?:\w+ ){0,3}more|hoping|thinking|expecting|away|busy"
    r"|travelling|traveling|ill|sick|offline|on \w+)\b"
    r"|\bhoping for (?:\w+ ){0,3}more\b|\bfair enough\b|\bsorry for the wait\b|\b(?:where|how|when|what) should i\b"
    r"|\b(?:i'll|i will) (?:double )?check my (?:calendar|schedule|dates)\b|\bunless (?:you|there) (?:need|have"
    r"|want|is) any\w*[^.!?\n]*"
    r"|\b(?:pleased|happy|glad|delighted) to say\b|\bsay hi\b|\bas soon as (?:i|we) (?:receive|get"
    r"|have) the (?:product|brief|parcel|package|samples?)\b|\bfor (?:just"
    r"|only) one\b|\byou provided\b|\bi (?:was|were) (?:hoping|thinking)\b|\b(?:i|we) could do(?= [$€£\d])"
    r"|\bless than (?:i|we) (?:usually|normally|hoped|expected)\b|\bmore than (?:happy|glad|fair|okay|ok|fine"
    r"|welcome)\b"
    r"|\b(?:happy|glad|pleased) (?:that )?we could make (?:this|it) (?:work|happen)\b|\bcouldn't be a better \w+"
    r"|\b(?:when|where|who|which \w+) (?:will|would|can|could|should) (?:you|we|i|it)\b"
    r"|\b(?:had )?a (?:think|look|chat)(?: about (?:it|this))?\b"
    r"|\bonly (?:saw|see|just|now|read)\b|\bjust (?:saw|seen|read|got|back|wanted to|checked|checking in"
    r"|to confirm)\b"
    r"|\b(?:once|yet) again\b|\bat once\b|\bafter all\b|\bas (?:soon as possible|discussed|agreed|offered"
    r"|it stands)\b"
    r"|\b(?:ok|okay|fine|good|happy|agree|comfortable) with (?:all )?(?:the|your|these|those) conditions\b"
    r"|\bthe conditions (?:are|fit|work|suit)\b"
    r"|\bthink (?:it|this|that)(?:'s| is| was) (?:an? )?(?:\w+ )?(?:fit|match|idea|offer|opportunity)\b"
    r"|\b(?:would|'d) (?:like|love|be (?:very |so |more than )?(?:happy|glad|pleased|delighted|honou?red|fine"
    r"|great|good))\b"
    r"|\bwould work\b|\bthink (?:that's|it's|this is) (?:fair|great|good)\b",
    re.IGNORECASE,
)
DOUBT: Final = re.compile(
    r"\b(?:not|no|never|nobody|none|nothing|nowhere|neither|nor|cannot|without|hardly|barely|nope|nah)\b|n't\b"
    r"|\b(?:maybe|perhaps|probably|possibly|might|could|should|would|almost|nearly|considering|inclined|tempted"
    r"|suppose"
    r"|guess|unsure|unclear|undecided|deciding|decide|tentativ\w+|provisional\w*|depend\w*|hopefully)\b|'d\b"
    r"|\bi think\b|\bi hope\b|\bhope to\b|\bhoping\b|(?<!really )\bwant to (?:accept|agree|say)\b|\blet me\b"
    r"|\byet\b|\bfor now\b"
    r"|\bget back to\b|\b(?<!a )think (?:about|over)\b|\bsleep on\b|\bhold on\b|\bwait(?:ing)?\b|\bpending\b|\blater\b"
    r"|\btomorrow\b"
    r"|\b(?:still|first|need to|have to|want to|going to|must) (?:\w+ )?(?:check|see|read|hear|ask|talk|look"
    r"|review|think)\b"
    r"|\bwill (?:\w+ )?(?:check|let you know|confirm|decide|tell you|see)\b|'ll (?:\w+ )?(?:check|let you know"
    r"|confirm|decide|see)\b"
    r"|\b(?:if|unless|until|till|once|before|provided|providing|assuming|assume|whether|in case|condition\w*"
    r"|as soon as"
    r"|as long as|so long as|subject to|depending|contingent|on the basis)\b|\b(?:when|after|as) (?:you|we|i|it"
    r"|the|my|your|she|he)\b"
    r"|\b(?:except|apart from|aside from|minus|excluding|excl|other than|however|instead|rather|otherwise|though"
    r"|although)\b"
    r"|\b(?:only|just|limited|at most|at least|max|maximum|minimum|one change|small change|changes?|one thing"
    r"|a few things)\b"
    r"|\b(?:on top|extra|additional\w*|more|higher|double (?:that|the|it|your|of)|twice|triple|increase|less|fewer"
    r"|cheaper|instead of|different)\b"
    r"|\b(?:kidding|joke|joking|lol|haha\w*|lmao|rofl|as if|in your dreams|come on|pigs|said nobody|yeah right"
    r"|how generous)\b"
    r"|\b(?:pass|declin\w*|refus\w*|reject\w*|withdraw\w*|turn\w* down|cancel\w*|take back|took back|forget it"
    r"|mistake"
    r"|unfortunately|sadly|regret\w*|disagree\w*|shame)\b"
    r"|\b(?:low|lower|little|enough|expected)\b|\b(?:said|wrote|told|heard|claims?|says?(?! yes)|thinks?|apparently"
    r"|supposedly)\b"
    r"|\b(?:had|used to|was|were|last (?:year|month|week|spring|time)|back then)\b"
    r"|\b(?:my|our) (?:usual|own|standard|normal|regular) \w+|\bper (?:month|week)\b|\bmonthly\b"
    r"|\b(?:each|every|a) (?:month|week|quarter)\b|\bsame (?:again|for|every|each|deal|amount|price|goes)\b"
    r"|\brecurring\b"
    r"|\b(?:to be|tbd|tbc)\b(?! (?:part|honest|involved|able|working|a part|fair|included))|\bin (?:principle"
    r"|theory|general|spirit)\b|\breservations?\b|\bbar(?:ring)? (?:the|one|a)\b|\bconceptually\b"
    r"|\b(?:has|have|needs?) to (?:\w+ )?(?:sign|approve|agree|ok|okay|confirm|clear)\b|\bnot 4\b|\b(?:price|fee"
    r"|rate|money|budget|terms|rest|details) to (?:agree|follow|discuss|talk|settle|sort|fix)\b|\bsort the money\b"
    r"|\btake (?:it|this|that) to\b|\b(?:half|instal?lments?|hourly|an hour|lawyers?|attorney|legal\w*|leaning|soft"
    r"|on paper|formally|verbally|breaker|dead|net of|bump|problem|leave it|bad|so far|next offer|on the phone|talks)\b"
    r"|\bconfirm(?:s|ed)? (?:(?:my|her|his|their|our)(?! (?:participation|acceptance|agreement|yes))"
    r"|the (?:address|date|call"
    r"|concept)|receipt)\b",
    re.IGNORECASE,
)
# What was before the yes, told before it: "I wasn't sure at first, but I'm in". It holds nothing back.
STORY: Final = re.compile(
    r"\b(?:was|were|had|did|used to)\b(?! (?:i|we|you|to)\b)|\b(?:was|were|did|had)n't\b|\b(?:was|were|did|had) not\b"
    r"|\b(?:haven't|couldn't|not) (?:\w+ )?(?:been|look\w*|reach\w*|read|come|manage\w*)\b"
    r"|\b(?:do not|don't) (?:usually|normally|often|typically)\b|\bnot (?:what i|sure at|my usual)\b"
    r"|\b(?:ask|asked|hope|hoped|wish|wished|want|wanted|aimed|expected)(?: for)? (?:\w+ )?more\b|\bi'd hoped\b"
    r"|\b(?:lower|less|smaller) than (?:i|we) (?:usually|normally|typically|hoped|expected)\b"
    r"|\bhad to (?:sleep on|think about)(?: it| this)?\b|\b(?:just|only) \w+ed\b|\bon the fence\b"
    r"|\b(?:under|below|lower than|less than) (?:my|our) (?:usual|own|standard|normal|regular) \w+"
    r"|\b(?:i|we) (?:just|only) (?:got|saw|read|came|came back|got off)\b|\b(?:just|only) (?:got|saw|back|off)\b"
    r"|\bno wifi\b"
    r"|\b(?:read|went|gone|looked|been) (?:\w+ ){0,3}twice\b|\bhad a (?:think|look|chat)(?: about (?:it|this))?\b"
    r"|\blast (?:week|month|night|year)\b|\bwhen i (?:saw|read|got)\b",
    re.IGNORECASE,
)
# Behind "but" the yes itself may stand: "I was hoping for more, but okay, deal."
BUT: Final = re.compile(r"\bbut\b", re.IGNORECASE)
WISHES: Final = re.compile(
    r"\b(?:can|could|will|would) (?:you|we|i|there)\b(?! (?:please )?(?:send|share|tell|give|forward|e?mail|expect"
    r"|confirm|let"
    r"|start|begin|see|get the|have the))|\b(?:how|what) about\b|\bwhat if\b|\bany chance\b|\bpossible\b|\bmay i\b"
    r"|\bdo i have to\b|\bif i\b",
    re.IGNORECASE,
)
CURIOUS: Final = re.compile(
    r"\b(?:who(?! (?:do|should|can|shall) (?:i|we) (?:send|invoice|bill))|what|why(?! not)"
    r"|which(?! (?:colou?r|size|flavou?r|shade|hashtag|address|day|date))|tell me|more (?:info\w*|details)"
    r"|send (?:me|us|over)|details|hear more|interesting"
    r"|speak soon"
    r"|(?:got|received|saw|read) (?:your|the) (?:\w+ )?(?:mail|email|offer|message|brief|parcel|package)"
    r"|right person|speak \w+)\b",
    re.IGNORECASE,
)
