"""Replies as Outlook (desktop and iOS) and Apple Mail (Mac and iPhone) write them."""

from emulators.creators.clients.webmail import clock
from emulators.creators.letter import Letter, html_of
from emulators.creators.mime import (
    Part,
    alternative,
    date,
    mail,
    people,
    quoted,
    reply_subject,
    sender_domain,
    spoken,
    subject,
    threading,
    token,
)

_BORDER = "border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in"
_GET_OUTLOOK = '<a href="https://aka.ms/o0ukef">Outlook for iOS</a>'


def outlook_desktop(letter: Letter) -> bytes:
    """Outlook on Windows behind Exchange: Word's HTML, the quote below a border-top div, ISO-8859-1."""
    answered = letter.answers
    block = _header_block(letter)
    plain = (
        f"{letter.text}\n\n{letter.signature}\n\n{''.join(f'{n}: {v}{chr(10)}' for n, v in block)}\n{answered.text}\n"
    )
    words = "".join(f'<p class="MsoNormal">{html_of(item)}<o:p></o:p></p>' for item in letter.text.split("\n\n"))
    head = "<br>".join(f"<b>{name}:</b> {html_of(value)}" for name, value in block)
    html = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns="http://www.w3.org/TR/REC-html40"><head>'
        '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">'
        '<meta name="Generator" content="Microsoft Word 15 (filtered medium)"></head>'
        f'<body lang="EN-US" link="#467886" vlink="#96607D"><div class="WordSection1">{words}'
        f'<p class="MsoNormal"><o:p>&nbsp;</o:p></p><p class="MsoNormal">{html_of(letter.signature)}<o:p></o:p></p>'
        f'<p class="MsoNormal"><o:p>&nbsp;</o:p></p><div style="{_BORDER}"><p class="MsoNormal">{head}<o:p></o:p></p>'
        f'</div><p class="MsoNormal"><o:p>&nbsp;</o:p></p><div>{answered.html}</div></div></body></html>'
    )
    parts = [
        Part(type="text/plain", text=plain, charset='"iso-8859-1"', encoding="quoted-printable"),
        Part(type="text/html", text=html, charset='"iso-8859-1"', encoding="quoted-printable"),
    ]
    boundary = f"_000_{token(letter, 16).upper()}{token(letter, 24, salt='host').upper()}namp_"
    return alternative(_exchange_fields(letter), parts, boundary=boundary)


def outlook_ios(letter: Letter) -> bytes:
    """Outlook on an iPhone: HTML only, the quote behind a rule and `divRplyFwdMsg`."""
    head = "<br>".join(f"<b>{name}:</b> {html_of(value)}" for name, value in _header_block(letter))
    words = "".join(
        f'<div dir="ltr">{html_of(item)}</div><div dir="ltr"><br></div>' for item in letter.text.split("\n\n")
    )
    html = (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=us-ascii"></head><body>'
        f'{words}<div id="ms-outlook-mobile-body-separator-line" dir="ltr"><br></div>'
        f'<div id="ms-outlook-mobile-signature" dir="ltr">Get {_GET_OUTLOOK}</div>'
        '<div id="mail-editor-reference-message-container"><hr style="display:inline-block;width:98%" tabindex="-1">'
        '<div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif" style="font-size:11pt" color="#000000">'
        f"{head}</font><div>&nbsp;</div></div><div>{letter.answers.html}</div></div></body></html>"
    )
    part = Part(type="text/html", text=html, charset='"us-ascii"', encoding="quoted-printable")
    return mail(_exchange_fields(letter), part)


def _header_block(letter: Letter) -> list[tuple[str, str]]:
    when = letter.answers.at.astimezone(letter.at.tzinfo)
    return [
        ("From", str(letter.answers.sender)),
        ("Sent", f"{when:%A, %B} {when.day}, {when.year} {clock(when)}"),
        ("To", "; ".join(str(item) for item in letter.answers.recipients)),
        ("Subject", letter.answers.subject),
    ]


