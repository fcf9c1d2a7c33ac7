"""A scripted writer of the product's mails: fixed phrases per stage, chosen by a hash of the brief.

No phrase says what the stand-in cannot know: who saw which posts, who was asked, what was talked about.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from typing import Any

from emulators.claude.summary import listed

Brief = dict[str, Any]

_GREETINGS = {
    "creator": ("Hi {creator}!", "Hi {creator},", "Hey {creator},"),
    "manager": ("Hi {creator},", "Hello {creator},"),
}
_THANKS = (
    "Thanks for your reply.",
    "Thank you for getting back to me.",
    "Thanks for writing back.",
    "Thank you for your answer.",
    "I've read your mail, thank you.",
)
_FIRST = {
    "opening": (
        "I'm {sender}, and I'm writing for {client}.",
        "We at {client} are planning a campaign, and we'd like you to be part of it.",
        "I'm writing because {client} is planning a campaign that we'd like you to be part of.",
    ),
    "counter": _THANKS,
    "agreement": (
        "That's great news, we're happy to have you on board!",
        "Wonderful, then we have a deal.",
        "Perfect, thank you! We're glad to be working with you on this.",
    ),
    "exit": (
        "Thank you for talking this through with us.",
        "Thank you for telling me where you stand.",
        "Thanks for letting me know.",
    ),
    "answer": (
        "Thanks for asking, happy to clear that up.",
        "Thank you for asking.",
        "Of course, here is what I can tell you.",
    ),
    "follow_up": (
        "I wanted to check in on my last mail, in case it got lost in a busy week.",
        "Just a short note to follow up on my last mail.",
        "I know how full an inbox gets, so here is my note once more.",
        "Circling back to my last mail.",
    ),
    "clarification": _THANKS,
}
_WITH_OFFER = {
    "opening": (
        "For {deliverables} we can offer {offer}.",
        "We have {deliverables} in mind, and would pay {offer} for {them}.",
    ),
    "counter": (
        "What we can do for {deliverables} is {offer}.",
        "For {deliverables} we can pay {offer}.",
        "Our offer for {deliverables} is {offer}.",
        "We can offer {offer} for {deliverables}.",
    ),
    "agreement": ("To confirm: {deliverables} for {offer}.", "So that's {deliverables} for {offer}."),
    "answer": ("Our offer of {offer} for {deliverables} stands.", "As before, we'd pay {offer} for {deliverables}."),
    "follow_up": (
        "Our offer of {offer} for {deliverables} still stands.",
        "We'd still love to do {deliverables} with you for {offer}.",
    ),
    "clarification": ("Our offer of {offer} for {deliverables} is still open.",),
    "exit": ("",),
}
_THEIR_ASK = ("I hear you on {their_ask}.", "I understand that you're looking at {their_ask}.")
_CLOSE = {
    "opening": ("Would that work for you?", "Is this something you'd like to do?", "How does that sound to you?"),
    "counter": (
        "Could you work with that?",
        "Let me know if that works on your side.",
        "What do you think?",
        "Would that work for you?",
        "How does that sound to you?",
    ),
    "agreement": (
        "We'll send the paperwork over next, and the brief right after it.",
        "You'll have the paperwork and the brief from us soon.",
    ),
    "exit": (
        "We can't make the numbers meet this time, so we'll step back here. I hope we find another occasion.",
        "Sadly this is outside what we can do for this campaign. I'd be glad to write again when one fits better.",
    ),
    "answer": ("Does that help? I'm looking forward to your thoughts.", "Let me know if that works for you."),
    "follow_up": (
        "Have you had a moment to look at it?",
        "I'd be glad to hear what you think.",
        "Is this something you'd still like to do?",
    ),
    "clarification": ("With that I can answer you.", "Then I can give you an answer."),
}
_UNCLEAR = "Could you tell me {points}?"
# A fact that a campaign or a person noted without a verb: "30 days after posting".
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|will|would|can|may|must|should|have|has|gets?|pays?|needs?|uses?|does|follows?|runs?"
    r"|goes|approves?|sends?|takes?|wants?|ships?|lasts?|covers?|includes?|starts?|ends?|comes?)\b",
    re.I,
)
# What happens first is no verb of the fact: "30 days after the content is live".
_FIRST_EVENT = re.compile(r"(?<=\s)(?:after|before|once|when|until|as soon as)\b[^,;.]*", re.I)
_WHEN = re.compile(r"(?:paid )?(?=(?:\d|half\b|within\b|after\b|before\b|on\b|by\b|in\b|upon\b|net\b))", re.I)
_PAYMENT = re.compile(r"\b(?:pay|pays|paid|payment|money|invoice)\b", re.I)
_STAGES = frozenset(_FIRST)


class UnreadableBriefError(ValueError):
    """The brief is no JSON object, or names a stage that is not scripted."""


def word_mail(brief_json: str) -> str:
    """Greeting and prose for the brief, no closing; the same at every call, so that what a crash undid comes out alike.

    Raises:
        UnreadableBriefError: with what is wrong.
    """
    brief = parsed(brief_json)
    pick = _Picker(json.dumps(brief, sort_keys=True))
    tone = "manager" if brief.get("tone") in ("manager", "agency") else "creator"
    changes = [str(change) for change in brief.get("changes") or []]
    paragraphs = [
        pick.one(_GREETINGS[tone]),
        " ".join(filter(None, [pick.one(_FIRST[brief["stage"]]), _acknowledged(brief, pick)])),
        _answers(brief),
        " ".join(filter(None, [_offered(brief, pick), *changes])),
        " ".join(filter(None, [_clarified(brief), pick.one(_CLOSE[brief["stage"]])])),
    ]
    return _filled("\n\n".join(text for text in paragraphs if text), brief)


class _Picker:
    """Picks by successive bytes of a hash."""

    def __init__(self, seed: str) -> None:
        self._bytes = iter(hashlib.sha256(seed.encode()).digest())

    def one(self, choices: Sequence[str]) -> str:
        return choices[next(self._bytes) % len(choices)]


def parsed(brief_json: str) -> Brief:
    """The brief that the JSON tells.

    Raises:
        UnreadableBriefError: with what is wrong.
    """
    try:
        brief = json.loads(brief_json)
    except ValueError as exc:
        raise UnreadableBriefError(f"the brief is no JSON: {exc}") from exc
    if not isinstance(brief, dict) or brief.get("stage") not in _STAGES:
        raise UnreadableBriefError(f"the brief needs a stage out of {', '.join(sorted(_STAGES))}")
    return brief


def _acknowledged(brief: Brief, pick: _Picker) -> str:
    """Half of the counters name the creator's own number; a repair never does, it is the likeliest complaint."""
    if brief["stage"] != "counter" or not brief.get("their_ask") or brief.get("failures"):
        return ""
    return pick.one(("", *_THEIR_ASK[:1], "", *_THEIR_ASK[1:]))


