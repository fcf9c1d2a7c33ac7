"""Numbers of houses, and postcodes."""

from __future__ import annotations

import re
from typing import Final

from shared.domain.amounts.bare import Bare, talks_of_price
from shared.domain.amounts.lexicon import (
    DELIVERABLES,
    PAIR_CUES,
    PLATFORMS,
    PRICE_CUES,
    word_set,
)
from shared.domain.amounts.tokens import Token, TokenKind

# Before the number of a house, by itself and as the end of a name: "Calle Mayor 120", "Torstraße 140".
_STREET_LEADS: Final = word_set(
    "calle carrer rua rue via viale corso piazza plaza avenida av avda jalan jl ulica ul hauptstr"
)
_STREET_ENDS: Final = ("straße", "strasse", "str", "gasse", "allee", "platz", "straat", "laan", "gatan", "vägen", "vej")
_STREETS: Final = word_set("street st avenue ave blvd boulevard road rd lane ln drive dr court way plaza square")
# Before the five digits of an American postcode; Oklahoma is left out ("OK 15000").
_STATES: Final = word_set(
    "AL AK AZ AR CA CO CT DC DE FL GA HI ID IL IN IA KS KY LA MD ME MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OR PA "
    "RI SC SD TN TX UT VT VA WA WV WI WY"
)
_POSTCODES: Final = word_set("zip zipcode postcode postal code plz")
_LIVING: Final = word_set("live lives living based located reside")
# Characters from a house number to the postcode behind it.
_ADDRESS_REACH: Final = 100
# Great Britain, the United States, Brazil, Japan; and "10119 Berlin" behind a comma or on a line of its own.
_POSTCODE: Final = re.compile(
    rf"\b[A-Z]{{1,2}}\d[A-Z\d]? \d[A-Z]{{2}}\b|\b(?:{'|'.join(_STATES)}),? \d{{5}}\b"
    r"|\b\d{5}-\d{3}\b|\b\d{3}-\d{4}\b|(?:^|, )\d{4,5} [A-Z][^\W\d_]"
)
# Words of a street's name, its "Rua" included.
_LONGEST_STREET: Final = 5
_POSTCODE_DIGITS: Final = 5
_LONGEST_POSTCODE: Final = 6
_LEAST_POSTCODE: Final = 1000


def is_address(bare: Bare) -> bool:
    """True for "1450 Broadway", "King Street 120" and "120 Holborn" where a street or a postcode says so."""
    after = bare.tokens[bare.end]
    street = bare.tokens[bare.end + 1].lower in _STREETS or bare.tokens[bare.end + 2].lower in _STREETS
    if after.text.istitle() and street:
        return True
    if not bare.scaled and _is_street(bare):
        return True
    before = bare.tokens[bare.start - 1].text.istitle()
    house = after.text.istitle() or (before and (after.text == "," or after.kind is TokenKind.BREAK))
    return house and not bare.scaled and _beside_a_postcode(bare) and not talks_of_price(bare)


def _is_street(bare: Bare) -> bool:
    """True for "Torstraße 140", "Rua Augusta 1500" and "Carrer de Mallorca, 401"."""
    comma = bare.tokens[bare.start - 1].text == ","
    names = [bare.tokens[bare.start - back - comma] for back in range(1, _LONGEST_STREET)]
    if names[0].text.istitle() and names[0].lower.endswith(_STREET_ENDS):
        return True
    return names[0].text.istitle() and any(name.text.istitle() and name.lower in _STREET_LEADS for name in names[1:])


def _beside_a_postcode(bare: Bare) -> bool:
    """Whether a postcode stands behind the number, in its line or in the next."""
    place = bare.tokens[bare.end - 1].end
    lines = bare.tokens.given[place : place + _ADDRESS_REACH].split("\n")
    return any(_POSTCODE.search(line) for line in lines[:2])


def is_postcode(bare: Bare) -> bool:
    """True for "CA 90028", "I live in 90210", "my zip is 10001", "Rue de Rivoli, 75001 Paris" and "Mumbai 400050"."""
    text = bare.tokens[bare.start].text
    if not text.isdecimal() or bare.scaled:
        return False
    return _is_before_town(bare) or _is_behind_town(bare) or _is_told(bare)


def _is_told(bare: Bare) -> bool:
    before, word = bare.tokens[bare.start - 1], bare.tokens[bare.start - 2]
    if len(bare.tokens[bare.start].text) != _POSTCODE_DIGITS:
        return False
    if before.text in _STATES:
        return word.text == ","
    return (before.lower == "in" and word.lower in _LIVING) or (
        before.lower in {"is", ":"} and word.lower in _POSTCODES
    )


def _is_before_town(bare: Bare) -> bool:
    """Five digits after a comma or on a line of their own, or four after a house number, with a town behind."""
    text, town = bare.tokens[bare.start].text, bare.tokens[bare.end]
    before, number = bare.tokens[bare.start - 1], bare.tokens[bare.start - 2]
    end = bare.tokens[bare.end + 1]
    if not _is_town(town) or not (end.kind is TokenKind.BREAK or end.text in {".", ",", ")"}):
        return False
    starts = before.text == "," or (before.kind is TokenKind.BREAK and end.kind is TokenKind.BREAK)
    house = before.text == "," and number.kind is TokenKind.FIGURE and bare.value >= _LEAST_POSTCODE
    return (len(text) == _POSTCODE_DIGITS and starts) or (len(text) == _POSTCODE_DIGITS - 1 and house)


def _is_behind_town(bare: Bare) -> bool:
    """Six digits in one run with a town before: nobody writes "Mumbai 400050" of money."""
    run = bare.tokens[bare.start].text
    return len(run) == _LONGEST_POSTCODE and _is_town(bare.tokens[bare.start - 1]) and not talks_of_price(bare)


def _is_town(token: Token) -> bool:
    known = PAIR_CUES | PRICE_CUES | DELIVERABLES | PLATFORMS
    return token.kind is TokenKind.WORD and token.text.istitle() and token.lower not in known
