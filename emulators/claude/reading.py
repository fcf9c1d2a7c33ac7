"""A scripted reader of creator mails: keywords and amounts, the same answer for the same mail every time."""

import re
from collections.abc import Iterable, Sequence

from emulators.claude.money import MoneyFound
from emulators.claude.prices import Json, ask_json, find_asks, find_surcharges, line_around
from emulators.claude.summary import summary_of

_QUOTE_STARTS = re.compile(r"^(?:On .{5,120} wrote:|-+ ?Original Message ?-+|From: .+@.+|_{20,})\s*$", re.MULTILINE)
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")

_HOSTILE = re.compile(
    r"insult(?:ing|ed)?|ridiculous|joke\b|waste (?:of )?my time|wasting my time|scam|shame on|pathetic|how dare"
    r"|screw|disgust(?:ing)?|\bspam",
    re.I,
)
_LEGAL = re.compile(r"lawyer|attorney|legal action|\bsue\b|lawsuit|breach of|liable|indemnif|solicitor|court", re.I)
_FIRM = re.compile(r"\bfirm\b|non-?negotiable|final offer|lowest|minimum|can't go (?:any )?lower|not go below", re.I)
_WARM = re.compile(r"thank|thanks|love|excited|great|happy|appreciate|looking forward|amazing|:\)|😊", re.I)
_REJECT = re.compile(
    r"not interested|no thank|i'?ll pass|have to pass|going to pass|must decline|decline|not a (?:good )?fit"
    r"|take me off|remove me|unsubscribe|stop (?:emailing|writing|contacting|wasting)|not for me|can't take this on",
    re.I,
)
_ACCEPT = re.compile(
    r"\b(?:yes|yep|deal|agreed|accept(?:ed)?|sounds (?:good|great|perfect)|works for (?:me|us|her|him)|that works"
    r"|i'?m in|let'?s do it|let'?s go ahead|happy to (?:go ahead|accept|do it)|count me in|confirmed"
    r"|good with that|perfect)\b",
    re.I,
)
_STRONG_ACCEPT = re.compile(r"\b(?:deal|i accept|agreed|count me in|let'?s do it|confirmed)\b", re.I)
_YES = re.compile(r"\byes,? (?:that|this|it) works(?: for (?:me|us))?(?=[.!\n])", re.I)
# Asks for a fact; "can we" and "would you" ask for another term.
_FACT_QUESTION = re.compile(r"(?:and |so )?(?:when|how|where|who)\b", re.I)
_CONTRAST = re.compile(
    r"\b(?:but|however|unless|instead|only if|as long as|if you|could you|would need|i'?d need)\b", re.I
)
_VAGUE = re.compile(
    r"depends|let me think|not sure|maybe|get back to you|hard to say|have to check|need to check|we'?ll see|somewhere"
    r"|think about it|hmm",
    re.I,
)
_CALL = re.compile(
    r"\b(?:hop|jump|get) on a (?:quick )?(?:call|zoom)|\b(?:quick|phone|video|zoom) call\b|\bcall me\b", re.I
)
# Asks for a yes to what was just said, and for nothing else.
_CHECK = (
    r"(?:would|does|will|could|can) (?:that|this|it) (?:work|be (?:ok(?:ay)?|fine|alright|possible|doable)"
    r"|suit(?: you)?)(?: for (?:you|you guys|your team|your side|the brand))?"
    r"|how does (?:that|this|it) sound(?: to you)?"
    r"|(?:is|would) (?:that|this) (?:ok(?:ay)?|fine|alright|possible|doable)(?: (?:for|with) you)?"
    r"|ok(?:ay)?|alright|right|deal|could you"
)
_CHECKED = re.compile(rf"(?P<said>.*[,;–—]\s*)?(?:so,? |and )?(?:{_CHECK})\?", re.I)
_ASKING_WORD = re.compile(r"\b(?:when|what|which|how|who|whom|where|why|whether)\b", re.I)
_PAYMENT_CHANGE = re.compile(
    r"\b(?:new|changed|updated|different)\b.{0,30}\b(?:bank|iban|account|paypal|payment details)"
    r"|\biban\b|wire (?:it|the)",
    re.I,
)
_NON_CASH = re.compile(
    r"\b(?:equity|shares in|stock options|in kind|barter|free products?|for exposure|gifted collab\w*)\b"
    r"|\b(?:product|products|gifting|trade|commission) only\b|\binstead of (?:cash|money|a fee)\b|\brevenue share\b",
    re.I,
)
_DEADLINE = re.compile(
    r"\b(?:by|before|until) (?:tonight|tomorrow|noon|midnight|end of (?:the )?day|eod|monday|tuesday|wednesday|thursday"
    r"|friday|the weekend)\b|\bwithin (?:the )?(?:next )?\d+ hours\b|\b(?:today|tonight) or never\b|\bright now or\b"
    r"|\boffer (?:expires|ends)\b|\blast chance\b",
    re.I,
)
_TOPICS = {
    "usage_rights": r"usage|rights|licen[cs]|whitelist|boost|paid ads?|spark|repost",
    "exclusivity": r"exclusiv|competitor|other brands",
    "payment": r"paid|payment|pay\b|invoice|net ?\d|deposit|upfront",
    "timeline": r"when|deadline|timeline|go live|post(?:ing)? date|schedule|how soon|dates?\b",
    "revisions": r"revisions?\b|rounds? of (?:edits|changes)",
    "raw_footage": r"raw (?:footage|files?|material)|unedited",
    "approval": r"approv|review|draft|sign[- ]?off",
    "brief": r"brief|script|talking points|creative direction|guidelines",
    "deliverables": r"deliverable|how many|reels?|stor(?:y|ies)|posts?\b|videos?",
    "product": r"product|ship|sample|send me",
}
_CHANGES = {
    "usage_rights": r"usage|whitelist|paid ads?|licen[cs]",
    "exclusivity": r"exclusiv",
    "timeline": r"deadline|two weeks|more time|later date|push (?:the )?date|next month",
    "payment": r"upfront|deposit|net ?\d+|within \d+ days|advance|50%",
    "revisions": r"revision|rounds? of edits",
    "deliverables": r"(?:drop|skip|without|instead of|add|only do) (?:the |a |one )?(?:reel|stor|post|video)",
}
_RIGHTS = {
    "whitelisting": r"whitelist|spark ads?",
    "paid_usage": r"paid (?:ads?|usage|media)|usage",
    "organic_owned": r"repost|your (?:own )?channels",
}
_SPAN = re.compile(r"(\d{1,3})[- ](day|month|year)s?\b", re.I)
_SPANS = {
    "30 day": "days_30", "60 day": "days_60", "90 day": "days_90", "6 month": "months_6",
    "12 month": "year_1", "1 year": "year_1",
}  # fmt: skip
# What a price hangs on, up to the end of its clause: "if you pay half upfront", "as long as usage is 30 days only".
_CONDITION = re.compile(
    r"\b(?:(?:but )?only )?(?:if|provided(?: that)?|as long as|so long as|on condition that) [^,;.!?\n]+", re.I
)
_NO_EXCLUSIVITY = re.compile(r"\b(?:no|without|non)[- ](?:\w+ )?exclusiv", re.I)
_WANTS = re.compile(
    r"\b(?:need|require|must|want|prefer|only if|no|instead|would rather|can only|can't|won't|drop|skip|add)\b", re.I
)

