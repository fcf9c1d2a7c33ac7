"""What people are shown: the deal card, the escalation card, and the next actions for each reason."""

from collections.abc import Mapping
from typing import Final

from shared.domain.bargaining.pricing import NoRoom, implied_cpm
from shared.domain.bargaining.respond import is_suspiciously_low
from shared.domain.bargaining.stand import price_limits
from shared.domain.campaign import Campaign
from shared.domain.decision import Reason
from shared.domain.money import Money
from shared.domain.negotiation import Negotiation
from shared.domain.records import Card, CaseRecord, Channel
from shared.domain.terms import Terms
from shared.domain.terms.words import terms_stated

_REPLY: Final = "Reply from the mailbox yourself, then `negotiation release` to hand back"
_STOP: Final = "End it: `negotiation stop`"
_APPROVE: Final = "Send the draft as it is: `case approve`"
_EDIT: Final = "Change the draft and send it: `case edit`"
_REJECT: Final = "Discard the draft: `case reject`"
_ANSWER: Final = "Answer in your words: `case answer`"
_TAKE_YES: Final = "They said yes to our offer: `case answer --accept`"

ACTIONS: Final[Mapping[Reason, tuple[str, ...]]] = {
    Reason.ABOVE_APPROVAL_CAP: ("Accept their price: `case answer --accept`", "Counter: `case answer --offer`", _STOP),
    Reason.ATTACHMENT: ("Open the attachment in Gmail and check it", _ANSWER, _REPLY),
    Reason.BOUNCE: ("Check the address with the creator, then correct the roster", _STOP),
    Reason.BUDGET_SPENT: ("Agree all the same: `case answer --accept`", "Make them wait: `negotiation claim`", _STOP),
    Reason.CALL_REQUESTED: ("Arrange the call yourself", _ANSWER),
    Reason.CONNECTION_REFUSED: ("Renew the access that was refused", "Then look at the outbox: `outbox`"),
    Reason.CORRUPT_RECORD: ("Look at the documents named; what they hold is not acted on until they are mended",),
    Reason.DAILY_TOKENS_SPENT: (
        "Nothing: what waits is taken up tomorrow",
        "Raise PARLEY_DAILY_TOKENS for what comes from now on",
    ),
    Reason.DEADLINE_PRESSURE: ("Check whether their deadline is real, and answer before it", _ANSWER, _REPLY),
    Reason.DELIVERABLES_DIFFER: ("Compare the package they priced with the campaign's", _ANSWER),
    Reason.FOREIGN_CURRENCY: ("Agree on the campaign's currency", _ANSWER),
    Reason.GATE_FAILED: ("Review what the check found", _EDIT, _REJECT),
    Reason.HOSTILE: ("Review the tone; a conciliatory reply may help", _ANSWER, _STOP),
    Reason.HUMAN_OWNED: ("Answer the creator", "Hand back: `negotiation release`"),
    Reason.HUMAN_TOOK_OVER: ("Carry on; the agent stepped back", "Hand back: `negotiation release`"),
    Reason.LATE_MAIL: ("Read the mail and answer it yourself if needed",),
    Reason.LEGAL_LANGUAGE: ("Ask the legal team", _ANSWER),
    Reason.MAILBOX_QUIET: (
        "Nothing: what waits is taken up after that time",
        "Find out what else uses up the mailbox's share of Gmail: other programs, a mail merge",
    ),
    Reason.MAILBOX_UNREAD: (
        "Look at the sweep's log, and at https://www.google.com/appsstatus whether Gmail is down",
        "Answer what is urgent from the mailbox yourself; all of it is read once Gmail answers again",
    ),
    Reason.MANY_BOUNCES: (
        "Check the addresses of the roster; replies go on meanwhile",
        "Then send to new people again: `mailbox close-breaker`",
    ),
    Reason.MANY_QUESTIONS: ("Call them, or answer everything at once", _ANSWER),
    Reason.NEEDS_APPROVAL: (_APPROVE, _EDIT, _REJECT),
    Reason.NEGOTIATION_TOKENS_SPENT: (_ANSWER, "Take it over: `negotiation claim`", _STOP),
    Reason.NEW_PARTICIPANT: ("Let this person negotiate: `case approve`", "Keep them out: `case reject`"),
    Reason.NON_CASH_PAY: ("Decide whether they may be paid otherwise than in money", _ANSWER),
    Reason.NON_ENGLISH: ("Have the mail translated, then answer in their language from the mailbox", _ANSWER, _REPLY),
    Reason.NO_ROOM: ("Name a price yourself: `case answer --offer`", _ANSWER, _STOP),
    Reason.OPENING_FAILED: (
        "Mend what the log names, then `campaign launch` again",
        "Write to the creator yourself",
    ),
    Reason.PARKED: ("Read the mail in Gmail and answer it yourself", "Try again: `case approve`"),
    Reason.PAYMENT_DETAILS_CHANGED: ("Confirm the details by another channel before anything is paid", _ANSWER),
    Reason.SEND_UNCLEAR: (
        "Look in the thread whether the mail left",
        "It did not: send it with `case approve`",
        "It did, or it should not: `case reject`",
    ),
    Reason.SUPPRESSED: ("Find out why the address must not be written to", _REJECT, _STOP),
    Reason.SUSPICIOUSLY_LOW: ("Ask whether this price is meant for the whole package", _ANSWER),
    Reason.TARGET_REACHED: (
        "Agree all the same: `case answer --accept`",
        "Decline kindly: `case answer`, then `negotiation stop`",
    ),
    Reason.TERMS_CHANGE: ("Decide on the terms they ask for", _ANSWER),
    Reason.UNANSWERED: (_ANSWER, _REPLY, _STOP),
    Reason.UNCLEAR: ("Ask them what they mean", _ANSWER, _TAKE_YES),
    Reason.UNKNOWN_ANSWER: (_ANSWER, _TAKE_YES, "Answer for the whole campaign: `case answer --remember KEY=TEXT`"),
    Reason.UNKNOWN_MAILBOX: (
        "Ours: add it to PARLEY_MAILBOX, deploy, then call renew_watch",
        "Not ours any more: its watch ends by itself within 7 days",
    ),
    Reason.UNMATCHED: ("Find out who wrote, and answer from the mailbox if needed",),
    Reason.UNTRUSTED_SENDER: ("Check the sender by another channel", "Trust this sender: `case approve`", _STOP),
    Reason.WATCH_SILENT: ("Check the topic's grant for Gmail's publisher, then call renew_watch",),
    Reason.WHILE_ESCALATED: (_ANSWER, _REPLY),
}


