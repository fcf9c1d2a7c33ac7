"""The deterministic gate over every outgoing mail."""

from shared.domain.gate.check import ADDRESSES_AND_MONEY, CHECKS, check_mail
from shared.domain.gate.terms import Check, GateFailure, GateTerms

__all__ = ["ADDRESSES_AND_MONEY", "CHECKS", "Check", "GateFailure", "GateTerms", "check_mail"]
