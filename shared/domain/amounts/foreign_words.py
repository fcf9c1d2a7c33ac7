"""Whole numbers in the words of other languages: "mil doscientos", "zweitausendfünfhundert", "deux mille"."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from shared.domain.amounts.tokens import TokenKind, Tokens

# Spanish, Portuguese, French, Italian, German, Dutch, Swedish, Norwegian, Danish and Polish, by value.
_WORDS: Final = {
    1: "un uno una um uma eins ein een ett en jeden",
    2: "dos dois duas deux due zwei twee två to dwa dwie",
    3: "tres três trois tre drei drie trzy",
    4: "cuatro quatro quatre quattro vier fyra fire cztery",
    5: "cinco cinq cinque fünf vijf fem pięć",
    6: "seis six sei sechs zes sex seks sześć",
    7: "siete sete sept sette sieben zeven sju syv siedem",
    8: "ocho oito huit otto acht åtta åtte otte osiem",
    9: "nueve nove neuf neun negen nio ni dziewięć",
    10: "diez dez dix dieci zehn tien tio ti dziesięć",
    11: "once onze undici elf elva elleve jedenaście",
    12: "doce doze douze dodici zwölf twaalf tolv dwanaście",
    13: "trece treze treize tredici dreizehn dertien tretton tretten trzynaście",
    14: "catorce catorze quatorze quattordici vierzehn veertien fjorton fjorten czternaście",
    15: "quince quinze quindici fünfzehn vijftien femton femten piętnaście",
    16: "dieciséis dezesseis seize sedici sechzehn zestien sexton seksten szesnaście",
    17: "diecisiete dezessete diciassette siebzehn zeventien sjutton sytten siedemnaście",
    18: "dieciocho dezoito diciotto achtzehn achttien arton atten osiemnaście",
    19: "diecinueve dezenove diciannove neunzehn negentien nitton nitten dziewiętnaście",
    20: "veinte vinte vingt vingts venti zwanzig twintig tjugo tjue tyve dwadzieścia",
    25: "veinticinco venticinque",
    30: "treinta trinta trente trenta dreißig dreissig dertig trettio tretti tredive trzydzieści",
    40: "cuarenta quarenta quarante quaranta vierzig veertig fyrtio førti fyrre czterdzieści",
    50: "cincuenta cinquenta cinquante cinquanta fünfzig vijftig femtio femti halvtreds pięćdziesiąt",
    60: "sesenta sessenta soixante sessanta sechzig zestig sextio seksti sześćdziesiąt",
    70: "setenta septante settanta siebzig zeventig sjuttio sytti siedemdziesiąt",
    80: "ochenta oitenta octante ottanta achtzig tachtig åttio åtti firs osiemdziesiąt",
    90: "noventa nonante novanta neunzig negentig nittio nitti halvfems dziewięćdziesiąt",
    100: "cem cien ciento sto",
    200: "doscientos doscientas duzentos duzentas dwieście",
    300: "trescientos trescientas trezentos trezentas trzysta",
    400: "cuatrocientos cuatrocientas quatrocentos quatrocentas czterysta",
    500: "quinientos quinientas quinhentos quinhentas pięćset",
    600: "seiscientos seiscientas seiscentos seiscentas sześćset",
    700: "setecientos setecientas setecentos setecentas siedemset",
    800: "ochocientos ochocientas oitocentos oitocentas osiemset",
    900: "novecientos novecientas novecentos novecentas dziewięćset",
}
_TIMES: Final = {
    100: "cent cents cento hundert honderd hundra hundre hundrede",
    1000: "mil mille mila tausend duizend tusen tusind tysiąc tysiące tysięcy",
}
_JOINERS: Final = frozenset(("y", "e", "et", "und", "en", "och", "og", "i"))


def _by_word(words: dict[int, str]) -> dict[str, int]:
    return {word: value for value, text in words.items() for word in text.split()}


_VALUES: Final = _by_word(_WORDS)
_FACTORS: Final = _by_word(_TIMES)
_PARTS: Final = frozenset((*_VALUES, *_FACTORS, "und"))
_LONGEST_PART: Final = max(map(len, _PARTS))
# Longer than any number that is one word.
_LONGEST: Final = 60
_MOST_WORDS: Final = 15
_EIGHTY: Final = ["quatre", "vingt"]


@lru_cache(maxsize=4096)
def parts_of(word: str) -> tuple[str, ...]:
    """The numbers that a word in small letters is made of; none where it is another word."""
    # By what is left, from the end: no pattern, which could try every way to cut a word of one syllable repeated.
    behind: dict[int, tuple[str, ...]] = {len(word): ()}
    for start in reversed(range(len(word) if len(word) <= _LONGEST else 0)):
        ends = range(start + _LONGEST_PART, start, -1)
        end = next((end for end in ends if end in behind and word[start:end] in _PARTS), None)
        if end is not None:
            behind[start] = (word[start:end], *behind[end])
    return behind.get(0, ())


def foreign_number(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """The number in words that starts at index, and the index after it; None where there is none."""
    if (tokens[index].lower, tokens[index + 1].lower) == ("en", "mil"):
        return None  # Spanish "in a thousand", not a Norwegian "one thousand"
    parts: list[str] = []
    end = place = index
    while place - index < _MOST_WORDS and (tokens[place].kind is TokenKind.WORD or tokens[place].text == "-"):
        found = parts_of(tokens[place].lower)
        if found:
            parts += found
            end = place + 1
        elif not parts or (tokens[place].lower not in _JOINERS and tokens[place].text != "-"):
            break
        place += 1
    value = _value(parts)
    return None if value is None else (value, end)


def _value(parts: list[str]) -> int | None:
    """None where the words are no one number: "dos tres mil"."""
    total = group = 0
    for before, part in zip(["", *parts], parts, strict=False):
        factor, value = _FACTORS.get(part), _VALUES.get(part, 0)
        if factor == 1000:
            total, group = total + max(group, 1) * factor, 0
            if total >= 1_000_000:
                return None
        elif factor is not None:
            group = max(group, 1) * factor
        elif [before, part.removesuffix("s")] == _EIGHTY:
            group += 76
        elif not _fits(group, value):
            return None
        else:
            group += value
    return total + group or None


def _fits(group: int, value: int) -> bool:
    """Whether a part goes on with a number: a unit and a ten in either order, or both behind hundreds."""
    last = group % 100
    tens = (last % 10 == 0 and last > 10 and value < 20) or (value % 10 == 0 and 10 < value < 100 and last < 10)
    return value == 0 or group == 0 or (last == 0 and value < 100) or tens
