"""No address in a mail is ever called and no attached file opened, however a mail asks for it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from pathlib import Path
from urllib.request import urlopen

import pytest
from flask import Flask, request

from emulators.server import serve
from tests.integration.letters import JO, LeftMail
from tests.integration.world import ON_SQLITE, World

# Stands in every attached file; a file that was opened could be quoted somewhere.
INSIDE = "words-inside-the-file"
ASK = "I would need $2,000."


METHODS = ["GET", "POST", "PUT", "OPTIONS", "PROPFIND"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """A web server that remembers every request to it."""

    url: str
    called: list[str] = field(default_factory=list)


@pytest.fixture
def counter() -> Iterator[Counter]:
    app, called = Flask(__name__), list[str]()

    @app.route("/", defaults={"path": ""}, methods=METHODS)
    @app.route("/<path:path>", methods=METHODS)
    def called_at(path: str) -> tuple[str, int]:
        called.append(f"{request.method} /{path}")
        return "", 204

    with serve(app) as url:
        yield Counter(url=url, called=called)


def html(url: str) -> str:
    return f"""<!DOCTYPE html SYSTEM "{url}/dtd" [<!ENTITY x SYSTEM "{url}/entity">]>
<html manifest="{url}/manifest"><head><base href="{url}/base/">
<link rel="stylesheet" href="{url}/style"><link rel="prefetch" href="{url}/prefetch">
<link rel="dns-prefetch" href="{url}">
<meta http-equiv="refresh" content="0; url={url}/refresh"><style>@import url({url}/import); p {{color: black}}</style>
<script src="{url}/script"></script></head>
<body background="{url}/background"><p>{ASK} See <a href="{url}/link" ping="{url}/ping">my page</a>, &x;</p>
<img src="{url}/pixel.gif" srcset="{url}/set 2x" width="1" height="1"><img src="relative.png">
<div style="background-image:url({url}/style-background)">Thanks!</div>
<iframe src="{url}/frame"></iframe><object data="{url}/object"></object><embed src="{url}/embed">
<video src="{url}/video" poster="{url}/poster"></video>
<form action="{url}/form"><input type="image" src="{url}/input"></form>
<svg><image href="{url}/svg"/></svg></body></html>"""


def calendar(url: str) -> str:
    event = (
        "BEGIN:VEVENT",
        "UID:1",
        "DTSTART:20270301T100000Z",
        f"URL:{url}/event",
        f"ATTACH:{url}/attach",
        "END:VEVENT",
    )
    lines = ("BEGIN:VCALENDAR", "METHOD:REQUEST", f"X-WR-CALNAME:{INSIDE}", *event, "END:VCALENDAR")
    return "".join(f"{line}\r\n" for line in lines)


def letter(url: str, answered: LeftMail) -> EmailMessage:
    """A creator's answer in which every header and part that can name an address names one of *url*."""
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"], mail["To"] = JO, "deals@brand.example"
    mail["Subject"] = f"Re: {answered.header('Subject')}"
    mail["Message-ID"] = "<links@creators.example>"
    mail["In-Reply-To"] = mail["References"] = answered.header("Message-ID")
    mail["List-Unsubscribe"], mail["List-Unsubscribe-Post"] = f"<{url}/unsubscribe>", "List-Unsubscribe=One-Click"
    for name in ("List-Help", "Archived-At", "X-Image-URL", "Content-Location", "Content-Base", "BIMI-Location"):
        mail[name] = f"<{url}/{name.lower()}>"
    mail["Disposition-Notification-To"] = JO
    mail.set_content(f"{ASK} See {url}/in-text and <{url}/in-brackets>.")
    mail.add_alternative(html(url), subtype="html")
    mail.add_alternative(calendar(url), subtype="calendar")
    picture = f'<svg xmlns="http://www.w3.org/2000/svg"><text>{INSIDE}</text><image href="{url}/picture"/></svg>'
    mail.add_attachment(picture.encode(), maintype="image", subtype="svg+xml", filename="reel.svg")
    return mail


def with_files(url: str, answered: LeftMail) -> EmailMessage:
    mail = letter(url, answered)
    page = f'<html><body>{INSIDE}<img src="{url}/page"></body></html>'
    mail.add_attachment(page, subtype="html", filename="rates.html")
    mail.add_attachment(f"%PDF-1.7 {INSIDE} /URI ({url}/pdf)".encode(), maintype="application", subtype="pdf")
    outer = EmailMessage(policy=policy.SMTP)
    outer["Subject"] = INSIDE
    outer.set_content(f"{INSIDE} {url}/attached-mail")
    mail.add_attachment(outer)
    return mail


def take(world: World, mail: EmailMessage) -> str:
    id_ = world.deliver_raw(mail.as_bytes())
    world.notify()
    world.work()
    world.wait(hours=1)
    world.sweep()
    return id_


@ON_SQLITE
def test_a_mail_full_of_links_is_answered_and_none_is_called(world: World, counter: Counter, tmp_path: Path) -> None:
    world.launch()
    mail = letter(counter.url, world.sent()[-1])

    id_ = take(world, mail)
    (tmp_path / "mail.eml").write_bytes(mail.as_bytes())
    inspected = world.cli("inspect", str(tmp_path / "mail.eml"))

    assert world.outcome(id_) == "answered: offer 2 of 5"
    assert [file["name"] for file in inspected["attachments"]] == ["invite.ics", "reel.svg"]
    told = [*world.requests(), *world.posts(), *(left.body for left in world.sent())]
    assert [text for text in told if INSIDE in text] == []
    assert counter.called == []
    assert_counts(counter)


@ON_SQLITE
def test_files_are_shown_to_a_person_by_name_and_never_opened(world: World, counter: Counter) -> None:
    world.launch()

    id_ = take(world, with_files(counter.url, world.sent()[-1]))
    assert world.outcome(id_) == "escalated: untrusted_sender"  # a mail is attached to it
    world.cli("case", "approve", world.case().id, "--as", "Ava")
    world.work()
    assert world.outcome(id_) == "escalated: attachment"
    world.cli("case", "answer", world.case().id, "--text", "Thanks, we have a look.", "--as", "Ava")

    assert len(world.sent()) == 2
    told = [*world.requests(), *world.posts(), *(left.body for left in world.sent())]
    assert [text for text in told if INSIDE in text] == []
    assert counter.called == []
    assert_counts(counter)


def assert_counts(counter: Counter) -> None:
    """The counter hears what calls it: none of the above was in vain."""
    with urlopen(f"{counter.url}/proof", timeout=5) as answer:
        assert answer.status == 204
    assert counter.called == ["GET /proof"]
