"""The deterministic gate over every outgoing mail."""

from shared.domain.gate.check import CHECKS, check_mail
from shared.domain.gate.terms import Check, GateFailure, GateTerms

__all__ = ["CHECKS", "Check", "GateFailure", "GateTerms", "check_mail"]
