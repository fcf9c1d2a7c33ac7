"""Every guard of the protocol: where it stands, what deletes it, and the test that must then fail."""

from dataclasses import dataclass
from typing import Final

_COMMIT = "tests/contract/stores/test_commit.py::TestCommit"
_WRITING = "tests/contract/stores/test_writing.py"
_FIRESTORE_FAULTS = "tests/contract/stores/test_firestore_faults.py"
_CLAIMS = "tests/crash/test_claims.py"
_ZOMBIES = "tests/crash/test_zombies.py"
_ZOMBIE = f"{_ZOMBIES}::test_zombie_at_a_call_of_gmail_changes_nothing"
_LOST = "tests/crash/test_lost_answers.py"
_DELIVERIES = "tests/crash/test_deliveries.py"

_CASES = "tests/unit/application/test_cases.py"
_LAST_LOOK = "tests/unit/application/test_last_look.py"
_DRAFTS = "tests/integration/test_drafts_in_gmail.py"
_QUIET = "tests/unit/application/test_quiet.py"

_STORE = "shared/application/store.py"
_PACING = "tests/unit/application/test_pacing.py"
_CLAIM = "shared/application/claims.py"
_DELIVER = "shared/application/deliver.py"
_SQLITE = "shared/adapters/sqlite.py"
_FIRESTORE = "shared/adapters/firestore/store.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """*snippet* stands in *file* exactly once; with *without* in its place the guard is gone and *test* fails."""

    name: str
    file: str
    snippet: str
    without: str
    test: str

    @property
    def needs_firestore(self) -> bool:
        return "firestore" in self.test


GUARDS: Final = (
    Guard(
        name="mail that is queued already is left out",
        file=_STORE,
        snippet="zip(mails, queued, strict=True) if stored is None]",
        without="zip(mails, queued, strict=True)]",
        test=f"{_WRITING}::TestQueueMail::test_mail_that_is_queued_already_is_left_alone[sqlite memory]",
    ),
    Guard(
        name="SQLite creates only what does not exist",
        file=_SQLITE,
        snippet="INSERT INTO documents VALUES (?, ?, ?, 1, ?) ON CONFLICT DO NOTHING",
        without="INSERT OR REPLACE INTO documents VALUES (?, ?, ?, 1, ?)",
        test=f"{_WRITING}::TestCreate::test_an_id_is_taken_once[sqlite memory]",
    ),
    Guard(
        name="Firestore creates only what does not exist",
        file=_FIRESTORE,
        snippet="            batch.create(reference, document)\n",
        without="            batch.set(reference, document)\n",
        test=f"{_WRITING}::TestCreate::test_an_id_is_taken_once[firestore]",
    ),
    Guard(
        name="SQLite's swap names what it replaces",
        file=_SQLITE,
        snippet="WHERE collection = ? AND id = ? AND revision = ?",
        without="WHERE collection = ? AND id = ? AND revision >= ?",
        test=f"{_WRITING}::TestUpdate::test_a_write_in_between_is_seen_and_kept[sqlite memory]",
    ),
    Guard(
        name="Firestore's swap names what it replaces",
        file=_FIRESTORE,
        snippet="        _last(batch).current_document = types.Precondition(update_time=stamp.timestamp_pb())\n",
        without="        del stamp\n",
        test=f"{_WRITING}::TestUpdate::test_a_write_in_between_is_seen_and_kept[firestore]",
    ),
    Guard(
        name="SQLite's commit checks versions",
        file=_SQLITE,
        snippet='if document["version"] - 1 != (stored.document.get("version") if stored else 0):',
        without="if False:",
        test=f"{_COMMIT}::test_one_of_three_steps_from_the_same_state_wins[sqlite memory]",
    ),
    Guard(
        name="Firestore's commit checks versions",
        file="shared/adapters/firestore/transaction.py",
        snippet="if transaction.begin(versions) == versions:",
        without="if transaction.begin(versions):",
        test=f"{_COMMIT}::test_one_of_three_steps_from_the_same_state_wins[firestore]",
    ),
    Guard(
        name="Firestore's lost answer is looked up by its attempt id",
        file=_FIRESTORE,
        snippet="return etags if any(etags) else None",
        without="return None",
        test=f"{_FIRESTORE_FAULTS}::TestLostAnswers::test_a_committed_step_is_reported_as_committed[UNAVAILABLE]",
    ),
    Guard(
        name="a refusal from memory is looked at again",
        file=_STORE,
        snippet="if done or (done is None and not guess):",
        without="if done or done is None:",
        test="tests/contract/stores/test_remembering.py"
        "::TestBehind::test_what_was_taken_when_last_seen_may_be_free_now[sqlite file]",
    ),
    Guard(
        name="the cursor only moves forward",
        file=_STORE,
        snippet="if box.cursor is not None and cursor <= box.cursor:",
        without="if cursor == box.cursor:",
        test=f"{_WRITING}::TestQueueMail::test_the_cursor_never_moves_back[sqlite memory]",
    ),
    Guard(
        name="a lease keeps others out",
        file=_CLAIM,
        snippet="return lease_until is None or lease_until <= now",
        without="return True",
        test=f"{_CLAIMS}::test_an_entry_is_one_workers_until_its_lease_is_over",
    ),
    Guard(
        name="a draft is recorded with our token only",
        file=_CLAIM,
        snippet="        if current.token != claimed.token:\n            return None\n        if current.draft_id",
        without="        if current.draft_id",
        test=f"{_CLAIMS}::test_an_overtaken_worker_records_no_draft",
    ),
    Guard(
        name="a draft is recorded only where none is",
        file=_CLAIM,
        snippet="        if current.draft_id is not None:\n            return None\n",
        without="",
        test=f"{_CLAIMS}::test_a_second_draft_is_not_recorded",
    ),
    Guard(
        name="an entry is postponed with our token only",
        file=_CLAIM,
        snippet="if current.token != claimed.token or current.state not in TO_SEND:",
        without="if current.state not in TO_SEND:",
        test=f"{_CLAIMS}::test_an_overtaken_worker_postpones_nothing",
    ),
    Guard(
        name="a thread is given back with our token only",
        file=_CLAIM,
        snippet="if current.token != lane.token or current.lease_until is None:",
        without="if current.lease_until is None:",
        test=f"{_CLAIMS}::test_an_overtaken_worker_frees_no_thread",
    ),
    Guard(
        name="a thread that is free already is not given back",
        file=_CLAIM,
        snippet="if current.token != lane.token or current.lease_until is None:",
        without="if current.token != lane.token:",
        test=f"{_CLAIMS}::test_a_turn_that_was_committed_after_all_is_not_taken_back",
    ),
    Guard(
        name="only the recorded draft is sent",
        file=_DELIVER,
        snippet="    recorded = record_draft(app, entry, draft.draft_id, draft.thread_id)\n",
        without=(
            "    record_draft(app, entry, draft.draft_id, draft.thread_id)\n"
            "    import dataclasses\n"
            "    found = {'draft_id': draft.draft_id, 'draft_thread_id': draft.thread_id}\n"
            "    recorded = dataclasses.replace(entry, **found)\n"
        ),
        test=f"{_ZOMBIE}[before-drafts.create]",
    ),
    Guard(
        name="what leaves is the mail that was decided, whatever its draft holds",
        file="shared/adapters/gmail/writes.py",
        snippet='body = {"id": draft_id, "message": _message(raw, thread_id)}',
        without='body = {"id": draft_id}',
        test=f"{_DRAFTS}::test_a_draft_that_a_person_edits_leaves_once_and_as_it_was_decided[message-sqlite]",
    ),
    Guard(
        name="a mail that was found sent is compared with what was decided",
        file="shared/application/finish.py",
        snippet="changed=changes(app, entry.mail, sent)",
        without="changed=None",
        test=f"{_DRAFTS}::test_a_draft_that_a_person_edits_and_sends_is_recorded_as_it_left[A new subject-sqlite]",
    ),
    Guard(
        name="a sent mail is looked for outside its thread too",
        file=_DELIVER,
        snippet="    return in_thread or app.mailbox.find_sent(mail, marker=entry.id)\n",
        without="    return in_thread\n",
        test=f"{_LOST}::test_failure_mode_01_lost_reply_on_every_gmail_write_leaves_one_mail[opening-drafts.send-drop]",
    ),
    Guard(
        name="a sent mail is known by its marker",
        file=_DELIVER,
        snippet="message.marker == entry.id and message.is_sent), None)",
        without='message.marker == "" and "SENT" in message.labels), None)',
        test="tests/unit/application/test_sending.py"
        "::TestDrafts::test_a_mail_that_left_is_known_in_its_thread_without_gmails_search",
    ),
    Guard(
        name="a forgotten draft is known by its marker",
        file=_DELIVER,
        snippet="left = app.mailbox.find_draft(mail.mailbox, marker=entry.id) if entry.attempts > 1 else None",
        without="left = None",
        test=f"{_LOST}::test_failure_mode_01_lost_reply_on_every_gmail_write_leaves_one_mail[counter-drafts.create-drop]",
    ),
    Guard(
        name="a consumed draft is looked up before a person is asked",
        file=_DELIVER,
        snippet=("    sent = _look_for(app, entry, mail)\n    if sent is None:\n        give_up("),
        without="    sent = None\n    if sent is None:\n        give_up(",
        test="tests/unit/application/test_sending.py::TestDrafts::test_a_draft_that_another_worker_sent_is_counted_as_sent",
    ),
    Guard(
        name="a mail is finished once",
        file="shared/application/finish.py",
        snippet="        if current.state is EntryState.SENT:\n            return\n",
        without="",
        test=f"{_ZOMBIE}[after-drafts.send]",
    ),
    Guard(
        name="a newer mail holds back the answer to an older one",
        file=_DELIVER,
        snippet="            _take_back(app, entry, mail, stale)\n",
        without="            _send_fresh(app, entry, mail, SendingRules(seconds_between=0))\n",
        test=f"{_LOST}::test_lost_reply_on_deleting_an_outdated_draft_leaves_one_mail[drop]",
    ),
    Guard(
        name="Gmail is not asked about a quiet mailbox",
        file="shared/application/quiet.py",
        snippet="    if until is not None:\n        said",
        without="    if False:\n        said",
        test=f"{_QUIET}::TestNobodyCalls::test_everything_that_would_ask_gmail_waits",
    ),
    Guard(
        name="the later of two wishes for quiet stays",
        file="shared/application/quiet.py",
        snippet="        return None if later else replace(",
        without="        return replace(",
        test=f"{_QUIET}::TestTheTime::test_the_later_wish_stays",
    ),
    Guard(
        name="a stop is asked about before each mail",
        file="shared/application/fresh.py",
        snippet="if negotiation.state is State.STOPPED:",
        without="if False:",
        test=f"{_DELIVERIES}::test_a_stop_between_a_crash_and_the_recovery_lets_nothing_leave",
    ),
    Guard(
        name="a newer mail in another thread holds back the answer to an older one",
        file="shared/application/fresh.py",
        snippet="        or overtaken_elsewhere(app, entry, negotiation, thread)\n",
        without="",
        test=(
            f"{_LAST_LOOK}::TestAnotherThread"
            "::test_with_a_newer_mail_holds_the_answer_back_and_both_are_decided_there[True]"
        ),
    ),
    Guard(
        name="a suppressed address is asked about before each mail",
        file="shared/application/fresh.py",
        snippet="        or _unwelcome(suppressed)\n",
        without="",
        test=f"{_LAST_LOOK}::TestSuppressedAddress::test_is_not_written_to_and_a_person_decides",
    ),
    Guard(
        name="a suppressed address is asked about before a mail is sent again",
        file="shared/application/release_mail.py",
        snippet="    _refuse_suppressed(settling.app, mail)\n    journal = settling.journal\n    again",
        without="    journal = settling.journal\n    again",
        test=f"{_LAST_LOOK}::TestSuppressedAddress::test_is_not_told_of_an_agreement",
    ),
    Guard(
        name="what a dead turn had committed is sent on redelivery",
        file="shared/application/take_turn.py",
        snippet="        _carry_on(app, mail)\n",
        without="",
        test=f"{_DELIVERIES}::test_a_redelivered_event_sends_what_a_process_had_committed_when_it_died[counter]",
    ),
    Guard(
        name="the check reads what the model worded",
        file="shared/application/word_reply.py",
        snippet="        found = _faults(worded, body, terms, speech.reply)\n",
        without="        del terms\n",
        test=f"{_CASES}::TestGate::test_a_failed_repair_goes_to_a_person_with_draft_and_faults",
    ),
    Guard(
        name="the check reads what a person wrote",
        file="shared/application/person_mail.py",
        snippet="gate_failures(body, speech)",
        without="()",
        test=f"{_CASES}::TestReview::test_an_edit_that_the_gate_refuses_changes_nothing",
    ),
    Guard(
        name="a mail takes its slot in the mailbox's cap",
        file=_DELIVER,
        snippet="take_slot(app, entry, mail, rules)",
        without="None",
        test=f"{_PACING}::TestCaps::test_a_reply_still_leaves_when_first_contacts_have_used_their_share",
    ),
    Guard(
        name="a card is looked for before it is posted again",
        file=_DELIVER,
        snippet="app.notifier.find(card, marker=entry.id) if entry.attempts > 1 else None",
        without="None",
        test=f"{_LOST}::test_a_card_whose_answer_is_lost_is_posted_once[drop]",
    ),
    Guard(
        name="a card is posted inside the lease only",
        file=_DELIVER,
        snippet="    if posted is None and not may_post(app, entry):\n",
        without="    if False:\n",
        test=f"{_ZOMBIES}::test_zombie_between_the_claim_and_the_post_of_a_card_posts_no_second",
    ),
    Guard(
        name="a mail that kills its turns is parked",
        file="shared/application/take_turn.py",
        snippet="lane.attempts > MAX_ATTEMPTS",
        without="False",
        test=f"{_DELIVERIES}::test_failure_mode_08_a_mail_that_kills_every_turn_is_parked_after_five_while_others_are_served",
    ),
    Guard(
        name="the state is committed before anything leaves",
        file="shared/application/open_negotiation.py",
        snippet="    if not app.store.commit([*journal.records(), outreach, done]):\n",
        without=(
            "    for entry in journal.entries:\n"
            "        made = app.mailbox.create_draft(entry.mail, marker=entry.id)\n"
            "        app.mailbox.send_draft(entry.mail, made.draft_id, marker=entry.id)\n"
            "    if not app.store.commit([*journal.records(), outreach, done]):\n"
        ),
        test=f"{_DELIVERIES}::test_a_process_that_dies_while_it_opens_has_committed_before_it_sends[drafts.send]",
    ),
)
