"""Deliverables as a mail writes them: so many of a kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from shared.domain.amounts.lexicon import SMALL_NUMBERS, TENS
from shared.domain.package import DeliverableType as Type
from shared.domain.package import Platform

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
PLATFORMS: Final = {
    **dict.fromkeys(("instagram", "ig", "insta"), Platform.INSTAGRAM),
    **dict.fromkeys(("tiktok", "tik tok"), Platform.TIKTOK),
    **dict.fromkeys(("youtube", "yt"), Platform.YOUTUBE),
}
# Of any kind, so they say no kind.
GENERIC: Final = frozenset({"post", "deliverable", "piece", "asset"})
_ELSEWHERE: Final = re.compile(r"\b(?:facebook|snapchat|pinterest|linkedin|twitter|threads|twitch|x)\b")
_PLURALS: Final = {noun[:-1] + "ies" if noun.endswith("y") else f"{noun}s": noun for noun in _NOUNS}
_NOUN: Final = "|".join(sorted((*_NOUNS, *_PLURALS), key=len, reverse=True))
_ADJECTIVE: Final = (
    r"(?:instagram|ig|insta|tik ?tok|youtube|yt|facebook|snapchat|pinterest|linkedin|twitter|threads|twitch|dedicated"
    r"|short|long|short-form|long-form|sponsored|branded|separate|new|great|lovely|single|feed|in-feed|grid"
    r"|organic|paid|full|quick|simple"
    r"|beautiful|fresh|high-quality|static|sponsored|authentic|creative|vertical|more|extra|additional|bonus"
    r"|other|further|\w+-\w+)"
)
_ORDINALS: Final = dict(
    zip(["first", "second", "third", "fourth", "fifth", "sixth", "seventh"], range(1, 8), strict=True)
)
# Numbers that slip in from a thread in another language; the mail itself is English.
_FOREIGN: Final = {
    **dict.fromkeys(("deux", "zwei", "dos", "duas", "dois", "twee"), 2),
    **dict.fromkeys(("trois", "drei", "tres", "três", "drie"), 3),
    **dict.fromkeys(("quatre", "vier", "cuatro", "quattro", "quatro"), 4),
}
_NUMBERS: Final = {
    **SMALL_NUMBERS,
    **TENS,
    **_FOREIGN,
    **dict.fromkeys(("a", "an", "single"), 1),
    **dict.fromkeys(("both", "a couple of", "a pair of", "twin", "a duo of"), 2),
    **dict.fromkeys(("a trio of",), 3),
    **dict.fromkeys(("half a dozen",), 6),
    **dict.fromkeys(("a dozen", "dozen"), 12),
}
_MORE: Final = r"another|(?:an? )?(?:extra|additional|bonus|further)|(?:one|two|three|\d+) (?:more|extra|additional)"
_VAGUE: Final = (
    r"a few|several|multiple|many|a bunch of|a set of|a batch of|a handful of|dozens of|a series of"
    r"|as many"
)
_COUNT: Final = "|".join(sorted((*_NUMBERS, *_ORDINALS), key=len, reverse=True))
_MENTION: Final = re.compile(
    rf"(?<![\w.,$€£-])(?:(?P<more>{_MORE})|(?P<vague>{_VAGUE})|\(?(?P<count>\d{{1,4}}|{_COUNT})\)?"
    r"(?: ?\((?P<again>\d{1,3})\))?)(?: ?[x×])? "
    rf"(?P<adjectives>(?:{_ADJECTIVE}[ ,]+){{0,4}})(?P<noun>{_NOUN})(?![\w-])",
    re.IGNORECASE,
)
_REVERSED: Final = re.compile(
    rf"(?<!in )\b(?P<adjectives>(?:{_ADJECTIVE} ){{0,3}})(?P<noun>{_NOUN})(?: ?[x×] ?|: ?| \()(?P<count>\d{{1,3}})"
    r"(?![\d.,%]*\d)(?!\)?[ -]?(?:days?|weeks?|months?|years?|hours?|min(?:ute)?s?|sec(?:ond)?s?|%))",
    re.IGNORECASE,
)
# One of its kind without a number: "the Reel", "Deliverable: Instagram Reel".
_SINGLE: Final = re.compile(
    rf"(?:\b(?:the|this) (?P<some>(?:{_ADJECTIVE} ){{0,3}})|(?:^|:)[ \t*•-]*(?P<adjectives>(?:{_ADJECTIVE} ){{1,3}}))"
    rf"(?P<noun>{'|'.join(_NOUNS)})(?![\w-])",
    re.IGNORECASE,
)
# "Stories, three of them".
_OF_THEM: Final = re.compile(
    rf"\b(?P<adjectives>)(?P<noun>{_NOUN}),? (?:and )?(?P<count>\d{{1,3}}|{_COUNT}) of (?:them"
    rf"|those)\b",
    re.IGNORECASE,
)
_WHERE: Final = re.compile(
    rf"\A,? ?(?:(?:on|for|to|via) (?:your |the )?|\((?:on "
    rf"|for )?)(?P<platform>{'|'.join(PLATFORMS)})\b",
    re.IGNORECASE,
)
# A line that begins with its platform, as in "Instagram – 1 Reel, 3 Stories".
_HEADED: Final = re.compile(rf"\A[\s*•-]*(?P<platform>{'|'.join(PLATFORMS)}) ?(?::|–|—|-) ", re.IGNORECASE)
# "a TikTok audience", "a Reel idea": not the thing itself; and a story, a short, an event of everyday speech.
_COMPOUND: Final = re.compile(
    r"\A['’]?s?[ -](?:audiences?|accounts?|pages?|creators?|followers?|views?|formats?|ideas?|trends?|feeds?"
    r"|channels?"
    r"|sounds?|hooks?|styles?|concepts?|communit\w+|campaigns?|budgets?|rates?|prices?|fees?|cards?"
    r"|kit|to tell)\b",
    re.IGNORECASE,
)
# With an article, words of everyday speech: always, or where no other deliverable stands beside them.
_ALWAYS_EVERYDAY: Final = frozenset({"event", "pin", "snap", "static", "piece", "asset", "picture", "photo"})
_EVERYDAY: Final = frozenset({"story", "short"})
_SENTENCE: Final = re.compile(r"[^.!?\n]+")


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


@lru_cache(maxsize=256)  # several checks ask it of the same mail, and of the lines of the package
def mentions(text: str) -> tuple[Mention, ...]:
    """Every number of deliverables in the text, whosever they are."""
    return tuple(_mentions(text))


def _mentions(text: str) -> Iterator[Mention]:
    for sentence in _SENTENCE.finditer(text):
        found = [one for pattern in (_MENTION, _REVERSED, _OF_THEM) for one in pattern.finditer(sentence.group())]
        found = [one for one in found if not _COMPOUND.match(sentence.group()[one.end() :])]
        found = [one for one in found if not _is_everyday(one, _ALWAYS_EVERYDAY)]
        sure = any(not _is_everyday(one, _EVERYDAY) or _is_paid_for(one, sentence.group()) for one in found)
        yield from (_mention(one, sentence) for one in (found if sure else ()))


def single_mentions(text: str) -> Iterator[Mention]:
    """What stands without a number and is one of its kind."""
    for sentence in _SENTENCE.finditer(text):
        for found in _SINGLE.finditer(sentence.group()):
            if not _COMPOUND.match(sentence.group()[found.end() :]):
                yield _placed(found, sentence, quantity=1, adjectives=found["some"] or found["adjectives"] or "")


def _is_everyday(found: re.Match[str], nouns: frozenset[str]) -> bool:
    platform = _platform(found["adjectives"].lower()) is not None
    return not platform and found["noun"] in nouns and (found["count"] or "").lower() in {"a", "an"}


def _is_paid_for(found: re.Match[str], sentence: str) -> bool:
    """Behind a figure, "for a story" means the thing itself; a sentence may begin within the figure."""
    return re.search(r"\d for $", sentence[: found.start()]) is not None


def _mention(found: re.Match[str], sentence: re.Match[str]) -> Mention:
    fields = found.groupdict()
    count, adjectives = (fields["count"] or "").lower(), fields["adjectives"].lower()
    more = bool(fields.get("more") or fields.get("vague")) or re.search(
        r"\b(?:more|extra|additional|bonus|further)\b", adjectives
    )
    quantity = int(count) if count.isdecimal() else _NUMBERS.get(count, _ORDINALS.get(count))
    unsure = more or (fields.get("again") and int(fields["again"]) != quantity)
    return _placed(
        found, sentence, quantity=None if unsure else quantity, adjectives=adjectives, ordinal=count in _ORDINALS
    )


def _placed(
    found: re.Match[str], sentence: re.Match[str], *, quantity: int | None, adjectives: str, ordinal: bool = False
) -> Mention:
    noun = found["noun"].lower()
    where = _WHERE.match(sentence.group()[found.end() :]) or _HEADED.match(sentence.group())
    return Mention(
        text=found.group(),
        start=sentence.start() + found.start(),
        end=sentence.start() + found.end(),
        quantity=quantity,
        ordinal=ordinal,
        noun=_PLURALS.get(noun, noun),
        types=_types(noun, adjectives.lower(), where["platform"].lower() if where else ""),
    )


def _types(noun: str, adjectives: str, where: str) -> frozenset[Type]:
    found = _NOUNS[_PLURALS.get(noun, noun)]
    platform = _platform(adjectives) or _platform(where)
    if _ELSEWHERE.search(adjectives):
        return frozenset()
    if platform is not None:
        found = frozenset(kind for kind in found if kind.platform is platform)
    feed = re.search(r"\b(?:feed|in-feed|grid)\b", adjectives) is not None and platform in {None, Platform.INSTAGRAM}
    if (platform is Platform.INSTAGRAM or feed) and noun.startswith("post"):
        found = frozenset({Type.INSTAGRAM_POST})
    if "dedicated" in adjectives and Type.YOUTUBE_DEDICATED in found and noun.startswith("video"):
        found = frozenset({Type.YOUTUBE_DEDICATED})
    return found


def _platform(words: str) -> Platform | None:
    names = words.replace("tik tok", "tiktok").replace(",", " ").split()
    return next((PLATFORMS[name] for name in names if name in PLATFORMS), None)
