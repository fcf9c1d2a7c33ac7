"""What a simulated creator answers; every number is a multiple of the first offer, so it is true for any campaign."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal
from enum import StrEnum

# A campaign's limit is 1.5 times its opening here (CPM target with 50 % leniency): what is to be refused lies above.
INSIDE_THE_LIMIT = Decimal("1.3")
ABOVE_THE_LIMIT = Decimal("1.8")
FAR_ABOVE = Decimal(4)
HAGGLING = (Decimal("2.2"), Decimal("1.9"), Decimal("1.7"))
_ROUNDING = Decimal(10)


class Role(StrEnum):
    """Who a mail comes from, or what kind of machine."""

    CREATOR = "creator"
    MANAGER = "manager"
    AUTO_REPLY = "auto_reply"
    MAILER_DAEMON = "mailer_daemon"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What a creator knows when a mail has arrived.

    Attributes:
        heard: mails received from the product, this one included.
        first_offer: dollars of the first offer ever seen; None before there is one.
        offer: dollars that this mail offers; None when it offers nothing.
        reader: first name of who wrote to them.
    """

    heard: int
    first_offer: Decimal | None
    offer: Decimal | None
    reader: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Says:
    """One mail to send.

    Attributes:
        ask: dollars it asks for; None when it names no price.
        after_seconds: pause before it, on top of the usual thinking time.
    """

    text: str
    role: Role = Role.CREATOR
    ask: Decimal | None = None
    after_seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """Attributes: settled: nothing more will come from this side unless it is written to again."""

    says: tuple[Says, ...] = ()
    settled: bool = False


Behaviour = Callable[[Scene], Response]

SILENT = Response(settled=True)


def accepts_the_opening(scene: Scene) -> Response:
    if scene.heard > 1:
        return SILENT
    return _says(
        f"Hi {scene.reader}!\n\nThanks for reaching out, I love what you're doing. Sounds good to me, let's do it!\n\n"
        "Send over whatever you need me to sign.",
        settled=True,
    )


def haggles_three_rounds(scene: Scene) -> Response:
    """Three asks above the limit, each lower, then the standing offer is good enough."""
    texts = (
        "Thanks for the offer. For a package like this I charge {ask}.",
        "I see you came up a bit, thank you. I can come down to {ask}, I put real production time into these.",
        "We're getting closer. {ask} and I would start next week.",
    )
    if scene.heard <= len(HAGGLING):
        ask = _ask(scene, HAGGLING[scene.heard - 1])
        return _asks(f"Hi {scene.reader},\n\n{texts[scene.heard - 1]}\n\nBest regards", ask, style="${:,.2f}")
    if scene.heard == len(HAGGLING) + 1 and scene.offer is not None:
        return _accepts(scene, "Fair enough, you've met me halfway.")
    return SILENT


def asks_far_above(scene: Scene) -> Response:
    """The same price again and again, until a mail comes without an offer."""
    if scene.heard > 1 and scene.offer is None:
        return SILENT
    ask = _ask(scene, FAR_ABOVE)
    words = "My rate for this scope is {ask}." if scene.heard == 1 else "As I said, I charge {ask}. That is firm."
    return _asks(f"Hello {scene.reader},\n\nThank you for your mail. {words}\n\nKind regards", ask, style="{:,.0f} USD")


def asks_questions_first(scene: Scene) -> Response:
    if scene.heard == 1:
        return _says(
            f"Hi {scene.reader},\n\nThis sounds interesting. Before I decide: which usage rights would you need?\n\n"
            "And how does payment work on your side?"
        )
    if scene.heard == 2:
        return Response(
            says=(Says(text=f"Hi {scene.reader},\n\nThat clears it up, thanks. Deal, count me in."),), settled=True
        )
    return SILENT


def is_vague_twice(scene: Scene) -> Response:
    texts = (
        "Hmm, it depends a bit on the month. Let me think about it.",
        "Hard to say really, I'd have to check what else is going on. Somewhere in the usual area, maybe.",
    )
    if scene.heard <= len(texts):
        return _says(f"Hey {scene.reader},\n\n{texts[scene.heard - 1]}")
    if scene.heard == len(texts) + 1:
        ask = _ask(scene, INSIDE_THE_LIMIT)
        return _asks(f"Hey {scene.reader},\n\nOkay, I checked: {{ask}} all in.", ask, style="${:,.0f}", settled=True)
    return _accepts_lower_offer(scene) if scene.heard == len(texts) + 2 else SILENT


def is_out_of_office(scene: Scene) -> Response:
    if scene.heard > 1:
        return SILENT
    auto_reply = (
        "Hi,\n\nI'm out of the office with limited access to email and will be back on Monday.\n"
        "For urgent requests please try me again then.\n\nSofia"
    )
    answer = (
        f"Hi {scene.reader},\n\nBack at my desk now, sorry for the wait! Yes, that works for me, happy to go ahead."
    )
    return Response(
        says=(Says(text=auto_reply, role=Role.AUTO_REPLY), Says(text=answer, after_seconds=1.5)), settled=True
    )


