"""Which signs in a mail bring a person to it, as a campaign sets them; docs/campaign-file.md lists them for the team.

Two signs are not here because no campaign may let them pass: other payment details, and a sender who cannot be trusted.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

# Below this the model's own confidence does not carry a decision; the predecessor's teams settled on 0.70.
CONFIDENT: Final = Decimal("0.70")


@dataclass(frozen=True, slots=True, kw_only=True)
class Triggers:
    """True: a person decides. False: the agent goes on by itself, as said here.

    Attributes:
        over_cap: They ask more than the approval cap, but no more than the other limits allow; an ask above those is
            bargained down first. False: the cap is a limit like the others.
        low_confidence: Below this share, 0 to 1, a reading counts as unclear: they are asked again, then a person is.
        hostile: Insults or threats. False: answered politely.
        legal_text: A lawyer, a claim, contract clauses. False: the terms of the mail count alone.
        unusual_request: They want another term than the campaign's. False: the campaign's own terms are offered again.
        call_request: They want to talk. False: answered in writing.
        non_cash_pay: They want to be paid otherwise than in money. False: the fee is offered.
        deadline_pressure: They set a time to answer by. False: answered like any other mail.
        attachment: A file that may bind, such as a contract. False: it stays unread.
        non_english: The mail is not in English. False: answered in English.
    """

    over_cap: bool = True
    low_confidence: Decimal = CONFIDENT
    hostile: bool = True
    legal_text: bool = True
    unusual_request: bool = True
    call_request: bool = True
    non_cash_pay: bool = True
    deadline_pressure: bool = True
    attachment: bool = True
    non_english: bool = True


# What holds where no campaign is known, and where its file does not say.
EVERY_TRIGGER: Final = Triggers()
