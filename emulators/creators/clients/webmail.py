"""Replies as Gmail (web and phone), Yahoo and Proton write them."""

import textwrap
from datetime import UTC, datetime

from emulators.creators.letter import Letter, html_of
from emulators.creators.mime import (
    Part,
    alternative,
    date,
    people,
    quoted,
    reply_subject,
    spoken,
    subject,
    threading,
    token,
)

_GMAIL_QUOTE_STYLE = "margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"
_WRAP = 78


def clock(at: datetime, *, space: str = " ", padded: bool = False) -> str:
    """`9:58 AM`; *space* is what stands before AM."""
    hour = f"{at.hour % 12 or 12:02d}" if padded else str(at.hour % 12 or 12)
    return f"{hour}:{at.minute:02d}{space}{'AM' if at.hour < 12 else 'PM'}"


def gmail_web(letter: Letter) -> bytes:
    """Gmail in a browser: both parts, the quote in a `gmail_quote` container."""
    words = "".join(f"<div>{html_of(item)}</div><div><br></div>" for item in _paragraphs(letter))
    signature = f'<div>--&nbsp;</div><div dir="ltr" class="gmail_signature">{html_of(letter.signature)}</div>'
    own = f'<div dir="ltr">{words}{signature if letter.signature else ""}</div>'
    signed = f"{letter.text}\n\n-- \n{letter.signature}" if letter.signature else letter.text
    return _gmail(letter, own_text=signed, own_html=own)


def gmail_mobile(letter: Letter) -> bytes:
    """The Gmail app: `dir="auto"` everywhere, no signature block."""
    paragraphs = _paragraphs(letter)
    first, rest = paragraphs[0], paragraphs[1:]
    words = html_of(first) + "".join(
        f'<div dir="auto"><br></div><div dir="auto">{html_of(item)}</div>' for item in rest
    )
    return _gmail(letter, own_text=letter.text, own_html=f'<div dir="auto">{words}</div>')


def _gmail(letter: Letter, *, own_text: str, own_html: str) -> bytes:
    # Gmail writes a narrow no-break space before AM and PM since 2023.
    when = letter.answers.at.astimezone(letter.at.tzinfo)
    said = f"On {when:%a, %b} {when.day}, {when.year} at {clock(when, space=chr(0x202F))}"
    sender = letter.answers.sender
    attribution = textwrap.fill(f"{said} {sender} wrote:", _WRAP, break_long_words=False, break_on_hyphens=False)
    plain = f"{own_text}\n\n{attribution}\n\n{quoted(letter.answers.text, '> ')}\n"
    link = f'&lt;<a href="mailto:{sender.email}">{sender.email}</a>&gt;'
    html = (
        f'{own_html}<br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">'
        f"{said} {html_of(sender.name)} {link} wrote:<br></div>"
        f'<blockquote class="gmail_quote" style="{_GMAIL_QUOTE_STYLE}">{letter.answers.html}</blockquote></div>\n'
    )
    fields = [
        ("MIME-Version", "1.0"),
        *reversed(threading(letter, fold=" ")),
        ("From", spoken(letter.sender)),
        ("Date", date(letter)),
        ("X-Gm-Features", f"AWmQ_b{token(letter, 40, salt='features')}"),
        ("Message-ID", f"<CA+{token(letter, 40)}@mail.gmail.com>"),
        ("Subject", reply_subject(letter, prefix="Re: ")),
        *people(letter),
    ]
    parts = [
        Part(type="text/plain", text=plain, charset='"UTF-8"', encoding="base64"),
        Part(type="text/html", text=html, charset='"UTF-8"', encoding="quoted-printable"),
    ]
    return alternative(fields, parts, boundary=f"000000000000{token(letter, 16, salt='boundary')}")


def gmail_vacation(letter: Letter) -> bytes:
    """Gmail's own vacation responder."""
    fields = [
        ("MIME-Version", "1.0"),
        *threading(letter, fold=" "),
        ("From", spoken(letter.sender)),
        ("Date", date(letter)),
        ("Message-ID", f"<CA+{token(letter, 40)}@mail.gmail.com>"),
        ("Auto-Submitted", "auto-replied"),
        ("Precedence", "bulk"),
        ("X-Autoreply", "yes"),
        ("Subject", subject(f"Out of office Re: {letter.answers.subject}")),
        *people(letter),
    ]
    parts = [
        Part(type="text/plain", text=letter.text, charset='"UTF-8"', encoding=""),
        Part(type="text/html", text=f'<div dir="ltr">{html_of(letter.text)}</div>', charset='"UTF-8"', encoding=""),
    ]
    return alternative(fields, parts, boundary=f"000000000000{token(letter, 16, salt='boundary')}")


