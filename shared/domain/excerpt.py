"""The two ends of a text that is too long to be read whole."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """*left_out*: characters of the middle that are not in *text*; 0 when it is whole."""

    text: str
    left_out: int


def excerpt(text: str, most: int) -> Excerpt:
    """At most *most* characters of *text*, two thirds from its beginning, and a line that says what is missing.

    A mail says what it wants at its beginning and what it comes to at its end.
    """
    if len(text) <= most:
        return Excerpt(text=text, left_out=0)
    head, tail = most * 2 // 3, most // 3
    left_out = len(text) - head - tail
    kept = f"{text[:head]}\n[{left_out:,} characters are left out here]\n{text[-tail:]}"
    return Excerpt(text=kept, left_out=left_out)
