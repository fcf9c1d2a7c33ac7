"""Signs that a mail is not quite from the person it seems to be from."""

import re

from shared.domain.mail.addresses import NOBODY, addresses_in, read_addresses
from shared.domain.mail.headers import Headers
from shared.domain.mail.message import Address, Suspicion

_FORWARD_SUBJECT = re.compile(r"^(fwd?|wg|tr|rv|i|enc|vs|vb|doorst|pd|転送|转发)\s?[:：]", re.IGNORECASE)


def read_sender(headers: Headers) -> Address:
    """The first From address; an empty one when there is none."""
    return next(iter(read_addresses(headers, "From")), NOBODY)


def read_suspicions(
    headers: Headers, *, sender: Address, is_forwarded: bool, has_hidden: bool
) -> tuple[Suspicion, ...]:
    """What the headers and the caller's findings give rise to, sorted."""
    found = {
        Suspicion.REPLY_TO_DIFFERS: _replies_elsewhere(headers, sender),
        Suspicion.SEVERAL_SENDERS: len(read_addresses(headers, "From")) > 1 or len(headers.all("From")) > 1,
        Suspicion.DISPLAY_NAME_ADDRESS: any(email != sender.email for email in addresses_in(sender.name or "")),
        Suspicion.FORWARDED: is_forwarded or bool(_FORWARD_SUBJECT.match(headers.text("Subject"))),
        Suspicion.HIDDEN_TEXT: has_hidden,
        Suspicion.MALFORMED: not sender.email,
    }
    return tuple(sorted(suspicion for suspicion, is_there in found.items() if is_there))


def _replies_elsewhere(headers: Headers, sender: Address) -> bool:
    return any(address.email != sender.email for address in read_addresses(headers, "Reply-To"))
