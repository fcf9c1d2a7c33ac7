from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shared.adapters.sqlite import SqliteStore
from shared.application.files.campaign_file import parse_campaign
from shared.application.import_campaign import ImportReport, import_campaign, task_id
from shared.application.store import Store
from shared.domain.campaign import Campaign, CampaignState, Creator, Platform
from shared.domain.errors import InvalidInput, NotAllowed
from shared.domain.money import Money
from shared.domain.records import OutreachRecord, SuppressionRecord, TaskRecord, TaskState

CAMPAIGN = (Path(__file__).parents[2] / "data" / "campaigns" / "complete.yaml").read_text("utf-8")
ID = "northwind-spring"
MONDAY = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
TUESDAY = datetime(2027, 1, 5, 9, 0, tzinfo=UTC)
HEADER = "Name,Email,Platform,Handle,Average Views,Min Rate,Max Rate,Engagement Rate\n"
JO = "Jo Park,jo@creators.example,Instagram,@jo,50000,,1500,\n"
SAM = "Sam Ortiz,sam@creators.example,TikTok,@sam,80k,,,\n"
ANA = "Ana Lima,ana@creators.example,YouTube,@ana,60k,,,\n"


@pytest.fixture(name="store")
def store_in_memory() -> Iterator[Store]:
    store = SqliteStore(":memory:")
    yield store
    store.close()


def imported(store: Store, *rows: str, campaign: str = CAMPAIGN, now: datetime = MONDAY) -> ImportReport:
    return import_campaign(
        store, campaign_text=campaign, roster_text=HEADER + "".join(rows), now=now, mailboxes={"deals@brand.example"}
    )


def test_a_campaign_of_a_mailbox_that_nobody_reads_is_refused_with_those_that_are_read(store: Store) -> None:
    with pytest.raises(InvalidInput) as refused:
        import_campaign(
            store,
            campaign_text=CAMPAIGN,
            roster_text=HEADER + JO,
            now=MONDAY,
            mailboxes=("talent@brand.example", "uk@brand.example"),
        )
    (problem,) = refused.value.problems
    assert problem.endswith(
        "outreach.mailbox: Parley does not read 'deals@brand.example'; use talent@brand.example or uk@brand.example"
    )
    assert nothing_is_stored(store)


def launch(store: Store) -> None:
    store.update(store.campaign(ID), lambda campaign: replace(campaign, state=CampaignState.LAUNCHED))


def emails(store: Store) -> set[str]:
    return {task.creator.email for task in store.tasks(ID)}


def nothing_is_stored(store: Store) -> bool:
    return not store.campaigns() and not store.tasks(ID)


def refusal(store: Store, campaign: str, roster: str) -> tuple[str, ...]:
    with pytest.raises(InvalidInput) as refused:
        import_campaign(
            store, campaign_text=campaign, roster_text=roster, now=MONDAY, mailboxes={"deals@brand.example"}
        )
    return refused.value.problems


def test_an_import_stores_the_campaign_and_a_planned_task_per_creator(store: Store) -> None:
    assert imported(store, JO) == ImportReport(
        campaign_id=ID,
        read=1,
        planned=("jo@creators.example",),
        already_known=(),
        suppressed=(),
        rejected=(),
        notes=(),
    )
    assert store.campaign(ID) == replace(parse_campaign(CAMPAIGN, MONDAY), creator_names=("Jo Park",))
    assert store.tasks(ID) == [
        TaskRecord(
            id=task_id("jo@creators.example"),
            version=1,
            campaign_id=ID,
            creator=Creator(
                name="Jo Park",
                email="jo@creators.example",
                platform=Platform.INSTAGRAM,
                handle="@jo",
                average_views=50_000,
                maximum_rate=Money.of("1500.00", "USD"),
            ),
            state=TaskState.PLANNED,
            queued_at=MONDAY,
        )
    ]


def test_texts_that_no_mail_may_say_are_told_before_any_mail_is_written(store: Store) -> None:
    odd = CAMPAIGN + "raw_footage: All of it (4K, 60 fps)\n" + "syndication: See [link] for where it is shown\n"
    report = imported(store, JO, campaign=odd.replace("description: ", "description: a $50 gift card and "))
    waits = "until then mails that say it wait for a person"
    assert report.notes == (
        f"product.description: '$50': an amount that was not decided; leave it out; {waits}",
        f"raw_footage: '4K': this figure does not belong in the mail; leave it out; {waits}",
        f"syndication: '[link]': something was left to fill in; {waits}",
    )
    assert emails(store) == {"jo@creators.example"}


