"""Address fields parsed once: encoded names, IDNA domains, groups, and names that pretend to be addresses."""

import re
from email import utils

from shared.domain.mail.charset import one_line
from shared.domain.mail.headers import Headers, decode_words
from shared.domain.mail.message import Address

_ADDRESSES_LIMIT = 500  # Gmail refuses more recipients than this per message
# Newer Pythons drop a whole field for one bad entry (CVE-2023-27043). Here every address is kept, so that a field which
# holds one more than it shows is seen as several senders, and every Python reads the same.
_LENIENT = {"strict": False} if getattr(utils, "supports_strict_parsing", False) else {}
_ADDR_SPEC = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+")
_NO_ADDRESS = re.compile(r"[\s<>,;]")
_NO_DOMAIN = re.compile(r"[\s<>,;@]|^\.|\.\.|\.$")
NOBODY = Address(email="", name=None)


def read_addresses(headers: Headers, name: str) -> tuple[Address, ...]:
    """Every address of every field of that name; entries without an addr-spec are dropped.

    Names are decoded after the list is split: an encoded word can't smuggle in a comma or a bracket.
    """
    try:
        pairs = utils.getaddresses(list(headers.all(name)), **_LENIENT)
    except RecursionError:  # hundreds of nested comments: nobody's address
        return ()
    parsed = (parse_address(email, display) for display, email in pairs[:_ADDRESSES_LIMIT])
    return tuple(dict.fromkeys(address for address in parsed if address.email))


def parse_address(email: str, display: str | None) -> Address:
    name = one_line(decode_words(display or "")).strip("'\" ")
    return Address(email=normal_email(email), name=name or None)


def normal_email(text: str) -> str:
    """Lower case with an IDNA domain; empty when it isn't an addr-spec."""
    local, _, written = one_line(text).strip("<> ").lower().rpartition("@")
    domain = normal_domain(written)  # first: IDNA turns some characters into a space or an @
    if not (local and domain) or _NO_ADDRESS.search(local) or _NO_DOMAIN.search(domain):
        return ""
    return f"{local}@{domain}"


def normal_domain(text: str) -> str:
    """Lower case, in ASCII, without the root's dot; as it was where IDNA has no form for it."""
    domain = text.strip().lower().rstrip(".")
    try:
        return domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return domain


def addresses_in(text: str) -> tuple[str, ...]:
    """Addr-specs written in free text, as mail that could not be delivered names them."""
    return tuple(dict.fromkeys(filter(None, map(normal_email, _ADDR_SPEC.findall(text[:5_000])))))
