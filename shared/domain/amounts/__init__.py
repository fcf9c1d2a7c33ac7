"""Amounts as people write them: found in mails, and read from the cells of campaign files and rosters."""

from shared.domain.amounts.cells import parse_count, parse_money_cell, parse_percent
from shared.domain.amounts.expression import AmountExpression, AmountKind, Unreadable
from shared.domain.amounts.scan import find_amounts, find_figures, find_money, find_prices
from shared.domain.amounts.stray import find_other_currency, find_stray_money

__all__ = [
    "AmountExpression",
    "AmountKind",
    "Unreadable",
    "find_amounts",
    "find_figures",
    "find_money",
    "find_other_currency",
    "find_prices",
    "find_stray_money",
    "parse_count",
    "parse_money_cell",
    "parse_percent",
]