def test_the_texts_of_the_file_are_read_and_not_those_that_it_replaces(store: Store) -> None:
    waits = "until then mails that say it wait for a person"
    imported(store, JO, campaign=CAMPAIGN + "raw_footage: All of it (4K, 60 fps)\n")

    assert imported(store, JO, campaign=CAMPAIGN + "raw_footage: All of it, as Jo Park films it\n").notes == (
        f"raw_footage: 'Jo Park': another creator; leave them out; {waits}",
    )


def test_the_id_of_a_task_carries_no_address() -> None:
    assert task_id("jo@creators.example") == "56f38ca79a6d88cde823"


def test_l62_rejected_rows_are_reported_and_the_good_ones_are_planned(store: Store) -> None:
    report = imported(store, JO, "Kim,kim@creators.example,IG,@kim,none,,,\n", SAM)
    assert (report.read, report.planned) == (3, ("jo@creators.example", "sam@creators.example"))
    assert [line for row in report.rejected for line in row.lines()] == [
        "row 2 (line 3): Average Views: 'none': not a number"
    ]
    assert emails(store) == {"jo@creators.example", "sam@creators.example"}


def test_l58_mistakes_of_both_files_are_reported_together_and_nothing_is_stored(store: Store) -> None:
    campaign = CAMPAIGN.replace("total: $20,000", "total: TBD").replace("mails: auto", "mails: always")
    roster = HEADER + JO + "Kim,kim@creators.example,IG,@kim,50k,€900,,\n"
    assert refusal(store, campaign, roster) == (
        "campaign: line 6, budget.total: 'TBD': not a number",
        "campaign: line 37, autonomy.mails: 'always' is not one of: auto, review",
        "roster: row 2 (line 3): Min Rate: '€900': in EUR, the campaign is in USD",
    )
    assert nothing_is_stored(store)


def test_a_campaign_without_a_currency_leaves_the_roster_unchecked_and_says_so(store: Store) -> None:
    assert refusal(store, CAMPAIGN.replace("currency: USD\n", ""), HEADER + JO) == (
        "campaign: line 1, currency: is required",
        "roster: not checked, because the campaign's currency is not known",
    )
    assert nothing_is_stored(store)


@pytest.mark.parametrize(
    ("roster", "problems"),
    [
        ("", ("roster: the roster is empty",)),
        (
            "Name,Email\n",
            tuple(
                f"roster: column '{name}' is missing"
                for name in ("Platform", "Handle", "Average Views", "Min Rate", "Max Rate")
            ),
        ),
        (
            HEADER + "Kim,kim@creators.example,IG,@kim,none,,,\n",
            ("roster: no row can be imported", "roster: row 1 (line 2): Average Views: 'none': not a number"),
        ),
    ],
)
def test_l64_an_unusable_roster_imports_nothing(store: Store, roster: str, problems: tuple[str, ...]) -> None:
    assert refusal(store, CAMPAIGN, roster) == problems
    assert nothing_is_stored(store)


def test_l59_importing_the_same_files_again_changes_nothing(store: Store) -> None:
    imported(store, JO, SAM)
    campaign, tasks = store.campaign(ID), store.tasks(ID)
    report = imported(store, JO, SAM, now=TUESDAY)
    assert (report.planned, report.already_known) == ((), ("jo@creators.example", "sam@creators.example"))
    assert (store.campaign(ID), store.tasks(ID)) == (campaign, tasks)


def test_l67_importing_again_adds_the_new_creators_only(store: Store) -> None:
    imported(store, JO)
    report = imported(store, JO, SAM, now=TUESDAY)
    assert (report.planned, report.already_known) == (("sam@creators.example",), ("jo@creators.example",))
    queued = {task.creator.email: task.queued_at for task in store.tasks(ID)}
    assert queued == {"jo@creators.example": MONDAY, "sam@creators.example": TUESDAY}


def test_the_campaign_keeps_the_names_of_everybody_it_ever_imported(store: Store) -> None:
    imported(store, JO)
    launch(store)
    imported(store, JO, SAM)
    assert store.campaign(ID).creator_names == ("Jo Park", "Sam Ortiz")
    assert store.campaign(ID).state is CampaignState.LAUNCHED


def test_l67_a_renamed_creator_is_the_same_creator(store: Store) -> None:
    imported(store, JO)
    report = imported(store, JO.replace("Jo Park", "Joanna Park").replace("jo@", "JO@"))
    assert (report.planned, report.already_known) == ((), ("jo@creators.example",))
    assert [task.creator.name for task in store.tasks(ID)] == ["Jo Park"]


def test_l66_a_changed_row_of_a_known_creator_is_reported_with_before_and_after_and_not_applied(store: Store) -> None:
    imported(store, JO)
    report = imported(store, JO.replace("50000,,1500", "60k,900,"))
    assert report.notes == (
        "row 1 (line 2): jo@creators.example stays as imported before; not applied: average_views from 50000 to 60000; "
        "minimum_rate from nothing to $900.00; maximum_rate from $1,500.00 to nothing",
    )
    (task,) = store.tasks(ID)
    assert task.creator.maximum_rate == Money.of("1500.00", "USD")


