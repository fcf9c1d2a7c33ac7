"""No claim leaves that nobody decided: pressure, higher authority, what others take, what is confidential, insults."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from shared.domain.gate.clauses import found_in, is_refused, sentences
from shared.domain.gate.dates import WEEKDAY
from shared.domain.gate.terms import Check, Draft, GateFailure, GateTerms
from shared.domain.negotiation import Stage

_MANY: Final = (
    r"(?:other|another|similar|comparable|many|most|several|few|some|cheaper|more|all|\d+|two|three|five|ten)"
)
_CREATORS: Final = r"(?:creators?|influencers?|candidates?|talents?)"
_SOON: Final = (
    rf"(?:tonight|today|tomorrow|asap|as soon as possible|right away|immediately|at once|in time|{WEEKDAY}|this week"
    r"|(?:the )?(?:end|close|middle|start) of (?:the |this |next )?(?:day|week|month|business)|\d+(?:st|nd|rd|th)"
    r"|(?:the )?next (?:few )?(?:hours?|days?|weeks?)|noon|midnight|eod|cob"
    r"|(?:an?|one|two|three|five|seven|\d+) (?:business |working )?(?:hours?|days?|weeks?))"
)
_ANSWER: Final = (
    r"(?:let (?:me|us) know|hear (?:back )?(?:from you)?|reply|answer|respond|decide|decision|confirm|confirmation"
    r"|(?:need|want|like|have|get) (?:a|an|your|the) (?:\w+ )?(?:yes|answer|decision|reply|response|word)|get "
    r"back to (?:me|us)|come back to (?:me|us)|say yes|know(?= (?:by|today|tomorrow|before|until)))"
)

_ADVERB: Final = r"(?:just|also|already|even|yourself|\w+ly)"
_SPOKE: Final = (
    r"told|said|saying|telling|put|say|wrote|mentioned|noted|explained|indicated|suggested|let (?:me|us) know that"
)
_YIELDING: Final = (
    r"(?:you|i|it|thousand|hundred|\d)(?:['’]d| would|['’]re| are|['’]s| is| was| were| could| can|['’]ll)? "
    r"(?:(?!never\b)\w+ )?(?:be )?(?:also )?"
    r"(?:fine|happy|ok|okay|comfortable|flexible|open|willing|ready|accept\w*|agree\w*|take|settle|drop|lower"
    r"|negotiable"
    r"|enough|plenty|work\b(?! with)|(?:do|make) (?:it|this))|(?:fine|ok|okay|happy) with|less than|lower than"
    r"|below|cheaper|discounts?"
    r"|(?:price|money|fee|rate|budget|pay) (?:isn['’]t|wasn['’]t|is not|was not|does|did)"
    r"|negotiable|flexible|come down|go (?:down|lower)|paid (?:you )?(?:\w+ )?(?:less|more|below|only)"
)
# Nothing of the kind is ever decided, so no terms allow it; what code rendered or they wrote is not looked at.
_CLAIMS: Final = {
    "authority": r"(?<!on )\b(?:ce|cm|cf|co)o\b[^.!?\n]{0,40}\b\w+|\bthe (?:founders?|owners?|president|chairman)\b"
    r"[^.!?\n]{0,40}\b(?:approv|sign|agre|confirm|authori|allow|accept|said|says|insist|want|refus)\w*"
    r"|(?<!on )\b(?:board|my (?:boss|manager|superior|supervisor|director)|(?:our|upper|senior|the) management"
    r"|management|headquarters|head office|procurement|finance (?:team|department)|legal (?:team|department)?)\b"
    r"[^.!?\n]{0,40}\b(?:approv|sign|agre|confirm|authori|allow|accept|said|says|insist|want|refus|will|ha[sd])\w*",
    "backed": r"\b(?:the|our|my) (?:client|brand|boss|director|team|company|leadership|bosses|partners)\b[^.!?\n]{0,40}"
    r"\b(?:on board with|fully on board|happy with|fine with|okay with|signed off|gave (?:me|us)|cleared|back(?:s"
    r"|ed) (?:this|it|us|me)|behind (?:this|it))",
    "series": r"\b(?:something|anything) (?:regular|bigger|lasting|permanent|ongoing|long(?:er)?[- ]term)\b|"
    r"\b(?:several|many|more|regular|multiple|all our|each of our|our next|our other|our future|the next)"
    r" (?:\w+ )?(?:campaigns|projects|launches|collaborations|collabs|drops)\b",
    "first_look": r"\b(?<!content )(?<!them )before (?:it|anything|they|that|the (?:\w+ )?(?:video|reel|post"
    r"|story|stories|content|clip))"
    r"(?:['’]s| is| are| goes?) (?:goes? )?(?:live|out|up|online|posted|published|public)?\b",
    "everyone": r"\bwhat (?:everyone|everybody|others|most|the others|the rest)\b|"
    r"\b(?:pay|pays|paid|offer|offers|offered|give|gave|paying|offering) (?:to )?(?:everyone"
    r"|everybody|all (?:our|of)"
    r"|others|most|every|other|nobody)\b|\b(?:a lot of|lots of|plenty of|most|some|other|few|countless) (?:people"
    r"|others|folks|creators)\b",
    "peak": r"\b(?:all|everything) (?:that )?(?:we|i) (?:have|can|could|['’]ve got)\b(?! (?:say|do is|ask|to say))|"
    r"\bwhat we (?:can|could|may|might) spend\b|"
    r"\bthe (?:very )?(?:best|most|highest|maximum) (?:that )?(?:we|i)(?:['’]re| are)? (?:can|could|able"
    r"|will|have|do|pay|go)\b(?! offer)"
    r"|\b(?:should|will|['’]ll) be (?:fine|okay|ok|alright|approved)\b|\brun (?:it|this|that) (?:by|past)\b",
    "sounding": r"\b(?:number|figure|price|rate|amount|fee|sum) (?:in between|in the middle|(?:that )?you(?:['’]d"
    r"| would)"
    r" (?:be|feel|accept|take|prefer))|"
    r"\bwhat (?:would|it would|it will|figure|number|rate|price|amount)\b[^.!?\n]{0,20}\b(?:take|make "
    r"it|be a yes|you(?:['’]d| would| need))"
    r"|\bsee what (?:we|i) can\b|\bfind an? (?:\w+ )?(?:number|figure|rate|price|amount|sum)\b",
    "changes": r"\bno need to (?:check|ask|show|run|clear)\b|"
    r"\b(?:won['’]t|will not|never|don['’]t|do not|not) (?:\w+ )?(?:ask for|request|want|need|make"
    r"|expect) (?:any |many )?"
    r"(?:changes|edits|revisions|approval|corrections|reshoots|drafts)\b",
    "ultimatum": r"\boffer is final\b|\b(?:final|last|best) offer\b|\btake it or leave it\b",
    "final": r"\b(?:this|that|it|which|(?:offer|number|price|rate|figure|fee))(?:['’]s| is| was)"
    r"(?: really| truly| absolutely| already| now)? (?:final|(?:the|our|my) (?:absolute )?(?:maximum|limit"
    r"|ceiling|cap)"
    r"|the (?:very )?(?:most|highest)(?: (?:that|number|figure|price|rate|offer))* (?:we|i)\b"
    r"|the best (?:that )?we can (?:do|pay)"
    r"|as (?:high|far|much) as (?:we|i|it|this|that)\b)"
    r"|\bas (?:far|high|much) as (?:it|this|that|things)(?: can| will| could)? (?:go(?:es)?|gets?|stretch(?:es)?)\b"
    r"|\bas (?:far|high) as (?:we|i)(?:['’]ll| can| will)?(?: go| stretch| do)\b|\bor nothing\b|\b(?:have to"
    r"|must|will) move on\b"
    r"|\bbest and (?:final|last)\b|\b(?:last|final) (?:word|call|number|figure|price|rate|answer|attempt|try"
    r"|position|proposal|bid)\b"
    r"|\bnon-?negotiable\b|\bnot (?:negotiable|up for (?:debate|discussion))\b|\b(?:highest|maximum) we can\b"
    r"|\bwon['’]t (?:come|be) back with\b|\bno (?:other|further|better|more) offers?\b",
    "others": rf"\b{_MANY} (?:\w+ )?{_CREATORS}\b(?! (?:in|on) (?:the|your) team)|\b{_CREATORS} (?:of )?(?:your"
    rf"|this|that) "
    r"(?:size|reach|level|kind)\b"
    r"|\b(?:someone|somebody|anyone) else (?:would|will|can|could) (?:do|take|accept)\b"
    r"|\b(?:ask|go with|choose|pick|move on to|turn to|find|book) (?:(?:someone|somebody) else|(?:another"
    r"|a different) (?:\w+ )?"
    rf"(?:{_CREATORS}|face|profile|channel))\b"
    r"|\b(?:everybody|everyone|nobody|no one) (?:else )?(?:said|says|has|have|took|got|gets|accepted|agreed|earns)\b"
    r"|\bothers (?:are|have|took|take|accept\w*|would|said|charge|got|get|ask)\b|\bthan the others\b"
    r"|\bother (?:\w+ )?(?:channels|profiles|accounts|people|names|applicants)\b(?! (?:of|on|where))"
    r"|\bthan anyone (?:else )?(?:on|in|we)\b"
    r"|\b(?:queue|line|list) of (?:people|creators|names|others)\b"
    r"|(?-i:\b[A-Z][a-z]+)\b[^.!?\n]{0,30}\b(?:takes?|took|gets?|got|charges?d?|accept(?:s|ed)|asks?|asked) (?:for )?"
    r"(?:far |much |a (?:bit|little) )?(?:less|the same)\b"
    r"|(?-i:\b[A-Z][a-z]+ (?:and|or) [A-Z][a-z]+) (?:have |has |had )?(?:already |also |both )?"
    r"(?:said|say|agreed|accepted|took|take|signed|got|get|charge)\b"
    r"|\bpay (?:everybody|everyone|them all|all of you) the same\b|\b(?:nobody|no one) else\b|\btook half\b"
    rf"|\bno other {_CREATORS}\b|\b(?:other|most|many|some|all) {_CREATORS}\b[^.!?\n]{{0,30}}"
    r"\b(?:got|get|took|take|accept\w*|agree\w*|settle\w*|paid|earn\w*|charge\w*)\b",
    "chosen": r"\b(?:found|chosen|picked|booked|signed|hired|spoken to|talking to|speaking (?:to|with)|in talks with)"
    r" (?:an?(?= (?:\w+ )?(?:creator|influencer|channel|person|name)\b)|another|some(?:body|one)|two|three|several"
    r"|a few|other|more)\b|\b(?:two|three|several|a few|a couple of|more|most|other) (?:more |other )?(?:people|names"
    r"|candidates|profiles)\b|\bmore than (?:most|many|anybody|anyone|others|the rest|usual)\b"
    r"|\bfor less\b(?! time)",
    "market": r"\bgenerous\b(?! (?:with|of you|in)\b)"
    r"|\bfor (?:a|an) (?:channel|creator|account|page|profile) of (?:that|this|your|her|his|their|its) (?:size"
    r"|kind|reach)\b"
    r"|\b(?:above|below|over|under) (?:the )?market\b|\bmarket (?:rates?|averages?|standards?)\b"
    r"|\bindustry (?:standards?|averages?|norms?|rates?)\b"
    r"|(?<!your )(?<!['’]s )(?<!her )(?<!his )(?<!their )\b(?:standard|going|usual|normal"
    r"|average) (?:rates?|fees?)\b"
    r"|\bmore expensive than\b|\boverpriced\b|\bcheaper (?:elsewhere|options?|alternatives?)\b",
    "pressure": r"\bneed to know (?:now|tonight|today|soon|by|this|quickly)\b|\blast chance\b|\bonly (?:valid "
    r")?(?:until|till)\b|\b(?:must|have to) (?:answer|decide|reply)\b"
    r"|\b(?:say yes|answer|reply|sign) (?:today|tonight|tomorrow)\b",
    "scarcity": r"\b(?:spots?|places|slots?) (?:is|are|left|remain\w*|almost|nearly)\b|\bfully booked\b"
    r"|\b(?:only|just|last|final|one|few) (?:\w+ )?(?:spots?|slots?)\b|\b(?:nearly|almost) full\b|\bhurry\b"
    r"|\bclos(?:e|ing) the (?:list|round|casting|campaign)\b|\bare closing\b|\btime is (?:short|running)\b"
    r"|\bfill(?:ing)? up\b|\bfirst come\b|\bnow or never\b|\bwithdraw (?:the|our|this) offer\b",
    "answer_by": rf"\b{_ANSWER}\b[^.!?\n]{{0,30}}?\b(?:by|before|until|within|in|on|not later than"
    rf"|no later than)? ?(?:{_SOON})\b"
    rf"|\bneed (?:your|an) (?:answer|reply|decision|confirmation)\b[^.!?\n]{{0,20}}\b(?:by|before|until|within"
    rf"|today|now)\b"
    r"|\b(?:there(?:['’]s| is) a|the|our|a tight) deadline\b|\buntil \w+ to (?:decide|answer|reply|confirm)\b",
    "expiry": r"\b(?:good|valid|open|available) (?:for|until|till|through|up to) (?:the )?(?:next )?"
    rf"(?:{_SOON})|\b(?:offer|price|rate|fee|number|it|this) (?:stands|holds|remains|stays|is)(?: \w+)? (?:until"
    rf"|till|through)"
    rf" (?:the )?(?:{_SOON})|\b(?:stands|holds|remains|stays)(?: \w+)? for (?:the )?(?:next )?(?:{_SOON})"
    r"|\bexpir(?:es?|ing|y)\b|\blapses?\b|\boffer (?:ends|is off the table)\b",
    "own_limit": r"\bour (?:own )?(?:limit|ceiling|cap|maximum)\b|\bto the cap\b",
    "vague": r"\b(?:usual|standard|normal|customary|regular|common) (?:usage |content )?(?:rights|usage|terms"
    r"|conditions|licen[cs]e)\b"
    r"|\b(?:and|or|even|maybe|perhaps|possibly) longer\b",
    "later": r"\b(?:look|looking) (?:again )?at (?:match\w+|rais\w+|increas\w+)\b|\b(?:come|get|go|turn|return) "
    r"back to (?:the|that|this|it|your) ?(?:fee|rate|price|money|number|question|point)?"
    r" (?:later|again|another time|afterwards|down the road|next time|once|after)\b|\b(?:a|our|the|my) starting "
    r"(?:point|figure"
    r"|number|offer|price)\b|\bsee where (?:we|it|this|things|that) (?:ends?|goes?|lands?|takes?)\b|\bnot (?:our"
    r"|the|my) last\b"
    r"|\b(?:our|my|the) first (?:number|figure|offer|price|proposal|bid)\b|\b(?:road|line) ends?\b|\bend of the "
    r"(?:road|line)\b"
    r"|\bhands off\b|\bwhatever you (?:make|do|film|post|create|say) (?:is|will be|works)\b",
    "under": r"\b(?:under|below|within|less than) (?:what|the|our) (?:\w+ )?(?:was|were|had been|is"
    r"|we(?:['’]d| had)) (?:\w+ )?(?:planned|set|foreseen|meant|agreed|allotted|earmarked|put|approved|reserved)\b"
    r"|\b(?:bit|touch|little|degree|amount) of (?:give|play|slack|leeway|flex|room|movement|flexibility|air)\b"
    r"|\b(?:haven['’]t|have not|not yet|hasn['’]t) (?:\w+ )?(?:reached|hit|at|touched) (?:the |our )?(?:top|end"
    r"|most|max\w*|ceiling|limit)\b",
    "inside": r"\b(?:more|something|some|a (?:bit|little)(?: more)?|extra|money|funds?|plenty) (?:put )?aside\b"
    r"|\b(?:what|all|everything|most of what) (?:we|i)(?:['’]ve| have| had)? (?:set|put|kept|got|have) (?:\w+ )?aside\b"
    r"|\b(?:the|our) (?:whole |full )?pot\b|\bsign off (?:myself|on my own)\b|\b(?:like|love|want"
    r"|going) to start\b(?= (?:with|at|from|low)\b|\W*$|[;,])"
    r"|\b(?:above|beyond|north of|higher than) (?:that|this|it)\b(?!,)"
    r"|\bstretch (?:it|that|this)\b|\bmore (?:left )?(?:in|on) the (?:pot|table)\b|\b(?:our|my) (?:first"
    r"|starting|initial|opening) "
    r"(?:offer|number|figure|price|point|position|bid)\b|\b(?:our|the) starting point\b"
    r"|\bgo (?:back )?(?:and )?ask for more\b|\bshort of what you need\b"
    r"|\b(?:our|the|remaining|total) budgets? (?:has|have|had|can|could|allows?|permits)\b"
    r"|\b(?:our|the client['’]s|the brand['’]s|campaign['’]s|the|remaining|total) budgets?\b(?!-)"
    r"|\bof budget\b|\bbudget (?:is|was|left|for (?:this|you))\b|\binternal (?:limit|budget|target|number|figure"
    r"|cap|note)s?\b|\binternally we\b|(?<!distance )(?<!gap )\bbetween (?:us|you and me)\b"
    r"|\boff the record\b|\bconfidential(?:ly)?\b|\bstart (?:low|at the (?:floor|bottom|minimum))\b"
    r"|\b(?:i|we)(?: am| are|['’]m|['’]re| was| were) (?:only )?(?:allowed|authori[sz]ed|told|instructed"
    r"|permitted) to\b"
    r"|\bour (?:price |internal )?(?:target|strategy|tactics?|margin) (?:is|was|says|cpm|price|rate)\b"
    r"|\b(?:first|opening) offers? (?:is|are) (?:always|usually|never)\b|\baim (?:for|at) an? (?:low|lower)\b"
    r"|\bbe honest with you, (?:we|i) (?:can|could)\b",
    "machine": r"\b(?:as|am|['’]m) an? (?:ai|bot|robot|virtual|automated)\b|\blanguage model\b|\bai assistant\b"
    r"|\b(?:my|system|the|previous|prior|above|earlier) (?:prompts?|instructions)\b|\b(?:anthropic|openai"
    r"|chat ?gpt|gpt-?\d|llm)\b"
    r"|\bnot (?:a|an actual) (?:real )?(?:person|human)\b|\b(?:written|sent|generated|drafted) by (?:software"
    r"|a machine"
    r"|an? ai|a bot|a computer|a program|an assistant)\b|\bautomated (?:mail|e-?mail|message|reply|system"
    r"|assistant)\b",
    "disclosure": r"\b(?:don['’]t|do not|need not|needn['’]t|never|without|no need to|not (?:have|need) to"
    r"|please (?:hide|skip)"
    r"|leave (?:out|off))\b[^.!?\n]{0,25}\b(?:disclos\w+|label(?:l?ing|led|ed)?|mark(?:ed|ing)?|tag(?:ged"
    r"|ging)? (?:it|this|the)|#ad|ad tag|sponsored)\b"
    r"|\b(?:delete|take down|archive|remove|hide) (?:your|the|any|that) (?:\w+ ){0,3}(?:post|reel|video|story"
    r"|stories|content"
    r"|comment)s?\b"
    r"|\b(?:say|claim|tell them) (?:that )?(?:it|they) (?:cured|healed|cures|heals)\b",
    "history": r"\b(?:we|i)(?:['’]ve| have)? (?:already )?worked (?:together|with you)\b",
    # Words in their mouth: what they would take, what they promised.
    "report": rf"\byou(?:['’]ve| have|['’]d| had)? (?:{_ADVERB} )*(?:(?:{_SPOKE})\b[^.!?\n]{{0,60}}?\b(?:{_YIELDING})"
    r"|(?:agreed|promised|confirmed|admitted|assured|conceded|hinted|implied|signal(?:l?ed))\b(?! (?:to|with) "
    r"(?:work|us))"
    r"(?! (?:the |your )?(?:rate|fee|price|offer|details|terms|everything)))",
    "frequency": r"\b(?:one|once|two|twice|three|\d+)(?: \w+)? (?:a|per|each|every) (?:day|week|month|year)\b"
    r"|\b(?:daily|weekly|fortnightly|monthly|quarterly|yearly|annually)\b",
    "threat": r"\bsue\b|\blawyers?\b|\battorneys?\b|\blegal (?:action|steps)\b|\bin court\b"
    r"|\byou(?:['’]ll| will| would|['’]d)? regret\b|\bbad (?:review|press|publicity)\b|\bbe a shame\b"
    r"|\bgo public\b"
    r"|\bwrite about you\b|\bwhere you live\b|\bblack-?list\w*\b|\bconsequences\b|\breport you\b|\byour reputation\b",
    "insult": r"\b(?:ridiculous(?:ly)?|greedy|greed|(?<!isn['’]t )unreasonable|outrageous(?:ly)?|rip-?off"
    r"|arrogant|foolish|stupid"
    r"|laughable|insulting|delusional|unprofessional|overrated|absurd|out of line|not worth (?:it|that|the))\b"
    r"|\b(?:views|followers|numbers|likes|engagement|reach) (?:is|are|look\w*|seem\w*) (?:\w+ )?"
    r"(?:fake|bought|bad|poor|weak|low|inflated)\b|\b(?:fake|bought) (?:views|followers|likes)\b",
}
_PATTERNS: Final = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _CLAIMS.items()}
# Saying that there is none of it claims nothing.
_MAY_BE_REFUSED: Final = frozenset({"sounding", "inside", "answer_by"})
_THANKS: Final = re.compile(r"\b(?:thanks|thank you) for\b|\bappreciate\b", re.IGNORECASE)


def check_claims(draft: Draft, terms: GateTerms) -> Iterator[GateFailure]:
    """In the prose; a mail that ends the talks may say how high we can go, but no mail gives an ultimatum."""
    if terms.their_words is None:  # then a quote may be made up
        yield from _claims(draft.prose, terms, {"report": _PATTERNS["report"]})
    yield from _claims(draft.said, terms, _PATTERNS)


def _claims(text: str, terms: GateTerms, patterns: Mapping[str, re.Pattern[str]]) -> Iterator[GateFailure]:
    for sentence in sentences(text):
        for name, pattern in patterns.items():
            found = found_in(pattern, sentence)
            if found is not None and not _is_harmless(name, found, terms):
                message = f"a claim ({name}) that nobody decided; leave it out"
                yield GateFailure(check=Check.CLAIM, found=found.group(), message=message)


def _is_harmless(name: str, found: re.Match[str], terms: GateTerms) -> bool:
    if name in {"final", "peak"} and terms.stage == Stage.EXIT:
        return True
    if name == "answer_by" and _THANKS.search(found.string):
        return True
    return name in _MAY_BE_REFUSED and is_refused(found)
