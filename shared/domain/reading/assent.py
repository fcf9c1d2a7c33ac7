"""Whether a mail bears out a yes: a word of assent stands in it, and nothing that makes another thing of that."""

import re
from typing import Final

from shared.domain.reading.clauses import clauses, flat, sentences
from shared.domain.reading.doubts import BUT, CURIOUS, DOUBT, HARMLESS, STORY, WISHES

# Words that take an offer. What is said with them is the reader's to understand; without any of them nobody says yes.
_YES: Final = re.compile(
    r"\b(?:yes+|yep|yup|yeah|deal|agree(?:s|d|ment)?|accept\w*|confirm\w*|approv\w*|works?|settled?|sold|sorted"
    r"|proceed|go (?:ahead|for it|with)|good to go|move forward|let's|let us|count (?:me|us|her|him)|sign (?:me|us|up)"
    r"|(?:i'm|we're|i am|we are|she's|he's|she is|he is|they're|client is|all) "
    r"(?:\w+ ){0,2}(?:in|on board|down|game|happy|glad|pleased|delighted|thrilled|excited|ready|keen|good|fine|set)"
    r"|(?:happy|glad|pleased|delighted|thrilled|excited|keen|ready|honou?red) (?:to|with)|will do|can do|do (?:it|this)"
    r"|love to|no objections?|up for (?:it|this|that)"
    r"|(?:fine|ok|okay|good|great|perfect) (?:by|with|for)|take (?:it|this|you up|your offer|the offer)|it is"
    r"|that(?:'s| is| will|'ll) \w+|blessing|green light|(?:send|share) (?:\w+ ){0,3}(?:contract|agreement|paperwork)"
    r"|you(?:'ve| have)? (?:got|have) (?:it|my|her|his|our|yourself)|consider it|thumbs up|suits?|onboard"
    r"|aboard|done)\b",
    re.IGNORECASE,
)
# Courtesies as much as assent: a yes where nothing else is asked.
_COURTESY: Final = re.compile(
    r"\b(?:ok|okay|okie|oki|sure|great|perfect|perfectly|good|fine|fair|lovely|cool|awesome|amazing|wonderful|brilliant"
    r"|super|fantastic|excellent|absolutely|definitely|certainly|of course|gladly|alright|all right|right|nice|love"
    r"|sounds|looks|pleasure|grand)\b|[👍🤝✅💯👌🙌]",
    re.IGNORECASE,
)
# Letters drawn out: "yesss".
_DRAWN_OUT: Final = re.compile(r"([^\W\d_])\1{2,}")


def is_plain_yes(text: str) -> bool:
    """Whether the mail says yes to what it answers, and nothing in it that may make another thing of that."""
    said = _DRAWN_OUT.sub(r"\1", flat(text))
    yes = _last_yes(said)
    if yes is None:
        return False
    plain = HARMLESS.sub(" ", STORY.sub(" ", said[:yes]) + said[yes:])
    return not _is_doubted(plain)


def _is_doubted(text: str) -> bool:
    """Whether words stand in it beside which a yes is none; a question doubts where it wants something else."""
    for sentence in sentences(text):
        words = WISHES if sentence.group().rstrip().endswith("?") else DOUBT
        if words.search(sentence.group()):
            return True
    yes = _last_yes(text)
    return any(yes is None or found.start() > yes for found in BUT.finditer(text))


def _last_yes(text: str) -> int | None:
    """Where the last clause begins that says yes, outside of questions; of those that doubt nothing, if any does."""
    told = [one for one in clauses(text) if not one.asks]
    taken = [one for one in told if _YES.search(one.text)]
    if not taken and not any(CURIOUS.search(one.group()) for one in sentences(text)):
        taken = [one for one in told if _COURTESY.search(one.text)]
    plain = [one for one in taken if DOUBT.search(HARMLESS.sub(" ", one.text)) is None]
    return max((one.start for one in plain or taken), default=None)
