"""What Gmail's own server says about the sender's domain."""

import re

import authres

from shared.domain.mail.headers import Headers
from shared.domain.mail.message import Address, Authentication

_OUR_SERVER = "mx.google.com"
_NOT_ASCII = re.compile(r"[^\x20-\x7e]")
# Hosts that a mail passes after Gmail took it over; its own hops are numbered in the 6to4 range.
_OUR_HOP = re.compile(r"\bby (?:[\w-]+\.)*google\.com\b|\bby 2002:", re.IGNORECASE)
# What Gmail writes in brackets and in quotes; the address in it, the sender's own words, can close neither.
_ADDRESS = r"[\w.+=@/-]+"
_GMAILS_OWN = re.compile(
    r"\(p=\w+(?: sp=\w+)?(?: dis=\w+)?\)"
    rf"|\(google\.com: (?:best guess record for )?domain of (?:transitioning )?{_ADDRESS}"
    r" (?:designates|does not designate) [\w.:]+ as permitted sender\)"
    rf"|\(google\.com: [\w.:]+ is neither permitted nor denied by (?:best guess record for )?domain of {_ADDRESS}\)"
    rf"|\(google\.com: {_ADDRESS} does not designate permitted sender hosts\)"
    rf"|\(google\.com: (?:permanent )?error in processing during lookup of {_ADDRESS}(?:: [\w .-]+)?\)"
    r"|\(i=\d+(?: \w+=[\w.-]+)*\)"
    r'|(?<=header\.b=)"[\w+/=]*"'
    rf'|(?<=smtp\.mailfrom=)"{_ADDRESS}"(?=[;\s]|$)'
)
# Sender addresses are written into the header as they came: these signs let one pass for a result of Gmail's.
_SMUGGLED = re.compile(r'"|;\S|=[^\s;()]*\(|\([^()]*[;=]')


def read_authentication(headers: Headers, sender: Address) -> Authentication:
    """Judges the topmost Authentication-Results of Gmail alone: any header below it may be the sender's own invention.

    A DMARC pass counts for the From domain only; without DMARC, an SPF or DKIM pass counts when its domain is the From
    domain or a parent of it. (A child may belong to somebody else: think of hosts that give out subdomains.)
    """
    results = _topmost_results(headers)
    if not results or not sender.domain:
        return Authentication.NONE
    if _has(results, "dmarc", "pass") and _dmarc_domain(results) == sender.domain:
        return Authentication.PASS
    if _has(results, "dmarc", "fail"):
        return Authentication.FAIL
    aligned = any(_is_aligned(result, sender.domain) for result in results)
    return Authentication.PASS if aligned and not _has(results, "dmarc", "pass") else Authentication.NONE


def _topmost_results(headers: Headers) -> list[authres.AuthenticationResult]:
    above = headers.above("Received", lambda value: not _OUR_HOP.search(value))
    for value in above.all("Authentication-Results"):
        if value.split(";", 1)[0].split()[:1] == [_OUR_SERVER]:
            return [] if _SMUGGLED.search(_GMAILS_OWN.sub("", value)) else _unambiguous(_parse(value))
    return []


def _unambiguous(results: list[authres.AuthenticationResult]) -> list[authres.AuthenticationResult]:
    """Gmail gives one verdict of each kind: a second one was written by the sender."""
    methods = [result.method for result in results]
    return [] if methods.count("dmarc") > 1 or methods.count("spf") > 1 else results


def _parse(value: str) -> list[authres.AuthenticationResult]:
    ascii_only = _NOT_ASCII.sub("?", value)
    try:
        header = f"Authentication-Results: {ascii_only}"
        parsed = authres.AuthenticationResultsHeader.parse(header)  # type: ignore[no-untyped-call,call-arg]
    except (authres.AuthResError, ValueError, RecursionError):
        return []
    return list(parsed.results)


def _has(results: list[authres.AuthenticationResult], method: str, verdict: str) -> bool:
    return any((result.method, (result.result or "").lower()) == (method, verdict) for result in results)


def _dmarc_domain(results: list[authres.AuthenticationResult]) -> str:
    dmarc = next(result for result in results if result.method == "dmarc")
    return _property(dmarc, "header", "from")


def _is_aligned(result: authres.AuthenticationResult, from_domain: str) -> bool:
    if (result.result or "").lower() != "pass" or result.method not in ("dkim", "spf"):
        return False
    names = (("header", "d"), ("header", "i")) if result.method == "dkim" else (("smtp", "mailfrom"),)
    domains = [_property(result, *name) for name in names]
    return any(_covers(domain, from_domain) for domain in domains if domain)


def _covers(domain: str, from_domain: str) -> bool:
    return "." in domain and (from_domain == domain or from_domain.endswith(f".{domain}"))


def _property(result: authres.AuthenticationResult, kind: str, name: str) -> str:
    for prop in result.properties:
        if (prop.type, prop.name) == (kind, name):
            return str(prop.value).rpartition("@")[2].lower().rstrip(".")
    return ""
