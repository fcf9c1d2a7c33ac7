"""Numbers that count something: followers, posts, days, parcels."""

from __future__ import annotations

import re
from typing import Final

from shared.domain.amounts.bare import LARGEST_QUANTITY, MOST_ADJECTIVES, Bare, Unit, cued, talks_of_price, unit_after
from shared.domain.amounts.expression import Mode
from shared.domain.amounts.lexicon import (
    AUDIENCE,
    AUDIENCE_BEFORE,
    AUDIENCE_BEFORE_OF,
    BEHIND_A_PRICE,
    COUNT_ADJECTIVES,
    COUNT_LEADS,
    COUNT_VERBS,
    COUNTED,
    DELIVERABLES,
    FOR,
    GROWTH_VERBS,
    MEDIA,
    MOVES,
    OBJECTS,
    PAIR_CUES,
    PLATFORMS,
    PRICE_CUES,
    PRICE_TALK,
    WHEN,
)
from shared.domain.amounts.tokens import Token, TokenKind, Tokens

_MOST_LEADS: Final = 6
_LABELS: Final = frozenset({"saves", "shares", "reposts", "visits", "taps", "reactions", "replies"})
# Before the first word of a cell, a bullet point or a line.
_CELL_STARTS: Final = frozenset({"|", "•", "*", "-", "·", ""})
_SPANS: Final = frozenset({"year", "month", "week", "season", "summer", "spring", "autumn", "winter"})
_MADE: Final = frozenset(
    {
        "posted",
        "made",
        "created",
        "filmed",
        "shot",
        "published",
        "produced",
        "edited",
        "uploaded",
        "recorded",
        "released",
        "with",
    }
)
_SHORTEST_NOUN: Final = 4
# "900 depending on usage", "1500 agreed", "1200 roughly".
_NO_NOUN: Final = ("ing", "ed", "ly")
# Words of other scripts stand behind prices that nobody listed.
_LATIN: Final = re.compile(r"[A-Za-z\u00c0-\u024f]+")
# Between what is counted and its figure: "Followers gained last month: +4,250", "Subscribers (YT): 87,900".
_LEADS: Final = COUNT_LEADS | COUNT_VERBS | WHEN | MOVES | PLATFORMS | {"on"}
_LEAD_MARKS: Final = frozenset({":", "=", "-", "~", "≈", "(", ")", "+"})
# Figures of one list, and how far before its last one the list may begin, in tokens.
_LONGEST_LIST: Final = 5
_LIST_REACH: Final = 9
# Unscaled figures of a list are views rather than prices above this.
LARGEST_PRICE: Final = 5000


def counts_something(bare: Bare) -> bool:
    if bare.mode is Mode.READING and (_counted_behind(bare.tokens, bare.end) or _thanks(bare) or _counts_a_noun(bare)):
        return True
    unit = unit_after(bare.tokens, bare.end)
    if unit is None:
        return False
    return unit is not Unit.DELIVERABLE or bare.value < LARGEST_QUANTITY or _were_made(bare)


def _counted_behind(tokens: Tokens, index: int) -> bool:
    """True before "units", "sign-ups", "newsletter readers" and "of us"."""
    if tokens[index].lower == "of":
        return tokens[index + 1].lower in {"us", "them", "you"}
    if tokens[index].lower in MEDIA:
        return tokens[index + 1].lower in AUDIENCE or _counted_behind(tokens, index + 1)
    compound = "".join(tokens[index + step].lower for step in range(3))
    return tokens[index].lower in COUNTED or compound in COUNTED


def _thanks(bare: Bare) -> bool:
    """True for "a thousand thanks", "thanks a million" and "one in a million"; "1500 thanks!" names a price."""
    around = {bare.tokens[bare.start - 1].lower, bare.tokens[bare.end].lower}
    one_in = [bare.tokens[bare.start - back].lower for back in (2, 1)] == ["one", "in"]
    return bare.in_words and ("thanks" in around or one_in)


def _counts_a_noun(bare: Bare) -> bool:
    """True for "22,300 profile visits", "a 200-seat hall" and "5000 mAh", whatever the noun; not for "900 works"."""
    noun, after, third = (bare.tokens[bare.end + step] for step in range(3))
    if noun.text in {"-", "+"} and noun.glued:
        noun, after = after, third
    elif noun.glued:
        return False
    if not _may_be_counted(noun):
        return False
    if _is_plural(noun) and after.lower in OBJECTS:
        return False
    if _is_plural(noun) or (_is_plural(after) and _may_be_counted(after)):
        return not cued(bare, PRICE_TALK)
    return not (noun.lower.endswith(_NO_NOUN) or cued(bare, FOR) or talks_of_price(bare))


def _may_be_counted(token: Token) -> bool:
    if len(token.text) == 1 and token.text.isupper():
        return token.text != "I"  # "600 W"
    known = BEHIND_A_PRICE | PAIR_CUES | PRICE_CUES | PRICE_TALK | PLATFORMS | (DELIVERABLES - COUNTED)
    return token.kind is TokenKind.WORD and token.lower not in known and _LATIN.fullmatch(token.text) is not None


def _is_plural(token: Token) -> bool:
    word = token.text
    return word.islower() and word.endswith("s") and not word.endswith("ss") and len(word) >= _SHORTEST_NOUN


