"""Where words stand in a text."""

import re


def places(quote: str, text: str) -> set[int]:
    """Every offset at which the quote stands, whatever the line breaks; empty: it is not there."""
    words = quote.split()
    if not words:
        return set()
    found = re.finditer(r"\s+".join(map(re.escape, words)), text)
    return {place for match in found for place in range(*match.span())}
