"""Every word of the mail is one that such mails are made of, or one of the terms.

A promise or a claim can be worded without end, but what our mails are about is small: thanks, a package, a fee, a
question. So a word is known (`vocabulary.PLAIN`), or stands in what was decided, or names somebody of the mail, or it
belongs to a remark about their work, or in an opening to the line that introduces us.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from shared.domain.gate.clauses import blanked, placed_sentences, refuses
from shared.domain.gate.dates import DAY
from shared.domain.gate.mentions import mentions
from shared.domain.gate.names import GREETING
from shared.domain.gate.terms import Check, Draft, GateFailure, GateTerms
from shared.domain.gate.topics import LIKED, TOPICS
from shared.domain.gate.vocabulary import PLAIN
from shared.domain.negotiation import Stage

# Not "1x", "30th" and "2k": what a figure carries is read with the figure.
_WORD: Final = re.compile(r"(?<!\d)[^\W\d_]+|(?<![\w.,])\d(?:[\d.,]*\d)?")
# What numbers the points of a list.
_NUMBERED: Final = re.compile(r"^[ \t]*\(?\d{1,2}[.)](?= )", re.MULTILINE)
_DIGITS: Final = {"14": "fourteen", "15": "fifteen", "30": "thirty", "45": "forty", "60": "sixty", "90": "ninety"}
_STEM_LETTERS: Final = 5
# Turns of phrase with a word that alone is not ours: "extra" may be anything, "nothing extra" is nothing.
_PHRASE: Final = re.compile(
    r"\b(?:last|previous|earlier) \d (?:e-?)?mails\b"
    r"|^\W*(?:extras|budget)(?=:)|^On [^\n]{3,120} wrote:|\b(?:(?:on|over and on) top|(?:to|at) the top of your inbox"
    r"|aside from|step aside|leave [\w ]{1,30} aside|four-legged|hop on a call|per (?:1,000|thousand)"
    r"|rounds? of revisions?|approves the content|(?:finds|meets|has) your approval|set aside for (?:one|two|the|this)"
    r"|free to|in addition|across the board"
    r"|another (?:time|project|campaign|occasion|opportunity|look|day|way|chance|idea|thought|solution)"
    r"|plenty of respect|what it buys|locking it in|strings attached|on board|hanging"
    r"|(?:gets?|brings?) us closer|come (?:any )?closer to your|(?:were|was) closer|higher than|for a higher"
    r"|no pressure|every penny|as promised|(?:have|receive) the money|the money(?= \d| side| 15| in)|money-wise"
    r"|(?:like|love) to book|book you for|average views|your minimum|freedom in how|in advance of"
    r"|cut (?:them|it|that) back|drawing board|a little extra|nothing extra|budget-friendly|raising (?:this|that|it)"
    r"|recommend to|contracting party|copied in|name it should carry|thank(?:s|ful)? (?:a million|a ton))\b",
    re.IGNORECASE | re.MULTILINE,
)
# A comma between adjectives ends no clause: "honest, unfussy cooking".
_CLAUSE_END: Final = re.compile(
    r"[;:—–!?]|,(?= (?:and |so |but |which |then )?(?:we|i|our|my|it|that|this|you|your|there|plus|with|the)\b)"
    r"|\b(?:because|but)\b|\bso(?= (?:we|i|our|your?|the)\b)|\band(?= (?:(?:we|i|our|the|you|get)\b|[$€£¥\d]))",
    re.IGNORECASE,
)
# What a no leaves out: "there is no deadline", "we cannot raise it".
_DENIED: Final = frozenset(
    {"bonus", "budget", "call", "deadline", "discount", "exclusive", "exclusivity", "extra", "hidden", "higher"}
    | {"hurry", "link", "raise", "replace", "voucher"}
)
# Figures of theirs: "your 48,000 average views", "the Reel you posted on 12 May".
_THEIR_FIGURE: Final = re.compile(
    rf"\byour (?:[\w'’-]+ ){{0,2}}?[\d.,]+[km]?\s(?:\w+\s)?(?:views|followers|subscribers|fans|likes)\b|{DAY}",
    re.IGNORECASE,
)
_WORKS: Final = (
    r"(?:content|work|videos?|clips?|reels?|stor(?:y|ies)|tiktoks?|shorts|posts?|films?|channel|page|feed|profile"
    r"|account"
    r"|photos?|photographs?|photography|style|voice|tone|energy|humou?r|timing|audience|community|followers|subscribers"
    r"|viewers|aesthetic|eye|take|approach|series|tips|tutorials?|recipes?|reviews?|guides?|passion|creativity|way"
    r"|storytelling|engagement|evenings|mornings|home|kitchen|dog|tests?)"
)
_THEIR: Final = r"(?:your|her|his|their|(?-i:[A-Z][a-z]+)['’]s)"
_OF_THEIRS: Final = re.compile(rf"\b{_THEIR} \Z", re.IGNORECASE)
_PRAISE: Final = re.compile(
    rf"(?<!\bon )(?<!\bin )(?<!\bto )(?<!\bwith )\b{_THEIR} (?:[\w'’-]+ ){{0,4}}{_WORKS}\b|\b(?:how|way|where"
    rf"|when) (?:you|she|he) \w+"
    r"|\b(?:love|enjoy|admire|adore|follow|watch|like)(?:ed|d|ing|s)? (?:\w+ )?(?:your|you|her|his)\b"
    r"|\byou (?:explain|talk|show|make|bring|capture|share|tell|have a)\b|^\W*(?:love|loved) your\b|\b(?:fans?"
    r"|admirers?|subscriber|hooked)\b"
    r"|\b(?:seen|know) (?:anybody|anyone|somebody|many people)\b|\bfeel friendly\b",
    re.IGNORECASE,
)
# "Your marathon diary was brilliant", "I made your bean stew": theirs, whatever it is about, and liked.
_OF_THEIR_WORK: Final = re.compile(
    rf"\b(?:{_THEIR}|you(?:['’]ve)?) (?!['’]|will|would|can|could|may|might|keep|get|have)\w+"
    r"|\b(?:because of|thanks to|like) you\b|^\W*every \w+",
    re.IGNORECASE,
)
_ENJOYED: Final = re.compile(
    r"\bI (?:\w+ )?(?:made|tried|cooked|baked|caught|heard|read|watched|stumbled|learn\w*|find|found|admire)\b"
    r"|\bI can (?:see|tell)\b|\b(?:makes?|made|gives?|gave|has|have|had) (?:me|us)\b|\b(?:full|way) of\b"
    r"|\b(?:tells|struck|won over|gathered|caught|changed how|blew|never miss|of my)\b",
    re.IGNORECASE,
)
# What is given to them or done by us is no remark, however well it is liked.
_OURS: Final = re.compile(
    r"\b(?:us|our|we (?!love|like|admire|adore|enjoy|think|feel|spotted|saw|watched|noticed|read)\w+|on the house"
    r"|taken care|sorted|handled|settled"
    r"|waived|yours|keep|ready|waiting|never(?! miss))\b",
    re.IGNORECASE,
)
_INTRODUCES: Final = re.compile(
    r"\b(?:i['’]m|i am|my name|we['’]re|we are|we (?:\w+ )?(?:make|made|build|design|roast|blend|brew|bake|sell"
    r"|work|run)"
    r"|i (?:run|lead|look after|handle|work|manage)|on behalf of|campaign|launch\w*|releas\w+|our (?:new|own|client)\b"
    r"|about our|with our|for our|what our|our (?:\w+ ){0,2}\w+\Z|show(?:n|ing)? our|see our|shared our|small \w+ "
    r"|an? (?:[\w-]+ ){0,4}(?:brand|company|label|studio|team|app|shop|maker)|would you like to|try|in your"
    r"|looking for)",
    re.IGNORECASE,
)
# What a remark and an introduction do not hold: anything of the deal, of a comparison, of what is to come.
_BUSINESS: Final = re.compile(
    r"\d|[$€£¥]|\b(?:fee|rate|offer\w*|pay(?!ing off)\w*|paid|payment|price|budget|deal|agreement|contract|rights"
    r"|right to|usage"
    r"|more money|receive\w*|earn\w*|include[ds]?|will|['’]ll|guarantee\w*|promise\w*|plus|extra|bonus|discount"
    r"|(?<!i )(?<!never )(?<!can['’]t )gets?|free(?! of)|exclusive\w*|approv\w+|sign\w*"
    r"|cover(?:ed|ing)?|refund\w*|other (?:creators|brands)|best(?=-)|leading|award\w*|winn\w+|million|thousand"
    r"|number one|trusted|certified|(?<!i )(?<!['’]ve )recommend(?:ed|s)?|most-|made (?:from|of|with)|voucher|ticket"
    r"|flights?|(?<!road )trip|hotels?|send|ship|book(?:ed)?|reserv\w+|locked|limit|ceiling|cap|agency|agent"
    r"|manager|told)\b",
    re.IGNORECASE,
)
_WISH: Final = re.compile(
    r"\b(?:wish\w*|hope|safe|give|enjoy|luck|maybe|welcome|lots of|cheering|all round"
    r"|your?)\b",
    re.IGNORECASE,
)
_MOST_TOPICS: Final = 4  # unknown words of one introduction: "a small family-run olive oil brand"
_CAPS: Final = r"[A-Z][\w'’.-]*(?:(?: (?:&|\+|and|of|the))? [A-Z][\w'’.-]*){0,4}"
_OWN_NAME: Final = (
    re.compile(rf"\b(?i:i['’]m|i am|my name is|this is|it['’]s)(?: again)? (?P<name>{_CAPS})"),
    re.compile(
        r"(?i:\b(?:i['’]m|i am|name is|here|i work|working(?! with)|i['’]m working with|writing|reaching out"
        r"|getting in touch|in touch|touch base"
        r"|contacting you|behalf|partnerships?|lead|manager|team|look after|handle|run|collaborat\w+|partner|join"
        rf"|creators|campaign|talent|marketing)\b[^.!?\n]{{0,40}}?\b(?:from|at|with|for|of|by)) (?P<name>{_CAPS})"
    ),
    re.compile(rf"(?:\A|\n|[.!?] )(?P<name>{_CAPS}) (?:here|from|would) "),
    re.compile(rf"[.!?\n]\s*(?:\w+ )?(?:from|at|with) (?P<name>{_CAPS}) here\b"),
    re.compile(rf"(?i:this is|it['’]s) [A-Z]\w+ (?:from|at|of|with) (?P<name>{_CAPS})"),
    re.compile(rf"[A-Z]\w+ from (?P<name>{_CAPS}) here"),
    re.compile(rf"\bwith (?P<name>{_CAPS}) in mind\b"),
    re.compile(rf"(?i:\bi|we) represent (?P<name>{_CAPS})"),
    # Somebody who is spoken for: "would you put this to Priya?".
    re.compile(
        rf"\b(?:speak(?:ing)?|talk(?:ing)?|bring it|(?:take|put) (?:it|that|this)|check) (?:to|with) "
        rf"(?P<name>{_CAPS})"
    ),
    re.compile(
        rf"\b(?:fit|match|great|perfect|right|addition|wonderful|voice|face|home|friend|ideal) (?:for|to"
        rf"|with) (?P<name>{_CAPS})"
    ),
    re.compile(rf"\bhere,? (?:from|at|with) (?P<name>{_CAPS})"),
)
_SIGNED: Final = re.compile(
    r"(?P<name>(?:(?:\A|\n)[*_ ]*(?:(?:[^\W\da-z_][\w'’.-]*,?|&|of|the|and|at|x+)[ *_]*){1,6}){1,4}"
    r"|\n[a-z]{2,12})[\s,]*\Z"
)
_SIGNED_INLINE: Final = re.compile(r"[.!?,–—-] (?P<name>[A-Z]\w+(?: [A-Z]\w+)?(?: x+)?)\W*\Z")
_TITLE: Final = frozenset({"manager", "partnerships", "influencer", "marketing", "head", "lead", "director"})
_LONGEST_FOUND: Final = 200


_UNDERSTOOD: Final = (_PHRASE, _NUMBERED, _THEIR_FIGURE, GREETING)


def check_words(draft: Draft, terms: GateTerms) -> Iterator[GateFailure]:
    if terms.allowed_commitments:  # whose words are not known here
        return
    known = _decided_words(terms) | _own_words(draft, terms)
    told = (found.span() for pattern in _UNDERSTOOD for found in pattern.finditer(draft.open))
    text = blanked(draft.open, told)
    text = blanked(text, ((one.start, one.end) for one in mentions(draft.said)))
    for link in terms.allowed_links:
        text = text.replace(link, " " * len(link))
    for offset, sentence in placed_sentences(text):
        for found in _strangers(sentence, terms, known):
            at = offset + found.start()
            if not any(one.start <= at < one.end for one in draft.money):
                message = (
                    f"{found.group()!r} is no word of the terms or of a plain mail; say it in other words or "
                    f"leave it out"
                )
                yield GateFailure(check=Check.WORDS, found=" ".join(sentence.split())[:_LONGEST_FOUND], message=message)


def _strangers(sentence: str, terms: GateTerms, known: frozenset[str]) -> Iterator[re.Match[str]]:
    strangers = [found for found in _WORD.finditer(sentence) if not _is_known(found.group(), known)]
    if strangers and refuses(sentence):
        strangers = [found for found in strangers if found.group().lower() not in _DENIED]
    for start, end in _clauses(sentence) if strangers else ():
        clause = sentence[start:end]
        unknown = [found for found in strangers if start <= found.start() < end]
        if not _BUSINESS.search(clause):
            unknown = [found for found in unknown if found.group().lower() not in TOPICS]
        named = [found for found in unknown if _is_name(found, sentence)]
        remark = _is_remark(clause, len(unknown), terms) or _likes_their_work(sentence)
        if unknown and not named and remark:
            continue
        yield from unknown


def _clauses(sentence: str) -> Iterator[tuple[int, int]]:
    ends = [found.span() for found in _CLAUSE_END.finditer(sentence)]
    return zip((0, *(stop for _, stop in ends)), (*(begin for begin, _ in ends), len(sentence)), strict=True)


def _is_name(found: re.Match[str], sentence: str) -> bool:
    """A capital within the sentence, but for the name of their work: "your Lisbon series"."""
    word, lead = found.group(), sentence[: found.start()]
    return word[0].isupper() and bool(lead.strip()) and _OF_THEIRS.search(lead) is None


def _is_remark(clause: str, unknown: int, terms: GateTerms) -> bool:
    if _BUSINESS.search(clause):
        return False
    if _PRAISE.search(clause):
        return True
    if terms.stage == Stage.OPENING and unknown <= _MOST_TOPICS:
        return _INTRODUCES.search(clause) is not None
    return terms.stage == Stage.EXIT and _WISH.search(clause) is not None


def _likes_their_work(sentence: str) -> bool:
    if _BUSINESS.search(sentence) or _OURS.search(sentence) or _OF_THEIR_WORK.search(sentence) is None:
        return False
    words = (word.lower().removesuffix("ly") for word in _WORD.findall(sentence))
    return _ENJOYED.search(sentence) is not None or not LIKED.isdisjoint(words)


def _is_known(word: str, known: frozenset[str]) -> bool:
    lower = word.lower()
    return lower in PLAIN or lower in known or (len(lower) >= _STEM_LETTERS and lower[:_STEM_LETTERS] in known)


@lru_cache(maxsize=64)  # the same for both drafts of a mail, and for its skeleton
def _words_of(texts: tuple[str, ...]) -> frozenset[str]:
    """Whole, and by their beginnings: "published" tells "publication"."""
    words = [word.lower() for text in texts for word in _WORD.findall(text)]
    beginnings = (word[:_STEM_LETTERS] for word in words if len(word) >= _STEM_LETTERS)
    return frozenset((*words, *beginnings, *(_DIGITS[word] for word in words if word in _DIGITS)))


def _decided_words(terms: GateTerms) -> frozenset[str]:
    names = (*terms.names, *(terms.greeted or ()))
    return _words_of(
        (
            *terms.allowed_phrases,
            *terms.deliverables,
            *names,
            terms.product,
            terms.payment_terms or "",
            terms.signature or "",
        )
    )


def _own_words(draft: Draft, terms: GateTerms) -> frozenset[str]:
    """How we call ourselves, where the terms do not tell it: in the line that introduces us and in the signature."""
    said = draft.said.strip()
    introduced = () if terms.own_names else _OWN_NAME
    found = [one["name"] for pattern in introduced for one in pattern.finditer(said)]
    found += [one["name"] for pattern in (_SIGNED, _SIGNED_INLINE) if (one := pattern.search(said)) is not None]
    return frozenset(word.lower() for name in found for word in _WORD.findall(name)) | _TITLE