def _were_made(bare: Bare) -> bool:
    """True for "posted 900 reels", "shot over 500 stories": as many as nobody sells at once."""
    if bare.mode is not Mode.READING:
        return False
    maker = before_leads(bare.tokens, bare.start)
    return bare.tokens[maker].lower in _MADE or _long_ago(bare) or _more_than(bare, maker)


def _more_than(bare: Bare, lead: int) -> bool:
    """True for "over 500 stories" and "there are nearly 700 reels"; not for "I can't go over 1500 for reels"."""
    before, posts = bare.tokens[bare.start - 1].lower, bare.tokens[bare.end].lower
    return before in {"over", "nearly", "almost"} and posts.endswith("s") and bare.tokens[lead].lower not in PRICE_CUES


def _long_ago(bare: Bare) -> bool:
    """True for "900 posts last year", "450 videos I made", "1200 reels since 2019"; not for "1500 reel last time"."""
    made, when, span = (bare.tokens[bare.end + step].lower for step in range(3))
    if not made.endswith("s"):
        return False
    if when in {"i", "we"}:
        return span in _MADE
    return when == "since" or (when == "so" and span == "far") or (when in {"last", "a"} and span in _SPANS)


def before_leads(tokens: Tokens, start: int) -> int:
    """The index before the words that lead to the number at start: the "shot" of "shot over 500 stories"."""
    index = start - 1
    while start - index <= _MOST_LEADS and tokens[index].lower in COUNT_LEADS:
        index -= 1
    return index


def counted_before(bare: Bare) -> bool:
    """True for "views: 50k" and "reach of 120k"; not for "50k views: 1500", whose views have their number."""
    if bare.mode is Mode.READING and (bare.tokens[bare.start - 1].lower in COUNT_VERBS or _grew_by(bare)):
        return True
    leads = COUNT_LEADS if bare.mode is Mode.STRICT else _LEADS
    for back in range(1, _MOST_LEADS + 1):
        token = bare.tokens[bare.start - back]
        if _heads_a_count(bare.tokens, bare.start - back, apart=back > 1):
            return not has_number_before(bare.tokens, bare.start - back)
        if token.lower not in leads and token.text not in _LEAD_MARKS:
            return _is_labelled_count(bare)
    return _is_labelled_count(bare)


def _grew_by(bare: Bare) -> bool:
    return bare.tokens[bare.start - 1].lower == "by" and bare.tokens[bare.start - 2].lower in GROWTH_VERBS


def _heads_a_count(tokens: Tokens, index: int, *, apart: bool) -> bool:
    """True for "views", and for the "reach" of "reach of 120k" and "| Reach 120k"; not of "reach 1,500"."""
    token = tokens[index]
    heads_a_cell = token.text.istitle() and tokens[index - 1].text in _CELL_STARTS
    return token.lower in AUDIENCE_BEFORE or (token.lower in AUDIENCE_BEFORE_OF and (apart or heads_a_cell))


def _is_labelled_count(bare: Bare) -> bool:
    """True for "Saves: 2,100" and "/ saves 1,100"; in a sentence it is a verb."""
    tokens, start = bare.tokens, bare.start
    labelled = tokens[start - 1].text in {":", "=", "-", "≈"} and tokens[start - 2].lower in _LABELS
    in_a_cell = tokens[start - 1].lower in _LABELS and tokens[start - 2].text in _CELL_STARTS | {"/", ","}
    return bare.mode is Mode.READING and (labelled or in_a_cell)


def has_number_before(tokens: Tokens, index: int) -> bool:
    for back in range(1, MOST_ADJECTIVES + 1):
        token = tokens[index - back]
        if token.kind in {TokenKind.FIGURE, TokenKind.HIDDEN} or token.lower == "k":
            return True
        if token.lower not in COUNT_ADJECTIVES and token.text != "+":
            return False
    return False


def counted_together(bare: Bare) -> bool:
    """True for each figure of "12k, 18k and 25k views", and for the second of "45k followers and 120K on TikTok"."""
    if cued(bare, PRICE_CUES):
        return False
    return _counted_later(bare) or _counted_elsewhere(bare)


def _counted_later(bare: Bare) -> bool:
    """Whether a list of figures alike goes on to a count."""
    index = bare.end
    for _ in range(_LONGEST_LIST):
        figure = _past_joiners(bare.tokens, index)
        if figure is None or bare.tokens[figure].kind is not TokenKind.FIGURE:
            return False
        index = figure + 2 if bare.scaled else figure + 1
        if bare.scaled and bare.tokens[index - 1].lower != bare.tokens[bare.end - 1].lower:
            return False
        if unit_after(bare.tokens, index) is Unit.AUDIENCE:
            return bare.scaled or bare.value > LARGEST_PRICE
    return False


def _past_joiners(tokens: Tokens, index: int) -> int | None:
    start = index
    while tokens[index].text in {",", "/", "&"} or tokens[index].lower in {"and", "or", "to"}:
        index += 1
    return index if start < index else None


def _counted_elsewhere(bare: Bare) -> bool:
    """Whether the same count is given for another platform before."""
    on_platform = bare.tokens[bare.end].lower == "on" and bare.tokens[bare.end + 1].lower in PLATFORMS
    if not on_platform or _past_joiners(bare.tokens, before_leads(bare.tokens, bare.start)) is None:
        return False
    earlier = (bare.tokens[bare.start - back].lower for back in range(2, _LIST_REACH))
    return next((word in AUDIENCE for word in earlier if word in AUDIENCE | PRICE_CUES), False)
