"""Numbers that name something: a year, an order, a model."""

from __future__ import annotations

from typing import Final

from shared.domain.amounts.bare import LARGEST_QUANTITY, Bare, cued, sentence, talks_of_price
from shared.domain.amounts.expression import Mode
from shared.domain.amounts.lexicon import (
    DELIVERABLES,
    EXCLAMATIONS,
    IDENTIFIERS,
    LABELS,
    NUMBERED,
    PLATFORMS,
    PRICE_CUES,
    PRICE_TALK,
    RUNNING,
    TRAVEL,
    YEAR_CUES,
)
from shared.domain.amounts.tokens import Token, TokenKind, Tokens

_LONGEST_FIGURE: Final = 8
# Figures that hyphens or slashes join to one code; reading on to the start of any list would take its square in time.
_LONGEST_CODE: Final = 6
_LONGEST_CARRIER: Final = 3
_ARTICLES: Final = frozenset({"a", "an", "the", "my", "his", "her", "our", "your"})
# Prices are multiples of this, or end in 9.
_ROUND: Final = 5
# Days of payment terms: "net 90".
_LONGEST_TERM: Final = 120
_LONGEST_ACRONYM: Final = 4
# In metres: "a 5k", "the 10k".
_RACES: Final = (5000, 10_000)
_FEWEST_GROUPS: Final = 3
_MOST_GROUPS: Final = 8
_LONGEST_GROUP: Final = 5
_LONGEST_END: Final = 6
_TEN: Final = 10
_SIZE_DIGITS: Final = 3
_YEARS: Final = range(1990, 2040)
# Of video, in thousands of pixels and pictures per second: "4k60".
_RESOLUTIONS: Final = frozenset({"2", "4", "5", "6", "8"})
_FRAME_RATES: Final = frozenset({"24", "25", "30", "48", "50", "60", "100", "120", "240"})
# Bare, without a cue either way, these are years; earlier ones are round prices ("2000").
_OF_A_YEAR: Final = frozenset({"for", "rates", "prices", "fees", "pricing"})
_RECENT_YEARS: Final = range(2015, 2040)


def part_of_a_name(bare: Bare) -> bool:
    """True for "iPhone15", "B2B", and "SKU-1500" where a code in capitals leads."""
    first, before = bare.tokens[bare.start], bare.tokens[bare.start - 1]
    if first.glued and _is_name(before, bare):
        return True
    code = bare.tokens[bare.start - 2]
    hyphen = first.glued and before.text == "-" and before.glued
    is_code = code.kind is TokenKind.HIDDEN or (code.kind is TokenKind.WORD and code.text.isupper())
    return bare.mode is Mode.READING and hyphen and is_code


def _is_name(before: Token, bare: Bare) -> bool:
    return before.kind is TokenKind.WORD or (before.text in {"_", "/"} and bare.value < LARGEST_QUANTITY)


def is_model(bare: Bare) -> bool:
    """True for "a Porsche 911" and "my Galaxy 500"; not for "the Reel 500"."""
    article, name = bare.tokens[bare.start - 2], bare.tokens[bare.start - 1]
    named = article.lower in _ARTICLES and name.text.istitle() and name.kind is TokenKind.WORD
    known = DELIVERABLES | PLATFORMS | PRICE_CUES | PRICE_TALK
    return named and not bare.scaled and name.lower not in known


def is_in_a_series(bare: Bare) -> bool:
    """True for "ISO 800", "an RTX 4080" and "HRB 98231": letters in capitals that are no currency, and their number."""
    name, before = bare.tokens[bare.start - 1], bare.tokens[bare.start - 2]
    acronym = name.kind is TokenKind.WORD and name.text.isupper() and 1 < len(name.text) <= _LONGEST_ACRONYM
    shouted = before.text.isupper() and len(before.text) > 1
    if not acronym or shouted or bare.scaled or bare.in_words:
        return False
    return name.lower not in DELIVERABLES | PLATFORMS | PRICE_CUES | EXCLAMATIONS and not talks_of_price(bare)


def is_odd(bare: Bare) -> bool:
    """True for "911" and "482913": nobody names such a price without a word of money in the sentence."""
    if bare.in_words or bare.scaled or bare.loose or bare.value != bare.value.to_integral_value():
        return False
    odd = bare.value % _ROUND != 0 and bare.value % _TEN != _TEN - 1
    return odd and not cued(bare, PRICE_CUES) and not talks_of_price(bare)


