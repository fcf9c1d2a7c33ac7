"""Bank details in a mail: the commonest fraud by mail is a known person's "new account", so a person always looks."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

# Looked for from every place where one could begin: what stands before it must not swallow it. Mailers wrap anywhere.
_IBAN = re.compile(r"\b(?=([A-Z]{2}[ ]?\d{2}(?:[\s./_–-]{0,2}[A-Z0-9]){11,30}))", re.IGNORECASE | re.ASCII)
# Length by country, from the IBAN registry (SWIFT, ISO 13616).
_IBAN_LENGTHS = """
AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27
GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IS26 IT27 JO30 KW30 KZ20 LB28 LI21 LT20 LU20 LV21 MC27 MD24 ME22 MK19
MT31 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SE24 SI19 SK24 SM27 TN24 TR26 UA29 XK20
"""
_LENGTH_OF = {entry[:2]: int(entry[2:]) for entry in _IBAN_LENGTHS.split()}
_NUMBERED = re.compile(
    r"\b(sort\s{1,3}code|routing\s{1,3}(number|no)|account\s{1,3}(number|no)|acct|swift( code)?|bic|clabe|ifsc|bsb"
    r"|kontonummer|blz|numéro de compte|número de cuenta|numero di conto|número da conta|rekeningnummer|numer konta"
    r"|номер счета)"
    r"\b[\s:：#.]{1,4}(?=[\w-]{0,40}\d)[\w-]{4,}",
    re.IGNORECASE,
)
# Without "number", only a run of digits tells an account from a user's account: "account 12345678", "sort 12-34-56".
_BARE_NUMBER = re.compile(r"\b(account|acct|routing|sort)\b[\s:：#.]{1,4}\d[\d -]{4,}\d\b", re.IGNORECASE)
_SERVICE = re.compile(
    r"\b(paypal|monzo)\.me/\w|\b(wise|revolut)\.(com|me)/\w|\bpaypal\.com/(paypalme|donate|invoice)\b"
    r"|\bvenmo\.com/\w|\bcash\.app/\$?\w|\b(buy|pay|checkout|invoice|donate)\.stripe\.com/\w"
    r"|\b(paypal|wise|zelle|venmo|cash ?app|revolut|payoneer)\b[^.!?\n@]{0,30}?(?<![\w.+-])"
    r"[\w.+-]{1,64}@[\w-]{1,64}\.\w"
    # Names of their own: "$mia" at Cash App, "@mia" at Venmo; keys of Pix and UPI look like addresses.
    r"|\b(cash ?app|venmo)\b[^.!?\n@$]{0,20}[@$][a-z]|\b(pix|upi)\b[^.!?\n@]{0,30}?(?<![\w.+-])[\w.+-]{1,64}@\w",
    re.IGNORECASE,
)
# ISO 9362; eight letters behind the word are no number.
_BIC = re.compile(r"\b(?i:swift|bic)(?i: code)?\b[\s:：#.]{1,4}[A-Z]{6}[A-Z\d]{2}(?:[A-Z\d]{3})?\b")
_MOVED = re.compile(
    r"\b(moved|switched|changed) (our |my |the |to (a |our |my )?(new |another |different ))?banks?\b", re.IGNORECASE
)
_CHANGED = (
    r"new|chang\w+|updat\w+|different|another|instead|from now on|going forward|neue[nrsm]?|geändert\w*|ab sofort"
    r"|nouve\w+|chang[ée]\w*|désormais|nuev[oa]s?|cambi\w+|a partir de ahora|nuov[oaie]|d'ora in poi|nov[oa]s?"
    r"|alterad\w+|mud\w+|nieuwe?|gewijzigd\w*|voortaan|now[eya]\w{0,2}|zmieni\w+|ny(a|e|tt)?|ändra\w*|ændre\w*|uusi|uudet"
    r"|vaihtu\w+|muuttu\w+|yeni|değiş\w+|нов\w+|измени\w+|смени\w+"
)
_ACCOUNT = (
    r"bank\w* (account|details|info\w*|coordinates)|(my|our) bank|iban|account details"
    r"|payment (details|account|info\w*)|paypal|payoneer|revolut|venmo"
    r"|bankverbindung|kontoverbindung|bankdaten|bankkonto|coordonnées bancaires|compte bancaire"
    r"|cuenta bancaria|datos bancarios|conto (corrente|bancario)|coordinate bancarie|conta bancária|dados bancários"
    r"|bankrekening|rekeningnummer|konto bankowe|konta bankowego|numer konta|bankkonto|bankuppgifter|tilitiedot"
    r"|\w{0,20}tili(mme|ni|numero\w*)|rib|banka hesa[bp]\w*|hesap (bilgi|numara)\w*"
    r"|реквизит\w*|банк\w*"
)
_BEFORE = re.compile(rf"\b({_CHANGED})\b[^.!?\n]{{0,40}}?\b({_ACCOUNT})\b", re.IGNORECASE)
_BEHIND = re.compile(rf"\b({_ACCOUNT})\b[^.!?\n]{{0,40}}?\b({_CHANGED})\b", re.IGNORECASE)
_EAST_ACCOUNT = "(口座|振込先|银行|账户|帳戶|계좌)"
_EAST_CHANGED = "(新し?い?|新的|変更|变更|更改|変わ|변경|바뀌|바뀐|새로운)"
_EAST = re.compile(rf"{_EAST_CHANGED}[^。\n]{{0,12}}{_EAST_ACCOUNT}|{_EAST_ACCOUNT}[^。\n]{{0,12}}{_EAST_CHANGED}")

# Addresses of Ethereum (EIP-55), of Bitcoin (BIP-173), and of any coin that is named beside it.
_WALLET = re.compile(
    r"\b0x[0-9a-f]{40}\b|\bbc1[0-9a-z]{25,59}\b"
    r"|\b(usdt|usdc|trc-?20|erc-?20|btc|bitcoin|eth|wallet)\b[^.!?\n]{0,20}?[\s:：]\w{26,60}\b",
    re.IGNORECASE,
)

_NAMING = (_NUMBERED, _BARE_NUMBER, _BIC, _SERVICE, _MOVED, _BEFORE, _BEHIND, _EAST, _WALLET)

_FILE = re.compile(
    r"(?<![a-z])(iban|sepa|paypal|bankverbindung|bankdaten|rib"
    r"|(coordonn[ée]es|datos|dati|dados)[-_ .]?banc\w*"
    r"|(bank|payment|account|wire|transfer)[-_ .]?(details?|info\w*|account|data|change\w*|instructions?))(?![a-z])",
    re.IGNORECASE,
)

# A line that a mailer ended: long, no sentence's end, and words go on. The place stays one character.
_WRAP = re.compile(r"\n(?<=[^\n]{60}\n)(?<![.!?:;]\n)(?=\w)")


def payment_details(text: str, *, told: Sequence[str] = ()) -> str | None:
    """The first words that name an account to pay to, or say that it has changed; None when none do.

    They are whole lines, in one. Wishes about when to pay are neither.

    Args:
        text: All that a mail holds, new and quoted.
        told: Texts whose every line is old news, however it is wrapped now: what we sent, what a person was shown.
    """
    known = [f" {_squeezed(one)} " for one in told]
    unwrapped = _WRAP.sub(" ", unicodedata.normalize("NFKC", text))
    lines = (" ".join(line.split()) for line in _naming_lines(unwrapped))
    return next((line for line in lines if not any(f" {_squeezed(line)} " in one for one in known)), None)


def names_bank_details(file_name: str) -> bool:
    """A file that is called like bank details, of whatever type: nothing is opened."""
    return _FILE.search(file_name) is not None


def _naming_lines(text: str) -> Iterator[str]:
    """The lines that details stand on, each pattern's in the order of the text."""
    for spans in (_ibans(text), *((match.span() for match in pattern.finditer(text)) for pattern in _NAMING)):
        seen = 0
        for start, end in spans:
            if end <= seen:
                continue  # on a line that was looked at: one of 200,000 characters is cut out once
            newline = text.find("\n", end)
            seen = len(text) if newline < 0 else newline
            yield text[text.rfind("\n", 0, start) + 1 : seen]


def _ibans(text: str) -> Iterator[tuple[int, int]]:
    for match in _IBAN.finditer(text):
        inked = [at for at, char in enumerate(match[1]) if char.isalnum()]
        length = _LENGTH_OF.get(match[1][:2].upper(), 0)
        if 0 < length <= len(inked) and _checks("".join(match[1][at] for at in inked[:length])):
            yield match.start(1), match.start(1) + inked[length - 1] + 1


def _checks(iban: str) -> bool:
    """Its check digits are right (ISO 7064)."""
    return int("".join(str(int(char, 36)) for char in iban[4:] + iban[:4])) % 97 == 1


def _squeezed(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split()).casefold()
