"""What the mail says that somebody will do: every such act belongs to a mail of its kind, whatever words it is in.

A promise can be worded without end, but the acts of a mail of ours are few: it offers, asks for an answer, sends
papers, steps back. So the verb behind "we will", "you would" or "happy to" comes from a closed list, and some of them
from a closed list of what they are done to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from shared.domain.gate import verbs
from shared.domain.gate.clauses import placed_sentences
from shared.domain.gate.mentions import mentions, single_mentions
from shared.domain.gate.product import names_product, product_words, stems
from shared.domain.gate.terms import Check, Draft, GateFailure, GateTerms
from shared.domain.gate.usage import usage_statements
from shared.domain.negotiation import Stage

_ADVERB: Final = (
    r"(?:also|just|still|really|all|both|only|always|even|then|very much|now|rather|either|each|once again|again"
    r"|of course|perhaps|maybe|so|well|nevertheless|however|(?!reply\b|apply\b|supply\b|rely\b|fly\b)\w+ly)"
)
_OURS: Final = r"(?:we|i|(?:the|our) (?:\w+ )?(?:team|client|brand|company|agency|colleagues)|(?<=[.!?] )they)"
_WILL: Final = r"(?:['’](?:ll|d)| (?:will|would|can|could|may|might|shall|should))"
_READY: Final = (
    r"(?:happy|glad|delighted|pleased|thrilled|honou?red|open|keen|ready|willing|excited|prepared|able|stoked"
    r"|over the moon|in a position)"
)
# What leads to the act itself: "would love to", "will be happy to", "would like you to".
_TOWARDS: Final = (
    rf"(?:(?:be|love|like|want|wish|prefer|hope|try|manage|need|have|get|ask|expect)(?: {_ADVERB})*(?: {_READY})?"
    r"(?: for)?(?: you)? to )"
)
_VERB: Final = rf"(?:{_ADVERB} )*(?:{_TOWARDS})*(?:{_ADVERB} )*(?P<verb>[a-z]+)\b(?=(?P<rest>.*))"
# Said of now, these bind as much.
_BINDING: Final = (
    r"(?:cover|arrange|organi[sz]e|provide|supply|throw|pop(?! the paper)|double(?! check)|refund|reimburse|send"
    r"|ship|give"
    r"|lend|donate|round"
    r"|extend|renew|reserve|take care)"
)
_OUR_ACTS: Final = (
    re.compile(rf"\b{_OURS}{_WILL} {_VERB}", re.IGNORECASE),
    re.compile(rf"\b{_READY}(?: {_ADVERB})* to {_VERB}", re.IGNORECASE),
    re.compile(
        rf"\b{_OURS} (?:{_ADVERB} )*(?:hope|want|need|wish|like|plan|intend"
        rf"|expect)(?: you)? to {_VERB}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b{_OURS}{_WILL}\b.*?\band (?:{_ADVERB} )*(?P<verb>{_BINDING}|cut|edit|use|turn|put|print|run|boost"
        rf"|translate"
        r"|license|promote|publish|feature|show)\b(?=(?P<rest>.*))",
        re.IGNORECASE,
    ),
    # What we have somebody else do: "I'll ask finance to put yours through".
    re.compile(
        rf"\b{_OURS}(?:{_WILL}|['’]ve| have)? (?:{_ADVERB} )*(?:ask|asked|tell|told|get|have|urge|instruct)"
        rf" (?!(?:you|him|her|them)\b)(?:(?:the|our|my) )?[\w'’]+(?: (?!to\b)[\w'’]+)? to {_VERB}",
        re.IGNORECASE,
    ),
    re.compile(rf"\b{_OURS} (?:{_ADVERB} )*(?P<verb>{_BINDING})\b(?=(?P<rest>.*))", re.IGNORECASE),
)
_YOUR_ACT: Final = re.compile(
    rf"\b(?:you|he|she|your (?:followers|audience|viewers|fans|community|manager|agent|team))(?:{_WILL} {_VERB}"
    rf"| (?P<verb2>keep|get|receive|earn)\b(?=(?P<rest2>.*)))",
    re.IGNORECASE,
)

# "bring" is none.
_GERUND: Final = re.compile(r"[a-z]*[aeiouy][a-z]*ing")
# What a package, a person or a thing may do.
_OTHER_ACT: Final = re.compile(
    rf"\b(?!(?:we|i|you|he|she|not|and|so|how|what|when|why|who|where|that)\b)(?P<who>[\w'’]+?){_WILL} (?!not\b"
    rf"|we\b|you\b|i\b|it\b|that\b|this\b){_VERB}",
    re.IGNORECASE,
)
# "A case of our wine would arrive for you as well."
_COMES: Final = re.compile(
    r"\b(?P<thing>(?:an?|some|two|three|our|your|the) (?:(?!(?:and|for|but|it|that|this|we|you|i|to|is"
    r"|are)\b)[\w'’-]+ ){0,4}?[\w'’-]+)"
    rf"(?:(?:{_WILL})(?: {_ADVERB})* (?:arrive|come|land|be (?:yours|waiting|sent|on its way|included|added)"
    rf"|reach you|follow)"
    r"| (?:comes?|arrives?|lands?|(?:is|are) (?:yours|waiting|included|on its way|on the way|coming|added"
    r"|thrown in)))\b"
    r"(?=[^.!?]*\b(?:you|your|yours|on top|too|as well|with (?:it|that|this))\b|(?<=yours)|(?<=included)"
    r"|(?<=added)|(?<=thrown in))",
    re.IGNORECASE,
)
# "There's also a little parcel of our bestsellers in it for you."
_THERE_IS: Final = re.compile(
    rf"\bthere(?:['’]s| is| are|{_WILL} be) (?:{_ADVERB} )*(?P<thing>(?:an?|some|our|another|two|three|something|more"
    r"|extra)\b[^.!?,;]{0,50}?)(?: (?:waiting|coming|on the way))? (?:for you|in it|on top|coming your way)\b",
    re.IGNORECASE,
)
_NO_GIFT: Final = re.compile(
    r"\b(?:paper\w*|contract|agreement|documents?|fee|offer|payment|money|rights?|usage|terms|details|brief|rest"
    r"|answer|copy"
    r"|package|number|price|figure|content|reels?|stor(?:y|ies)|videos?|posts?|shorts?|tiktoks?|integrations?"
    r"|whitelisting"
    r"|idea|time|day|moment|rate|invoice|summary|recap|confirmation|total|half|ads?|list|use|channels?|mail"
    r"|reply|note"
    r"|campaign|launch|name|audience|views?|days|months|year|cpm|value|way|part|work|page|voice|style"
    r"|questions?|points?|chance|reasons?|rush|place|spot|role|home)\b",
    re.IGNORECASE,
)
_NEGATED: Final = re.compile(r"(?:\b(?:not|never)|n['’]t)(?! (?:only|just)) (?:\w+ly )?\Z", re.IGNORECASE)
# "You asked how long we would use it."
_ASKED_BACK: Final = re.compile(r"\b(?:how(?: \w+)?|whether|(?:whose|which) \w+) \Z", re.IGNORECASE)
_PAPERS: Final = re.compile(rf"\b{verbs.PAPER}\b", re.IGNORECASE)
_YOUR_GAIN: Final = re.compile(
    rf"\A (?:\Z|on with|it|them|both|all of it|what|that|this|in mind|along|back|there|questions|any|a (?:moment|look"
    rf"|minute|think|chance)|time|paid"
    rf"|to\b|something|anything|(?:the|your) (?:money|fee|payment|rest)\b|payment|half|\d|[$€£¥]"
    rf"|.{{0,25}}\b{verbs.PAPER}\b"
    rf"|[A-Z]{{1,3}} ?[$\d])",
)


def check_acts(draft: Draft, terms: GateTerms) -> Iterator[GateFailure]:
    for offset, sentence in placed_sentences(draft.said):
        whole = draft.text[offset : offset + len(sentence)]
        yield from (_failure(found, "we") for found in _our_acts(sentence, whole, terms))
        yield from (_failure(found, "they") for found in _your_acts(sentence, whole, terms))
        yield from (_failure(found, "somebody") for found in _other_acts(sentence, whole, terms))


def _our_acts(sentence: str, whole: str, terms: GateTerms) -> Iterator[re.Match[str]]:
    for pattern in _OUR_ACTS:
        for found in pattern.finditer(sentence):
            if not (_is_wished(found, terms) or _is_ours_to_do(found, whole, terms)):
                yield found


def _your_acts(sentence: str, whole: str, terms: GateTerms) -> Iterator[re.Match[str]]:
    return (found for found in _YOUR_ACT.finditer(sentence) if not _is_theirs_to_do(found, whole, terms))


def _other_acts(sentence: str, whole: str, terms: GateTerms) -> Iterator[re.Match[str]]:
    for found in _OTHER_ACT.finditer(sentence) if terms.stage != Stage.EXIT else ():
        if not _is_harmless(found, whole, terms):
            yield found
    for found in (*_COMES.finditer(sentence), *_THERE_IS.finditer(sentence)):
        if not (_touches_product(whole, terms) or _NO_GIFT.search(found["thing"])):
            yield found


def _is_wished(found: re.Match[str], terms: GateTerms) -> bool:
    """At the end of the talks we may wish for much: "I'd love to knock on your door again"."""
    return terms.stage == Stage.EXIT and found.group().endswith(f" to {found['verb']}")


def _is_ours_to_do(found: re.Match[str], sentence: str, terms: GateTerms) -> bool:
    verb, rest = found["verb"].lower(), sentence[found.start("rest") :]
    if verb in verbs.NO_VERB or verb in verbs.OURS or _GERUND.fullmatch(verb):
        return True
    if verb in verbs.DONE_TO and re.match(verbs.DONE_TO[verb], rest, re.IGNORECASE):
        return True
    if verb in verbs.PAPER_ACTS and terms.stage == Stage.AGREEMENT and _PAPERS.search(rest):
        return True
    if verb in verbs.GIVING and _names_gift(rest, terms):
        return True
    if verb in verbs.MAKING and not _demands_more(verb, rest) and (any(mentions(rest)) or any(single_mentions(rest))):
        return True
    lead = found.string[: found.start()]
    if _ASKED_BACK.search(lead) or _NEGATED.search(lead):
        return True
    return verb in verbs.USING and (_tells_usage(found.string) or _tells_usage(_unpaid(sentence, terms)))


def _names_gift(rest: str, terms: GateTerms) -> bool:
    """Where the terms say what it is worth alone, its name is not known."""
    return names_product(rest, terms) or ("worth" in rest and not terms.product)


def _demands_more(verb: str, rest: str) -> bool:
    """True for "we need the video to reach fifty thousand people"."""
    return verb in verbs.DEMANDS and re.search(r" to (?!(?:the|you|us|me|your)\b)[a-z]+", rest) is not None


def _is_harmless(found: re.Match[str], sentence: str, terms: GateTerms) -> bool:
    verb = found["verb"].lower()
    return verb in verbs.OTHERS or _is_ours_to_do(found, sentence, terms) or _is_theirs_to_do(found, sentence, terms)


def _unpaid(sentence: str, terms: GateTerms) -> str:
    """Without the payment terms, whose days are no time of use."""
    return sentence.replace(terms.payment_terms, "") if terms.payment_terms else sentence


def _tells_usage(sentence: str) -> bool:
    """Whether it speaks of rights; whether rightly, the check of usage says."""
    return any(one.spans for one in usage_statements(sentence))


def _is_theirs_to_do(found: re.Match[str], sentence: str, terms: GateTerms) -> bool:
    named = "" if found["verb"] else "2"
    verb, rest = found[f"verb{named}"].lower(), sentence[found.start(f"rest{named}") :]
    if _ASKED_BACK.search(found.string[: found.start()]):
        return True
    if verb in verbs.NO_VERB or verb in verbs.YOURS or _GERUND.fullmatch(verb) or verb.endswith("ed"):
        return True
    if verb in verbs.YOURS_DONE_TO and re.match(verbs.YOURS_DONE_TO[verb], rest, re.IGNORECASE):
        return True
    return verb in verbs.GAINS and (
        not rest.strip() or _touches_product(sentence, terms) or _YOUR_GAIN.match(rest) is not None
    )


def _touches_product(sentence: str, terms: GateTerms) -> bool:
    """In any of its words: "the set", where the product is a skincare set; how many of it, another check says."""
    return bool(stems(sentence) & set(product_words(terms)))


def _failure(found: re.Match[str], who: str) -> GateFailure:
    message = f"says what {who} will do beyond the offer; leave it out"
    return GateFailure(check=Check.COMMITMENT, found=found.group(), message=message)