def _exchange_fields(letter: Letter) -> list[tuple[str, str]]:
    host = f"{token(letter, 12).upper()}.namprd10.prod.outlook.com"
    return [
        ("From", spoken(letter.sender)),
        *people(letter),
        ("Subject", reply_subject(letter, prefix="RE: ")),
        ("Thread-Topic", subject(letter.answers.subject)),
        ("Thread-Index", f"AQHc{token(letter, 36, salt='index')}"),
        ("Date", date(letter)),
        ("Message-ID", f"\r\n <{token(letter, 14).upper()}{token(letter, 22, salt='id').upper()}@{host}>"),
        *reversed(threading(letter)),
        ("Accept-Language", "en-US"),
        ("Content-Language", "en-US"),
        ("X-MS-Has-Attach", ""),
        ("X-MS-TNEF-Correlator", ""),
        ("MIME-Version", "1.0"),
    ]


def apple_mail(letter: Letter) -> bytes:
    """Apple Mail on a Mac: quoted-printable text and HTML with `type="cite"`."""
    plain = f"{letter.text}\n\n{letter.signature}\n\n{_apple_quote(letter)}"
    words = "".join(f"<div>{html_of(item)}</div><div><br></div>" for item in letter.text.split("\n\n"))
    html = (
        '<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head>'
        '<body style="overflow-wrap: break-word; -webkit-nbsp-mode: space; line-break: after-white-space;">'
        f'{words}<div>{html_of(letter.signature)}</div><div><br><blockquote type="cite"><div>'
        f'{html_of(_apple_said(letter))}</div><br class="Apple-interchange-newline"><div>{letter.answers.html}</div>'
        "</blockquote></div><br></body></html>"
    )
    fields = [
        ("From", spoken(letter.sender)),
        ("Mime-Version", "1.0 (Mac OS X Mail 16.0 \\(3864.100.1.1.5\\))"),
        ("Subject", reply_subject(letter, prefix="Re: ")),
        ("Date", date(letter)),
        *reversed(threading(letter)),
        *people(letter),
        ("Message-Id", _apple_id(letter)),
        ("X-Mailer", "Apple Mail (2.3864.100.1.1.5)"),
    ]
    parts = [
        Part(type="text/plain", text=plain, charset="utf-8", encoding="quoted-printable"),
        Part(type="text/html", text=html, charset="utf-8", encoding="quoted-printable"),
    ]
    return alternative(fields, parts, boundary=f"Apple-Mail=_{_uuid(letter)}")


def iphone_mail(letter: Letter) -> bytes:
    """Mail on an iPhone: one text part."""
    plain = f"{letter.text}\n\nSent from my iPhone\n\n{_apple_quote(letter)}"
    fields = [
        ("From", spoken(letter.sender)),
        ("Mime-Version", "1.0 (1.0)"),
        ("Date", date(letter)),
        ("Subject", reply_subject(letter, prefix="Re: ")),
        ("Message-Id", _apple_id(letter)),
        *reversed(threading(letter)),
        *people(letter),
        ("X-Mailer", "iPhone Mail (23B85)"),
    ]
    return mail(fields, Part(type="text/plain", text=plain, charset="utf-8", encoding="quoted-printable"))


def _apple_said(letter: Letter) -> str:
    # Apple writes the same narrow no-break space as Gmail.
    when = letter.answers.at.astimezone(letter.at.tzinfo)
    return f"On {when:%b} {when.day}, {when.year}, at {clock(when, space=chr(0x202F))}, {letter.answers.sender} wrote:"


def _apple_quote(letter: Letter) -> str:
    return quoted(f"{_apple_said(letter)}\n\n{letter.answers.text}", "> ") + "\n"


def _apple_id(letter: Letter) -> str:
    return f"<{_uuid(letter)}@{sender_domain(letter)}>"


def _uuid(letter: Letter) -> str:
    digits = token(letter, 32, salt="uuid").upper()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
