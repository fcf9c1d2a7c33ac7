"""The right person is greeted, and no other creator is named."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from shared.domain.gate.terms import Check, Draft, GateFailure, GateTerms

GREETING: Final = re.compile(
    r"^[ \t>]*(?:hi|hiya|hello|hey|heya|dear|greetings|good (?:morning|afternoon|evening)|hola"
    r"|hallo|bonjour|ciao|hej|salut|yo|howdy|servus|moin)\b"
    r"(?! from\b)[ \t,]*((?:(?:mr|mrs|ms|mx|dr|prof)\. )?[^,.!?:;\n—–]*)",
    re.IGNORECASE | re.MULTILINE,
)
_CAPITALISED: Final = r"[A-Z\u00c0-\u024f\u0370-\uffff][\w'’.-]*"
# "Jane," or "👋 Jane!" on the first line of the mail.
_BARE_GREETING: Final = re.compile(
    rf"\A[^\w\n]*(?P<name>{_CAPITALISED}(?: {_CAPITALISED}){{0,3}})"
    r" *[,!:—–-]+[^\w\n]*(?i:(?:hi|hello|hey)\b[^\w\n]*)?\n"
)
# "Jane — thanks for the quick reply", in one line with the mail.
_LED_BY_NAME: Final = re.compile(
    rf"\A[^\w\n]*(?P<name>{_CAPITALISED})(?:,? *[—–]+ *| +-+ +|[,!:]+ (?=(?i:thanks|thank you|hi|hello|hey"
    rf"|good to|great to|i|we|your?)\b))"
)
_OPENERS: Final = frozenset(
    (
        "however",
        "still",
        "also",
        "now",
        "then",
        "again",
        "well",
        "today",
        "sorry",
        "apologies",
        "cheers",
        "alas",
        "here",
        "yay",
        "great",
        "perfect",
        "wonderful",
        "amazing",
        "awesome",
        "fantastic",
        "brilliant",
        "lovely",
        "okay",
        "ok",
        "yes",
        "no",
        "sure",
        "absolutely",
        "certainly",
        "good",
        "excellent",
        "understood",
        "noted",
        "super",
        "congratulations",
        "welcome",
        "wow",
        "hooray",
        "thanks",
    )
)
_ADDRESSED: Final = re.compile(
    r"\b(?i:thanks|thank you|sorry|welcome|congratulations|congrats|apologies|(?:great|good|lovely) to hear from you"
    r"|nice to meet you|hi|hello|hey|sounds good|talk soon|speak soon|dear)"
    r"(?: (?i:so much|again|very much|a lot|a million))?,? (?P<name>[A-Z][a-z]{2,})(?=[,.!]| [—–-])"
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_NEUTRAL: Final = frozenset(
    (
        "there",
        "again",
        "and",
        "everyone",
        "both",
        "all",
        "team",
        "the",
        "mr",
        "mrs",
        "ms",
        "mx",
        "dr",
        "from",
        "so",
        "thanks",
        "san",
    )
)
# What we did with somebody, and what somebody does with us: neither is told of anybody but the creator.
_PERSON: Final = r"(?P<name>(?-i:[A-Z][a-z]+(?: [A-Z][a-z]+)?))"
_DEALINGS: Final = (
    re.compile(
        r"\b(?:we|i)(?:['’]ve| have|['’]d| had)? (?:(?:just|already|also|only|both|recently|\w+ly) )*"
        r"(?:closed|signed|agreed|booked|settled|finali[sz]ed|struck|locked|concluded|done|did|made|paid|filmed|shot"
        r"|wrapped|finished)"
        rf"(?: [^.!?\n]{{0,60}}?\bwith)? {_PERSON}\b(?! in mind)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:we|i)(?:['’]ve| have|['’]d)? (?:(?:just|already|also|\w+ly) )*(?:got|have|had) {_PERSON}"
        r" (?:on board|signed|booked|in\b(?! mind))",
        re.IGNORECASE,
    ),
    re.compile(rf"\b{_PERSON} and (?:i|we) (?:\w+ )?(?:agreed|settled|signed|shook|closed|did|made)\b", re.IGNORECASE),
    re.compile(
        rf"(?-i:(?<=[a-z,] )|(?=[A-Z][a-z]+ [A-Z]))\b{_PERSON} (?:is|was|has|had|just|already|also|did|does|took"
        r"|signed|said|made)\b[^.!?\n]{0,40}?\b(?:with us|for us|hers|theirs|the same"
        r"|(?:this|that) (?:figure|rate|fee|price|number|level))\b",
        re.IGNORECASE,
    ),
)
_NO_PERSON: Final = frozenset(
    ("instagram", "tiktok", "youtube", "reel", "reels", "story", "post", "short", "shorts", "net", "cpm")
)
_FOR: Final = "the mail is for {}"
_FOR_NOBODY_KNOWN: Final = "whom the mail is for has no known name, so greet nobody by name"
# "Hi Jane thanks so much for coming back to us": past this many words a greeting has become a sentence.
_LONGEST_NAME: Final = 4


def check_greeting(draft: Draft, terms: GateTerms) -> Iterator[GateFailure]:
    """A greeting names whom the mail goes to, in any of their names, or nobody; who reads along is not greeted."""
    names = (terms.creator_name, *terms.recipient_names) if terms.greeted is None else terms.greeted
    known = {word for name in names for word in _words(name)}
    for greeted in _greeted(draft):
        strangers = [word for word in _name_words(greeted) if _folded(word) not in known | _NEUTRAL]
        if strangers:
            meant = " and ".join(names[:1] if terms.greeted is None else names)
            message = f"the greeting names {' '.join(strangers)}; {_FOR.format(meant) if meant else _FOR_NOBODY_KNOWN}"
            yield GateFailure(check=Check.GREETING, found=greeted.strip(), message=message)


def _greeted(draft: Draft) -> Iterator[str]:
    yield from GREETING.findall(draft.said)
    bare = _BARE_GREETING.match(draft.said.lstrip())
    if bare is not None and not GREETING.match(bare["name"]):
        yield bare["name"]
    led = _LED_BY_NAME.match(draft.said.lstrip())
    if led is not None and not GREETING.match(led["name"]) and not _is_opener(led["name"].lower()):
        yield led["name"]
    for found in _ADDRESSED.finditer(draft.said):
        yield found["name"]


def _is_opener(word: str) -> bool:
    """True for "Great" and "Unfortunately", which begin a sentence."""
    return word in _OPENERS or word.endswith("ly")


def check_other_creators(draft: Draft, terms: GateTerms) -> Iterator[GateFailure]:
    own = {word for name in (terms.creator_name, *terms.recipient_names) for word in _words(name)}
    written = _words(draft.text)
    text, single = f" {' '.join(written)} ", frozenset(written)
    for name in terms.other_names:
        words = _name_in_words(name)
        if len(words) == 1:
            is_named = _stands_alone(name.strip(), draft.text)
        else:
            # Nearly every one of a thousand names ends at its first word.
            is_named = bool(words) and words[0] in single and f" {' '.join(words)} " in text
            is_named = is_named or "".join(words) in single
        if is_named and not set(words) <= own:
            message = "another creator; leave them out"
            yield GateFailure(check=Check.OTHER_CREATOR, found=name, message=message)


def check_dealings(draft: Draft, terms: GateTerms) -> Iterator[GateFailure]:
    """Nobody is told what somebody else agreed with us, whether or not the name is one of the campaign's."""
    known = {word for name in (*terms.names, *(terms.greeted or ()), terms.product) for word in _words(name)}
    for pattern in _DEALINGS:
        for found in pattern.finditer(draft.said):
            if not set(_words(found["name"])) & (known | _NO_PERSON):
                message = "somebody else's dealings with us; leave them out"
                yield GateFailure(check=Check.OTHER_CREATOR, found=found.group(), message=message)


def _stands_alone(name: str, text: str) -> bool:
    """A name of one word counts with its capital and within a sentence: "Hope" is a creator, "we hope" is none."""
    # A pattern for each name costs more than the whole check of a mail; few names stand in one at all.
    return name in text and re.search(rf"(?<=[\w,@'’] ){re.escape(name)}(?!\w)|@{re.escape(name)}\b", text) is not None


def _name_words(greeted: str) -> list[str]:
    """The first word always counts; in a long run of words, only those with a capital go on being the name."""
    words = _WORD.findall(greeted)
    if len(words) <= _LONGEST_NAME:
        return words
    named = words[:1]
    for word in words[1:]:
        if not word[0].isupper():
            break
        named.append(word)
    return named


@lru_cache(maxsize=4096)
def _name_in_words(name: str) -> tuple[str, ...]:
    """Remembered: a campaign's names are the same for each of its mails, and may be a thousand."""
    return tuple(_words(name))


def _words(text: str) -> list[str]:
    return [_folded(word) for word in _WORD.findall(text)]


def _folded(word: str) -> str:
    """Without case and accents: José greets Jose."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