def reason_text(reason: Reason) -> str:
    """The reason as people read it: "Above approval cap"."""
    return reason.value.replace("_", " ").capitalize()


def ask_text(case: CaseRecord) -> str | None:
    """Their price, and whether they have written since; None: no single price can be told."""
    if case.their_ask is None:
        return None
    return case.their_ask.display() + (" (they have written again since)" if case.since_ask else "")


def deal_card(campaign: Campaign, negotiation: Negotiation, terms: Terms) -> Card:
    """The agreement, for the agreements channel: every term as the mail to the creator states it."""
    creator, rate = negotiation.creator, terms.rate
    return Card(
        channel=Channel.AGREEMENTS,
        title=f"Deal agreed: {creator.name}",
        fields=(
            ("Creator", f"{creator.name} ({creator.email})"),
            ("Client", campaign.client_name),
            ("Platform", creator.platform.value),
            ("CPM", Money.rounded(implied_cpm(rate, creator.average_views), rate.currency).display()),
            *terms_stated(terms),
            *_remark(campaign, negotiation, terms),
            ("Negotiation", negotiation.id),
        ),
        evidence=None,
        thread=_thread(negotiation),
        draft=None,
        actions=("Send the contract", "Share the brief and schedule the content"),
    )


def _remark(campaign: Campaign, negotiation: Negotiation, terms: Terms) -> tuple[tuple[str, str], ...]:
    limits = price_limits(campaign, negotiation.creator, terms.deliverables)
    if isinstance(limits, NoRoom) or not is_suspiciously_low(terms.rate, limits):
        return ()
    return (("Suspiciously low", f"Our floor was {limits.floor.display()}; see that they mean the whole package"),)


def notice_card(campaign: Campaign, negotiation: Negotiation, title: str, evidence: str) -> Card:
    """A negotiation ended without a deal; nothing to decide, but nobody should have to find out by chance."""
    return Card(
        channel=Channel.AGREEMENTS,
        title=f"{title}: {negotiation.creator.name}",
        fields=(("Client", campaign.client_name), ("Negotiation", negotiation.id)),
        evidence=evidence,
        thread=_thread(negotiation),
        draft=None,
        actions=(),
    )


def escalation_card(case: CaseRecord, negotiation: Negotiation | None, draft: str | None) -> Card:
    """A case, for the escalations channel: why, on what evidence, with which draft and what can be done."""
    who = negotiation.creator.name if negotiation else "no negotiation"
    fields = [
        ("Case", case.id),
        ("Reason", reason_text(case.reason)),
        ("Creator", f"{who} ({negotiation.creator.email})" if negotiation else ""),
        ("Their ask", ask_text(case) or ""),
        ("They also want", "; ".join(case.wishes)),
        ("Our last offer", case.our_last_offer.display() if case.our_last_offer else ""),
        ("The check found", "; ".join(case.failures)),
    ]
    return Card(
        channel=Channel.ESCALATIONS,
        title=f"{reason_text(case.reason)}: {who}",
        fields=tuple((label, value) for label, value in fields if value),
        evidence=case.evidence,
        thread=_thread(negotiation) if negotiation else None,
        draft=draft,
        actions=case.actions,
    )


def _thread(negotiation: Negotiation) -> tuple[str, str] | None:
    return (negotiation.mailbox, negotiation.thread_id) if negotiation.thread_id else None
