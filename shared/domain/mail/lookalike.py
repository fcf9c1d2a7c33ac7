"""Domains that a hurried reader takes for one we know."""

import unicodedata
from collections.abc import Collection
from functools import cache, lru_cache

from shared.domain.mail.providers import GENERIC_WORDS, is_provider, split_domain

# Shorter names meet by chance: "abc.com" and "abc.de" are two companies, "brand" and "grand" two words.
_SAME_NAME_CHARS = 4
_ONE_EDIT_CHARS = 5
_ONE_LETTER_CHARS = 6
_TWO_EDITS_CHARS = 10
_OTHER_SUFFIX_CHARS = 8

# What looks alike inside ASCII, which the Unicode table leaves to fonts: applied to both sides, never shown.
_LIKE = (("0", "o"), ("1", "l"), ("i", "l"), ("5", "s"), ("3", "e"), ("rn", "m"), ("vv", "w"), ("cl", "d"))


def imitated_domain(domain: str, known: Collection[str]) -> str | None:
    """The known domain that this one could be taken for; None when it is known itself, related to one, or unlike all.

    Args:
        domain: In ASCII, as `Address.domain` holds it.
        known: Domains of the people in the negotiation, of the team and of our mailbox, in ASCII.
    """
    if not domain or any(_is_related(domain, other) for other in known) or is_provider(domain):
        return None
    return next((other for other in sorted(known) if _imitates(domain, other)), None)


def _is_related(domain: str, known: str) -> bool:
    """The same owner: equal, below it, or above it (but not a bare suffix)."""
    above = known.endswith(f".{domain}") and split_domain(domain)[0] != ""
    return domain == known or domain.endswith(f".{known}") or above


def _imitates(domain: str, known: str) -> bool:
    if not known:
        return False
    if _skeleton(domain) == _skeleton(known) or f".{known}." in f".{domain}.":
        return True
    (name, suffix), (known_name, known_suffix) = split_domain(domain), split_domain(known)
    if not name or not known_name:
        return False
    joined = (known_name + known_suffix).replace(".", "").replace("-", "")
    seen, wanted = _skeleton(name).replace("-", ""), _skeleton(known_name).replace("-", "")
    if _skeleton(joined) in seen or _is_dressed_up(name, wanted):
        return True
    if seen == wanted:
        return suffix == known_suffix or len(wanted) >= _SAME_NAME_CHARS
    return (suffix == known_suffix or len(wanted) >= _OTHER_SUFFIX_CHARS) and _is_slip(seen, wanted)


def _is_dressed_up(name: str, wanted: str) -> bool:
    """The known name with nothing but words that every company uses: `brand-partnerships`, `teambrand`."""
    if len(wanted) < _SAME_NAME_CHARS:
        return False
    pieces = (_skeleton(piece.rstrip("0123456789")) for piece in _decoded(name).split("-"))
    words = [word for word in pieces if word and not _is_generic(word)]
    bare = "".join(words)
    ends = [bare.removeprefix(wanted), bare.removesuffix(wanted)]
    return bare == wanted or any(rest != bare and _is_generic(rest) for rest in ends)


def _is_generic(word: str) -> bool:
    return word in _generic_skeletons()


@cache
def _generic_skeletons() -> frozenset[str]:
    return frozenset(map(_skeleton, GENERIC_WORDS))


def _is_slip(seen: str, wanted: str) -> bool:
    """A letter too many, too few, doubled, swapped or replaced."""
    length = min(len(seen), len(wanted))
    edits = _edits(seen, wanted)
    if edits == 1:
        is_replaced = len(seen) == len(wanted) and sorted(seen) != sorted(wanted)
        return len(wanted) >= (_ONE_LETTER_CHARS if is_replaced else _ONE_EDIT_CHARS)
    return edits == 2 and length >= _TWO_EDITS_CHARS


def _edits(one: str, other: str) -> int:
    """Insertions, deletions, replacements and swaps of neighbours (optimal string alignment)."""
    if abs(len(one) - len(other)) > 2:
        return 3
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, match in enumerate(other, start=1):
            best = min(row[j - 1] + 1, rows[-1][j] + 1, rows[-1][j - 1] + (letter != match))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == match:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


@lru_cache(maxsize=1024)
def _skeleton(domain: str) -> str:
    """What the eye keeps of a domain, in ASCII where a letter has a Latin look-alike; only for comparing."""
    shown = "".join(_latin(char) for char in unicodedata.normalize("NFKD", _decoded(domain)))
    for one, other in _LIKE:
        shown = shown.replace(one, other)
    return shown


def _decoded(domain: str) -> str:
    return ".".join(_unpunycoded(label) for label in domain.split("."))


def _unpunycoded(label: str) -> str:
    try:
        return label.encode("ascii").decode("idna")
    except UnicodeError:  # not valid IDNA: nobody's registered name
        return label


@lru_cache(maxsize=1024)
def _latin(char: str) -> str:
    """The ASCII look-alike of one character by Unicode's table; empty for accents and other marks."""
    from confusable_homoglyphs import confusables

    if char.isascii():
        return char
    if unicodedata.combining(char):
        return ""
    for found in confusables.is_confusable(char, greedy=True) or []:  # type: ignore[no-untyped-call]
        for alike in found["homoglyphs"]:
            bare = "".join(part for part in unicodedata.normalize("NFKD", alike["c"]) if part.isascii())
            if bare.isalnum():
                return str(bare.lower())
    return char
