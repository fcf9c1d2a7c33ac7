"""Out-of-office words, and the day that such a mail names."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

_TEXT_LIMIT_CHARS = 3_000
# A notice with its signature has a few hundred characters; our own choice.
_NOTICE_LIMIT_CHARS = 1_200
_WORD_BEHIND_CHARS = 15
_FAR_DAYS = 400

_SUBJECT = re.compile(
    r"^\W*((auto(matic|mated|mātisk\w*)?|automatische|automatique|automatisk\w*|automática|automatica) ?-?"
    r"(reply|response|antwort|antwoord|svar|odpowied[zź])"
    r"|out[ -]of[ -](the[ -])?office( (auto)?-?reply| autoreply| message)?|ooo|abwesenheits\w*|abwesend"
    r"|réponse automatique|absence( du bureau)?|respuesta automática|fuera de (la )?oficina"
    r"|resposta automática|ausência|fora do escritório|risposta automatica|fuori (sede|ufficio)|afwezig\w*"
    r"|automatisch antwoord|autosvar|frånvaro\w*|fravær|ikke til stede|autoodpowiedź|odpowiedź automatyczna"
    r"|automaattinen vastaus|poissa|otomatik yanıt|automatická odpověď|nepřítomnost|automatikus válasz|răspuns automat"
    r"|автоматический ответ|автоматична відповідь|αυτόματη απάντηση|מענה אוטומטי|رد تلقائي|자동 ?(회신|응답)"
    r"|自动(回复|答复)|自動(応答|返信|回覆)|不在)"
    r"\s*(:|：|\]|$|\(|\[|-|–|re:)",
    re.IGNORECASE,
)
_WORDS = re.compile(
    r"out of (the )?office|on (annual |parental |maternity |paternity |sick )?(leave|vacation|holidays?|pto)\b"
    r"|away (from|until|till)|currently (away|travelling|traveling|out)|limited (access|availability)"
    r"|(back|return\w*) (in the office|on|at work)|nicht im (büro|haus)|im urlaub|abwesen|absent|en congés?"
    r"|de vacaciones|fuera de la oficina|in ferie|fuori ufficio|de férias|ausente|fora do escritório|op vakantie"
    r"|afwezig|på (semester|ferie)|frånvar|fraværende|urlopie|nieobecn|lomalla|poissa|atvaļinājum|dovolen|nepřítom"
    r"|szabadság|nem vagyok az irodá|concediu|izinde\w*|tatilde\w*|ofis dışında|в отпуске|отсутств|не в офисе"
    r"|у відпустці|відсутн|εκτός γραφείου|απουσι|άδεια|בחופש|מחוץ למשרד|איני נמצא|خارج المكتب|إجازة"
    r"|휴가|부재|休假|休暇|外出|不在",
    re.IGNORECASE,
)
# What nobody writes into a notice beforehand: a question, save whether it is urgent, and a word on the deal.
_QUESTION = re.compile(r"[^.!?？؟\n]*[?？؟]")
_ABOUT_URGENCY = re.compile(
    r"urgen|dringend|eilig|emergency|sofort|brådsk|haster|spoed|piln[aey]|緊急|至急|급한", re.IGNORECASE
)
_DEAL = re.compile(
    r"\b(deal|agreed?|accept\w*|works for (me|us)|sounds (good|great)|count me in|let'?s do|(my|our) (rate|price|fee)"
    r"|too low|budget|einverstanden|zusag\w*|d'accord|accepte\w*|de acuerdo|acepto|d'accordo|accetto|aceito|akkoord"
    r"|accepterar|zgadzam)\b",
    re.IGNORECASE,
)

_MONTHS = (
    "jan|january|januar|janvier|enero|gennaio|janeiro|januari|stycznia|janv|ene|gen|tammikuuta|января|ocak|ledna",
    "feb|february|februar|février|febrero|febbraio|fevereiro|februari|lutego|févr|fev|helmikuuta|февраля|şubat|února",
    "mar|march|märz|mars|marzo|março|maart|marts|marca|mrz|mrt|maaliskuuta|марта|mart|března",
    "apr|april|avril|abril|aprile|kwietnia|avr|abr|huhtikuuta|апреля|nisan|dubna",
    "may|mai|mayo|maggio|maio|mei|maj|maja|mag|toukokuuta|мая|mayıs|května",
    "jun|june|juni|juin|junio|giugno|junho|czerwca|giu|kesäkuuta|июня|haziran|června",
    "jul|july|juli|juillet|julio|luglio|julho|lipca|juil|lug|heinäkuuta|июля|temmuz|července",
    "aug|august|août|agosto|augustus|augusti|sierpnia|ago|elokuuta|августа|ağustos|srpna",
    "sep|sept|september|septembre|septiembre|settembre|setembro|września|set|syyskuuta|сентября|eylül|září",
    "oct|october|oktober|octobre|octubre|ottobre|outubro|października|okt|ott|out|lokakuuta|октября|ekim|října",
    "nov|november|novembre|noviembre|novembro|listopada|marraskuuta|ноября|kasım|listopadu",
    "dec|december|dezember|décembre|diciembre|dicembre|dezembro|grudnia|dez|déc|dic|joulukuuta|декабря|aralık|prosince",
)
_MONTH_OF = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split("|")}
_MONTH = "|".join(sorted(_MONTH_OF, key=len, reverse=True))
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY_FIRST = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?(?:\s+|-)(?:of\s+|de\s+)?({_MONTH})\b\.?(?:(?:,?\s+|-)(?:de\s+)?(20\d\d))?",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(rf"\b({_MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s+(20\d\d))?", re.IGNORECASE)
_ISO = re.compile(r"(?<!\d)(20\d\d)([-/.])(\d\d)\2(\d\d)(?!\d)|(20\d\d) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일]")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})([./-])(\d{1,2})\2(20\d\d|\d\d)(?!\d)")
_BACK = re.compile(
    r"\b(back|return\w*|resum\w+|wieder|zurück|retour|regres\w*|vuelv\w*|volver\w*|volt\w*|rientr\w*|torn\w*|terug|tillbaka"
    r"|tilbage|tilbake|wracam|z powrotem|palaan|takaisin|вернусь|вернемся|döne\w+|vrátím|zpět|戻り\w*)\b",
    re.IGNORECASE,
)
_BACK_BEHIND = re.compile(
    r"[\w. ,/-]*?(?:\d{4},?|(?<!\d)\d{1,2}\.?) (?:\w+ ){0,3}(wieder|back|zurück|again|retour|terug|tillbaka|tilbage)\b",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"\b(until|till?|through|thru|bis|jusqu'?\w*|hasta|até|fino|tot|t/m|till och med|til og med|to|au|al)\b"
    r"|\b(asti|saakka|до|kadar)\b|まで|까지|–|—|\s-\s",
    re.IGNORECASE,
)


def is_absence_subject(subject: str) -> bool:
    """The subject is one that a mailer writes by itself; a person's "Out of office next week" is not."""
    return bool(_SUBJECT.match(subject))


