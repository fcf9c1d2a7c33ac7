"""Where words stand in a text."""

import re
from collections.abc import Iterable, Iterator


def places(quote: str, text: str) -> set[int]:
    """Every offset at which the quote stands, whatever the line breaks; empty: it is not there."""
    return {place for found in passages(quote, text) for place in range(*found.span())}


def passages(quote: str, text: str) -> Iterator[re.Match[str]]:
    """Each passage that says the quote, whatever the line breaks; none for an empty quote."""
    words = quote.split()
    if words:
        yield from re.finditer(r"\s+".join(map(re.escape, words)), text)


def without(quotes: Iterable[str], text: str) -> str:
    """The text, of the same length, with every passage that says one of the quotes left blank."""
    for quote in quotes:
        for found in passages(quote, text):
            text = f"{text[: found.start()]}{' ' * len(found.group())}{text[found.end() :]}"
    return text
