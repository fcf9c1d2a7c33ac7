"""How many of what the mail speaks of: the package that was decided, and nothing beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from shared.domain.amounts.lexicon import SMALL_NUMBERS, TENS
from shared.domain.campaign import DeliverableType as Type
from shared.domain.campaign import Platform
from shared.domain.gate.clauses import lead_of, trail_of
from shared.domain.gate.terms import Check, Draft, GateFailure, GateTerms
from shared.domain.negotiation import Stage

_PACKAGED: Final = frozenset({Stage.OPENING, Stage.COUNTER, Stage.AGREEMENT})
_VIDEOS: Final = frozenset(
    {Type.INSTAGRAM_REEL, Type.TIKTOK_VIDEO, Type.YOUTUBE_DEDICATED, Type.YOUTUBE_INTEGRATION, Type.YOUTUBE_SHORT}
)
_ANY: Final = frozenset(Type)
# Singular noun: what it may stand for; nothing for what no campaign asks for.
_NOUNS: Final[dict[str, frozenset[Type]]] = {
    "reel": frozenset({Type.INSTAGRAM_REEL}),
    "story": frozenset({Type.INSTAGRAM_STORY, Type.TIKTOK_STORY}),
    "tiktok": frozenset({Type.TIKTOK_VIDEO}),
    "tik tok": frozenset({Type.TIKTOK_VIDEO}),
    "short": frozenset({Type.YOUTUBE_SHORT}),
    "integration": frozenset({Type.YOUTUBE_INTEGRATION}),
    "video": _VIDEOS,
    "clip": _VIDEOS,
    "post": _ANY,
    "deliverable": _ANY,
    "piece": _ANY,
    "asset": _ANY,
    **dict.fromkeys(
        ("carousel", "photo", "picture", "vlog", "livestream", "live stream", "podcast", "newsletter", "pin", "snap"),
        frozenset[Type](),
    ),
    **dict.fromkeys(("tweet", "blog post", "static", "webinar", "event"), frozenset[Type]()),
}
_PLATFORMS: Final = {
    **dict.fromkeys(("instagram", "ig", "insta"), Platform.INSTAGRAM),
    **dict.fromkeys(("tiktok", "tik tok"), Platform.TIKTOK),
    **dict.fromkeys(("youtube", "yt"), Platform.YOUTUBE),
}
_PLURALS: Final = {noun[:-1] + "ies" if noun.endswith("y") else f"{noun}s": noun for noun in _NOUNS}
_NOUN: Final = "|".join(sorted((*_NOUNS, *_PLURALS), key=len, reverse=True))
_ADJECTIVE: Final = (
    r"(?:instagram|ig|insta|tik ?tok|youtube|yt|facebook|snapchat|pinterest|linkedin|dedicated|short|long|short-form"
    r"|long-form|sponsored|branded|separate|new|great|lovely|single|feed|in-feed|grid|organic|paid|full|quick|simple"
    r"|beautiful|fresh|high-quality|more|extra|additional|bonus|other|further|\w+-(?:second|minute|frame|part))"
)
_ORDINALS: Final = dict(
    zip(["first", "second", "third", "fourth", "fifth", "sixth", "seventh"], range(1, 8), strict=True)
)
_NUMBERS: Final = {**SMALL_NUMBERS, **TENS, "a": 1, "an": 1, "single": 1, "both": 2, "a couple of": 2, "a pair of": 2}
_MORE: Final = r"another|(?:an? )?(?:extra|additional|bonus|further)|(?:one|two|three|\d+) (?:more|extra|additional)"
_VAGUE: Final = r"a few|several|multiple|many|a bunch of|dozens of|a series of|as many"
_COUNT: Final = "|".join(sorted((*_NUMBERS, *_ORDINALS), key=len, reverse=True))
_MENTION: Final = re.compile(
    rf"(?<![\w.,$€£-])(?:(?P<more>{_MORE})|(?P<vague>{_VAGUE})|(?P<count>\d{{1,4}}|{_COUNT}))(?: ?[x×])? "
    rf"(?P<adjectives>(?:{_ADJECTIVE}[ ,]+){{0,4}})(?P<noun>{_NOUN})(?![\w-])",
    re.IGNORECASE,
)
_REVERSED: Final = re.compile(
    rf"\b(?P<adjectives>(?:{_ADJECTIVE} ){{0,3}})(?P<noun>{_NOUN})(?: ?[x×] ?|: ?| \()(?P<count>\d{{1,3}})"
    r"(?![\d.,%]*\d)",
    re.IGNORECASE,
)
# "a TikTok audience", "a Reel idea": not the thing itself; and a story, a short, an event of everyday speech.
_COMPOUND: Final = re.compile(
    r"\A['’]?s?[ -](?:audiences?|accounts?|pages?|creators?|followers?|views?|formats?|ideas?|trends?|feeds?|channels?"
    r"|sounds?|hooks?|styles?|concepts?|communit\w+|campaigns?|budgets?|rates?|prices?|fees?|cards?"
    r"|kit|to tell)\b",
    re.IGNORECASE,
)
# With an article, words of everyday speech: always, or where no other deliverable stands beside them.
_ALWAYS_EVERYDAY: Final = frozenset({"event", "pin", "snap", "static", "piece", "asset", "picture", "photo"})
_EVERYDAY: Final = frozenset({"story", "short"})
_THEIR_OWN: Final = re.compile(
    r"\byour (?:last|latest|recent|past|previous|earlier|older|other|most recent|top|first)\b[^.!?]*\Z"
    r"|\b(?:across|over)[^.!?]{0,12}\Z|\b(?:views|average|reach|engagement)\b[^.!?]*\b(?:per|on|of)[^.!?]{0,10}\Z"
    r"|\byou(?:['’]ve| have|['’]d| had)? (?:just |recently |already |ever )?(?:posted|shared|made|published|did|done"
    r"|filmed|put|created|ran|uploaded|wrote|shot)\b(?:(?!\bwe\b|\bour\b).)*\Z",
    re.IGNORECASE,
)
_THEY_DID: Final = re.compile(
    r"\A[^.!?]{0,25}\b(?:you(?:['’]ve| have)? (?:just |recently |already )?(?:posted|shared|made|published|did|filmed"
    r"|created|uploaded|ran|shot)|of yours)\b",
    re.IGNORECASE,
)
_THEY_NAMED: Final = re.compile(
    r"\b(?:you(?:['’]ve| have|['’]d| had)? (?:asked|quoted|mentioned|named|proposed|requested|wanted|suggested|offered"
    r"|wrote|said|put forward|sent)|you(?:['’]re| are| were) (?:asking|looking|offering|proposing)"
    r"|your (?:\w+ )?(?:rates?|asks?|quotes?|prices?|fees?|proposal|request|suggestion|idea|question|package|offer))\b"
    r"(?:(?!\b(?:we|we['’]\w+|our|us)\b).)*\Z",
    re.IGNORECASE,
)
_REFUSED: Final = re.compile(
    r"\b(?:no|without|instead of|rather than|cannot|unable|not(?! (?:just|only|merely)))\b"
    r"|n['’]t\b(?! (?:just|only|wait))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """So many of what the noun may stand for. quantity: None where none is certain or more is asked for."""

    text: str
    start: int
    end: int
    quantity: int | None
    ordinal: bool
    noun: str
    types: frozenset[Type]


def check_quantities(draft: Draft, terms: GateTerms) -> Iterator[GateFailure]:
    """Every number of deliverables in the prose is one of the package, or clearly theirs."""
    package = package_of(terms)
    for found in _mentions(draft.said) if package else ():
        if not _fits(found, package) and not _is_theirs(found, draft.said):
            message = f"not the decided package ({', '.join(terms.deliverables)}); keep to it"
            yield GateFailure(check=Check.DELIVERABLES, found=found.text, message=message)


def check_deliverables(draft: Draft, terms: GateTerms) -> Iterator[GateFailure]:
    """An opening, counter or agreement names every line of the package with its number."""
    if terms.stage not in _PACKAGED:
        return
    text = " ".join(draft.text.split())
    named = [(found.quantity, found.types) for found in _mentions(text)]
    for label in terms.deliverables:
        words = re.escape(" ".join(label.split()))
        literal = re.search(rf"(?<![\w.,])(?<!\d-){words}(?!\w)", text, re.IGNORECASE)
        line = next(_mentions(label), None)
        if not literal and not (line and any(line.quantity == count and line.types == types for count, types in named)):
            yield GateFailure(check=Check.DELIVERABLES, found="", message=f"the terms must name: {label}")


def package_of(terms: GateTerms) -> tuple[Mention, ...]:
    """The decided lines; empty when one of them is in words that say nothing certain."""
    lines = [next(_mentions(label), None) for label in terms.deliverables]
    known = [line for line in lines if line is not None and line.quantity is not None and line.types]
    return tuple(known) if len(known) == len(lines) else ()


def _mentions(text: str) -> Iterator[Mention]:
    for sentence in re.finditer(r"[^.!?\n]+", text):
        found = [one for pattern in (_MENTION, _REVERSED) for one in pattern.finditer(sentence.group())]
        found = [one for one in found if not _COMPOUND.match(sentence.group()[one.end() :])]
        found = [one for one in found if not _is_everyday(one, _ALWAYS_EVERYDAY)]
        sure = any(not _is_everyday(one, _EVERYDAY) or _is_paid_for(one, sentence.group()) for one in found)
        yield from (_mention(one, sentence.start()) for one in (found if sure else ()))


def _is_everyday(found: re.Match[str], nouns: frozenset[str]) -> bool:
    platform = _platform(found["adjectives"].lower()) is not None
    return not platform and found["noun"] in nouns and (found["count"] or "").lower() in {"a", "an"}


def _is_paid_for(found: re.Match[str], sentence: str) -> bool:
    """Behind a figure, "for a story" means the thing itself; a sentence may begin within the figure."""
    return re.search(r"\d for $", sentence[: found.start()]) is not None


def _mention(found: re.Match[str], offset: int) -> Mention:
    fields = found.groupdict()
    count, adjectives = (fields["count"] or "").lower(), fields["adjectives"].lower()
    more = bool(fields.get("more") or fields.get("vague")) or re.search(
        r"\b(?:more|extra|additional|bonus|further)\b", adjectives
    )
    quantity = int(count) if count.isdecimal() else _NUMBERS.get(count, _ORDINALS.get(count))
    return Mention(
        text=found.group(),
        start=offset + found.start(),
        end=offset + found.end(),
        quantity=None if more else quantity,
        ordinal=count in _ORDINALS,
        noun=_PLURALS.get(fields["noun"].lower(), fields["noun"].lower()),
        types=_types(fields["noun"].lower(), adjectives),
    )


def _types(noun: str, adjectives: str) -> frozenset[Type]:
    found = _NOUNS[_PLURALS.get(noun, noun)]
    platform = _platform(adjectives)
    if platform is not None:
        found = frozenset(kind for kind in found if kind.platform is platform)
    if platform is Platform.INSTAGRAM and noun.startswith("post"):
        found = frozenset({Type.INSTAGRAM_POST})
    if "dedicated" in adjectives and Type.YOUTUBE_DEDICATED in found and noun.startswith("video"):
        found = frozenset({Type.YOUTUBE_DEDICATED})
    return found


def _platform(adjectives: str) -> Platform | None:
    words = adjectives.replace("tik tok", "tiktok").split()
    return next((_PLATFORMS[word] for word in words if word in _PLATFORMS), None)


def _fits(found: Mention, package: tuple[Mention, ...]) -> bool:
    if found.quantity is None:
        return False
    lines = [line for line in package if line.types & found.types]
    if found.noun == "post":  # every kind is a post, but where Instagram posts are in the package, they are meant
        lines = [line for line in lines if Type.INSTAGRAM_POST in line.types] or lines
    counts = [line.quantity or 0 for line in lines]
    if found.ordinal:
        return found.quantity <= sum(counts)
    return any(sum(some) == found.quantity for size in range(1, len(counts) + 1) for some in combinations(counts, size))


def _is_theirs(found: Mention, text: str) -> bool:
    """Their earlier work, what they asked, or what we say no to."""
    lead, trail = lead_of(text, found.start), trail_of(text, found.end)
    own = _THEIR_OWN.search(lead) or _THEY_DID.match(trail) or _THEY_NAMED.search(lead)
    return bool(own or _REFUSED.search(lead))