def test_l67_a_creator_contacted_for_the_campaign_is_known_even_without_a_task(store: Store) -> None:
    outreach = OutreachRecord(
        id=f"{ID}:jo@creators.example",
        version=1,
        campaign_id=ID,
        email="jo@creators.example",
        negotiation_id="n1",
        at=MONDAY,
    )
    assert store.create(outreach)
    report = imported(store, JO, SAM)
    assert (report.planned, report.already_known) == (("sam@creators.example",), ("jo@creators.example",))
    assert emails(store) == {"sam@creators.example"}


def test_l67_a_suppressed_address_is_reported_and_not_planned(store: Store) -> None:
    assert store.create(SuppressionRecord(email="jo@creators.example", version=1, why="asked to stop", at=MONDAY))
    report = imported(store, JO, SAM)
    assert (report.planned, report.suppressed) == (("sam@creators.example",), ("jo@creators.example",))
    assert emails(store) == {"sam@creators.example"}


def test_terms_may_change_before_the_launch(store: Store) -> None:
    imported(store, JO)
    imported(store, JO, campaign=CAMPAIGN.replace("total: $20,000", "total: $25,000"), now=TUESDAY)
    campaign = store.campaign(ID)
    assert campaign.budget.total == Money.of("25000.00", "USD")
    assert (campaign.version, campaign.created_at) == (2, MONDAY)


def test_changed_terms_of_a_launched_campaign_are_refused_by_name_and_nothing_is_stored(store: Store) -> None:
    imported(store, JO)
    launch(store)
    stored = store.campaign(ID)
    changed = (
        CAMPAIGN.replace("cpm_leniency: 50 %", "cpm_leniency: 75 %")
        .replace("approval_cap: $4,000", "approval_cap: $5,000")
        .replace("quantity: 2", "quantity: 3")
        .replace("  value: $120", "")
        .replace("payment_terms: The fee is paid by bank transfer within 30 days", "payment_terms: Paid within 60 days")
        .replace("client: Northwind Skincare", "client: Northwind")
    )
    with pytest.raises(NotAllowed) as refused:
        imported(store, JO, SAM, campaign=changed)
    assert str(refused.value) == (
        "campaign northwind-spring is launched, its terms stay; the file changes "
        "client from 'Northwind Skincare' to 'Northwind'; "
        "budget.cpm_ceiling from 30.00 to 35.00; "
        "budget.approval_cap from $4,000.00 to $5,000.00; "
        "deliverables from 1 Instagram Reel, 2 Instagram stories to 1 Instagram Reel, 3 Instagram stories; "
        "product.value from $120.00 to nothing; "
        "payment_terms from 'The fee is paid by bank transfer within 30 days after the content is live.' "
        "to 'Paid within 60 days after the content is live.'"
    )
    assert store.campaign(ID) == stored
    assert emails(store) == {"jo@creators.example"}


def test_new_creators_of_a_launched_campaign_are_planned_until_it_is_launched_again(store: Store) -> None:
    imported(store, JO)
    launch(store)
    report = imported(store, JO, ANA)
    assert report.planned == ("ana@creators.example",)
    assert report.notes == (
        "campaign northwind-spring is launched already: launch it again to open with the new creators",
    )
    assert {task.state for task in store.tasks(ID)} == {TaskState.PLANNED}
    assert store.campaign(ID).state is CampaignState.LAUNCHED


class _LaunchedMeanwhile(SqliteStore):
    """A store in which somebody launches the campaign right after the import read it."""

    raced = False

    def tasks(self, campaign_id: str) -> list[TaskRecord]:
        found = super().tasks(campaign_id)
        if self.existing(Campaign, [campaign_id]) and not self.raced:
            self.raced = True
            launch(self)
        return found


def test_a_launch_during_the_import_keeps_the_launched_terms() -> None:
    store = _LaunchedMeanwhile(":memory:")
    imported(store, JO)
    with pytest.raises(NotAllowed):
        imported(store, JO, campaign=CAMPAIGN.replace("total: $20,000", "total: $25,000"))
    assert store.campaign(ID).budget.total == Money.of("20000.00", "USD")
    store.close()


def test_a_roster_of_two_thousand_is_one_import(store: Store) -> None:
    rows = [f"Jo,jo{n}@creators.example,IG,@jo,50k,,,\n" for n in range(2_000)]
    assert len(imported(store, *rows).planned) == 2_000
    assert len(store.tasks(ID)) == 2_000