def is_race(bare: Bare) -> bool:
    """True for "I'm running the 10k on Sunday"."""
    return bare.value in _RACES and not RUNNING.isdisjoint(sentence(bare))


def labelled(bare: Bare) -> bool:
    first = _first_of_code(bare.tokens, bare.start) if bare.mode is Mode.READING else bare.start
    before = bare.tokens[first - 1]
    if before.text in {".", "-"} and before.glued:
        before = bare.tokens[first - 2]
    small = bare.value < LARGEST_QUANTITY
    if bare.mode is Mode.READING and (_numbered(bare) or _travels(bare) or _labelled_too(bare)):
        return True
    if bare.mode is Mode.READING and before.lower == "net":
        return bare.value <= _LONGEST_TERM
    return before.lower in LABELS and not bare.scaled and (bare.mode is Mode.READING or small)


def _first_of_code(tokens: Tokens, index: int) -> int:
    """Where the figures start that hyphens or slashes join to the one at index: "2026-114"."""
    for _ in range(_LONGEST_CODE):
        joined = tokens[index].glued and tokens[index - 1].text in {"-", "/"} and tokens[index - 1].glued
        if not joined or tokens[index - 2].kind is not TokenKind.FIGURE:
            break
        index -= 2
    return index


def _numbered(bare: Bare) -> bool:
    """True for "your ticket number is 48213" and "the code is 4821"; "my number is 1500" may be a price."""
    owner, noun, verb = (bare.tokens[bare.start - back].lower for back in (3, 2, 1))
    return verb in {"is", ":", "was"} and (noun in IDENTIFIERS or (owner in NUMBERED and noun in {"number", "no"}))


def _travels(bare: Bare) -> bool:
    """True for "flight LH 1832"."""
    code, noun = bare.tokens[bare.start - 1], bare.tokens[bare.start - 2]
    return code.text.isupper() and len(code.text) <= _LONGEST_CARRIER and noun.lower in TRAVEL


def _labelled_too(bare: Bare) -> bool:
    """True for both of "rooms 204 and 402" and the second of "room 204 or 402": as many digits in each."""
    tokens, start, end = bare.tokens, bare.start, bare.end
    if bare.scaled:
        return False
    if _joined_alike(tokens, start - 2, start):
        return tokens[start - 3].lower.removesuffix("s") in LABELS
    return _joined_alike(tokens, start, end + 1) and tokens[start - 1].lower.removesuffix("s") in LABELS


def _joined_alike(tokens: Tokens, first: int, second: int) -> bool:
    figure, other = tokens[first].text, tokens[second].text
    alike = figure.isdecimal() and other.isdecimal() and len(figure) == len(other)
    return alike and tokens[second - 1].lower in {"and", "or", "&"}


def is_year(bare: Bare) -> bool:
    token = bare.tokens[bare.start]
    if bare.scaled or token.kind is not TokenKind.FIGURE or len(token.text) != 4 or bare.value not in _YEARS:
        return False
    if bare.tokens[bare.start - 1].lower in YEAR_CUES or bare.tokens[bare.start - 1].kind is TokenKind.HIDDEN:
        return True
    priced = cued(bare, PRICE_CUES - _OF_A_YEAR) and talks_of_price(bare)
    return bare.mode is Mode.READING and bare.value in _RECENT_YEARS and not priced


def is_identifier(bare: Bare) -> bool:
    rules = (_is_one_run, _has_suffix, _in_groups, _joined_to_a_code)
    scaled = bare.tokens[bare.end - 1].kind is TokenKind.WORD
    return not scaled and any(rule(bare) for rule in rules)


def _is_one_run(bare: Bare) -> bool:
    """True for "774201", which a price would part by a sign for thousands or stand beside a word of money."""
    text, before, after = bare.tokens[bare.start].text, bare.tokens[bare.start - 1], bare.tokens[bare.end]
    if (before.text == "#" and before.glued) or (after.kind is TokenKind.FIGURE and after.text.startswith("0")):
        return True  # "PO#55120", "732 829 320 00074"
    digits = len("".join(text.split()))
    if not text.isdecimal():
        return digits > _LONGEST_FIGURE and " " in text
    if digits >= _LONGEST_FIGURE or (text.startswith("0") and digits > 1):
        return True
    return digits >= _LONGEST_END and not talks_of_price(bare)