def _answers(brief: Brief) -> str:
    told = [(str(item.get("question")), str(item["fact"]).strip()) for item in brief.get("answers") or []]
    return "\n\n".join(_as_sentence(question, fact) for question, fact in told if fact)


def _as_sentence(question: str, fact: str) -> str:
    """The fact word for word, in a sentence of its own."""
    ended = fact if fact.endswith((".", "!")) else f"{fact}."
    if _VERB.search(_FIRST_EVENT.sub("", fact)):
        return ended
    when = _WHEN.match(fact)
    if when and _PAYMENT.search(f"{question} {fact}"):
        rest = ended[when.end() :]
        return f"The fee is paid {rest[0].lower()}{rest[1:]}"
    return f"Here is what I know on that: {ended}"


def _offered(brief: Brief, pick: _Picker) -> str:
    return pick.one(_WITH_OFFER[brief["stage"]]) if brief.get("offer") else ""


def _clarified(brief: Brief) -> str:
    if brief["stage"] != "clarification":
        return ""
    points = [str(item).rstrip("?. ") for item in brief.get("unclear_points") or []]
    named = listed(points or ["what fee you have in mind for {deliverables}"])
    return _UNCLEAR.replace("{points}", named)


def _filled(text: str, brief: Brief) -> str:
    """Replace the fields; facts of the brief may hold braces, so this is no `str.format`."""
    values = {
        "creator": brief.get("greet") or brief.get("creator_first_name") or "there",
        "client": brief.get("client_name") or "our client",
        "sender": brief.get("sender_name") or "the team",
        "offer": brief.get("offer") or "",
        "their_ask": brief.get("their_ask") or "",
        "deliverables": listed(brief.get("deliverables") or []) or "the content",
        "them": "it" if _is_one(brief.get("deliverables") or ["1 "]) else "them",
    }
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    return text


def _is_one(deliverables: Sequence[str]) -> bool:
    return len(deliverables) == 1 and deliverables[0].startswith("1 ")
