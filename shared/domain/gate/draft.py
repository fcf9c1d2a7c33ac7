"""The views of a mail that the checks read."""

from __future__ import annotations

from collections.abc import Iterator

from shared.domain.amounts import find_money
from shared.domain.gate.clauses import blanked, placed_sentences
from shared.domain.gate.durations import without_repeats
from shared.domain.gate.product import giving_places
from shared.domain.gate.quotes import without_quotes
from shared.domain.gate.terms import Draft, GateTerms
from shared.domain.gate.usage import usage_places, usage_statements


def draft_of(text: str, terms: GateTerms) -> Draft:
    prose = text
    for phrase in sorted(terms.allowed_phrases, key=len, reverse=True):
        if phrase.strip():
            prose = prose.replace(phrase, blanked(phrase, ((0, len(phrase)),)))
    said = without_quotes(prose, terms.their_words)
    return Draft(text, prose, said, blanked(said, _told_truly(said, text, terms)), find_money(without_repeats(text)))


def _told_truly(said: str, text: str, terms: GateTerms) -> Iterator[tuple[int, int]]:
    """The product's own words may be an allowed phrase, so what is given stands in the text alone."""
    for offset, sentence in placed_sentences(said):
        whole = text[offset : offset + len(sentence)]
        for start, end in (*_usage_places(sentence, terms), *giving_places(whole, terms)):
            yield offset + start, offset + end


def _usage_places(sentence: str, terms: GateTerms) -> Iterator[tuple[int, int]]:
    """Nothing of a sentence in which a right is told wrongly."""
    rights = terms.usage_rights
    statements = () if rights is None else usage_statements(sentence)
    if rights is not None and all(one.holds(rights) for one in statements):
        yield from (place for one in statements for place in one.places)
        yield from usage_places(sentence) if statements else ()
