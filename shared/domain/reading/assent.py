"""Whether a mail says yes in its own words: what the reader says of it is not enough to close a deal."""

import re
from collections.abc import Iterator
from typing import Final

from shared.domain.reading.clauses import Clause, clauses, flat, sentences

_EACH: Final = (
    r"(?: ?(?:per|an?|/|for (?:every|each|the|(?:just |only )?one|a single)) ?(?:instagram |tik ?tok |youtube "
    r"|feed )?"
    r"(?:reel|post|video|story|short|integration|clip|tik ?tok)| each)"
)
_PRICE: Final = (
    r"(?:so )?(?:us ?|usd ?|eur ?|gbp ?)?[$€£]? ?\d[\d.,]*\d?k?(?: ?(?:usd|eur|gbp|dollars?|euros?|pounds|bucks))?"
    rf"{_EACH}?"
)
_NAME: Final = r"(?-i:[A-Z][a-zà-ÿ'-]+)"
_WHO: Final = r"(?:i|we|she|he|they|my client)"
_IS: Final = r"(?:'m|'re|'s| am| are| is|'d be| would be| will be|'ll be)"
_GLAD: Final = (
    r"(?:(?:very|so|more than|really|absolutely|totally|all|both) )?"
    r"(?:happy|glad|pleased|delighted|thrilled|ready|excited|good|okay|ok|fine|honou?red|comfortable)"
)
_GOOD: Final = (
    r"(?:(?:very|so|really|absolutely|totally|perfectly|all|pretty|just) )?(?:good|great|perfect|perfectly|fine|ok"
    r"|okay"
    r"|acceptable|amazing|wonderful|awesome|fair|lovely|alright|all right|brilliant|fantastic|like a plan|well)"
)
_THING: Final = (
    r"(?:(?:your|the|this|that|these|those|all (?:the|your|of the)) (?:\w+ )?(?:offer|terms|price|rate|fee|deal"
    r"|budget"
    r"|proposal|collaboration|collab|partnership|conditions|guidelines|amount|number|figure|campaign|counter|details)"
    rf"|it|this|that|everything|all of (?:it|that|this)|(?:the |your )?{_PRICE})"
)
_AT: Final = (
    rf"(?: (?:at|for|with|of|on|to) (?:the )?(?:{_PRICE}|(?:this|that|your|the) (?:price|rate|fee|offer|amount)))"
)
_LEAD: Final = (
    r"(?:(?:oh|ok|okay|k|alright|all right|great|perfect|awesome|cool|fine|well|sure|yes|yep|yup|yeah|absolutely"
    r"|amazing"
    r"|definitely|certainly|of course|hi|hey|hello|thanks|thank you|super|wonderful|nice|fair enough|then|and"
    r"|100 ?%|now"
    r"|please|gladly|lovely|right|that said|in that case|honestly|also|both) ?)*"
)
_TAIL: Final = (
    rf"(?: (?:for|to|with|by|from|on) (?:me|us|her|him|them|{_NAME}|everyone|(?:my|our|her|his|this|your) "
    r"(?:side|end|part|team)))?"
    r"(?: (?:too|then|now|as it stands|as is|as offered|with pleasure|thanks|thank you|please|again|as well|overall"
    r"|100 ?%|in principle|in all honesty|in (?:us )?dollars|in usd|for (?:just |only )?one (?:video|reel|post"
    r"|story)|today|right away|together|indeed|gladly))*"
)
_FINE: Final = (
    r"(?:it|this|that|everything|which|all|all of (?:it|that|this))(?:'s| is| works?| would work| would be)"
    rf"(?: {_GOOD})?"
)
_STRONG: Final = (
    rf"(?:(?:we|you|you've|we've|it's|it is|that's|that is|let's call it)(?: have| got)? (?:a "
    rf"|an )?)?(?:done )?(?:deal|agreement){_AT}?",
    rf"{_NAME} (?:accepts|agrees|confirms|is (?:in|on board|{_GLAD} to (?:accept|do (?:it|this)"
    rf"|confirm)))(?: {_THING})?{_AT}?",
    rf"(?:i|we)(?: can)? confirm {_NAME}(?: for {_THING})?{_AT}?",
    rf"(?:it's|it is|that's|that is|we're|we are) (?:agreed|accepted|confirmed|settled|done){_AT}?",
    rf"{_WHO}(?:{_IS} {_GLAD} to|'d like to|'d love to| would like to| would love to| do| can| can now| hereby"
    rf"| gladly"
    rf"| happily| therefore| will|'ll)? (?:hereby )?(?:accepts?|agrees?|confirms?)(?: (?:to |on |at |for "
    rf"|with )?{_THING})?"
    rf"{_AT}?(?: as it stands| as offered)?",
    rf"(?:(?:so|very|more than) )?{_GLAD} to (?:accept|agree|confirm)(?: (?:to )?{_THING})?{_AT}?",
    rf"(?:(?!(?:it|this|that|everything)\b){_THING}|the (?:client|brand)'s \w+)(?:'s| is| are| works?"
    rf"| would work)(?: {_GOOD})?",
    rf"{_FINE} (?:for|with|by) (?:me|us|her|him|them|{_NAME})|(?:the |your )?{_PRICE} sounds {_GOOD}",
    rf"works?(?: {_GOOD})?(?=(?: (?:for|with) )|\Z)",
    rf"(?:{_NAME} )?let's (?:do (?:it|this|that)|go(?: ahead| for it| with {_PRICE})?|lock (?:it|this) in"
    rf"|make (?:it|this) happen|move forward|proceed|get started|get going|start|roll){_AT}?",
    r"(?:count|book|sign) (?:me|us|her|him) (?:in|up)",
    rf"{_WHO}(?:'m|'re|'s| am| are| is) (?:in|down|on board|on it|game|good to go){_AT}?",
    rf"(?:{_WHO}{_IS} )?{_GLAD} (?:to (?:go ahead|go|proceed|do (?:it|this|that)|move forward|move ahead|continue"
    rf"|take (?:it|this) on|work together|work with you)(?: with (?:it|this|that|you))?|with {_THING}){_AT}?",
    rf"{_WHO}(?:'ll| will| can| could) (?:do|take) (?:(?:it|this|that)(?: (?:for|at) {_PRICE})?|{_PRICE})",
    rf"can do|go ahead|good to go{_AT}?|consider it (?:done|a deal)",
    r"(?:my answer is|that's|it's|it is|that is|it gets) (?:a |an )?(?:clear |definite |big |easy |firm )?yes",
    rf"(?:a )?yes to {_THING}{_AT}?",
    rf"(?:okay|ok|fine|good) (?:for|with|at) {_PRICE}|{_PRICE} it is",
    r"(?:your|the) offer is accepted",
    rf"(?:my|our|her|his) (?:manager|agent|agency|team|partner)(?:'s| is| are) {_GLAD}",
    rf"(?:my|our) (?:manager|agent|agency|team|partner) (?:has |have )?(?:approved|agreed"
    rf"|accepted)(?: (?:to )?{_THING})?",
)
_IS_STRONG: Final = re.compile(rf"{_LEAD}(?:{'|'.join(_STRONG)}){_TAIL}", re.IGNORECASE)
# One word says it where it is all that its sentence says: "Confirmed: I got the parcel" does not.
_IS_ALL_OF_IT: Final = re.compile(
    rf"{_LEAD}(?:agreed|accepted|approved|settled|{_FINE}){_AT}?{_TAIL}(?: {_NAME})?", re.IGNORECASE
)
_IS_WEAK: Final = re.compile(
    rf"{_LEAD}(?:(?:that|this|it|all) )?(?:sounds|looks|seems)(?: {_GOOD})?(?: {_PRICE})?{_TAIL}"
    rf"|{_LEAD}(?:sure|absolutely|of course|definitely|certainly|gladly|confirmed|done){_AT}?{_TAIL}(?: {_NAME})?",
    re.IGNORECASE,
)
_IS_BARE: Final = re.compile(
    rf"{_LEAD}(?:(?:yes|yep|yup)(?: {_PRICE})?|(?:fine|ok|okay|alright|great|perfect) {_PRICE}){_TAIL}(?: {_NAME})?",
    re.IGNORECASE,
)
# What is no doubt although a word of doubt stands in it.
_HARMLESS: Final = re.compile(
    r"\b(?:one|two|a|another|quick|last|few|final) (?:more |last |quick |final )?(?:questions?|thing to ask)\b"
    r"|\bno (?:problem|worries|further questions|(?:other |more )?questions|need to|rush|hurry|stress|doubt)\b"
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
    r"|\bas soon as (?:i|we) (?:receive|get|have) the (?:product|brief|parcel|package|samples?)\b|\bfor (?:just"
    r"|only) one\b|\byou provided\b|\bi (?:was|were) (?:hoping|thinking)\b|\b(?:i|we) could do(?= [$€£\d])"
    r"|\bless than (?:i|we) (?:usually|normally|hoped|expected)\b"
    r"|\bonly (?:saw|see|just|now|read)\b|\bjust (?:saw|seen|read|got|back|wanted to|checked|checking in"
    r"|to confirm)\b"
    r"|\b(?:once|yet) again\b|\bat once\b|\bafter all\b|\bas (?:soon as possible|discussed|agreed|offered"
    r"|it stands)\b"
    r"|\b(?:would|'d) (?:like|love|be (?:very |so |more than )?(?:happy|glad|pleased|delighted|honou?red|fine"
    r"|great|good))\b"
    r"|\bwould work\b|\bthink (?:that's|it's|this is) (?:fair|great|good)\b",
    re.IGNORECASE,
)
_DOUBT: Final = re.compile(
    r"\b(?:not|no|never|nobody|none|nothing|nowhere|neither|nor|cannot|without|hardly|barely|nope|nah)\b|n't\b"
    r"|\b(?:maybe|perhaps|probably|possibly|might|could|should|would|almost|nearly|considering|inclined|tempted"
    r"|suppose"
    r"|guess|unsure|unclear|undecided|deciding|decide|tentativ\w+|provisional\w*|depend\w*|hopefully)\b|'d\b"
    r"|\bi think\b|\bi hope\b|\bhope to\b|\bhoping\b|\bwant to (?:accept|agree|say)\b|\blet me\b|\byet\b|\bfor now\b"
    r"|\bget back to\b|\bthink (?:about|over)\b|\bsleep on\b|\bhold on\b|\bwait(?:ing)?\b|\bpending\b|\blater\b"
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
    r"|\b(?:low|lower|little|enough|expected)\b|\b(?:said|wrote|told|heard|claims?|says?|thinks?|apparently"
    r"|supposedly)\b"
    r"|\b(?:had|used to|was|were|last (?:year|month|week|spring|time)|back then)\b"
    r"|\b(?:my|our) (?:usual|own|standard|normal|regular) \w+|\bper (?:month|week)\b|\bmonthly\b",
    re.IGNORECASE,
)
# Behind "but" the yes itself may stand: "I was hoping for more, but okay, deal."
_BUT: Final = re.compile(r"\bbut\b", re.IGNORECASE)
_WISHES: Final = re.compile(
    r"\b(?:can|could|will|would) (?:you|we|i|there)\b(?! (?:please )?(?:send|share|tell|give|forward|e?mail|expect"
    r"|confirm|let"
    r"|start|begin|see|get the|have the))|\b(?:how|what) about\b|\bwhat if\b|\bany chance\b|\bpossible\b|\bmay i\b"
    r"|\bdo i have to\b|\bif i\b",
    re.IGNORECASE,
)
_CURIOUS: Final = re.compile(
    r"\b(?:who|what|which|why|tell me|more (?:info\w*|details)|send (?:me|us|over)|details|hear more|interesting"
    r"|speak soon"
    r"|(?:got|received|saw|read) (?:your|the) (?:\w+ )?(?:mail|email|offer|message|brief|parcel|package)"
    r"|right person|speak \w+)\b",
    re.IGNORECASE,
)
_FIGURES: Final = re.compile(r"[^\w\s'.,;:!?$€£%()\"“”…–—@#&/+-]")
_PARTS: Final = re.compile(r"[,;:!.…()\"“”–—](?!\d)|(?<=\s)-(?=\s)")
_SHORT: Final = 3