def speaks_of_absence(text: str) -> bool:
    return bool(_WORDS.search(text[:_TEXT_LIMIT_CHARS]))


def is_absence_notice(text: str) -> bool:
    """Nothing but a notice of absence: short, with words of absence or a day of return, and nothing said or asked."""
    questions = (found[0] for found in _QUESTION.finditer(text))
    says_more = bool(_DEAL.search(text)) or any(not _ABOUT_URGENCY.search(question) for question in questions)
    return len(text) <= _NOTICE_LIMIT_CHARS and not says_more and (speaks_of_absence(text) or _names_return(text))


def read_return_date(text: str, *, today: date) -> date | None:
    """The day the writer is back: the date behind "back on", else behind "until", else the last one named.

    A date without a year is the next one to come. Numeric dates count only when day and month can't be mistaken.
    """
    beginning = text[:_TEXT_LIMIT_CHARS]
    dates = [
        (at, day) for at, day in sorted(_dates(beginning, today)) if today <= day <= today + timedelta(days=_FAR_DAYS)
    ]
    for cue in (_BACK, _UNTIL):
        near = [day for at, day in dates if cue.search(_words_around(beginning, at))]
        if near:
            return near[-1]
    return _weekday(beginning, today) if not dates else dates[-1][1]


def _names_return(text: str) -> bool:
    found = (found for pattern in (_DAY_FIRST, _MONTH_FIRST, _ISO, _NUMERIC) for found in pattern.finditer(text))
    clauses = (
        f"{_words_around(text, one.start())} {text[one.end() : one.end() + _WORD_BEHIND_CHARS]}" for one in found
    )
    return any(map(_BACK.search, clauses))


def _words_around(text: str, at: int) -> str:
    """The clause that leads to a date, and a word right behind it: other dates have cues of their own."""
    before = re.split(r"[.!?\n]\s|\d{4}", text[max(0, at - 45) : at])[-1]
    behind = _BACK_BEHIND.match(text[at : at + 40])
    return f"{before} {behind[1] if behind else ''}"


def _dates(text: str, today: date) -> Iterator[tuple[int, date]]:
    for found in _ISO.finditer(text):
        year, month, day = (int(part) for part in found.groups() if part and part.isdigit())
        yield from _dated(found.start(), year, month, day)
    for found in _DAY_FIRST.finditer(text):
        yield from _coming(found.start(), found[3], _MONTH_OF[found[2].lower()], int(found[1]), today)
    for found in _MONTH_FIRST.finditer(text):
        yield from _coming(found.start(), found[3], _MONTH_OF[found[1].lower()], int(found[2]), today)
    for found in _NUMERIC.finditer(text):
        yield from _numeric(found)


def _numeric(found: re.Match[str]) -> Iterator[tuple[int, date]]:
    one, other, year = int(found[1]), int(found[3]), int(found[4]) + (2000 if len(found[4]) == 2 else 0)
    if found[2] == "." or one > 12 or one == other:
        yield from _dated(found.start(), year, other, one)
    elif other > 12:
        yield from _dated(found.start(), year, one, other)


def _coming(at: int, year: str | None, month: int, day: int, today: date) -> Iterator[tuple[int, date]]:
    if year:
        yield from _dated(at, int(year), month, day)
        return
    for candidate in (today.year, today.year + 1):
        for where, found in _dated(at, candidate, month, day):
            if found >= today:
                yield where, found
                return


def _dated(at: int, year: int, month: int, day: int) -> Iterator[tuple[int, date]]:
    try:
        yield at, date(year, month, day)
    except ValueError:  # the 31st of a short month
        return


def _weekday(text: str, today: date) -> date | None:
    found = re.search(r"\b(?:back|return\w*)\b[^.\n]{0,25}\b(" + "|".join(_WEEKDAYS) + r")\b", text, re.IGNORECASE)
    if not found:
        return None
    ahead = (_WEEKDAYS.index(found[1].lower()) - today.weekday()) % 7
    return today + timedelta(days=ahead or 7)
