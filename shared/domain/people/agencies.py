"""Talent agencies by the mail domain that is theirs alone. The team's own list; the name is as people say it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

AGENCY_DOMAINS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "abrams-artists.com": "Abrams Artists Agency",
        "apa-agency.com": "APA",
        "buchwald.com": "Buchwald",
        "caa.com": "CAA",
        "dfrental.com": "DFR",
        "digitaltalentagents.com": "Digital Talent Agents",
        "gersh.com": "Gersh",
        "icmpartners.com": "ICM Partners",
        "innovative-artists.com": "Innovative Artists",
        "paradigmagency.com": "Paradigm",
        "selectmanagement.com": "Select Management",
        "unitedtalent.com": "UTA",
        "wmgagent.com": "WME",
    }
)


def agency_of(domain: str) -> str | None:
    """The agency that a mail domain, or one below it, belongs to; None: not known."""
    labels = domain.split(".")
    parents = (".".join(labels[start:]) for start in range(len(labels)))
    return next((AGENCY_DOMAINS[parent] for parent in parents if parent in AGENCY_DOMAINS), None)
