"""Raw bytes to one `InboundMessage`."""

import re
from email import policy
from email.message import Message
from email.parser import BytesParser

from shared.domain.mail import machine
from shared.domain.mail.addresses import read_addresses
from shared.domain.mail.authentication import read_authentication
from shared.domain.mail.body import Body, read_body
from shared.domain.mail.delivery import DeliveryReport, read_delivery_report
from shared.domain.mail.headers import VALUE_LIMIT_CHARS, Headers, message_ids, sent_at
from shared.domain.mail.identity import read_sender, read_suspicions
from shared.domain.mail.machine import MARKER_HEADER, Evidence
from shared.domain.mail.message import Address, InboundMessage, Known, MailEnvelope, MailKind, Suspicion
from shared.domain.mail.reply import Reply, split_reply


def parse_mail(raw: bytes, *, envelope: MailEnvelope, known: Known) -> InboundMessage:
    """Reads any bytes; what is broken comes out empty and with a suspicion, never as an exception.

    Args:
        raw: The message as Gmail hands it out (`format=raw`, decoded).
        envelope: What Gmail says about it.
        known: Our addresses and our last mail in the thread.
    """
    message = _parse(raw)
    headers = Headers.of(message)
    body = read_body(message)
    reply = split_reply(body.text, last_sent_text=known.last_sent_text)
    report = read_delivery_report(message, headers, body.text)
    evidence = _evidence(headers, envelope, known, (body, reply, report))
    return _message(evidence, body=body, reply=reply)


class _Bounded(policy.Compat32):
    """The lenient policy (the newer one raises on headers that people's mailers do send), for fields of any length.

    The standard library reads a field's parameters in quadratic time: a megabyte of them takes half a minute.
    """

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:VALUE_LIMIT_CHARS]


# RFC 5322 4.5 lets a space stand before the colon; to the standard library the header ends there.
_OBSOLETE_NAME = re.compile(rb"^([!-9;-~]{1,100})[ \t]+:", re.MULTILINE)
_HEADER_END = re.compile(rb"\r?\n\r?\n")


def _parse(written: bytes) -> Message:
    end = _HEADER_END.search(written)
    head = written[: end.start() if end else len(written)]
    raw = _OBSOLETE_NAME.sub(rb"\1:", head) + written[len(head) :]
    try:
        return BytesParser(policy=_Bounded()).parsebytes(raw)
    except RecursionError:  # hundreds of parts inside each other: the headers still count
        return BytesParser(policy=_Bounded()).parsebytes(raw, headersonly=True)


def _evidence(
    headers: Headers, envelope: MailEnvelope, known: Known, found: tuple[Body, Reply, DeliveryReport | None]
) -> Evidence:
    body, reply, report = found
    sender = read_sender(headers)
    return Evidence(
        headers=headers,
        sender=sender,
        envelope=envelope,
        known=known,
        authentication=read_authentication(headers, sender),
        text=reply.new_text,
        delivery_report=report,
        calendar_methods=tuple(body.calendar_methods),
        has_calendar_note=body.has_calendar_note,
    )


def _message(evidence: Evidence, *, body: Body, reply: Reply) -> InboundMessage:
    headers, envelope, kind = evidence.headers, evidence.envelope, machine.classify(evidence)
    report = evidence.delivery_report if kind is not MailKind.OWN else None
    return InboundMessage(
        message_id=envelope.message_id,
        thread_id=envelope.thread_id,
        received_at=envelope.received_at,
        labels=envelope.labels,
        rfc822_message_id=next(iter(message_ids(headers.first("Message-ID"))), None),
        in_reply_to=next(iter(message_ids(headers.first("In-Reply-To"))), None),
        references=message_ids(headers.first("References")),
        sender=evidence.sender,
        reply_to=next(iter(read_addresses(headers, "Reply-To")), None),
        to=read_addresses(headers, "To"),
        cc=read_addresses(headers, "Cc"),
        subject=headers.text("Subject"),
        sent_at=sent_at(headers),
        kind=kind,
        authentication=evidence.authentication,
        suspicions=_suspicions(headers, evidence.sender, body, reply),
        marker=headers.text(MARKER_HEADER) or None,
        new_text=reply.new_text,
        quoted_text=reply.quoted_text,
        stripping_doubtful=reply.is_doubtful,
        attachments=tuple(body.attachments),
        return_date=machine.return_date(evidence) if kind is MailKind.OUT_OF_OFFICE else None,
        failed_recipients=report.failed_recipients if report else (),
        returned_ids=report.returned_ids if report else (),
        links=tuple(dict.fromkeys(body.links)),
        kind_doubtful=machine.is_doubtful(evidence, kind),
    )


def _suspicions(headers: Headers, sender: Address, body: Body, reply: Reply) -> tuple[Suspicion, ...]:
    found = read_suspicions(
        headers,
        sender=sender,
        is_forwarded=reply.is_forwarded or body.has_attached_mail,
        has_hidden=body.has_hidden,
    )
    return tuple(sorted({*found, *([Suspicion.MALFORMED] if body.is_cut else [])}))