def yahoo(letter: Letter) -> bytes:
    """Yahoo Mail in a browser; its older text part is ISO-8859-1."""
    when = letter.answers.at.astimezone(letter.at.tzinfo)
    sender = letter.answers.sender
    said = f"On {when:%A, %B} {when.day}, {when.year} at {clock(when, padded=True)} {when:%Z}, {sender} wrote:"
    plain = f" {letter.text}\n\n{letter.signature}\n\n    {said}  \n\n{quoted(letter.answers.text, ' ')}\n"
    words = "".join(f'<div dir="ltr">{html_of(item)}</div><div><br></div>' for item in _paragraphs(letter))
    html = (
        '<html><head></head><body><div class="ydp1yahoo-style-wrap" style="font-family:Helvetica Neue, sans-serif;'
        f'font-size:16px;">{words}<div>{html_of(letter.signature)}</div></div>'
        '<div id="ydp2yahoo_quoted_1" class="yahoo_quoted"><div style="font-size:13px;color:#26282a;">'
        f"<div>{html_of(said)}</div><div><br></div><div>{letter.answers.html}</div></div></div></body></html>"
    )
    fields = [
        ("Date", f"{letter.at:%a}, {letter.at.day} {letter.at:%b %Y %H:%M:%S %z} ({letter.at:%Z})"),
        ("From", spoken(letter.sender)),
        *people(letter),
        ("Message-ID", f"<{int(token(letter, 8), 16)}.{int(token(letter, 6, salt='m'), 16)}.1@mail.yahoo.com>"),
        *threading(letter, fold=" "),
        ("Subject", reply_subject(letter, prefix="Re: ")),
        ("MIME-Version", "1.0"),
        ("X-Mailer", "WebService/1.1.24652 YMailNorrin"),
    ]
    parts = [
        Part(type="text/plain", text=plain, charset="ISO-8859-1", encoding="quoted-printable"),
        Part(type="text/html", text=html, charset="UTF-8", encoding="quoted-printable"),
    ]
    return alternative(fields, parts, boundary=f"----=_Part_{int(token(letter, 6, salt='b'), 16)}_1.{token(letter, 8)}")


def proton(letter: Letter) -> bytes:
    """Proton Mail in a browser: base64 parts, its advert as signature."""
    when = letter.answers.at.astimezone(letter.at.tzinfo)
    sender = letter.answers.sender
    said = f"On {when:%A, %B} {_ordinal(when.day)}, {when.year} at {clock(when)}, {sender} wrote:"
    advert = "Sent with [Proton Mail](https://proton.me/mail/home) secure email."
    plain = f"{letter.text}\n\n{letter.signature}\n\n{advert}\n\n{said}\n\n{quoted(letter.answers.text, '> ')}"
    words = "".join(f"<div>{html_of(item)}</div><div><br></div>" for item in _paragraphs(letter))
    html = (
        f'<div style="font-family: Arial, sans-serif; font-size: 14px;">{words}</div>'
        '<div class="protonmail_signature_block" style="font-family: Arial, sans-serif; font-size: 14px;">'
        f'<div class="protonmail_signature_block-user">{html_of(letter.signature)}</div>'
        '<div class="protonmail_signature_block-proton">Sent with <a href="https://proton.me/mail/home">Proton Mail</a>'
        f' secure email.</div></div><div class="protonmail_quote">{html_of(said)}<br>'
        f'<blockquote class="protonmail_quote" type="cite">{letter.answers.html}</blockquote><br></div>'
    )
    fields = [
        ("Date", f"{letter.at.astimezone(UTC):%a, %d %b %Y %H:%M:%S} +0000"),
        *people(letter),
        ("From", spoken(letter.sender)),
        ("Subject", reply_subject(letter, prefix="Re: ")),
        ("Message-ID", f"<{token(letter, 44)}=@{letter.sender.email.partition('@')[2]}>"),
        *threading(letter, fold=" "),
        ("Feedback-ID", f"{int(token(letter, 6), 16)}:user:proton"),
        ("X-Pm-Message-ID", token(letter, 40, salt="pm")),
        ("MIME-Version", "1.0"),
    ]
    parts = [
        Part(type="text/plain", text=plain, charset="utf-8", encoding="base64"),
        Part(type="text/html", text=html, charset="utf-8", encoding="base64"),
    ]
    return alternative(fields, parts, boundary=f"b1={token(letter, 43, salt='boundary')}")


def _ordinal(day: int) -> str:
    suffix = "th" if 10 < day < 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{suffix}"


def _paragraphs(letter: Letter) -> list[str]:
    return letter.text.split("\n\n")
