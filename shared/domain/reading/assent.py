"""Whether a mail says yes in its own words: what the reader says of it is not enough to close a deal."""

import re
from collections.abc import Iterator
from typing import Final

from shared.domain.reading.clauses import Clause, clauses, flat, sentences
from shared.domain.reading.doubts import BUT, CURIOUS, DOUBT, HARMLESS, STORY, WISHES
from shared.domain.reading.yes_phrases import IS_ALL_OF_IT, IS_BARE, IS_PAPERS, IS_STRONG, IS_WEAK, SO_YES
from shared.domain.reading.yes_words import is_assent

_DRAWN_OUT: Final = re.compile(r"([^\W\d_])\1{2,}")
_FOUR: Final = re.compile(r"\b4(?= (?:me|us|her|him)\b)")
_FIGURES: Final = re.compile(r"\s*[^\w\s'.,;:!?$€£%()\"“”…–—@#&/+-]+")
_PARTS: Final = re.compile(r"[,;:!.…()\"“”–—](?!\d)|(?<=\s)-(?=\s)")
_SHORT: Final = 3
# Characters; no clause that says yes and no more is longer, and no pattern is tried on what a sender made endless.
_LONGEST: Final = 200


def is_plain_yes(text: str) -> bool:
    """Whether the mail says yes to what it answers, and nothing in it that may make another thing of that."""
    said = spelled(text)
    plain = HARMLESS.sub(" ", _without_story(said))
    return next(doubts_in(plain), None) is None and _says_yes(said)


def doubts_in(text: str) -> Iterator[str]:
    """Words beside which a yes is none; a question doubts where it wants something else."""
    for sentence in sentences(text):
        words = WISHES if sentence.group().rstrip().endswith("?") else DOUBT
        yield from (found.group() for found in words.finditer(sentence.group()))
    yield from (found.group() for found in BUT.finditer(text) if not _says_yes(text[found.end() :]))


def yes_sentences(text: str) -> tuple[str, ...]:
    """The sentences of the mail that say yes, for what else stands in them."""
    said = spelled(text)
    concluded = (one.group() for one in sentences(said) if SO_YES.search(one.group()))
    return tuple(dict.fromkeys((*(clause.sentence for clause in _yes_clauses(said)), *concluded)))


def spelled(text: str) -> str:
    """Without emoji, and with letters drawn out and figures for words written as usual: "yesss", "works 4 me"."""
    plain = _FIGURES.sub(", ", flat(text))
    return _FOUR.sub("for", _DRAWN_OUT.sub(r"\1", plain))


def _without_story(said: str) -> str:
    yes = _yes_clauses(said)
    concluded = [found.start() + one.start() for one in sentences(said) if (found := SO_YES.search(one.group()))]
    start = max([clause.start for clause in yes] + concluded, default=0)
    return STORY.sub(" ", said[:start]) + said[start:]


def _yes_clauses(text: str) -> list[Clause]:
    return [clause for clause in clauses(text) if says_yes(clause)]


def says_yes(clause: Clause) -> bool:
    words = _words(clause.text)
    if clause.asks or len(words) > _LONGEST:
        return False
    return IS_STRONG.fullmatch(words) is not None or is_assent(words)


def _says_yes(text: str) -> bool:
    if _yes_clauses(text) or any(SO_YES.search(one.group()) for one in sentences(text)):
        return True
    whole = [_bare(found.group()) for found in sentences(text) if not found.group().rstrip().endswith("?")]
    if any(map(IS_ALL_OF_IT.fullmatch, whole)):
        return True
    is_curious = any(CURIOUS.search(one.group()) and not IS_PAPERS.search(one.group()) for one in sentences(text))
    bare = any(map(IS_BARE.fullmatch, whole))
    return not is_curious and (bare or (any(map(IS_WEAK.fullmatch, whole)) and _says_little_else(text)))


def _says_little_else(text: str) -> bool:
    """Whether every other sentence is a question, a greeting, a name, or thanks."""
    told = [found.group() for found in sentences(text) if not found.group().rstrip().endswith("?")]
    others = (_bare(one) for one in told if not IS_WEAK.fullmatch(_bare(one)))
    return all(len(one.split()) <= _SHORT or IS_PAPERS.fullmatch(one) for one in others)


def _bare(sentence: str) -> str:
    """Without what parts its words."""
    return _words(_PARTS.sub(" ", sentence)) if len(sentence) <= _LONGEST else ""


def _words(text: str) -> str:
    return " ".join(text.split())
