"""A campaign file, YAML as marketing people write it, to a campaign. docs/campaign-file.md describes it for them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from pydantic import ValidationError

from shared.application.files.campaign_fields import (
    BudgetFields,
    CampaignFields,
    DeliverableFields,
    FollowUpFields,
    RateFields,
    keys_of,
    told_keys,
)
from shared.application.files.cells import did_you_mean, plain_word
from shared.application.files.yaml_document import Path, Problem, YamlDocument, read_yaml
from shared.domain.bargaining.pricing import CpmBounds, campaign_cpm_bounds
from shared.domain.campaign import (
    NO_FOLLOW_UPS,
    Autonomy,
    Budget,
    Campaign,
    CampaignState,
    Deliverable,
    Facts,
    FollowUps,
    Levers,
    OptimizeFor,
    Product,
    RateCard,
    Scenario,
    UsageRights,
)
from shared.domain.errors import InvalidInput
from shared.domain.money import MINOR_UNITS
from shared.domain.triggers import EVERY_TRIGGER

# Offers after the opening, and requests to clarify: what the team's playbook allows when a campaign does not say.
ROUND_CAP: Final = 5
CLARIFICATION_CAP: Final = 2


def parse_campaign(text: str, now: datetime, *, mailboxes: Collection[str] | None = None) -> Campaign:
    """The campaign of a file, as imported at *now*, version 1.

    *mailboxes* are those it may negotiate from; None: any.

    Raises:
        InvalidInput: every problem of the file, in the order of its lines: "line 4, budget.total: ...".
    """
    document = read_yaml(text)
    problems, fields = list(document.problems), None
    if document.values:
        problems += _pricing_problems(document)
        problems += _deliverable_problems(document)
        problems += [] if mailboxes is None else _mailbox_problems(document, mailboxes)
        try:
            fields = CampaignFields.model_validate(document.values, context={"currency": _currency_of(document)})
        except ValidationError as error:
            problems += _problems_of(error, document)
        else:
            problems += _past_problems(fields, now, document)
    if problems or fields is None:
        raise InvalidInput([str(problem) for problem in sorted(problems, key=lambda problem: problem.line)])
    return _campaign(fields, now)


def _past_problems(fields: CampaignFields, now: datetime, document: YamlDocument) -> list[Problem]:
    """Nobody can be asked for a day that is over."""
    days = {"content_due_on": fields.content_due_on, "publish_on": fields.publish_on}
    return [
        Problem(document.line_of((key,)), (key,), f"{day} is in the past: today is {now:%Y-%m-%d}")
        for key, day in days.items()
        if day is not None and day < now.date()
    ]


def currency_of(text: str) -> str | None:
    """The campaign's currency, even when the rest of the file is wrong; None when it can't be told."""
    return _currency_of(read_yaml(text))


def _currency_of(document: YamlDocument) -> str | None:
    written = document.values.get("currency")
    code = written.upper() if isinstance(written, str) else ""
    return code if code in MINOR_UNITS else None


def _pricing_problems(document: YamlDocument) -> list[Problem]:
    budget = document.values.get("budget")
    if not isinstance(budget, dict):
        return []
    problem = _pricing_problem(budget.keys())
    return [Problem(document.line_of(("budget",)), ("budget",), problem)] if problem else []


def _pricing_problem(keys: Any) -> str | None:
    target, leniency = "cpm_target" in keys, "cpm_leniency" in keys
    bounds = [name for name in ("cpm_floor", "cpm_ceiling") if name in keys]
    if target and bounds:
        return f"cpm_target and {' and '.join(bounds)} both set the price; keep one of the two ways"
    if target:
        return None
    if not bounds:
        return "sets no price: give cpm_target (with cpm_leniency), or cpm_floor and cpm_ceiling"
    if len(bounds) == 1:
        return f"{bounds[0]} needs {'cpm_ceiling' if bounds == ['cpm_floor'] else 'cpm_floor'} beside it"
    return "cpm_leniency belongs to cpm_target; cpm_ceiling says the limit already" if leniency else None


def _deliverable_problems(document: YamlDocument) -> list[Problem]:
    return [problem for path, entries in _packages(document) for problem in _package_problems(document, path, entries)]


def _packages(document: YamlDocument) -> Iterator[tuple[Path, list[Any]]]:
    """Every list of deliverables, with its place."""
    places: list[tuple[Path, object]] = [(("deliverables",), document.values.get("deliverables"))]
    scenarios = document.values.get("scenarios")
    for index, scenario in enumerate(scenarios if isinstance(scenarios, list) else ()):
        if isinstance(scenario, dict):
            places.append((("scenarios", index, "deliverables"), scenario.get("deliverables")))
    yield from ((path, entries) for path, entries in places if isinstance(entries, list))


def _package_problems(document: YamlDocument, path: Path, entries: list[Any]) -> list[Problem]:
    if not entries:
        return [Problem(document.line_of(path), path, "needs at least one entry")]
    first: dict[str, int] = {}
    problems = []
    for index, entry in enumerate(entries):
        place: Path = (*path, index, "type")
        kind = entry.get("type") if isinstance(entry, dict) else None
        if not isinstance(kind, str):
            continue
        line = document.line_of(place)
        if plain_word(kind) in first:
            text = f"{kind!r} is listed already on line {first[plain_word(kind)]}; add up the quantities"
            problems.append(Problem(line, place, text))
        first.setdefault(plain_word(kind), line)
    return problems


def _mailbox_problems(document: YamlDocument, mailboxes: Collection[str]) -> list[Problem]:
    outreach = document.values.get("outreach")
    mailbox = outreach.get("mailbox") if isinstance(outreach, dict) else None
    if not isinstance(mailbox, str) or "@" not in mailbox or mailbox.strip().lower() in mailboxes:
        return []
    path: Path = ("outreach", "mailbox")
    return [Problem(document.line_of(path), path, f"Parley does not read {mailbox!r}; use {' or '.join(mailboxes)}")]


def _problems_of(error: ValidationError, document: YamlDocument) -> list[Problem]:
    known = {problem.path for problem in document.problems}
    found = []
    for detail in error.errors():
        path = tuple(detail["loc"])
        if path not in known:
            found.append(Problem(document.line_of(path), path, _wording(path, detail)))
    return found


def _wording(path: Path, detail: Mapping[str, Any]) -> str:
    match detail["type"]:
        case "missing":
            return "is required"
        case "extra_forbidden":
            return _unknown_key(path)
        case "list_type":
            return "expected a list: one `- ` entry per line"
        case "model_type" | "model_attributes_type":
            return f"expected a group of keys: {', '.join(told_keys(path))}"
        case _:
            return str(detail.get("ctx", {}).get("error", detail["msg"]))


def _unknown_key(path: Path) -> str:
    key = str(path[-1])
    hint = did_you_mean(key, keys_of(path[:-1]))
    return f"unknown key{hint or '; known here: ' + ', '.join(told_keys(path[:-1]))}"


def _campaign(fields: CampaignFields, now: datetime) -> Campaign:
    outreach, product = fields.outreach, fields.product
    return Campaign(
        id=fields.id,
        version=1,
        client_name=fields.client,
        mailbox=outreach.mailbox,
        sender_name=outreach.sender_name,
        currency=fields.currency,
        budget=_budget(fields.budget),
        deliverables=_package(fields.deliverables),
        usage_rights=UsageRights(**dict(fields.usage_rights)),
        product=None if product is None else Product(description=product.description, value=product.value),
        facts=_facts(fields),
        autonomy=Autonomy(**dict(fields.autonomy)),
        outreach_subject=outreach.subject,
        joins_outreach=outreach.join_existing_threads,
        state=CampaignState.IMPORTED,
        created_at=now,
        round_cap=ROUND_CAP if fields.round_cap is None else fields.round_cap,
        clarification_cap=CLARIFICATION_CAP if fields.clarification_cap is None else fields.clarification_cap,
        target_creators=fields.target_creators,
        optimize_for=fields.optimize_for or OptimizeFor.BALANCE,
        ask_inside_limit=fields.ask_inside_limit,
        triggers=EVERY_TRIGGER if fields.triggers is None else fields.triggers.to_domain(),
        rate_cards=tuple(_rate_card(rate) for rate in fields.rates or ()),
        levers=_levers(fields),
        follow_ups=_follow_ups(fields.follow_ups),
    )


def _follow_ups(fields: FollowUpFields | None) -> FollowUps:
    if fields is None:
        return NO_FOLLOW_UPS
    unsaid = NO_FOLLOW_UPS
    return FollowUps(
        after_days=tuple(fields.after_days or ()),
        close_after_days=fields.close_after_days or unsaid.close_after_days,
        then=fields.then or unsaid.then,
    )


def _package(lines: Sequence[DeliverableFields]) -> tuple[Deliverable, ...]:
    return tuple(Deliverable(type=line.type, quantity=line.quantity) for line in lines)


def _rate_card(rate: RateFields) -> RateCard:
    return RateCard(type=rate.type, floor_cpm=rate.cpm_floor.amount, ceiling_cpm=rate.cpm_ceiling.amount)


def _levers(fields: CampaignFields) -> Levers:
    least = fields.usage_rights_minimum
    return Levers(
        scenarios=tuple(Scenario(deliverables=_package(one.deliverables)) for one in fields.scenarios or ()),
        usage_rights_minimum=None if least is None else UsageRights(**dict(least)),
        product_held_back=bool(fields.product and fields.product.hold_back),
        syndication=fields.syndication,
        share_cpm=bool(fields.share_cpm),
    )


def _budget(fields: BudgetFields) -> Budget:
    bounds = _cpm_bounds(fields)
    return Budget(
        total=fields.total,
        floor_cpm=bounds.floor,
        ceiling_cpm=bounds.ceiling,
        minimum_cost=fields.minimum,
        approval_cap=fields.approval_cap,
        cpm_premiums=bool(fields.cpm_premiums),
    )


def _cpm_bounds(fields: BudgetFields) -> CpmBounds:
    if fields.cpm_target is not None:
        return campaign_cpm_bounds(fields.cpm_target.amount, fields.cpm_leniency)
    if fields.cpm_floor is None or fields.cpm_ceiling is None:
        raise ValueError("a budget without a CPM passed the checks")
    return CpmBounds(floor=fields.cpm_floor.amount, ceiling=fields.cpm_ceiling.amount)


def _facts(fields: CampaignFields) -> Facts:
    return Facts(
        timeline=fields.timeline,
        content_due_on=fields.content_due_on,
        publish_on=fields.publish_on,
        payment_terms=fields.payment_terms,
        approval=fields.approval,
        brief=fields.brief,
        exclusivity=fields.exclusivity,
        revision_rounds=fields.revision_rounds,
        raw_footage=fields.raw_footage,
    )