def counters_once(scene: Scene) -> Response:
    if scene.heard == 1:
        ask = _ask(scene, ABOVE_THE_LIMIT)
        return _asks(f"Hey {scene.reader}\n\nthx for the mail! I'd do it for {{ask}}", ask, style="${:,.0f}")
    return _accepts(scene, "Ok!") if scene.heard == 2 and scene.offer is not None else SILENT


def lets_the_manager_answer(scene: Scene) -> Response:
    if scene.heard == 1:
        ask = _ask(scene, INSIDE_THE_LIMIT)
        text = (
            f"Hi {scene.reader},\n\nI manage Jane and handle her partnerships, she passed your note on to me "
            "(Jane is in cc).\n\nHer rate is {ask} for the package.\n\nBest,"
        )
        return _asks(text, ask, style="${:,.0f}", role=Role.MANAGER, settled=True)
    if scene.heard == 2 and scene.offer is not None:
        text = f"Hi {scene.reader},\n\nThat works for us, agreed.\n\nBest,"
        return Response(says=(Says(text=text, role=Role.MANAGER),), settled=True)
    return SILENT


def corrects_itself_at_once(scene: Scene) -> Response:
    """Two mails within a second; the second one counts."""
    if scene.heard > 1:
        return _accepts_lower_offer(scene) if scene.heard == 2 else SILENT
    first, second = _ask(scene, ABOVE_THE_LIMIT), _ask(scene, INSIDE_THE_LIMIT)
    if first is None or second is None:
        return _no_price(scene)
    return Response(
        says=(
            Says(text=f"Hi {scene.reader}, happy to talk. I'd want ${first:,.0f}.", ask=first),
            Says(text=f"Sorry, hit send too early! I meant ${second:,.0f} for the whole package.", ask=second),
        ),
        settled=True,
    )


def says_no(scene: Scene) -> Response:
    if scene.heard > 1:
        return SILENT
    return _says(
        f"Hallo {scene.reader},\n\nthank you for thinking of me, but I'm not interested in sponsored posts this "
        "year.\n\nViele Grüße",
        settled=True,
    )


def is_hostile(scene: Scene) -> Response:
    if scene.heard > 1:
        return SILENT
    return _says("Is this a joke? This is insulting. Stop wasting my time with this spam.", settled=True)


def does_not_exist(scene: Scene) -> Response:
    del scene
    return Response(says=(Says(text="", role=Role.MAILER_DAEMON),), settled=True)


def answers_the_follow_up(scene: Scene) -> Response:
    """Says nothing to the first mail; the second one finds a better moment."""
    if scene.heard != 2:
        return SILENT
    return _says(
        f"Hi {scene.reader},\n\nSorry, this slipped through! Yes, that works for me, let's do it.", settled=True
    )


# Needs days to pass, which the demo does not have.
ONLY_WITH_PATIENCE = frozenset({"answers_the_follow_up"})

BEHAVIOURS: Mapping[str, Behaviour] = {
    item.__name__: item
    for item in (
        accepts_the_opening,
        haggles_three_rounds,
        asks_far_above,
        asks_questions_first,
        is_vague_twice,
        is_out_of_office,
        counters_once,
        lets_the_manager_answer,
        corrects_itself_at_once,
        says_no,
        is_hostile,
        does_not_exist,
        answers_the_follow_up,
    )
}


def _ask(scene: Scene, multiple: Decimal) -> Decimal | None:
    """A round price at *multiple* times the first offer; None when no offer was seen."""
    if scene.first_offer is None:
        return None
    return (scene.first_offer * multiple / _ROUNDING).to_integral_value(ROUND_UP) * _ROUNDING


def _asks(text: str, ask: Decimal | None, *, style: str, role: Role = Role.CREATOR, settled: bool = False) -> Response:
    if ask is None:
        return Response(says=(Says(text="Hi,\n\nWhat is your budget for this?", role=role),))
    return Response(says=(Says(text=text.replace("{ask}", style.format(ask)), role=role, ask=ask),), settled=settled)


def _no_price(scene: Scene) -> Response:
    return _says(f"Hi {scene.reader},\n\nWhat is your budget for this?")


def _says(text: str, *, settled: bool = False) -> Response:
    return Response(says=(Says(text=text),), settled=settled)


def _accepts(scene: Scene, opening: str) -> Response:
    return _says(f"Hi {scene.reader},\n\n{opening} Deal, ${scene.offer:,.2f} works for me.", settled=True)


def _accepts_lower_offer(scene: Scene) -> Response:
    """After a last word: an offer below it is taken, its confirmation needs no answer."""
    if scene.first_offer is None or scene.offer is None or scene.offer >= scene.first_offer * INSIDE_THE_LIMIT:
        return SILENT
    return _accepts(scene, "Alright.")
