"""Bank details in a mail: the commonest fraud by mail is a known person's "new account", so a person always looks."""

import re

_TEXT_LIMIT_CHARS = 20_000

_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{1,4}){3,9}\b", re.IGNORECASE | re.ASCII)
# Length by country, from the IBAN registry (SWIFT, ISO 13616).
_IBAN_LENGTHS = """
AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27
GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IS26 IT27 JO30 KW30 KZ20 LB28 LI21 LT20 LU20 LV21 MC27 MD24 ME22 MK19
MT31 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SE24 SI19 SK24 SM27 TN24 TR26 UA29 XK20
"""
_LENGTH_OF = {entry[:2]: int(entry[2:]) for entry in _IBAN_LENGTHS.split()}
_NUMBERED = re.compile(
    r"\b(sort code|routing (number|no)|account (number|no)|acct|swift( code)?|bic|clabe|ifsc|bsb|kontonummer|blz"
    r"|numéro de compte|número de cuenta|numero di conto|número da conta|rekeningnummer|numer konta|номер счета)"
    r"\b[\s:：#.]{1,4}(?=[\w-]*\d)[\w-]{4,}",
    re.IGNORECASE,
)
# Without "number", only a run of digits tells an account from a user's account: "account 12345678", "sort 12-34-56".
_BARE_NUMBER = re.compile(r"\b(account|acct|routing|sort)\b[\s:：#.]{1,4}\d[\d -]{4,}\d\b", re.IGNORECASE)
_SERVICE = re.compile(
    r"\bpaypal\.me/\w|\b(wise|revolut)\.(com|me)/\w"
    r"|\b(paypal|wise|zelle|venmo|cash ?app|revolut|payoneer)\b[^.!?\n]{0,30}?[\w.+-]+@[\w-]+\.\w",
    re.IGNORECASE,
)
_MOVED = re.compile(r"\b(moved|switched|changed) (our |my )?banks?\b", re.IGNORECASE)
_CHANGED = (
    r"new|chang\w+|updat\w+|different|another|instead|from now on|going forward|neue[nrsm]?|geändert\w*|ab sofort"
    r"|nouve\w+|chang[ée]\w*|désormais|nuev[oa]s?|cambi\w+|a partir de ahora|nuov[oaie]|d'ora in poi|nov[oa]s?"
    r"|alterad\w+|mud\w+|nieuwe?|gewijzigd\w*|voortaan|now[eya]\w{0,2}|zmieni\w+|ny(a|e|tt)?|ändra\w*|ændre\w*|uusi|uudet"
    r"|нов\w+|измени\w+|смени\w+"
)
_ACCOUNT = (
    r"bank\w* (account|details|info\w*)|(my|our) bank|iban|account details|payment (details|account|info\w*)|paypal"
    r"|payoneer|revolut|venmo|bankverbindung|kontoverbindung|bankdaten|bankkonto|coordonnées bancaires|compte bancaire"
    r"|cuenta bancaria|datos bancarios|conto (corrente|bancario)|coordinate bancarie|conta bancária|dados bancários"
    r"|bankrekening|rekeningnummer|konto bankowe|konta bankowego|numer konta|bankkonto|bankuppgifter|tilitiedot"
    r"|реквизит\w*|банк\w*"
)
_BEFORE = re.compile(rf"\b({_CHANGED})\b[^.!?\n]{{0,40}}?\b({_ACCOUNT})\b", re.IGNORECASE)
_BEHIND = re.compile(rf"\b({_ACCOUNT})\b[^.!?\n]{{0,40}}?\b({_CHANGED})\b", re.IGNORECASE)
_EAST_ACCOUNT = "(口座|振込先|银行|账户|帳戶)"
_EAST_CHANGED = "(新し?い?|新的|変更|变更|更改|変わ)"
_EAST = re.compile(rf"{_EAST_CHANGED}[^。\n]{{0,12}}{_EAST_ACCOUNT}|{_EAST_ACCOUNT}[^。\n]{{0,12}}{_EAST_CHANGED}")

_NAMING = (_NUMBERED, _BARE_NUMBER, _SERVICE, _MOVED, _BEFORE, _BEHIND, _EAST)


def gives_payment_details(text: str) -> bool:
    """It names an account to pay to, or says that the account has changed; wishes about when to pay are neither."""
    beginning = text[:_TEXT_LIMIT_CHARS]
    if any(map(_is_iban, _IBAN.findall(beginning))):
        return True
    return any(pattern.search(beginning) for pattern in _NAMING)


def _is_iban(written: str) -> bool:
    """Its check digits are right; words may follow it without a break."""
    compact = re.sub(r"[ -]", "", written).upper()
    iban = compact[: _LENGTH_OF.get(compact[:2], 0)]
    return len(iban) > 4 and int("".join(str(int(char, 36)) for char in iban[4:] + iban[:4])) % 97 == 1
