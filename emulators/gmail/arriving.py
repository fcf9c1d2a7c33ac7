"""A mail that arrives from outside, with what Gmail's servers write on top of it."""

from email.utils import format_datetime
from enum import StrEnum

from emulators.gmail.headers import addresses, line_end, message_id, parsed, prepended
from emulators.gmail.mailbox import Mailbox
from emulators.wallclock import now


class Authentication(StrEnum):
    """What the sender's domain proves.

    NONE is a domain without SPF, DKIM and DMARC records.
    """

    PASS = "pass"
    FAIL = "fail"
    NONE = "none"


def stamped(mailbox: Mailbox, raw: bytes, verdict: Authentication) -> bytes:
    """*raw* under Gmail's trace headers; every byte of it stays as it is."""
    senders = addresses(raw, "From")
    sender = senders[0] if senders else "unknown@invalid"
    present = {name.lower() for name in parsed(raw)}
    fields = [
        ("Delivered-To", mailbox.address),
        ("Received", f"by 2002:a05:6402:0:0:0:0:0 with SMTP id standin; {format_datetime(now())}"),
        ("Authentication-Results", _results(sender, verdict)),
    ]
    if "return-path" not in present:
        fields.insert(1, ("Return-Path", f"<{sender}>"))
    if not message_id(raw):
        fields.append(("Message-ID", mailbox.ids.missing_message_id()))
    return prepended(raw, [(name, _folded(value, raw)) for name, value in fields])


def _folded(value: str, raw: bytes) -> str:
    return value.replace("\n", line_end(raw).decode())


def _results(sender: str, verdict: Authentication) -> str:
    domain = sender.rpartition("@")[2]
    fold = ";\n       "
    spf = f"spf={verdict} smtp.mailfrom={sender}"
    if verdict is Authentication.NONE:
        return f"mx.google.com{fold}{spf}"
    dkim = f"dkim={verdict} header.i=@{domain} header.s=s1 header.b=c3RhbmRp"
    dmarc = f"dmarc={verdict} (p=NONE sp=NONE dis=NONE) header.from={domain}"
    return f"mx.google.com{fold}{dkim}{fold}{spf}{fold}{dmarc}"
