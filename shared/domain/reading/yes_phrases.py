"""How a yes is worded: the clauses and sentences that say it, and no more than it."""

import re
from typing import Final

_EACH: Final = (
    r"(?: ?(?:per|an?|/|for (?:every|each|the|(?:just |only )?one|a single)) ?(?:instagram |tik ?tok |youtube "
    r"|feed )?"
    r"(?:reel|post|video|story|short|integration|clip|tik ?tok)| each)"
)
_PRICE: Final = (
    r"(?:so )?(?:us ?|usd ?|eur ?|gbp ?)?[$€£]? ?\d[\d.,]*\d?k?(?: ?(?:usd|eur|gbp|dollars?|euros?|pounds|bucks))?"
    rf"{_EACH}?"
)
_NAME: Final = (
    r"(?-i:(?!(?:Some|Every|Any|No|Other|Who|It|That|This|There|What|You)(?:one|body|thing|t)?\b)[A-Z][a-zà-ÿ-]+)"
)
_WHO: Final = r"(?:i|we|she|he|they|(?:my|our|the) (?:client|talent|creator|artist))"
_ANYONE: Final = rf"(?:{_WHO}|(?:both )?{_NAME}(?: and (?:i|me|myself))?|both)"
_IS: Final = r"(?:'m|'re|'s| am| are| is|'d be| would be| will be|'ll be)"
_GLAD: Final = (
    r"(?:(?:very|so|more than|really|absolutely|totally|all|both) )?"
    r"(?:happy|glad|pleased|delighted|thrilled|ready|excited|good|okay|ok|fine|honou?red|comfortable)"
)
_GOOD: Final = (
    r"(?:(?:very|so|really|absolutely|totally|perfectly|all|pretty|just) )?(?:good|great|perfect|perfectly|fine|ok"
    r"|okay"
    r"|acceptable|amazing|grand|spot on|excellent|super|wonderful|awesome|fair|lovely|alright|all right|brilliant"
    r"|fantastic|like a plan|well)"
)
_THING: Final = (
    r"(?:(?:your|the|this|that|these|those|all (?:the|your|of the)) (?:\w+ )?(?:offer|terms|price|rate|fee|deal"
    r"|budget"
    r"|proposal|collaboration|collab|partnership|conditions|guidelines|amount|number|figure|campaign|counter|details)"
    rf"|(?:the )?commercials|(?:those|these|the|your|all) (?:terms|conditions)|(?:all|everything)(?: of)? the above"
    rf"|it|this|that|everything|all of (?:it|that|this)|(?:the |your )?{_PRICE})"
)
_AT: Final = (
    rf"(?: (?:at|for|with|of|on|to) (?:the )?(?:{_PRICE}|(?:this|that|your|the) (?:price|rate|fee|offer|amount)"
    r"|(?:these|those|the|your) (?:terms|conditions)))"
)
# Bounded, as are the clauses it is held against: a mail may repeat a word a thousand times.
_LEAD: Final = (
    r"(?:(?:oh|ok|okay|k|alright|all right|great|perfect|awesome|cool|fine|well|sure|yes|yep|yup|yeah|absolutely"
    r"|amazing"
    r"|definitely|certainly|of course|brilliant|fab|lovely|excellent|grand|yay|omg|wow|cheers|ta|ya|okie|oki|okey"
    r"|yes+|so|sir|ma'am|madam|mate|guys|dear|done|happy days|(?:on|from) (?:my|our|her|his) (?:side|end|part)|hi"
    r"|hey|hello|thanks|thank you|super|wonderful|nice|fair enough|then|and"
    r"|100 ?%|now"
    r"|please|gladly|lovely|right|that said|in that case|honestly|also|both) ?){0,6}"
)
_TAIL: Final = (
    rf"(?: (?:for|to|with|by|from|on) (?:me|us|her|him|them|{_NAME}|everyone|(?:my|our|her|his|this|your) "
    r"(?:side|end|part|team)|this end))?"
    r"(?: (?:too|then|now|as it stands|as is|as offered|with pleasure|thanks|thank you|please|again|as well|overall"
    r"|100 ?%|with thanks|(?:(?:so|really|very much) )?looking forward(?: to (?:it|this|working (?:with you"
    r"|together)|the collaboration|getting started))?|in all honesty|in (?:us )?dollars|in usd|for (?:just "
    r"|only )?one (?:video|reel|post"
    r"|story)|today|right away|together|indeed|gladly)){0,4}"
)
_FINE: Final = (
    r"(?:it|this|that|everything|which|all|all of (?:it|that|this))(?:'s| is| works?| fits?| would work| would be)"
    rf"(?: {_GOOD})?"
)
# What is wanted to sign and to begin: it asks for nothing new.
_PAPERS: Final = (
    r"(?:(?:please|pls|kindly|you can|feel free to) ){0,3}(?:send|share|forward|e?mail|draft)(?: (?:me|us|over|across"
    r"|through|along|on)){0,3}"
    r"(?: (?:the|your|a))?(?: (?:further|next|final|full|long[- ]form))?"
    r" (?:contract|agreement|paperwork|brief|briefing|process|steps|invoice details|form|documents?|docs)"
    r"(?: (?:over|across|through|along|please|whenever you're ready|to (?:me|us)|when ready)){0,3}"
)
_STRONG: Final = (
    rf"(?:(?:we|you|you've|we've|it's|it is|that's|that is|let's call it)(?: have| got)? (?:a "
    rf"|an )?)?(?:done )?(?:deal|agreement)(?: done)?{_AT}?",
    rf"{_NAME} (?:accepts|agrees|confirms|is (?:in|on board|{_GLAD} to (?:accept|do (?:it|this)"
    rf"|confirm)))(?: {_THING})?{_AT}?",
    rf"(?:i|we)(?: can)? confirm {_NAME}(?: for {_THING})?{_AT}?",
    rf"(?:it's|it is|that's|that is|we're|we are|everything(?:'s| is)|(?:the )?commercials are) (?:all )?(?:approved"
    rf"|agreed|accepted|confirmed|settled|done){_AT}?",
    rf"{_WHO}(?:{_IS} {_GLAD} to|'d like to|'d love to| would like to| would love to| do| can| can now| hereby"
    rf"| gladly"
    rf"| happily| therefore| will|'ll)? (?:hereby )?(?:accepts?|agrees?|confirms?)(?: (?:to |on |at |for "
    rf"|with )?{_THING})?"
    rf"{_AT}?(?: as it stands| as offered)?",
    rf"(?:(?:am|are|is|would be) )?(?:(?:so|very|more than) )?{_GLAD} to (?:accept|agree"
    rf"|confirm)(?: (?:to )?{_THING})?{_AT}?",
    rf"(?:(?!(?:it|this|that|everything)\b){_THING}|the (?:client|brand)'s \w+)(?:'s| is| are| works?"
    rf"| would work)(?: {_GOOD})?",
    rf"(?:the |your |these )?(?:conditions|terms) (?:fit|suit|work)(?: (?:for )?(?:me|us))?|{_FINE} (?:for|with"
    rf"|by) (?:me|us|her|him|them|{_NAME})|(?:the |your )?{_PRICE} sounds {_GOOD}",
    rf"works?(?: {_GOOD})?(?=(?: (?:for|with) )|\Z)",
    rf"(?:{_NAME} )?let(?:'?s| us) (?:crack on|get (?:cracking|rolling|moving|to work)|get (?:it|this) (?:sorted"
    rf"|booked in|signed|done|going)|move ahead"
    rf"|get on with it|do (?:it|this|that)|go(?: ahead| for it| with {_PRICE})?|lock (?:it|this) in"
    rf"|make (?:it|this) happen|move forward|proceed|get started|get going|start|roll){_AT}?",
    r"(?:count|book|sign|consider) (?:me|us|her|him) (?:in|up)",
    r"(?:absolutely|definitely|certainly|of course|100 ?%|hell|oh|a (?:big|huge|clear|definite)) yes",
    r"(?:please )?(?:treat|take|consider) this as (?:my|our|her|his) (?:yes|confirmation|acceptance)",
    rf"(?:{_NAME}|she|he|(?:the|my|our) talent)(?: has|'s| have) (?:confirmed|accepted|agreed"
    rf"|approved)(?: (?:to )?{_THING})?{_AT}?",
    rf"(?:confirmed|accepted|agreed) (?:on behalf of|for) {_NAME}",
    rf"{_ANYONE}(?:'d| would) (?:like|love) to (?:go ahead|proceed|move forward)",
    rf"(?:would (?:like|love) to|(?:please )?(?:do )?) ?(?:go ahead|proceed) with (?:{_THING}|the (?:contract"
    rf"|agreement|paperwork))",
    r"would (?:like|love) to (?:go ahead|proceed|move forward)",
    r"(?:i|we) can do (?:it|this|that) (?:like (?:this|that)|so|that way)",
    rf"(?:{_WHO}{_IS} )?ready to (?:work|do (?:it|this)|start|sign|go){_AT}",
    rf"{_ANYONE}(?:'m|'re|'s| am| are| is) (?:in|down|on board|on it|game|up for (?:it|this)|good to go){_AT}?",
    rf"(?:{_ANYONE}{_IS} )?{_GLAD} (?:to (?:go ahead|go|proceed|do (?:it|this|that)|move forward|move ahead|continue"
    rf"|take (?:it|this) on|work together|work with you)(?: with (?:it|this|that|you))?|with {_THING}){_AT}?",
    rf"{_WHO}(?:'ll| will| can| could) (?:do|take) (?:(?:it|this|that)(?: (?:for|at) {_PRICE})?|{_PRICE})",
    rf"can do|go ahead|good to go{_AT}?|consider it (?:done|a deal)",
    r"(?:my answer is|that's|it's|it is|that is|it gets) (?:a |an )?(?:clear |definite |big |easy |firm )?yes",
    rf"(?:a )?yes to {_THING}{_AT}?",
    rf"(?:okay|ok|fine|good) (?:for|with|at) {_PRICE}|{_PRICE} it is",
    r"(?:your|the) offer is accepted",
    rf"(?:my|our|her|his) (?:manager|agent|agency|team|partner)(?:'s| is| are) {_GLAD}(?: with {_THING})?",
    rf"(?:my|our) (?:manager|agent|agency|team|partner) (?:has |have )?(?:approved|agreed"
    rf"|accepted)(?: (?:to )?{_THING})?",
)
IS_STRONG: Final = re.compile(rf"{_LEAD}(?:{'|'.join(_STRONG)}){_TAIL}", re.IGNORECASE)
# One word says it where it is all that its sentence says: "Confirmed: I got the parcel" does not.
IS_ALL_OF_IT: Final = re.compile(
    rf"{_LEAD}(?:agreed|accepted|approved|settled|(?:i'm |we're |i am )?sold|final(?= (?:at|for) )"
    rf"|{_FINE}){_AT}?{_TAIL}(?: {_NAME})?",
    re.IGNORECASE,
)
IS_WEAK: Final = re.compile(
    rf"{_LEAD}(?:(?:that|this|it|all) )?(?:sounds|looks|seems)(?: {_GOOD})?(?: {_PRICE})?{_TAIL}"
    rf"|{_LEAD}(?:sure|absolutely|of course|definitely|certainly|gladly|confirmed"
    rf"|done)(?: why not)?{_AT}?{_TAIL}(?: {_NAME})?"
    rf"|{_LEAD}(?:you(?:'ve)? got it|why not){_TAIL}"
    rf"|{_LEAD}(?:the )?(?:contract|paperwork|agreement|brief),? please{_TAIL}|{_LEAD}i'd love (?:that|to){_TAIL}"
    rf"|(?:perfect|great|super|awesome|fine|lovely|brilliant|ok|okay|excellent|fantastic) {_PAPERS}",
    re.IGNORECASE,
)
IS_BARE: Final = re.compile(
    rf"{_LEAD}(?:(?:yes|yep|yup)(?: {_PRICE})?|(?:fine|ok|okay|alright|great|perfect) {_PRICE}){_TAIL}(?: {_NAME})?",
    re.IGNORECASE,
)
IS_PAPERS: Final = re.compile(_PAPERS, re.IGNORECASE)
# What the sentence comes to: "I like the brand, so yes."
SO_YES: Final = re.compile(
    r"\bso,? (?:it's |that's |i say |we say |here's )?(?:an? )?(?:\w+ )?(?:yes|yep|deal|ok deal"
    r"|okay deal)(?: from (?:me|us|our side))?\W*\Z",
    re.IGNORECASE,
)
