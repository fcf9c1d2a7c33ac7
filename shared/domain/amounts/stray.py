"""Money in forms that the grammar does not read: other languages, slang, multiples, figures glued to something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from shared.domain.amounts.currencies import Named, currency_at
from shared.domain.amounts.expression import AmountKind
from shared.domain.amounts.lexicon import (
    CURRENCY_WORDS,
    DOLLAR_WORDS,
    DOLLARS,
    SHARED_WORDS,
    SIGNS,
    SMALL_CODES,
    SMALL_NUMBERS,
    TENS,
)
from shared.domain.amounts.normal import plain
from shared.domain.amounts.scan import find_money
from shared.domain.amounts.tokens import Token, Tokens

_COUNTS: Final = "|".join((*SMALL_NUMBERS, *TENS, "dozen", "score", "hundred"))
_DIGITS: Final = "|".join(list(SMALL_NUMBERS)[:10])
_SLANG: Final = (
    r"racks?|bands?|stacks?|hunnids?|hundos?|benjamins?|franklins?|gees|g|gs|monkeys?|pon(?:y|ies)|thou|large"
    r"|btc|eth|usdt|usdc|bitcoins?|rubl?es?|roubles?|tokens?|credits?|hundreds"
)
_CURRENCY: Final = "|".join(
    sorted(map(re.escape, {*CURRENCY_WORDS, *DOLLAR_WORDS, *SHARED_WORDS, *SMALL_CODES} - {"kr"}))
)
_SHARES: Final = r"(?:half|third|quarter|fifth|tenth)"

# The currency of "in euros" says how, not how much.
_WORD: Final = re.compile(rf"(?<!\bin )\b(?:{_CURRENCY}|dólar|real(?! (?-i:[a-z]))|reales|euró)\b", re.IGNORECASE)
_SIGN: Final = re.compile(rf"[{''.join(SIGNS)}¢₿💲💵💰💴💶💷🤑]")

_FORMS: Final = {
    "multiple": r"\bdoubl(?:e|ed|ing)\b(?![ -](?:check|tap|click))"
    r"|(?<!watched )(?<!read it )(?<!through it )(?<!checked )(?<!at it )(?<!at this )(?<!asked )\btwice\b"
    r"|\bthrice\b"
    rf"|\b(?:an?|one|two|three) {_SHARES}s? (?:above|below|over|under|beyond|higher|lower|less|off)\b"
    rf"|\btripl(?:e|ed|ing)\b|\btreble\b|\bquadrupl\w+|\b{_SHARES} as much\b|\b{_SHARES} (?:more|extra|again|on top)\b"
    r"|\btimes (?:the|that|your|our|a|as)\b|(?<![\w.])\d+(?:[.,]\d+)?x(?!\w)|\b\d+(?:[.,]\d+)? ?x \d"
    r"|\b\d{1,2}x\d{3,5}\b|\b\d{3,5}x\d{1,2}\b|[$€£] ?\d[\d.,]*x\d",
    "vague": r"\b(?:an?|one|few|couple(?: of)?) (?:extra|additional|more|further) (?:thousands?|hundreds?|grand|k)\b"
    r"|\banother (?:thousand|hundred|grand|k|[a-z]+ percent)\b|\bthe same (?:amount|sum|fee|price|money)? ?again\b",
    "other_language": r"\b\w*(?:hundert|tausend)\w*\b|\b(?:mil|cien|ciento|cento|mille|mila)\b"
    r"|\b\w{2,}(?:cientos|cientas|nientos|centos|cento|mila)\b|\bcents euros\b"
    r"|[〇零一二三四五六七八九十百千万億兩両]{2,}|[百千万億]|ドル|美元|人民币|[円元]",
    "spelled": rf"\b(?:{_DIGITS})(?:[ -](?:{_DIGITS})){{2,}}\b|\b(?:score|dozen)s?(?: of)? hundreds?\b"
    r"|\b\d+th hundred\b|\b\d{3,}th\b",
    "slang": rf"\b(?:{_COUNTS}|an?|couple of|few|\d[\d.,]{0, 12})[ -]?(?:{_SLANG})\b",
    "roman": r"(?-i:\b(?=[MDCLXVI]{3})M{1,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\b)",
    "glued": r"(?<![\w&])#\d{2,}|(?<![\w@./#+-])[a-z]{1,5}\d{3,}\b|\b\d+(?:[.,]\d+)?kk\b|\b\d+(?:[.,]\d+)?e\d+\b"
    r"|\b0x[0-9a-f]+\b|\d ?\^ ?\d|\d[*_|]\d{3}\b|\bk\d+[.,]\d\b|\b\d+[.,]\d+[a-z]{4,}\b",
}
_PATTERNS: Final = tuple(re.compile(form, re.IGNORECASE) for form in _FORMS.values())


def find_stray_money(text: str) -> tuple[str, ...]:
    """Passages that some person could read as an amount and that find_money does not report.

    Over-inclusive on purpose, like find_money; the passages are in plain form, signs as they are read.
    """
    seen = plain(text).text
    return tuple(dict.fromkeys((*_unvalued(seen), *_otherwise(seen))))


def find_other_currency(text: str, currency: str) -> tuple[str, ...]:
    """How they want to be paid ("in GBP", "in euros"), where that is not *currency*; a bare dollar is any dollar."""
    tokens = Tokens(plain(text).text, hide=False)
    told = (
        (tokens[place].text, currency_at(tokens, place + 1))
        for place in range(len(tokens) - 1)
        if _is_in(tokens[place])
    )
    return tuple(f"{word} {one.code}" for word, one in told if one is not None and _is_other(one, currency))


def _is_in(token: Token) -> bool:
    return token.lower == "in"


def _is_other(named: Named, currency: str) -> bool:
    if named.code is None or (named.plain_dollar and currency in DOLLARS):
        return False
    # "in ALL honesty" names no money.
    return named.code != currency and named.code.lower() in SMALL_CODES


def _otherwise(seen: str) -> Iterator[str]:
    return (found.group().strip() for pattern in _PATTERNS for found in pattern.finditer(seen))


def _unvalued(seen: str) -> Iterator[str]:
    """Currencies that belong to no figure."""
    amounts = (found for found in find_money(seen) if found.kind is not AmountKind.PERCENT)
    valued = {place for found in amounts for place in range(found.start, found.end)}
    for pattern in (_WORD, _SIGN):
        for found in pattern.finditer(seen):
            if found.start() not in valued:
                yield found.group()
