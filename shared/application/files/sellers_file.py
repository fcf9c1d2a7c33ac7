"""Simulated sellers from a file: listed one by one, or described as a mix to draw from."""

from decimal import Decimal
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from shared.application.files.json_document import read_json
from shared.domain.errors import InvalidInput
from shared.domain.money import InvalidMoney, Money
from shared.domain.simulation import Mix, Seller, Style, draw

# A run of this size takes minutes; a file that asks for more has a slip of the pen.
MOST_SELLERS: Final = 1_000_000


def _amount_text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError('an amount is written as text, "900.00"')  # noqa: TRY004 - pydantic collects ValueError
    return value


def _number(value: object) -> Decimal:
    try:
        return Money.of(_amount_text(value), "KWD").amount
    except InvalidMoney as error:
        raise ValueError(str(error)) from error


def _rising(ends: tuple[Any, Any]) -> tuple[Any, Any]:
    if ends[0] > ends[1]:
        raise ValueError("a range goes from its lower to its higher end")
    return ends


_Amount = Annotated[str, BeforeValidator(_amount_text)]
_Count = Annotated[int, Field(strict=True, ge=1)]
_Counts = Annotated[tuple[_Count, _Count], AfterValidator(_rising)]
_Decimals = Annotated[
    tuple[Annotated[Decimal, BeforeValidator(_number)], Annotated[Decimal, BeforeValidator(_number)]],
    AfterValidator(_rising),
]


class _SellerFields(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: Annotated[str, Field(min_length=1)]
    average_views: _Count
    reservation: _Amount
    first_ask: _Amount
    style: Style
    patience_rounds: _Count


class _MixFields(BaseModel):
    """Ranges are [lowest, highest]; markup is the first ask divided by the reservation."""

    model_config = ConfigDict(extra="forbid")

    count: Annotated[int, Field(strict=True, ge=1, le=MOST_SELLERS)]
    average_views: _Counts
    reservation: _Decimals
    markup: _Decimals
    patience_rounds: _Counts
    styles: Annotated[tuple[Style, ...], Field(min_length=1)]


class _MixFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    mix: _MixFields


def parse_sellers(text: str, *, currency: str, seed: int) -> tuple[Seller, ...]:
    """The sellers of a file: `[{"id": ...}, ...]`, or `{"mix": {...}}`, drawn from by *seed*.

    Raises:
        InvalidInput: every problem of the file with its place.
    """
    value = read_json(text, named="sellers")
    if isinstance(value, dict):
        return _drawn(value, currency, seed)
    if not isinstance(value, list) or not value:
        raise InvalidInput(['sellers are a list, [{"id": ...}, ...], or {"mix": {...}}'])
    return _listed(value, currency)


def _drawn(value: dict[str, Any], currency: str, seed: int) -> tuple[Seller, ...]:
    try:
        fields = _MixFile.model_validate(value).mix
    except ValidationError as error:
        raise InvalidInput(_problems(error, "")) from error
    try:
        return draw(Mix(currency=currency, **dict(fields)), seed)
    except ValueError as error:
        raise InvalidInput([f"mix: {error}"]) from error


def _listed(values: list[Any], currency: str) -> tuple[Seller, ...]:
    sellers: dict[str, Seller] = {}
    problems = []
    for place, value in enumerate(values, 1):
        if not isinstance(value, dict):
            problems.append(f'seller {place}: is no object, {{"id": ...}}')
            continue
        try:
            seller = _seller(_SellerFields.model_validate(value), currency)
            if seller.id in sellers:
                problems.append(f"seller {place}, id: {seller.id!r} is another seller's; give each its own")
            sellers[seller.id] = seller
        except ValidationError as error:
            problems += _problems(error, f"seller {place}, ")
        except ValueError as error:
            problems.append(f"seller {place}: {error}")
    if problems:
        raise InvalidInput(problems)
    return tuple(sellers.values())


def _seller(fields: _SellerFields, currency: str) -> Seller:
    return Seller(
        id=fields.id,
        average_views=fields.average_views,
        reservation=Money.of(fields.reservation, currency),
        first_ask=Money.of(fields.first_ask, currency),
        style=fields.style,
        patience_rounds=fields.patience_rounds,
    )


def _problems(error: ValidationError, where: str) -> list[str]:
    return [
        f"{where}{'.'.join(str(part) for part in problem['loc'])}: {problem['msg'].removeprefix('Value error, ')}"
        for problem in error.errors()
    ]
