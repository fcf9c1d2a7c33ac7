"""Domains where anybody gets a mailbox, addresses that nobody gets, and how a domain falls into a name and a suffix."""

import re
from typing import Final

_DAEMON: Final = re.compile(r"^(mailer-daemon|postmaster|mail-daemon|maildelivery)@", re.IGNORECASE)
# The others are only habits of some servers: where anybody gets an address, somebody may have got one of those.
_RESERVED: Final = re.compile(r"^(mailer-daemon|postmaster)@", re.IGNORECASE)

# Two of these differ by a letter and are both genuine: ymail.com and gmail.com, mail.com and email.com.
_PROVIDERS: Final = """
126.com 163.com aol.com att.net bol.com.br btinternet.com comcast.net daum.net docomo.ne.jp email.com fastmail.com
free.fr gmail.com googlemail.com hanmail.net hey.com icloud.com inbox.lv interia.pl kpnmail.nl laposte.net
libero.it mac.com mail.com mail.de mail.ru me.com msn.com naver.com o2.pl onet.pl op.pl pm.me posteo.de proton.me
protonmail.com qq.com rocketmail.com sapo.pt seznam.cz sky.com t-online.de telenet.be telia.com terra.com.br tuta.io
tutanota.com uol.com.br verizon.net virgilio.it wanadoo.fr web.de wp.pl yandex.com ymail.com ziggo.nl zoho.com
"""
# These give out mailboxes under many countries' suffixes.
_WORLDWIDE: Final = ("aol", "gmx", "hotmail", "live", "orange", "outlook", "yahoo", "yandex", "zoho")
_TYPING_SLIPS: Final = frozenset({"co", "cm", "om", "ne", "et"})
_GLOBAL: Final = frozenset({"com", "net"})
# Second-level suffixes under country codes (publicsuffix.org): enough to find the name in ordinary company domains.
_SECOND_LEVEL: Final = (
    "ac",
    "co",
    "com",
    "edu",
    "go",
    "gob",
    "gov",
    "gv",
    "ltd",
    "me",
    "ne",
    "net",
    "nom",
    "or",
    "org",
    "plc",
)

# What companies put round their name, and so do people who imitate them.
_GENERIC: Final = """
accounting accounts admin agency app bank billing business campaign campaigns cc collab collabs com contact
contracts corp corporate creator creators deal deals email finance get global gmbh group help hello hq inc
influencer influencers info international invoice invoices invoicing llc login ltd mail mailer management
marketing media mgmt mgt my net notice office official online org partner partners partnership partnerships
pay payment payments payroll portal pr secure security service services sponsor sponsorship sponsorships store
studio support talent team the us uk eu usa verify web
"""
GENERIC_WORDS: Final = frozenset(_GENERIC.split())


def is_daemon(email: str) -> bool:
    """A mail server's own address, by its whole name: "postmaster.mia@" is a person's."""
    return bool(_DAEMON.match(email))


def is_reserved(email: str) -> bool:
    """A mail server's own address that no provider gives out (RFC 2142, RFC 5321)."""
    return bool(_RESERVED.match(email))


def is_provider(domain: str) -> bool:
    """Anybody may have an address there: no proof of a person, and no imitation of another provider."""
    name, suffix = split_domain(domain)
    is_country = len(suffix.rpartition(".")[2]) == 2 and suffix not in _TYPING_SLIPS
    registered = f"{name}.{suffix}"
    return registered in _PROVIDERS.split() or (name in _WORLDWIDE and (is_country or suffix in _GLOBAL))


def split_domain(domain: str) -> tuple[str, str]:
    """The registered name and the public suffix behind it, host names left out; the name is empty for a bare suffix."""
    labels = domain.split(".")
    is_second = len(labels) > 1 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    cut = len(labels) - (2 if is_second else 1)
    return (labels[cut - 1] if cut > 0 else ""), ".".join(labels[cut:])
