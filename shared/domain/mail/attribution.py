"""Lines that mail clients put above a quotation: who wrote when, header blocks, separators."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import takewhile

from mailparser_reply.constants import MAIL_LANGUAGES
from mailparser_reply.parser import EmailMessage, EmailReplyParser

_LINE_LIMIT_CHARS = 250
_WINDOW_LINES = 6

# The library's tables lack some word orders and languages, and lines that a mailer wrapped.
_WROTE = re.compile(
    r"\b(wrote|writes|schrieb|escribió|escribio|va escriure|a écrit|ha scritto|escreveu|schreef|geschreven|skrev"
    r"|skrifaði|kirjoitti|kirjutas|yazdı|a scris|írta|napisa(ł|ła|la|na|o)|napsala?|napísala?|pisze|rašė|rakstīja"
    r"|menulis|isinulat|написала?|написао|написа|пишет|пише|έγραψε|כתב|نوشت|كتب|تمت كتابة)\b"
    r"|napisał\(a\)|napsal\(a\)|написал\(а\)|님이 작성|작성:$|쓴 글|写道|寫道|のメール|đã viết|เขียนว่า",
    re.IGNORECASE,
)
_STARTER = re.compile(r"^(On|Am|Le|El|Il|Em|Op|Den|Dnia|W dniu|Dne|Pe|Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b", re.IGNORECASE)
_WHEN_OR_WHO = re.compile(r"\b\d{1,2}[:.h]\d{2}(?!\d)|<?[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+>?")
# Gmail in Japanese and Russian says when and who, and leaves "wrote" out; so does Tuta: "3 Mar 2026, 10:12 by a@b:".
_WITHOUT_VERB = re.compile(
    r"\b20\d\d(?:年|\b).{0,80}\b\d{1,2}[:.]\d\d\b.{0,200}<[^<>]+@[^<>]+>[:：]$"
    r"|^\W?\d{1,2}\W{1,2}\w{3,12}\W{1,2}20\d\d, \d{1,2}:\d\d \w{2,4} [^\s<>@]+@[^\s<>@]+:$"
)
_SENDER = re.compile(r"<[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+>|\[[^\]]*\d{1,2}[:.]\d\d[^\]]*\]:$")
_NAME = re.compile(r"[^\d.,!?:;]{1,80}")
_WHEN = re.compile(r"\b(20|۲۰)\d\d\b|\b\d{1,2}[:.]\d\d\b")
_END = re.compile(r"[:：]$|\S -{3,}$")  # Zoho: "---- On Tue, 03 Mar 2026 10:12:00 +0100 Ana <a@b> wrote ---"
_LABEL = re.compile(r"^[* ]*([^\W\d_][\w\u0e31-\u0e4e /-]{0,18}?)\*? ?[:：]\*?(?=\s|$)")
_BARE_HEADER = re.compile(r"(From|To|Cc|Date|Sent|Subject) \S")
_HEADER_LABELS = {
    *("from", "sent", "to", "subject", "date", "cc", "von", "gesendet", "an", "betreff", "datum", "de", "envoyé", "à"),
    *("objet", "enviado", "enviado el", "para", "asunto", "fecha", "assunto", "data", "da", "inviato", "a", "oggetto"),
    *("van", "verzonden", "aan", "onderwerp", "fra", "sendt", "til", "emne", "dato", "från", "skickat", "till", "ämne"),
    *("od", "wysłano", "wysłane", "do", "temat", "dw", "odesláno", "komu", "předmět", "lähettäjä", "lähetetty", "aihe"),
    *(
        "vastaanottaja",
        "kimden",
        "gönderildi",
        "kime",
        "konu",
        "enviada em",
        "enviado em",
        "発信元",
        "差出人",
        "送信日時",
    ),
    *(
        "宛先",
        "件名",
        "日付",
        "发件人",
        "发送时间",
        "收件人",
        "主题",
        "보낸 사람",
        "보낸 날짜",
        "받는 사람",
        "제목",
        "gesendet am",
    ),
    *("от", "отправлено", "кому", "тема", "дата", "копия", "від", "надіслано", "из", "από", "στάλθηκε", "προς", "θέμα"),
    *(
        "feladó",
        "elküldve",
        "címzett",
        "tárgy",
        "de la",
        "trimis",
        "către",
        "subiect",
        "من",
        "إلى",
        "الموضوع",
        "מאת",
        "אל",
    ),
    *("gönderen", "odoslané", "predmet", "poslano", "zadeva", "za", "šalje", "prima", "изпратено", "до", "относно"),
    *("enviat", "enviat el", "per a", "tema", "nuo", "išsiųsta", "kam", "từ", "đã gửi", "đến", "chủ đề", "dari"),
    *("dikirim", "kepada", "subjek", "寄件者", "寄件日期", "收件者", "主旨", "จาก", "ส่ง", "ถึง", "เรื่อง", "נשלח", "נושא"),
}
_ORIGINAL = re.compile(
    r"^\W{0,2}-{2,} ?(original message|ursprüngliche nachricht|originalnachricht|message d'origine|mensaje original"
    r"|messaggio originale|mensagem original|oorspronkelijk bericht|oprindelig meddelelse|ursprungligt meddelande"
    r"|wiadomość oryginalna|original appointment|原始邮件|原始郵件|원본 메시지|исходное сообщение) ?-{2,}$",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"^\W{0,2}(-{4,} ?(forwarded message|weitergeleitete nachricht|message transféré|message transmis|mensaje reenviado"
    r"|messaggio inoltrato|mensagem encaminhada|doorgestuurd bericht|videresendt meddelelse|vidarebefordrat meddelande"
    r"|treść przekazanej wiadomości|転送メッセージ|转发的邮件).{0,40}-*"
    r"|begin forwarded message ?:|anfang der weitergeleiteten nachricht ?:|début du message (transféré|réexpédié) ?:"
    r"|inicio del mensaje reenviado ?:|inizio messaggio inoltrato ?:|início da mensagem encaminhada ?:"
    r"|begin doorgestuurd bericht ?:|start på videresendt besked ?:|vidarebefordrat brev ?:)$",
    re.IGNORECASE,
)
_RULE = re.compile(r"^[_-]{20,}$")


class BoundaryKind(StrEnum):
    """How a quotation is announced; only an attribution may be followed by new text again."""

    ATTRIBUTION = "attribution"
    HEADER_BLOCK = "header_block"
    FORWARD = "forward"


@dataclass(frozen=True, slots=True, kw_only=True)
class Boundary:
    kind: BoundaryKind
    lines: int


def read_boundary(following: list[str], *, is_marked_behind: bool) -> Boundary | None:
    """The announcement that starts at the first of these lines; None when it is ordinary text.

    Args:
        following: The lines from here on, of one level of quotation.
        is_marked_behind: Deeper quoted lines come next: "On 3 March Ana wrote:" needs no more proof then.
    """
    lines = [line[:_LINE_LIMIT_CHARS] for line in following[:_WINDOW_LINES]]
    if not lines or not lines[0]:
        return None
    if _FORWARDED.match(lines[0]):
        return Boundary(kind=BoundaryKind.FORWARD, lines=1)
    if _ORIGINAL.match(lines[0]):
        return Boundary(kind=BoundaryKind.HEADER_BLOCK, lines=1 + _bare_header_length(lines[1:]))
    if _is_header_block(lines) or (_RULE.match(lines[0]) and _is_header_block([line for line in lines[1:] if line])):
        return Boundary(kind=BoundaryKind.HEADER_BLOCK, lines=_header_length(lines))
    length = _attribution_length(lines, is_proven=is_marked_behind)
    return Boundary(kind=BoundaryKind.ATTRIBUTION, lines=length) if length else None


def _is_header_line(line: str) -> bool:
    label = _LABEL.match(line)
    return bool(label and label[1].lower() in _HEADER_LABELS)


def _is_header_block(lines: list[str]) -> bool:
    """Two labels with an address, or three with an address or a time; a list of prices or terms has neither."""
    if not lines or not _is_header_line(lines[0]):
        return False
    block = lines[: next((at for at, line in enumerate(lines) if not line), len(lines))]
    labels, window = sum(map(_is_header_line, block)), "\n".join(block)
    if not _WHEN_OR_WHO.search(window):
        return False
    return labels >= 3 or (labels == 2 and ("@" in window or bool(_library_pattern().match(window))))


def _bare_header_length(lines: list[str]) -> int:
    """Labels without colons, as eM Client writes them."""
    return sum(1 for _ in takewhile(_BARE_HEADER.match, lines))


def _header_length(lines: list[str]) -> int:
    return next((at for at, line in enumerate(lines) if at > 0 and not line), len(lines))


def _attribution_length(lines: list[str], *, is_proven: bool) -> int:
    for length in (1, 2, 3):
        if length > len(lines) or not all(lines[:length]):
            return 0
        if length > 1 and not _is_name_above(lines) and _attribution_length(lines[1:length], is_proven=is_proven):
            return 0  # the announcement starts further down: this line is the writer's own
        if _is_attribution(lines[:length], is_proven=is_proven):
            return length
    return 0


def _is_name_above(lines: list[str]) -> bool:
    """A mailer wrapped the line between a name and its address."""
    return lines[1].startswith("<") and _NAME.fullmatch(lines[0]) is not None


def _is_attribution(lines: list[str], *, is_proven: bool) -> bool:
    joined = " ".join(lines)
    if not _END.search(joined) or not re.search(r"\d", joined) or len(joined) > _LINE_LIMIT_CHARS * 2:
        return False
    if _WITHOUT_VERB.search(joined):
        return True
    is_start = len(lines) == 1 or bool(_STARTER.match(joined) or _WHEN_OR_WHO.search(lines[0])) or _is_name_above(lines)
    if is_proven and is_start and _WHEN.search(joined) and _SENDER.search(joined):
        return True  # in a language without an entry: a date and an address right above deeper lines
    known = _WROTE.search(joined) or _library_pattern().match("\n".join(lines))
    return bool(known and is_start and (is_proven or _WHEN_OR_WHO.search(joined)))


@cache
def _library_pattern() -> re.Pattern[str]:
    """The maintained library's own quote headers, in all its languages."""
    parser = EmailReplyParser(languages=list(MAIL_LANGUAGES))
    pattern: re.Pattern[str] = EmailMessage(text="", languages=parser.languages).HEADER_REGEX
    return pattern
