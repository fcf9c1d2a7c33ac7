"""Where words stand in a text."""

import re
from collections.abc import Iterator


def places(quote: str, text: str) -> set[int]:
    """Every offset at which the quote stands, whatever the line breaks; empty: it is not there."""
    return {place for found in passages(quote, text) for place in range(*found.span())}


def passages(quote: str, text: str) -> Iterator[re.Match[str]]:
    """Each passage that says the quote, whatever the line breaks; none for an empty quote."""
    words = quote.split()
    if words:
        yield from re.finditer(r"\s+".join(map(re.escape, words)), text)