def is_plain_yes(text: str) -> bool:
    """Whether the mail says yes to what it answers, and nothing in it that may make another thing of that."""
    said = _FIGURES.sub(" ", flat(text))
    plain = _HARMLESS.sub(" ", said)
    return next(doubts_in(plain), None) is None and _says_yes(said)


def doubts_in(text: str) -> Iterator[str]:
    """Words beside which a yes is none; a question doubts where it wants something else."""
    for sentence in sentences(text):
        words = _WISHES if sentence.group().rstrip().endswith("?") else _DOUBT
        yield from (found.group() for found in words.finditer(sentence.group()))
    yield from (found.group() for found in _BUT.finditer(text) if not _says_yes(text[found.end() :]))


def yes_sentences(text: str) -> tuple[str, ...]:
    """The sentences of the mail that say yes, for what else stands in them."""
    said = _FIGURES.sub(" ", flat(text))
    return tuple(dict.fromkeys(clause.sentence for clause in _yes_clauses(said)))


def _yes_clauses(text: str) -> list[Clause]:
    told = [clause for clause in clauses(text) if not clause.asks]
    return [clause for clause in told if _IS_STRONG.fullmatch(_words(clause.text))]


def _says_yes(text: str) -> bool:
    if _yes_clauses(text):
        return True
    whole = [_bare(found.group()) for found in sentences(text) if not found.group().rstrip().endswith("?")]
    if any(map(_IS_ALL_OF_IT.fullmatch, whole)):
        return True
    is_curious = _CURIOUS.search(text) is not None
    bare = any(map(_IS_BARE.fullmatch, whole))
    return not is_curious and (bare or (any(map(_IS_WEAK.fullmatch, whole)) and _says_little_else(text)))


def _says_little_else(text: str) -> bool:
    """Whether every other sentence is a question, a greeting, a name, or thanks."""
    told = [found.group() for found in sentences(text) if not found.group().rstrip().endswith("?")]
    others = (one for one in told if not _IS_WEAK.fullmatch(_bare(one)))
    return all(len(one.split()) <= _SHORT for one in others)


def _bare(sentence: str) -> str:
    """Without what parts its words."""
    return _words(_PARTS.sub(" ", sentence))


def _words(text: str) -> str:
    return " ".join(text.split())