_MANAGER = re.compile(
    r"\bi (?:manage|represent|look after)\b|\bmy (?:manager|agent|assistant)|\bon behalf of\b"
    r"|\bour (?:agency|roster|talent)\b|\bher manager|\bhis manager|management\b",
    re.I,
)
_MANAGER_NAME = re.compile(r"\b[Mm]y (?:manager|agent|assistant),? ([A-Z][\w'-]+(?: [A-Z][\w'-]+)?)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def read_mail(mail: str, *, deliverable_types: frozenset[str] | None) -> Json:
    """The reading of *mail* in the product's reading schema.

    Args:
        mail: the text between the mail tags; quoted history is not read.
        deliverable_types: the types that an ask may name; None allows all that are known here.
    """
    text = _own_text(mail)
    asks = find_asks(text)
    questions = _questions(text, has_price=bool(asks))
    conditions = {ask.start: _conditions(line_around(ask, text)) for ask in asks}
    changes = [one for one in _requested_changes(text) if not _is_told(one, conditions.values())]
    intent, confidence = _intent(text, asks=asks)
    return {
        "intent": intent,
        "asks": [ask_json(ask, text, deliverable_types, conditions[ask.start]) for ask in asks],
        "surcharges": find_surcharges(text),
        "questions": questions,
        "requested_changes": changes,
        "new_people": _new_people(text),
        "call_requested": _CALL.search(text) is not None,
        "payment_details_changed": _PAYMENT_CHANGE.search(text) is not None,
        "tone": _tone(text),
        "legal_language": _LEGAL.search(text) is not None,
        "non_cash_pay": _NON_CASH.search(text) is not None,
        "deadline_pressure": _DEADLINE.search(text) is not None,
        "confidence": min([confidence, *(0.6 for ask in asks if ask.ambiguous)]),
        "summary": summary_of(intent, prices=[ask.quote for ask in asks], questions=questions, anger=_anger(text)),
    }


def _own_text(mail: str) -> str:
    start_of_quote = _QUOTE_STARTS.search(mail)
    own = mail[: start_of_quote.start()] if start_of_quote else mail
    lines = [line for line in own.splitlines() if not line.lstrip().startswith(">")]
    return "\n".join(lines).replace("’", "'").strip()


def _sentences(text: str) -> list[str]:
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]


def _topic(sentence: str, topics: dict[str, str]) -> str:
    return next((topic for topic, words in topics.items() if re.search(words, sentence, re.I)), "other")


