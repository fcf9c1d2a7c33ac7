"""Clauses that tell what happened: "I talked to my husband last night". They set no term."""

import re
from typing import Final

_WHO: Final = r"(?:i|we|she|he|they|it|(?:my|our|her|his) [a-z]+|(?-i:[A-Z][a-z]+)(?: and i)?)"
_DID: Final = (
    r"(?:was|were|had|got|spoke|read|went|came|saw|thought|lost|ran|met|wrote|found|fell|felt|slept|took|heard|left"
    r"|(?:have|has|'ve|'s) (?:\w+ )?(?:been|had|seen|read|thought|spoken|gone|come|known|found|met|followed|wanted"
    r"|loved"
    r"|used|worked|talked|discussed|looked|checked|heard|asked)"
    r"|talked|checked|discussed|looked|asked|loved|liked|missed|travelled|traveled|followed|worked|wanted|hoped"
    r"|watched)"
)
_IS_PAST: Final = re.compile(
    rf"\W*(?:(?:yes|yep|ok|okay|sorry|hey|hi|so|and|as|since|because|honestly|both) )*{_WHO} ?(?:\w+ly |just |also "
    rf"|both )?{_DID}\b.*"
    r"|\W*(?:(?:sorry|so) )?(?:just |finally )?(?:got|had|came|read|saw|after (?:speaking|talking|checking|looking"
    r"|thinking)|having) .*",
    re.IGNORECASE | re.DOTALL,
)
# What still holds or is to come, and what is ours to do.
_NOT_OVER: Final = re.compile(
    r"\b(?:you|your|will|must|need\w*|only|every|each|stays?|keeps?|no|not|never|without|unless|if|to be|until"
    r"|always|wants?"
    r"|insist\w*|require\w*|told|said|agreed|promised)\b|n't\b|'ll\b|\d",
    re.IGNORECASE,
)


def is_past(clause: str) -> bool:
    return _IS_PAST.fullmatch(clause) is not None and _NOT_OVER.search(clause) is None
