"""Figures in thousands or millions that say how many people a creator reaches, with no word for them behind."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from shared.domain.amounts.bare import Bare, cued, talks_of_price
from shared.domain.amounts.counts import LARGEST_PRICE, before_leads, has_number_before
from shared.domain.amounts.lexicon import (
    ADVERBS,
    AUDIENCE_BEFORE,
    AUDIENCE_BEFORE_OF,
    AUDIENCE_VERBS,
    COUNT_LEADS,
    DELIVERABLES,
    GROWTH_VERBS,
    PAIR_CUES,
    PLATFORMS,
    PRICE_CUES,
    WHEN,
)
from shared.domain.amounts.tokens import TokenKind, Tokens

# A figure in millions without a currency and without a word of price is an audience from here on.
_LEAST_CROWD: Final = 500_000
# Prices in tens of thousands are multiples of this.
_ROUND: Final = 5000
_LARGE: Final = 100_000
# Characters of "65,000".
_GROUPED: Final = 6
_LEAST_FOLLOWING: Final = 10_000
# Tokens before a figure in which the word for its audience, or for a price, is looked for.
_CHAIN_REACH: Final = 24
# Characters from a handle to its following.
_HANDLE_REACH: Final = 60
_HANDLE: Final = re.compile(r"(?<!\w)@\w")
_CARD_REACH: Final = 15
_MOST_ADVERBS: Final = 2
_MILLIONS: Final = frozenset({"m", "mn", "mio", "million", "millions"})
_THOUSANDS: Final = frozenset({"k", "m", "mio", "thousand", "million"})
_RANGE: Final = frozenset({"from", "between", "to", "by", "and"})
_FILLERS: Final = frozenset(
    {
        "my",
        "the",
        "a",
        "an",
        "on",
        "or",
        "while",
        "maybe",
        "sometimes",
        "least",
        "more",
        "than",
        "counts",
        "steady",
        "stable",
        "stands",
        "sits",
    }
)
_PAST: Final = frozenset({"above", "over", "beyond", "past", "under", "below"})
_AVERAGES: Final = frozenset({"average", "averages", "averaged", "averaging", "goal", "goals"})
_STANDING: Final = frozenset(
    {"at", "is", "are", "sits", "sitting", "stands", "standing", "now", "currently", "already"}
)
_HELD: Final = frozenset({"have", "has", "ve"})
_CHAIN: Final = _RANGE | _THOUSANDS | DELIVERABLES | PLATFORMS | COUNT_LEADS | WHEN | ADVERBS | _FILLERS
_CHAIN_MARKS: Final = frozenset({",", "-", "~", "(", ")", "&", "/", ":", "=", "+"})
# Behind a figure: "12k for the reel", "15k works".
_OF_A_PRICE: Final = frozenset(
    {"for", "flat", "net", "plus", "total", "all", "is", "works", "would", "sounds", "seems"}
)
_CARD: Final = PRICE_CUES | {"card", "ratecard", "commercials"}


def reaches_an_audience(bare: Bare) -> bool:
    after = bare.tokens[bare.end]
    if after.lower in _OF_A_PRICE:
        return False
    large = bare.value >= _LEAST_FOLLOWING or (bare.scaled and bare.value > LARGEST_PRICE)
    return _is_a_crowd(bare) or (large and any(rule(bare) for rule in _OF_AN_AUDIENCE))


def _is_a_crowd(bare: Bare) -> bool:
    """True for "1.4M last month" and "close to half a million"; not for "2M for a reel" and "Reel: 2M"."""
    tokens, before = bare.tokens, bare.tokens[bare.start - 1]
    label = tokens[bare.start - 2] if before.text in {":", "=", "-"} else before
    millions = any(tokens[index].lower in _MILLIONS for index in range(bare.start, bare.end))
    priced = cued(bare, PRICE_CUES) or label.lower in DELIVERABLES or tokens[bare.end].lower in PAIR_CUES | {"for"}
    return millions and bare.value >= _LEAST_CROWD and not priced


def _grown(bare: Bare) -> bool:
    """True for "I reach about 100k" and "grew from 12k to 61k"."""
    index = before_leads(bare.tokens, bare.start)
    if bare.tokens[index].lower in _RANGE:
        index -= 1
    return bare.tokens[index].lower in GROWTH_VERBS


def _on_average(bare: Bare) -> bool:
    """True for "50k per video on average"; not for "I charge 50k per video on average"."""
    per, post, on, average = (bare.tokens[bare.end + step] for step in range(4))
    each = (per.lower in {"per", "a", "each"} or per.text == "/") and post.lower in DELIVERABLES
    return each and (on.lower, average.lower) == ("on", "average") and not cued(bare, PRICE_CUES)


def _on_platform(bare: Bare) -> bool:
    """True for each figure of "I have 86k on Instagram and 12k on YouTube"."""
    return bare.tokens[bare.end].lower == "on" and bare.tokens[bare.end + 1].lower in PLATFORMS


def _followed_on_platform(bare: Bare) -> bool:
    """True for "61k on TikTok", no price in thousands, and for the last of "1.2M on TikTok, 310K on IG"."""
    tokens, start = bare.tokens, bare.start
    beside = (
        tokens[start - 1].text == "," and tokens[start - 2].lower in PLATFORMS and tokens[start - 4].lower in _MILLIONS
    )
    unround = bare.value >= _LARGE or (bare.value >= _LEAST_FOLLOWING * 2 and bare.value % _ROUND != 0)
    return _on_platform(bare) and (beside or (unround and not talks_of_price(bare)))


def _stands_at(bare: Bare) -> bool:
    """True for "my TikTok is at 94k" and "the video is sitting at 240k"; not for "I'm at 94k"."""
    tokens, index = bare.tokens, bare.start - 1
    while bare.start - index <= _MOST_ADVERBS + 2 and tokens[index].lower in _STANDING:
        index -= 1
    stands = tokens[bare.start - 1].lower == "at" and index < bare.start - 2
    return stands and tokens[index].lower in PLATFORMS | DELIVERABLES and not talks_of_price(bare)


def _one_per_platform(bare: Bare) -> bool:
    """True for each figure of "Instagram 86k, TikTok 210k", where no word of price leads."""
    tokens = bare.tokens
    labelled = _is_following(tokens, bare.start) and bare.value >= _LEAST_FOLLOWING
    # The other's figure: behind a comma, its platform and perhaps a colon.
    places = (*(bare.end + step for step in (2, 3)), *(bare.start - back for back in (4, 5, 6)))
    another = any(_is_following(tokens, place) for place in places)
    led = any(tokens[bare.start - back].lower in _CARD for back in range(1, _CARD_REACH))
    return labelled and another and not led and tokens[bare.end].lower not in PAIR_CUES


def _named_behind(bare: Bare) -> bool:
    """True for each figure of "280K Instagram, 1.2M TikTok", where no word of price leads."""
    tokens = bare.tokens
    led = any(tokens[bare.start - back].lower in _CARD for back in range(1, _CARD_REACH))
    another = any(_is_before_platform(tokens, place) for place in (bare.end + 2, bare.end + 3, bare.start - 4))
    return _is_before_platform(tokens, bare.start) and bare.value >= _LEAST_FOLLOWING and another and not led


def _is_before_platform(tokens: Tokens, index: int) -> bool:
    return _is_scaled(tokens, index) and tokens[index + 2].lower in PLATFORMS


def _is_following(tokens: Tokens, index: int) -> bool:
    label = tokens[index - 2] if tokens[index - 1].text == ":" else tokens[index - 1]
    return _is_scaled(tokens, index) and label.lower in PLATFORMS


def _is_scaled(tokens: Tokens, index: int) -> bool:
    figure = tokens[index]
    grouped = len(figure.text) >= _GROUPED and "," in figure.text
    return figure.kind is TokenKind.FIGURE and (grouped or tokens[index + 1].lower in _THOUSANDS)


def _beside_a_handle(bare: Bare) -> bool:
    """True for "@kaylin | 210k on TikTok", as signatures say it."""
    given, place = bare.tokens.given, bare.tokens[bare.start].start
    start = given.rfind("\n", max(place - _HANDLE_REACH, 0), place) + 1 or max(place - _HANDLE_REACH, 0)
    return _HANDLE.search(given, start, place) is not None and not talks_of_price(bare)


def _past_an_audience(bare: Bare) -> bool:
    """True for the last of "$100 for each 10k views above 50k"."""
    noun, over = bare.tokens[bare.start - 2].lower, bare.tokens[bare.start - 1].lower
    return noun in AUDIENCE_BEFORE and over in _PAST


def _in_brackets(bare: Bare) -> bool:
    """True for "on TikTok (150k)"."""
    platform, opening, closing = (bare.tokens[index] for index in (bare.start - 2, bare.start - 1, bare.end))
    bracketed = opening.text == "(" and closing.text == ")"
    return bracketed and platform.lower in PLATFORMS and bare.value >= _LEAST_FOLLOWING


def _told_before(bare: Bare) -> bool:
    """True for "my reels get 50k" and each later figure of "story views are around 9k, reels between 30k and 50k"."""
    for index in range(bare.start - 1, bare.start - _CHAIN_REACH, -1):
        told = _tells_audience(bare, index)
        if told is not None:
            return told
        if not _leads_on(bare.tokens, index):
            return False
    return False


def _tells_audience(bare: Bare, index: int) -> bool | None:
    """Whether the word at index makes an audience of the figure; None where it says nothing of that."""
    tokens, word = bare.tokens, bare.tokens[index].lower
    if word in AUDIENCE_BEFORE or (word in AUDIENCE_BEFORE_OF and index < bare.start - 1):
        return not has_number_before(tokens, index)
    if word in _AVERAGES:
        return True
    if word in _HELD:
        return _on_platform(bare)
    if word in AUDIENCE_VERBS:
        return _has_post_as_subject(tokens, index) or (word == "got" and _on_platform(bare))
    return None


def _leads_on(tokens: Tokens, index: int) -> bool:
    """Whether the token belongs to a list of figures in thousands; a figure alone ("3 reels, 12k") does not."""
    token = tokens[index]
    if token.kind is TokenKind.FIGURE:
        return _is_scaled(tokens, index) or (tokens[index + 1].text == "-" and _is_scaled(tokens, index + 2))
    return token.lower in _CHAIN or token.text in _CHAIN_MARKS


def _has_post_as_subject(tokens: Tokens, index: int) -> bool:
    """Whether reels or videos do what the verb at index says, and not a person: "for two reels I get 12k"."""
    for back in range(1, _MOST_ADVERBS + 2):
        if tokens[index - back].lower not in ADVERBS:
            return tokens[index - back].lower in DELIVERABLES
    return False


_OF_AN_AUDIENCE: Final[tuple[Callable[[Bare], bool], ...]] = (
    _grown,
    _on_average,
    _followed_on_platform,
    _stands_at,
    _one_per_platform,
    _named_behind,
    _past_an_audience,
    _in_brackets,
    _told_before,
    _beside_a_handle,
)
