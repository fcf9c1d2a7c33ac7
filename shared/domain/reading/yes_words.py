"""Whether a clause is made of nothing but words of assent: "from our end this is confirmed by Jane"."""

import re
from typing import Final

# Who, to whom, how gladly, and to what; beside other words a yes may be one to something else.
_WORDS: Final = frozenset(
    """
i i'm i'd i'll i've me my we we're we'd we'll we've us our she she's her he he's him his they they're them their you
you've your it it's it'll that'll this that that's these those the a an all everything both everyone client talent
creator team
manager agency partner am is are be been being do does can will would have has hereby to with by for from on of at in
and
as so then now too also again please thanks thank hi hey hello dear alright ok okay okie yes yep yup yeah sure
absolutely
definitely certainly course well right great good perfect perfectly fine super awesome amazing lovely brilliant
excellent
wonderful fantastic cool nice nicely happily gladly officially fully totally completely entirely very really so more
than
honestly happy glad pleased delighted thrilled excited ready keen honoured honored comfortable set final done
side end part behalf offer offers price rate fee terms conditions deal amount budget number figure proposal
collaboration
collab partnership campaign project participation commercials accept accepts accepted accepting acceptance agree agrees
agreed agreement confirm confirms confirmed confirmation approve approves approved approval proceed go ahead move
forward
give given gives blessing okay'd take taking takes yes's let's let say together sir madam ma'am mate guys
usd dollars dollar bucks eur euros gbp pounds
""".split()  # noqa: SIM905
)
_CORE: Final = re.compile(
    r"\b(?:accepts?|accepted|accepting|agrees?|agreed|confirms|confirmed|approves|approved)\b"
    r"|\b(?:can|to|happily|gladly|hereby|i|we) confirm\b|\bdeal is (?:final|done|on)\b"
    r"|\b(?:i|we|she|he|i'll|we'll|client|talent)(?: will| happily| gladly)? take (?:it|this|the offer|your offer"
    r"|the deal)\Z"
    r"|\b(?:so we|let's) (?:do|proceed|go ahead)\b|\b(?:i'm|we're|i am|we are) all (?:set|in)\Z"
    r"|\b(?:given|gives|have|has) (?:me |us )?(?:\w+'s|her|his|their|the) (?:ok|okay|yes|approval|blessing|go ahead)\b"
    r"|\b(?:fine|okay|ok|good|perfect) (?:by|with|for) (?:me|us|her|him|the team)\b"
    r"|\bthat(?:'ll| will) do (?:nicely|perfectly|fine)\b",
    re.IGNORECASE,
)
# Asked of us, told of us or of others, wanted for themselves, of another thing, or of another time.
_NOT_THEIRS: Final = re.compile(
    r"\b(?:please|pls|kindly|you|you've|you'll|they|they've|let|everyone|to be|will|i'll|we'll)(?: \w+)? "
    r"(?:accept|agree|confirm|approve)\w*"
    r"|\A(?:\w+ )?(?:accept|agree|confirm|approve)\b"
    r"|\b(?:my|our|her|his|their)(?: \w+)? (?:offer|price|rate|fee|terms|conditions|amount|budget|number|figure"
    r"|proposal|commercials|deal|agreement)\b"
    r"|\b(?:accept|agree|confirm|approve)\w* (?:that(?! \w+ (?:accepts|agrees|confirms|is (?:in|on board"
    r"|happy))\b)(?= \w)"
    r"|with you|it (?:is|'s)|this is|to (?!(?:do|the|your|this|that|it|go|proceed|all|both|everything|take)\b))"
    r"|\b(?:i|we) (?:agreed|accepted|confirmed|approved)\b|\b(?:accept|agree|confirm|approve)\w*\b.* with [A-Z]"
    r"|\bis (?:an?|the|my|our|your)\b|\b(?:for|with) (?:me|us|her|him) to\b"
    r"|\ban? (?:offers?|agreement|confirmation|approval|proposal)\b|\b(?:for|by|with|to|from) (?:you|them|all"
    r"|everyone|both)\b"
    r"|\boffers\b|\b(?:can|will|would|do|does) you\b|\bto (?:my|our|her|his|the) (?:client|team|manager|agent"
    r"|agency|partner)\b"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_FIGURE: Final = re.compile(r"[$€£]? ?\d[\d.,]*k?")


def is_assent(clause: str) -> bool:
    """*clause* with single spaces; names are words of any clause, written with a capital behind its first word."""
    words = [found.group() for found in _WORD.finditer(_FIGURE.sub(" ", clause))]
    names = {word for place, word in enumerate(words) if word[:1].isupper() and (place or _is_acting(words))}
    strange = any(word.casefold() not in _WORDS for word in words if word not in names)
    return not strange and len(words) > 1 and _CORE.search(clause) is not None and _NOT_THEIRS.search(clause) is None


def _is_acting(words: list[str]) -> bool:
    """Whether the first word may be a name: "Jane has accepted"."""
    return len(words) > 1 and words[1].casefold() in {"has", "is", "accepts", "agrees", "confirms", "approved", "and"}
