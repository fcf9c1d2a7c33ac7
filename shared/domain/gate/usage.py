"""What a sentence says about the rights to use the content: which right, for how long, or not at all.

A sentence is cut into chunks at commas, brackets and "and". A right and a duration in one chunk belong together. A
right alone takes the duration that leads a list before it ("30 days of paid, organic") or ends the list after it
("paid and organic usage for 30 days").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from shared.domain.gate.clauses import blanked
from shared.domain.gate.durations import WITHOUT_END, Span, durations
from shared.domain.gate.usage_statement import EVER, NOT_AT_ALL, UsageStatement
from shared.domain.reading.facts import Right

_USE: Final = r"(?:us(?:age|es?|ing)|rights?|re-?post\w*|re-?shar\w*|posting|sharing|licen[cs]e)"
_CHANNELS: Final = r"(?:channels?|accounts?|feeds?|pages?|profiles?|platforms|media|socials)"
# By right: words that name it beyond doubt, and words that do beside a duration.
_SURE: Final = {
    Right.WHITELISTING: r"(?:white|allow)-?list\w*(?: rights?| access)?|spark ads?|partnership ads?"
    r"|(?:ads?|run|promot\w+|boost\w*)\b[^.!?\n]{0,25}?\b(?:from|through|via) your (?:\w+ )?(?:account|handle"
    r"|profile|channel|page)",
    Right.PAID_USAGE: r"paid[- ](?:social |media )?(?:usage|use|ads?|media|advertising|promotion|amplification)"
    r"(?: usage)?(?: rights?)?|paid rights?",
    Right.ORGANIC_OWNED: rf"organic(?:ally)?(?: social)? {_USE}(?: rights?)?|{_USE} organically",
}
_LOOSE: Final = {
    Right.PAID_USAGE: r"(?<!non-)(?<!un)\bpaid(?=(?:,| and| or|/| ?&| ?\+| as well as)? ?(?:organic|white-?list))"
    r"|(?<=days )paid\b|(?<=months )paid\b|(?<=year )paid\b|(?<=days['’] )paid\b|(?<=\()paid\b"
    r"|\bboost(?:s|ed|ing)?\b|\bamplif\w+|(?<=days of )paid(?=,)|(?<=organic and )paid\b"
    r"|\b(?:as|in|for|with|through|via|any|no|run|running) (?:an? |the |our )?(?:paid |digital |online |social )?"
    r"(?:ads?|advert(?:s|ising|isements?)?)\b(?! (?:through|from|via|on) your)"
    r"|(?<!be )(?<!get )(?<!are )(?<!is )(?<!was )\bpaid(?=:? \(?(?:for )?\d+[ -](?:day|month|year)s?\b"
    r"(?! (?:after|of|from|following|upon|once)))",
    Right.ORGANIC_OWNED: r"\borganic(?:ally)?\b(?! (?:skin|food|cotton|content|reach|growth|views|engagement"
    r"|feel|way|fit"
    r"|products?|audience|brands?|traffic|farm))"
    rf"|\b(?:own(?:ed)?|brand(?:['’]s|[- ]owned))(?: own)?(?: social)?(?: media)? {_CHANNELS}"
    rf"|\bour(?: social)?(?: media)? {_CHANNELS}|\bre-?post(?:s|ed|ing)?\b|\bre-?shar(?:e|es|ed|ing)\b",
}
_ANY: Final = r"(?:usage(?: rights?)?|\brights)(?: attached\b)?"
_NAMED: Final = re.compile(
    "|".join(
        (
            *(rf"(?P<sure_{right}>\b(?:{words})\b)" for right, words in _SURE.items()),
            *(rf"(?P<loose_{right}>{words})" for right, words in _LOOSE.items()),
            rf"(?P<any>\b(?:{_ANY})\b)",
        )
    ),
    re.IGNORECASE,
)
# Whatever is done with content: a longer list than the rights have names.
USES: Final = re.compile(
    r"\b(?:us(?:e|es|ed|ing|age)|re-?us(?:e|es|ed|ing)|re-?post\w*|re-?shar\w+|re-?purpos\w+|run|runs|running"
    r"|feature|keep"
    r"|keeps|boost\w*|amplif\w+|white-?list\w*|promot\w+|rights?|licen[sc]\w+|ads?|channels?|organic\w*)\b",
    re.IGNORECASE,
)
_NONE: Final = re.compile(
    r"\b(?:no|none|without|neither|nor|never|zero|not(?! (?:just|only))|exclud(?:es?|ed|ing)|off the table"
    r"|out of scope)\b"
    r"|\bn/?a\b|n['’]t\b|❌|✗",
    re.IGNORECASE,
)
# What ends a list of rights that are not needed: "no paid usage but whitelisting", "no ads, full whitelisting".
_AFFIRMED: Final = re.compile(
    r"\b(?:but|plus|with|while|whereas|yet|along with|full|only|just|yes|needs?|wants?|rather)\b|\+", re.IGNORECASE
)
_MORE: Final = re.compile(r"\b(?:beyond|longer|more than|further|exceed\w*|past)\b", re.IGNORECASE)
# What makes of a decided time another one: "renewable", "for now", "not ruled out".
_HEDGED: Final = re.compile(
    r"\b(?:at least(?! as\b)|minimum|initial(?:ly)?|at first|for now|for starters|unless|renew\w*|extend\w*|extensions?"
    r"|rolls? over"
    r"|as long as (?:it|we|they|you|that)|(?:or|and) (?:more|longer)|then another|open-ended|to begin with"
    r"|start(?:s|ing)\b(?! (?:on|after|from"
    r"|when))|to start with|from (?:the (?:day|date|moment)|when|signing)|rul(?:e|ed|ing) out)\b|\d\+"
    r"|(?:n['’]t|\bnot) (?:\w+ )?exclud\w+",
    re.IGNORECASE,
)
_OTHERS: Final = re.compile(r"\b(?:other|further|additional|more) *\Z", re.IGNORECASE)
_PAYMENT: Final = re.compile(r"\b(?:payments?|invoic\w+|payable|pay|net)\b", re.IGNORECASE)
_CUT: Final = re.compile(
    r"[,;|•&]|(?<!\d)\+|\((?!\w+\) (?:day|month|year))|\)(?! (?:day|month|year))|/(?!a\b)| [–—-] |\b(?:and|or|plus|but"
    r"|while|whereas|as well as|along with|with|yet)\b|(?=\bnor\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Value:
    start: int
    end: int
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class _Name:
    """right: None means all of them ("usage rights"). sure: it says something without a duration, too."""

    start: int
    end: int
    right: Right | None
    sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chunk:
    """turns: what stands before it sets it against that. bracketed: it begins with a bracket. joined: behind "with"."""

    text: str
    names: tuple[_Name, ...]
    values: tuple[_Value, ...]
    turns: bool
    bracketed: bool
    joined: bool

    @property
    def is_bare_time(self) -> bool:
        return not self.names and [one.end - one.start for one in self.values] == [len(self.text.strip())]

    @property
    def affirms(self) -> bool:
        """It says that something is wanted, so no "not" of its neighbours is meant of it."""
        return _AFFIRMED.search(self.text) is not None

    @property
    def is_general(self) -> bool:
        return all(name.right is None for name in self.names)

    @property
    def leads(self) -> bool:
        """The duration stands before the rights, so it may hold for the next chunk, too."""
        return bool(self.values) and bool(self.names) and self.values[0].start <= self.names[0].start

    @property
    def closes(self) -> bool:
        """The duration stands behind the rights, so it may hold for the chunk before, too."""
        if not self.values or (not self.names and _PAYMENT.search(self.text)):
            return False
        return not self.names or self.values[-1].start > self.names[-1].start


@lru_cache(maxsize=256)  # several checks ask it of each sentence of a mail
def usage_statements(sentence: str) -> tuple[UsageStatement, ...]:
    return tuple(_statements(sentence))


def _statements(sentence: str) -> Iterator[UsageStatement]:
    chunks = tuple(_chunks(sentence))
    for place, chunk in enumerate(chunks):
        values = chunk.values or (*_before(chunk, chunks[:place]), *_after(chunk, chunks[place + 1 :]))
        near = " ".join(one.text for one in chunks[place : place + 2])
        for name in chunk.names:
            if values or name.sure:
                yield UsageStatement(
                    text=sentence[name.start : name.end],
                    right=name.right,
                    spans=frozenset(value.span for value in values),
                    hedged=_HEDGED.search(near) is not None,
                    others=name.right is None and _OTHERS.search(sentence[: name.start]) is not None,
                    places=((name.start, name.end), *((value.start, value.end) for value in values)),
                )


def usage_places(sentence: str) -> Iterator[tuple[int, int]]:
    """Where "usage" stands for all rights."""
    return ((name.start, name.end) for name in _names(sentence) if name.right is None)


def without_usage(sentence: str) -> str:
    """Without what it says about rights, so that "30 days paid, 30 days organic" names no payment."""
    return blanked(sentence, {place for one in usage_statements(sentence) for place in one.places})


def _before(chunk: _Chunk, chunks: Sequence[_Chunk]) -> tuple[_Value, ...]:
    """The duration that leads the list which ends here, or stands before: "30 days (paid)", "30 days with paid use"."""
    if chunk.joined and chunks[-1].is_bare_time:
        return chunks[-1].values
    behind, against = chunk, chunk.affirms
    for one in reversed(chunks):
        against = against or behind.turns
        if not one.text.strip():  # between the comma and the "and" of "paid, organic, and whitelisting"
            against = against or one.turns
            continue
        if one.values or not one.names:
            return _carried(one, against=against) if one.leads or (behind.bracketed and one.is_general) else ()
        behind = one
    return ()


def _after(chunk: _Chunk, chunks: Sequence[_Chunk]) -> tuple[_Value, ...]:
    """The duration that ends the list which begins here."""
    against = chunk.affirms
    for one in chunks:
        against = against or one.turns
        if one.values:
            return _carried(one, against=against) if one.closes else ()
        if not one.names and one.text.strip():
            return ()
    return ()


def _carried(chunk: _Chunk, *, against: bool) -> tuple[_Value, ...]:
    """What also holds for a neighbour: a "not" does not, where the two are set against each other."""
    return tuple(value for value in chunk.values if not against or value.span != NOT_AT_ALL)


def _chunks(sentence: str) -> Iterator[_Chunk]:
    cuts = list(_CUT.finditer(sentence))
    starts = (0, *(cut.end() for cut in cuts))
    ends = (*(cut.start() for cut in cuts), len(sentence))
    joins = ("", *(cut.group() for cut in cuts))
    names = tuple(_names(sentence))
    for start, end, join in zip(starts, ends, joins, strict=True):
        own = tuple(name for name in names if start <= name.start < end)
        yield _chunk(sentence, start, end, names=own, turns=_AFFIRMED.search(join) is not None)


def _chunk(sentence: str, start: int, end: int, *, names: tuple[_Name, ...], turns: bool) -> _Chunk:
    specific = tuple(name for name in names if name.right is not None)
    values = tuple(value for value in _values(sentence[start:end], start))
    before, text = sentence[:start].lower(), sentence[start:end]
    bracketed, joined = before.endswith("("), before.endswith(" with")
    return _Chunk(text=text, names=specific or names, values=values, turns=turns, bracketed=bracketed, joined=joined)


def _names(sentence: str) -> Iterator[_Name]:
    for found in _NAMED.finditer(sentence):
        sure, _, right = (found.lastgroup or "").partition("_")
        yield _Name(start=found.start(), end=found.end(), right=Right(right) if right else None, sure=sure == "sure")


def _values(text: str, offset: int) -> Iterator[_Value]:
    """A "no" outweighs the durations beside it, but for "no longer than 30 days"; "no use beyond your post" is none."""
    ends = list(WITHOUT_END.finditer(text))
    spans = [(found.start(), found.end(), EVER) for found in ends]
    nones = [one for one in _NONE.finditer(text) if not any(end.start() <= one.start() < end.end() for end in ends)]
    timed = list(durations(text))
    if nones and not (timed and _MORE.search(text)):
        spans = [(found.start(), found.end(), NOT_AT_ALL) for found in nones]
    else:
        spans += [(one.start, one.end, one.span) for one in timed]
    yield from (_Value(start=offset + start, end=offset + end, span=span) for start, end, span in spans)