def _questions(text: str, *, has_price: bool) -> list[Json]:
    """One entry per topic asked about; a question that names two topics counts for both."""
    found: list[Json] = []
    for sentence in _sentences(text):
        topics = _topics_of(sentence) if sentence.endswith("?") else []
        if not (has_price and _asks_for_a_yes(sentence)):
            found += [{"topic": topic, "text": sentence} for topic in topics]
    return found


def _topics_of(question: str) -> list[str]:
    """At most two; none where it asks for a call and for nothing that could be answered in a mail."""
    topics = [topic for topic, words in _TOPICS.items() if re.search(words, question, re.I)]
    if "payment" in topics and "timeline" in topics:
        topics.remove("timeline")  # "when do I get paid" is about payment
    if _CALL.search(question) and set(topics) <= {"timeline"}:
        return []
    return topics[:2] or ["other"]


def _asks_for_a_yes(sentence: str) -> bool:
    """Whether it is a "would that work for you?", also behind the price: an offer answers it, no fact does."""
    checked = _CHECKED.fullmatch(sentence)
    return checked is not None and _ASKING_WORD.search(checked["said"] or "") is None


def _requested_changes(text: str) -> list[Json]:
    return [
        _change(topic, sentence)
        for sentence in _sentences(text)
        if not sentence.endswith("?") and _WANTS.search(sentence) and (topic := _topic(sentence, _CHANGES)) != "other"
    ]


def _change(topic: str, words: str) -> Json:
    return {
        "term": topic,
        "text": words,
        "rights": _rights(words) if topic == "usage_rights" else [],
        "content_due_on": None,
        "publish_on": None,
        "revision_rounds": None,
        "no_exclusivity": topic == "exclusivity" and _NO_EXCLUSIVITY.search(words) is not None,
    }


def _conditions(sentence: str) -> list[Json]:
    """What the prices of a sentence hang on, where it is a term; "if that works for you" is none."""
    clauses = (found.group().strip() for found in _CONDITION.finditer(sentence))
    return [_change(topic, clause) for clause in clauses if (topic := _topic(clause, _CHANGES)) != "other"]


def _is_told(change: Json, conditions: Iterable[Sequence[Json]]) -> bool:
    """Whether the wish is one that a price hangs on, and so is told with that price."""
    return any(str(one["text"]) in str(change["text"]) for found in conditions for one in found)


def _rights(sentence: str) -> list[Json]:
    """The rights of a sentence that names each with a known duration; none where one of them has another."""
    spans = [_SPANS.get(f"{number} {unit.lower()}") for number, unit in _SPAN.findall(sentence)]
    rights = [right for right, words in _RIGHTS.items() if re.search(words, sentence, re.I)]
    if len(rights) != 1 or len(spans) != 1 or spans[0] is None:
        return []
    return [{"right": rights[0], "duration": spans[0]}]


def _intent(text: str, *, asks: Sequence[MoneyFound]) -> tuple[str, float]:
    """What the mail wants, and how sure a keyword reader can be of it."""
    inquiries = [sentence for sentence in _sentences(text) if sentence.endswith("?")]
    accepts, objects = _ACCEPT.search(text) is not None, _CONTRAST.search(text) is not None
    if asks:
        return ("accept", 0.9) if accepts and not objects and _amounts_are_agreed(text, asks) else ("counter", 0.92)
    if _REJECT.search(text):
        return "reject", 0.93
    if _VAGUE.search(text) and not _STRONG_ACCEPT.search(text):
        return "unclear", 0.45
    if accepts and not objects and (_STRONG_ACCEPT.search(text) or _says_yes(text, inquiries)):
        return "accept", 0.95
    if inquiries:
        return "question", 0.9
    return ("counter", 0.75) if objects and _requested_changes(text) else ("unclear", 0.35)


def _says_yes(text: str, inquiries: Sequence[str]) -> bool:
    """Whether a mail that accepts leaves nothing open but facts."""
    return not inquiries or (_YES.search(text) is not None and all(map(_FACT_QUESTION.match, inquiries)))


def _amounts_are_agreed(text: str, asks: Iterable[MoneyFound]) -> bool:
    return all(_ACCEPT.search(line_around(ask, text)) for ask in asks)


def _tone(text: str) -> str:
    for tone, words in (("hostile", _HOSTILE), ("firm", _FIRM), ("warm", _WARM)):
        if words.search(text):
            return tone
    return "neutral"


def _anger(text: str) -> list[str]:
    """The words that insult, as written: those of the list alone, since a summary never holds a mail's own text."""
    return list(dict.fromkeys(found.group().lower() for found in _HOSTILE.finditer(text)))


def _new_people(text: str) -> list[Json]:
    if not _MANAGER.search(text):
        return []
    name, email = _MANAGER_NAME.search(text), _EMAIL.search(text)
    manages = re.search(r"\bmanage|\bmanagement", text, re.I) is not None
    agency = re.search(r"agency|roster|talent", _EMAIL.sub("", text), re.I) is not None
    role = "agency" if agency and not manages else "manager"
    return [{"name": name[1] if name else None, "email": email[0] if email else None, "role": role}]