def _in_groups(bare: Bare) -> bool:
    """True for every group of "845 2231 9087", "151/815/08156" and "98765 43210", as no price is written."""
    first, last = bare.start, bare.start
    while bare.start - first < _MOST_GROUPS and _is_group(bare.tokens, first - 1):
        first -= 1
    while last - bare.start < _MOST_GROUPS and _is_group(bare.tokens, last + 1):
        last += 1
    written = " ".join(bare.tokens[index].text for index in range(first, last + 1) if _is_group(bare.tokens, index))
    groups = [group for group in written.split() if group.isdecimal()]
    if written.replace(" ", "").isdecimal() and [len(group) for group in groups] == [_LONGEST_GROUP, _LONGEST_GROUP]:
        return True
    odd = any(group.startswith("0") or int(group) % _ROUND for group in groups)
    return len(groups) >= _FEWEST_GROUPS and len("".join(groups)) > _LONGEST_FIGURE and odd


def _is_group(tokens: Tokens, index: int) -> bool:
    token = tokens[index]
    if token.text in {"-", "/"}:
        return token.glued and tokens[index + 1].glued
    return all(group.isdecimal() and len(group) <= _LONGEST_GROUP for group in token.text.split() or "?")


def _joined_to_a_code(bare: Bare) -> bool:
    """True for "150-0002", "12-3456789" and "98765-4321": no range goes up to that."""
    tokens, last = bare.tokens, bare.end - 1
    if tokens[bare.end].text == "-" and tokens[bare.end].glued and tokens[bare.end + 1].glued:
        last = bare.end + 1
    code = tokens[last].text
    if last == bare.start or tokens[last - 1].text != "-" or not code.isdecimal():
        return False
    falls = len(code) <= _LONGEST_END and int(code) < bare.value and int(code) % _ROUND != 0
    return falls or code.startswith("0") or len(code) > _LONGEST_END


def _has_suffix(bare: Bare) -> bool:
    """True for "55731-B"."""
    hyphen, letter, after = (bare.tokens[bare.end + step] for step in range(3))
    joined = hyphen.text == "-" and hyphen.glued and letter.glued
    ends = not after.glued or after.kind not in {TokenKind.FIGURE, TokenKind.WORD}
    return joined and ends and len(letter.text) == 1 and letter.text.isupper()


def is_format(bare: Bare) -> bool:
    """True for "4k60" and "4K 60fps", for a lens of "35mm" and a shutter of "1/250"."""
    tokens, last = bare.tokens, bare.tokens[bare.end - 1]
    rate = tokens[bare.end] if last.lower == "k" else last
    resolution = tokens[bare.start].text in _RESOLUTIONS and tokens[bare.start + 1].lower == "k"
    of_pictures = rate.glued or tokens[bare.end + 1].lower == "fps"
    shutter = tokens[bare.start - 1].text == "/" and tokens[bare.start - 2].text == "1" and tokens[bare.start].glued
    if shutter:
        return True
    return (resolution and of_pictures and rate.text in _FRAME_RATES) or (last.lower == "mm" and last.glued)


def is_size(bare: Bare) -> bool:
    """True for both figures of "1080 x 1920"."""
    tokens = bare.tokens
    if bare.value < LARGEST_QUANTITY:
        return False
    return _times(tokens, bare.start - 1, bare.start - 2) or _times(tokens, bare.end, bare.end + 1)


def _times(tokens: Tokens, sign: int, other: int) -> bool:
    figure = tokens[other].text
    return tokens[sign].lower == "x" and figure.isdecimal() and len(figure) >= _SIZE_DIGITS


def is_score(bare: Bare) -> bool:
    """True for both figures of "9 out of 10", for "3 of 4", and for the last of "3rd out of 400"."""
    after = [bare.tokens[bare.end + step].lower for step in range(2)]
    before = [bare.tokens[bare.start - step].lower for step in (2, 1)]
    placed = bare.tokens[bare.start - 3].kind in {TokenKind.FIGURE, TokenKind.HIDDEN}
    if before == ["out", "of"]:
        return bare.value < LARGEST_QUANTITY or placed
    if after == ["out", "of"]:
        return bare.value < LARGEST_QUANTITY or bare.tokens[bare.end + 2].kind is TokenKind.FIGURE
    return bare.value < LARGEST_QUANTITY and after[0] == "of"
