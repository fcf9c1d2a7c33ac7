"""What the mail says about the product that comes on top of the fee."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from shared.domain.gate.clauses import sentences
from shared.domain.gate.terms import Draft, GateFailure, GateTerms, not_in_terms

# Words by which a product is given; of something that is not in the terms they are a promise.
_GIVING: Final = re.compile(
    r"\balso (?:send|give) you\b|\b(?:as|for|is) (?:a |our |your )?(?:small |little )?(?:free |thank[- ]you )?gift\b"
    r"(?! (?:card|voucher|certificate))|\A[ \t*•-]*gift(?=:)|\bgift(?:ed|ing)?(?= you\b)|\bgifted\b"
    r"|\bfree of charge\b|\bfor free\b"
    r"|\bcomplimentary\b|\bon the house\b|\bon us\b|\bthrow in\b",
    re.IGNORECASE,
)
_FREE: Final = r"\b(?:free|gifted)(?= (?:\w+ ){{0,2}}(?:{words})\b)"
_OBJECT: Final = re.compile(
    r"(?:\band|\bplus|\bwith|\balong with|\bas well as|,|&|\+) (?:even |also )?(?:an?|another|two|three|some"
    r"|our|the|free)\b"
    r"(?P<thing>(?: (?!(?:and|with|for|worth|on|in|as|to|at|of|valued|is|are|will)\b)[\w'’-]+){1,4})",
    re.IGNORECASE,
)
# What stands beside the product in such a sentence and is nothing that is given.
_NO_OBJECT: Final = re.compile(
    r"\b(?:fee|rate|offer|payment|flat|total|package|reels?|stor(?:y|ies)|videos?|tiktoks?|posts?|shorts?"
    r"|integrations?"
    r"|usage|rights?|paid|organic\w*|whitelist\w*|days?|months?|year|value|retail|worth|content|campaign|deal"
    r"|deliverables?"
    r"|rest|half|other|dedicated|youtube|instagram|ig|terms|brand|team|collaboration|channels?|one|thank|big|bit)\b",
    re.IGNORECASE,
)
_NEAR: Final = 30  # characters
_AND_A: Final = re.compile(
    r"(?:\band|\bplus|&|\+) (?:even |also )?(?:an?|another|two|three|some|one)\b"
    r"(?! (?:lot|chance|answer|line|word|way|few|moment|look|question|day|yes|lovely|warm|huge|fair|clear|happy"
    r"|single))"
    r"(?P<thing>(?: (?!(?:and|with|for|worth|on|in|as|to|at|of|valued|is|are|will)\b)[\w'’-]+){1,4})",
    re.IGNORECASE,
)
_SMALL: Final = re.compile(
    r"(?:a|an|the|of|with|and|or|for|in|on|our|your|to|from|incl|including|new|full|its|as|at|by|per|that|this"
    r"|plus|you"
    r"|it|is|are|be|we|us|i|not|no|each|every|all|any|up|over|into|than)\Z",
    re.IGNORECASE,
)
_SEVERAL: Final = (
    r"(?<![\w.,$€£¥₹])(?P<count>two|three|four|five|[2-9]|\d\d|second|third|another|extra|additional|several|more)"
    r"(?: (?!and\b|with\b|for\b)[\w-]+){{0,2}} (?:{words})(?:s|es)?\b"
)
_LASTING: Final = (
    r"\b(?P<time>(?:half an?|an?|\d+|one|two|three|four|five|six|nine|ten|twelve|several) (?:day"
    r"|week|month|year)s?)(?:['’]s?)?(?: (?:supply|worth))? of (?:\w+ ){{0,2}}?(?:{words})(?:s|es)?\b"
)
_VALUED: Final = re.compile(
    r"\b(?:an?|our|your|another) (?P<thing>(?:(?!(?:and|with|for|plus|of|at)\b)[\w'’-]+ ){1,4})\(?(?:worth"
    r"|valued at|valued) "
    r"(?=[^.!?\n]{0,12}\d)",
    re.IGNORECASE,
)
_FLOURISH: Final = re.compile(
    r"(?:new|brand-new|lovely|beautiful|gorgeous|great|free|complimentary|full|complete|small|little|nice|own"
    r"|whole)\Z",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
# "A set of resistance bands" is named by its bands.
_CONTAINER: Final = re.compile(
    r"\A(?:(?:an?|the|one) )?(?:set|pair|box|kit|bundle|pack|case|bottle|bag|selection|(?:month"
    r"|year)['’]s supply) of ",
    re.IGNORECASE,
)
# Of a long description a mail names the gist.
_WHOLE: Final = 3
_SHARE: Final = 0.5


def product_words(terms: GateTerms) -> tuple[str, ...]:
    """The stems of the words that make it that product: "a set for the face" is a set and a face."""
    return _words(terms.product)


def _words(description: str) -> tuple[str, ...]:
    return tuple(word for word in map(_stem, _WORD.findall(description)) if not _SMALL.match(word))


def check_given(draft: Draft, terms: GateTerms) -> Iterator[GateFailure]:
    """As many of the product as the terms say, and nothing else that is worth something."""
    words = product_words(terms)
    if not words:
        return
    for sentence in sentences(draft.text):
        for found in (*_more_of_it(sentence, words, terms), *_longer_supply(sentence, words, terms)):
            yield not_in_terms(found.group(), f"the terms say {terms.product}; keep to it")
        for found in _beside_it(sentence, words):
            yield not_in_terms(found.group(), f"only {terms.product} is in the terms; name it, or leave it out")
        for found in _VALUED.finditer(sentence):
            if _is_other(found["thing"], words):
                yield not_in_terms(found.group(), f"only {terms.product} is in the terms; name it, or leave it out")


def _beside_it(sentence: str, words: tuple[str, ...]) -> Iterator[re.Match[str]]:
    """Such as "the phone tripod and a ring light"."""
    for found in _AND_A.finditer(sentence):
        near = sentence[max(0, found.start() - _NEAR) : found.start()]
        if stems(near) & set(words) and _strange(found, words):
            yield found


def _more_of_it(sentence: str, words: tuple[str, ...], terms: GateTerms) -> Iterator[re.Match[str]]:
    several = re.compile(_SEVERAL.format(words="|".join(map(re.escape, words))), re.IGNORECASE)
    told = terms.product.lower().split()
    return (found for found in several.finditer(sentence) if found["count"].lower() not in told)


def _longer_supply(sentence: str, words: tuple[str, ...], terms: GateTerms) -> Iterator[re.Match[str]]:
    """Such as "half a year of dog food", where the terms say three months of it."""
    lasting = re.compile(_LASTING.format(words="|".join(map(re.escape, words))), re.IGNORECASE)
    told = set(re.findall(r"\w+", terms.product.lower()))
    return (found for found in lasting.finditer(sentence) if not set(found["time"].lower().split()) <= told)


def _is_other(thing: str, words: tuple[str, ...]) -> bool:
    """Words that are not the product's stand in the place of some that are."""
    told = {_stem(word) for word in _WORD.findall(thing) if not _FLOURISH.match(word)}
    if len(words) > _WHOLE:
        return not told & set(words)
    return bool(told - set(words)) and not set(words) <= told


