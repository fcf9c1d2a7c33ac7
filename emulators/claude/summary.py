"""What a creator wrote, in one sentence."""

from collections.abc import Sequence

from emulators.claude.prices import Json

_WANTED = {
    "accept": "agrees to the offer",
    "counter": "asks for other terms",
    "reject": "declines",
    "unclear": "does not say what they want",
}
_TOPICS = {
    "usage_rights": "the usage rights",
    "exclusivity": "exclusivity",
    "payment": "the payment",
    "timeline": "the dates",
    "approval": "the approval",
    "revisions": "the rounds of changes",
    "raw_footage": "raw footage",
    "brief": "the brief",
    "deliverables": "the deliverables",
    "product": "the product",
    "other": "something else",
}


def summary_of(intent: str, *, prices: Sequence[str], questions: Sequence[Json], anger: Sequence[str]) -> str:
    """A sentence on what the creator wants; *anger* holds the words of theirs that show it."""
    if anger:
        return "The creator is angry: " + listed([f'"{word}"' for word in anger]) + "."
    asked = _asked([str(item["topic"]) for item in questions])
    if intent == "question":
        return f"The creator {asked or 'asks a question'} before deciding."
    named = f"names {listed(prices)}" if prices else ""
    return f"The creator {listed([part for part in (_WANTED[intent], named, asked) if part])}."


def _asked(topics: Sequence[str]) -> str:
    if not topics:
        return ""
    if set(topics) == {"other"}:
        return "asks a question"
    return f"asks about {listed([_TOPICS[topic] for topic in dict.fromkeys(topics)])}"


def listed(items: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))
