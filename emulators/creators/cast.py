import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta, timezone
from enum import Enum
from pathlib import Path

from emulators.creators.behaviours import BEHAVIOURS, Behaviour, Role
from emulators.creators.bounce import undeliverable
from emulators.creators.clients.apps import apple_mail, iphone_mail, outlook_desktop, outlook_ios
from emulators.creators.clients.webmail import gmail_mobile, gmail_vacation, gmail_web, proton, yahoo
from emulators.creators.letter import Address, Letter

ROSTER = Path(__file__).with_name("roster.csv")

Renderer = Callable[[Letter], bytes]


class Client(Enum):
    """The mail client of a persona."""

    GMAIL_WEB = "Gmail web"
    GMAIL_MOBILE = "Gmail mobile"
    OUTLOOK_DESKTOP = "Outlook desktop"
    OUTLOOK_IOS = "Outlook for iOS"
    APPLE_MAIL = "Apple Mail"
    IPHONE = "iPhone"
    YAHOO = "Yahoo"
    PROTON = "Proton"


RENDERERS: dict[Client, Renderer] = {
    Client.GMAIL_WEB: gmail_web,
    Client.GMAIL_MOBILE: gmail_mobile,
    Client.OUTLOOK_DESKTOP: outlook_desktop,
    Client.OUTLOOK_IOS: outlook_ios,
    Client.APPLE_MAIL: apple_mail,
    Client.IPHONE: iphone_mail,
    Client.YAHOO: yahoo,
    Client.PROTON: proton,
}
_EASTERN = timezone(timedelta(hours=-5), "EST")
_PACIFIC = timezone(timedelta(hours=-8), "PST")
_CENTRAL_EUROPE = timezone(timedelta(hours=1), "CET")


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """A simulated creator.

    Attributes:
        id: short name in the progress lines.
        address: as in the roster.
        behaviour: a name of BEHAVIOURS.
        signature: below the words, where the client has signatures.
        manager: who answers in place of the creator; None for nobody.
    """

    id: str
    address: Address
    behaviour: str
    client: Client
    zone: timezone
    signature: str
    manager: Address | None = None

    def act(self) -> Behaviour:
        return BEHAVIOURS[self.behaviour]

    def owns(self, email: str) -> bool:
        """A mail to this address is for this persona."""
        own = {self.address.email, self.manager.email if self.manager else self.address.email}
        return email.lower() in own

    def speaker(self, role: Role) -> Address:
        return self.manager if role is Role.MANAGER and self.manager else self.address

    def rendered(self, letter: Letter, role: Role) -> bytes:
        """The raw mail."""
        match role:
            case Role.MAILER_DAEMON:
                return undeliverable(letter)
            case Role.AUTO_REPLY:
                return gmail_vacation(letter)
            case Role.CREATOR | Role.MANAGER:
                return RENDERERS[self.client](letter)


_PARTS: dict[str, tuple[str, Client, timezone, str]] = {
    "maya@mayalindholm.example": (
        "accepts_the_opening",
        Client.GMAIL_WEB,
        _CENTRAL_EUROPE,
        "Maya Lindholm\n@mayalindholm",
    ),
    "dario@contistudio.example": (
        "haggles_three_rounds",
        Client.OUTLOOK_DESKTOP,
        _CENTRAL_EUROPE,
        "Dario Conti\nConti Studio\n+39 02 5550 0147",
    ),
    "priya@priyaraman.example": ("asks_far_above", Client.APPLE_MAIL, _EASTERN, "Priya Raman"),
    "jonas.weidner@example.com": ("asks_questions_first", Client.PROTON, _CENTRAL_EUROPE, "Jonas"),
    "chloe@atelierchloe.example": ("is_vague_twice", Client.GMAIL_MOBILE, _CENTRAL_EUROPE, ""),
    "sofia@sofiaalmeida.example": ("is_out_of_office", Client.GMAIL_WEB, _EASTERN, ""),
    "tyler@trailtyler.example": ("counters_once", Client.OUTLOOK_IOS, _PACIFIC, ""),
    "jane@janeokafor.example": (
        "lets_the_manager_answer",
        Client.OUTLOOK_DESKTOP,
        _EASTERN,
        "Dana Reed\nBrightlane Talent\ndana@brightlanetalent.example",
    ),
    "luca.moretti@example.com": ("corrects_itself_at_once", Client.IPHONE, _CENTRAL_EUROPE, ""),
    "hannah@hannahbackt.example": ("says_no", Client.YAHOO, _CENTRAL_EUROPE, "Hannah Fischer"),
    "rex@rexdalton.example": ("is_hostile", Client.GMAIL_MOBILE, _PACIFIC, ""),
    "nora@noravance.example": ("does_not_exist", Client.GMAIL_WEB, _EASTERN, ""),
}
_MANAGERS = {"jane@janeokafor.example": Address(name="Dana Reed", email="dana@brightlanetalent.example")}


def cast() -> list[Persona]:
    """One persona per row of the roster, in its order."""
    with ROSTER.open(encoding="utf-8", newline="") as file:
        return [_persona(Address(name=row["Name"], email=row["Email"])) for row in csv.DictReader(file)]


def _persona(address: Address) -> Persona:
    behaviour, client, zone, signature = _PARTS[address.email]
    return Persona(
        id=re.split(r"[.@]", address.email)[0],
        address=address,
        behaviour=behaviour,
        client=client,
        zone=zone,
        signature=signature,
        manager=_MANAGERS.get(address.email),
    )