def giving_places(sentence: str, terms: GateTerms) -> Iterator[tuple[int, int]]:
    """Where a sentence about the product says that it is given; nowhere when something else is given with it."""
    words = product_words(terms)
    if not words or not (names_product(sentence, terms) or _names_it_short(sentence, words)):
        return
    if any(_strange(one, words) for one in _OBJECT.finditer(sentence)):
        return
    yield from (found.span() for found in _GIVING.finditer(sentence))
    free = _FREE.format(words="|".join(map(re.escape, words)))
    yield from (found.span() for found in re.finditer(free, sentence, re.IGNORECASE))


def names_product(text: str, terms: GateTerms) -> bool:
    """Whether one sentence of the text names it: in all its words, or in half of a long description."""
    words = _words(_CONTAINER.sub("", terms.product))
    least = len(words) if len(words) <= _WHOLE else len(words) * _SHARE
    found = (sum(word in told for word in words) for told in map(stems, sentences(text)))
    return bool(words) and any(count >= least for count in found)


def _names_it_short(sentence: str, words: tuple[str, ...]) -> bool:
    """True for "the desk", where the product is a standing desk."""
    return re.search(rf"\b(?:the|your) {re.escape(words[-1])}s?\b", sentence, re.IGNORECASE) is not None


def stems(text: str) -> set[str]:
    """Each word of it without case and the plural's s."""
    return {_stem(word) for word in _WORD.findall(text)}


def _strange(found: re.Match[str], words: tuple[str, ...]) -> bool:
    thing = found["thing"]
    return not stems(thing) & set(words) and _NO_OBJECT.search(thing) is None


def _stem(word: str) -> str:
    lower = word.lower()
    return lower[:-1] if lower.endswith("s") and not lower.endswith("ss") else lower
