"""What the eye does not see, and what it takes for something else: hidden signs, other alphabets, letters apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final

from shared.domain.gate.terms import Check, Draft, GateFailure, GateTerms

_HIDDEN: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Mn", "Me", "Zl", "Zp"})
_UNSEEN: Final = frozenset({"Cf", "Mn", "Me"})
# Letters and signs by category that print nothing: Hangul fillers and the empty Braille cell.
_BLANKS: Final = frozenset("\u115f\u1160\u3164\uffa0\u2800")
_ZERO_WIDTH_JOINER: Final = "\u200d"
_EMOJI_STYLE: Final = "\ufe0f"
# Signs of their own whose compatibility form holds letters.
_MARKS: Final = frozenset("™℠℡№")
# Latin letters that no decomposition takes to the one they are read as.
_READ_AS: Final = str.maketrans("ıɑɡøłđħŧɓɗɠƙƥƭʋȷɩɪʏᴀᴄᴅᴇᴊᴋᴍɴᴏᴘᴛᴜᴠᴡᴢ", "iagoldhtbdgkptvjiiyacdejkmnoptuvwz")
_SIGNATURE: Final = re.compile(r"\nBest,\n[^\n]+\n?\Z")
_LETTERS_APART: Final = re.compile(r"(?<!\w)(?:[^\W\d_][.\-_ ·*|/]){3,}[^\W\d_](?!\w)")


def check_characters(draft: Draft, terms: GateTerms) -> Iterator[GateFailure]:
    """An English mail has Latin letters and the digits 0 to 9; names and passages that code put in may have others."""
    text = unicodedata.normalize("NFC", draft.text)
    hidden = {sign for index, sign in enumerate(text) if _is_hidden(text, index)}
    prose = unicodedata.normalize("NFC", _SIGNATURE.sub("", without_names(draft.prose, terms, foreign=True)))
    ours = {sign for phrase in (*terms.allowed_phrases, *terms.names) for sign in phrase}
    for sign in sorted(hidden):
        if unicodedata.category(sign) not in {"Mn", "Me"} or sign not in ours:
            yield GateFailure(check=Check.CHARACTERS, found=f"U+{ord(sign):04X}", message="an invisible character")
    for sign in sorted({sign for sign in prose if _is_foreign(sign)}):
        yield GateFailure(check=Check.CHARACTERS, found=sign, message="no plain letter or digit; write it in English")
    for found in _LETTERS_APART.findall(prose):
        yield GateFailure(check=Check.CHARACTERS, found=found, message="letters apart; write whole words")


def skeleton(text: str) -> str:
    """The text as a hurried reader sees it: no accents, no hidden signs, plain letters and digits."""
    decomposed = unicodedata.normalize("NFKD", text)
    seen = (sign for sign in decomposed if unicodedata.category(sign) not in _UNSEEN and sign not in _BLANKS)
    return "".join(seen).translate(_READ_AS)


@lru_cache(maxsize=4096)
def _skeleton_of_name(name: str) -> str:
    """Remembered: a campaign's names are the same for each of its mails, and may be a thousand."""
    return skeleton(name)


def skeleton_terms(terms: GateTerms) -> GateTerms:
    """The same terms for the skeleton of a mail; the lines that must stand are compared in the mail itself."""
    return replace(
        terms,
        allowed_phrases=tuple(skeleton(phrase) for phrase in terms.allowed_phrases),
        deliverables=tuple(skeleton(label) for label in terms.deliverables),
        creator_name=skeleton(terms.creator_name),
        recipient_names=tuple(skeleton(name) for name in terms.recipient_names),
        greeted=None if terms.greeted is None else tuple(skeleton(name) for name in terms.greeted),
        own_names=tuple(skeleton(name) for name in terms.own_names),
        other_names=tuple(_skeleton_of_name(name) for name in terms.other_names),
        product=skeleton(terms.product),
        their_words=None if terms.their_words is None else skeleton(terms.their_words),
        required_lines=(),
    )


def _is_hidden(text: str, index: int) -> bool:
    sign = text[index]
    if sign in _BLANKS:
        return True
    if sign in {"\n", "\r", "\t"} or unicodedata.category(sign) not in _HIDDEN:
        return False
    before = text[index - 1] if index else ""
    after = text[index + 1 : index + 2]
    if sign == _EMOJI_STYLE:
        return not _is_picture(before)
    joins = (_is_picture(before) or before == _EMOJI_STYLE) and _is_picture(after)
    return not (sign == _ZERO_WIDTH_JOINER and joins)


def _is_picture(sign: str) -> bool:
    return bool(sign) and not sign.isascii() and unicodedata.category(sign) in {"So", "Sk", "Sm"}


def _is_foreign(sign: str) -> bool:
    if sign.isascii() or sign in _MARKS:
        return False
    if sign.isalpha():
        return not unicodedata.name(sign, "").startswith("LATIN ")
    shown = unicodedata.normalize("NFKD", sign)
    return unicodedata.category(sign)[0] == "N" or any(part.isascii() and part.isalnum() for part in shown)


def without_names(text: str, terms: GateTerms, *, foreign: bool = False) -> str:
    """foreign: only of names in other letters; all others are read like words."""
    for name in terms.names:
        for word in name.split():
            # The "1" of "Mia 1" is also the first figure of "$1,000".
            if not (word.isdecimal() or (foreign and word.isascii())):
                text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", " " * len(word), text)
    return text
