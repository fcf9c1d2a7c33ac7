"""A scripted writer of the product's mails: fixed phrases per stage, chosen by a hash of the brief."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

Brief = dict[str, Any]

_GREETINGS = {
    "creator": ("Hi {creator}!", "Hi {creator},", "Hey {creator},"),
    "manager": ("Hi {creator},", "Hello {creator},"),
}
_FIRST = {
    "opening": (
        "I'm {sender} from {client}, and your recent posts have been making the rounds in our team.",
        "We at {client} have been following your content for a while and think it would suit what we are planning.",
        "Your audience is the one {client} would love to reach, so I wanted to write to you directly.",
    ),
    "counter": (
        "Thanks for coming back so quickly, and for being open about your rate.",
        "Thank you for the reply, I appreciate you laying out what you have in mind.",
        "Thanks for getting back to me, it helps to know where you stand.",
    ),
    "agreement": (
        "That's great news, we're happy to have you on board!",
        "Wonderful, then we have a deal.",
        "Perfect, thank you! We're glad to be working with you on this.",
    ),
    "exit": (
        "Thank you for the time you took to talk this through with us.",
        "Thanks again for your openness over the last few mails.",
        "I appreciate you being so clear about what you need.",
    ),
    "answer": (
        "Thanks for your questions, happy to clear those up.",
        "Good questions, and thank you for asking before deciding.",
        "Of course, here is what I can tell you.",
    ),
    "follow_up": (
        "I wanted to check in on my last mail, in case it got lost in a busy week.",
        "Just a short note to follow up on my last mail.",
        "I know how full an inbox gets, so here is my note once more.",
        "Circling back to what I sent you the other day.",
    ),
    "clarification": (
        "Thanks for your reply!",
        "Thank you for getting back to me.",
        "Thanks, it's good to hear from you.",
    ),
}
_WITH_OFFER = {
    "opening": (
        "For {deliverables} we can offer {offer}.",
        "We have {deliverables} in mind, and would pay {offer} for it.",
    ),
    "counter": (
        "I went back to the team, and for {deliverables} we can go to {offer}.",
        "What we can do for {deliverables} is {offer}.",
        "After another look at the plan, our offer for {deliverables} is {offer}.",
    ),
    "agreement": ("To confirm: {deliverables} for {offer}.", "So that's {deliverables} for {offer}, as discussed."),
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
    "counter": ("Could you work with that?", "Let me know if that works on your side.", "Does that get us there?"),
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
    "clarification": (
        "A short line on that is all I need to move this forward.",
        "With that I can take it straight back to the team.",
    ),
}
_STAGES = frozenset(_FIRST)


class UnreadableBriefError(ValueError):
    """The brief is no JSON object, or names a stage that is not scripted."""


def word_mail(brief_json: str) -> str:
    """Greeting and prose for the brief, no closing; the same brief gives the same words.

    Raises:
        UnreadableBriefError: with what is wrong.
    """
    brief = _parsed(brief_json)
    pick = _Picker(json.dumps(brief, sort_keys=True))
    tone = "manager" if brief.get("tone") in ("manager", "agency") else "creator"
    paragraphs = [
        pick.one(_GREETINGS[tone]),
        " ".join(filter(None, [pick.one(_FIRST[brief["stage"]]), _acknowledged(brief, pick)])),
        _answers(brief),
        " ".join([_offered(brief, pick), *(str(change) for change in brief.get("changes") or [])]).strip(),
        " ".join(filter(None, [_clarified(brief), pick.one(_CLOSE[brief["stage"]])])),
    ]
    return _filled("\n\n".join(text for text in paragraphs if text), brief)


class _Picker:
    """Picks from lists by successive bytes of a hash."""

    def __init__(self, seed: str) -> None:
        self._bytes = iter(hashlib.sha256(seed.encode()).digest())

    def one(self, choices: Sequence[str]) -> str:
        return choices[next(self._bytes) % len(choices)]


def _parsed(brief_json: str) -> Brief:
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
    facts = [str(item["fact"]).strip() for item in brief.get("answers") or [] if item.get("fact")]
    return "\n\n".join(fact if fact.endswith((".", "!")) else f"{fact}." for fact in facts)


def _offered(brief: Brief, pick: _Picker) -> str:
    return pick.one(_WITH_OFFER[brief["stage"]]) if brief.get("offer") else ""


def _clarified(brief: Brief) -> str:
    if brief["stage"] != "clarification":
        return ""
    points = [str(item).rstrip("?. ") for item in brief.get("unclear_points") or []]
    return f"Could you tell me {_listed(points or ['what fee you have in mind for {deliverables}'])}?"


def _filled(text: str, brief: Brief) -> str:
    """Replace the fields; facts of the brief may hold braces, so this is no `str.format`."""
    values = {
        "creator": brief.get("greet") or brief.get("creator_first_name") or "there",
        "client": brief.get("client_name") or "our client",
        "sender": brief.get("sender_name") or "the team",
        "offer": brief.get("offer") or "",
        "their_ask": brief.get("their_ask") or "",
        "deliverables": _listed(brief.get("deliverables") or []) or "the content",
    }
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    return text


def _listed(items: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))
