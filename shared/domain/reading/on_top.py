"""What they want on top of a price, with all that the mail says of it: an "agency fee" may be included, or per week."""

import re
from dataclasses import replace
from typing import Final

from shared.domain.reading.facts import Surcharge
from shared.domain.reading.written import passages

# As far as a fee is described: a comma, a dot or a new sentence ends it, the dot of a figure does not.
_SENTENCE: Final = r"(?: ?[–—-]| and| so) (?:we|i|you|it|that|then|let|happy|done|deal)(?:['’]\w+)?\b"
_REST: Final = re.compile(rf"(?:(?!{_SENTENCE})[^,;.!?\n(]|[.,](?=\d)|\([^()\n]{{0,40}}\))*", re.IGNORECASE)
# Behind a comma it may go on: "plus 20% agency fee, which is included", "..., each month".
_GOES_ON: Final = re.compile(
    r",? ?(?:which|that|if|but|per|each|every|minimum|min\b|at least|(?:already )?includ)[^.!?\n]*", re.IGNORECASE
)
_WORDS_BEFORE: Final = re.compile(r"(?:(?<![^\s(])(?!\S*\d)[^\s,;.!?]+ ){1,3}\Z")
# Characters; three words are shorter, and a mail of one endless word must not cost more than any other.
_LONGEST_BEFORE: Final = 60
_JOINS: Final = re.compile(r"(?:plus\b|\+)", re.IGNORECASE)

# Then the figure is not what comes on top of the whole price, once.
_OTHERWISE: Final = re.compile(
    r"(?<!not )(?<!n['’]t )\b(?:includ\w+|incl|inclusive)\b"
    r"|\b(?:minus|less|without|no|waive\w*|takes?|per (?!cent)|each|every|at least|minimum|min|up to)\b"
    r"|\d ?%? ?(?:-|–|to) ?\d",
    re.IGNORECASE,
)

_WHOSE: Final = r"(?:(?:the|my|our|your|her|his|their|an?) )?(?:usual |standard |regular )?(?:talent )?"
_WHO: Final = rf"{_WHOSE}(?:agency|agent|manager|management|mgmt)(?:['’]s|s['’])?"
_WHAT: Final = r"(?:fees?|commission|cut|share|charge)"
_FIGURE: Final = (
    r"(?:(?:the|an?|my|our|another) )?(?:[^\s\d-]{0,3}\d[\d.,]*|(?-i:[A-Z]{3}) \d[\d.,]*)"
    r"(?: ?(?:%|percent|per cent|dollars|euros?|pounds|(?-i:[A-Z]{3})))?"
)
_ON_TOP: Final = r"(?: (?:(?:is |comes |goes )?(?:on top|extra)(?: of (?:that|it|the (?:price|rate)))?))"
_POLITE: Final = r"(?: (?:as usual|please|thanks|too|as well))?"
_FEE: Final = (
    rf"(?:{_FIGURE} (?:(?:for|to|as) )?{_WHO}(?: {_WHAT})?"
    rf"|{_WHO}(?: {_WHAT})?(?: of| is|:)? \(?{_FIGURE}\)?)"
)
_AGENCYS: Final = re.compile(
    rf"(?:plus|\+) ?(?:{_FEE}){_ON_TOP}?{_POLITE}|(?:(?:and|with) )?(?:{_FEE}){_ON_TOP}{_POLITE}", re.IGNORECASE
)


def in_full(surcharge: Surcharge, new_text: str) -> Surcharge:
    """The surcharge with all that the mail says of it: the words before that join it to the price, and those behind.

    Where they make another thing of it than an amount on top of the whole price, once, nobody knows its figure.
    """
    found = next(passages(surcharge.quote, new_text), None)
    if found is None:
        return surcharge
    near = max(found.start() - _LONGEST_BEFORE, 0)
    rest = _REST.match(new_text, found.end())
    end = rest.end() if rest else found.end()
    more = _GOES_ON.match(new_text, end)
    before = None if _JOINS.match(found.group()) else _WORDS_BEFORE.search(new_text[near : found.start()])
    whole = new_text[near + before.start() if before else found.start() : more.end() if more else end]
    quote = " ".join(whole.split())
    if _OTHERWISE.search(quote):
        return replace(surcharge, quote=quote, amount=None, percent=None)
    return replace(surcharge, quote=quote)


def is_agencys(quote: str) -> bool:
    """Whether the words say that the figure is on top, their agency's, and nothing that makes of it another one."""
    return _AGENCYS.fullmatch(" ".join(quote.split())) is not None
