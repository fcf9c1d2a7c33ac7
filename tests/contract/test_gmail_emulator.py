import base64
import json
import subprocess
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import authres
import pytest
import requests
from googleapiclient.errors import HttpError

from tests.contract.gmail_stand_in import CREATOR, OTHER, TEAM, TIMEOUT, StandIn, encoded, mail, reply_to, stand_in


@pytest.fixture(name="gmail")
def _gmail() -> Iterator[StandIn]:
    with stand_in() as gmail:
        yield gmail


def incoming(text: str = "Hi there", **headers: str) -> bytes:
    return mail(sender=f"Mia <{CREATOR}>", to=TEAM, text=text, Message_ID="<one@creator.example>", **headers)


def with_attachment() -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = CREATOR, TEAM, "Rates \N{SPARKLES}"
    message.set_content("My rates are attached & final.")
    message.add_alternative("<p>My rates are attached.</p>", subtype="html")
    message.add_attachment(b"%PDF rates", maintype="application", subtype="pdf", filename="rates.pdf")
    return bytes(message)


def test_profile_counts_messages_and_threads(gmail: StandIn) -> None:
    gmail.deliver(incoming())
    gmail.deliver(incoming(text="again"))
    profile = gmail.users.getProfile(userId="me").execute()
    assert (profile["emailAddress"], profile["messagesTotal"], profile["threadsTotal"]) == (TEAM, 2, 2)


def test_an_address_that_nobody_has_is_refused(gmail: StandIn) -> None:
    with pytest.raises(HttpError) as caught:
        gmail.users.getProfile(userId="stranger@brand.example").execute()
    assert (caught.value.status_code, caught.value.error_details[0]["reason"]) == (403, "forbidden")


def test_mailboxes_are_apart(gmail: StandIn) -> None:
    gmail.deliver(incoming(), mailbox=OTHER)
    assert "messages" not in gmail.users.messages().list(userId=TEAM).execute()
    assert len(gmail.users.messages().list(userId=OTHER).execute()["messages"]) == 1


def test_labels_name_the_systems_own(gmail: StandIn) -> None:
    labels = gmail.users.labels().list(userId=TEAM).execute()["labels"]
    assert {"id": "INBOX", "name": "INBOX", "type": "system"} in labels


def test_a_delivered_mail_keeps_every_byte_under_gmails_headers(gmail: StandIn) -> None:
    raw = incoming(text="caf\u00e9 =20 \t odd\r\n\r\n spacing")
    delivered = gmail.deliver(raw)
    shown = gmail.users.messages().get(userId=TEAM, id=delivered["id"], format="raw").execute()
    kept = base64.urlsafe_b64decode(shown["raw"])
    assert kept.endswith(raw)
    assert kept.startswith(b"Delivered-To: deals@brand.example\r\nReturn-Path: <mia@creator.example>\r\nReceived: by ")
    assert shown["labelIds"] == ["CATEGORY_PERSONAL", "INBOX", "UNREAD"]


@pytest.mark.parametrize(
    ("auth", "results"),
    [
        ("pass", {("dkim", "pass"), ("spf", "pass"), ("dmarc", "pass")}),
        ("fail", {("dkim", "fail"), ("spf", "fail"), ("dmarc", "fail")}),
        ("none", {("spf", "none")}),
    ],
)
def test_authentication_results_say_what_the_domain_proves(
    gmail: StandIn, auth: str, results: set[tuple[str, str]]
) -> None:
    delivered = gmail.deliver(incoming(), auth=auth)
    shown = gmail.users.messages().get(userId=TEAM, id=delivered["id"], format="metadata").execute()
    value = next(item["value"] for item in shown["payload"]["headers"] if item["name"] == "Authentication-Results")
    parse: Any = authres.AuthenticationResultsHeader.parse  # the library is not typed
    parsed = parse(f"Authentication-Results: {value}")
    assert parsed.authserv_id == "mx.google.com"
    assert {(result.method, result.result) for result in parsed.results} == results


def test_a_mail_without_message_id_gets_one_on_arrival(gmail: StandIn) -> None:
    delivered = gmail.deliver(mail(sender=CREATOR, to=TEAM))
    assert gmail.message_id(delivered["id"]).endswith("@mx.google.com>")


def test_full_format_gives_decoded_headers_text_and_attachment_ids(gmail: StandIn) -> None:
    delivered = gmail.deliver(with_attachment())
    shown = gmail.users.messages().get(userId=TEAM, id=delivered["id"]).execute()
    headers = {item["name"]: item["value"] for item in shown["payload"]["headers"]}
    bodies, attached = shown["payload"]["parts"]
    assert headers["Subject"] == "Rates \N{SPARKLES}"
    assert shown["snippet"] == "My rates are attached &amp; final."
    assert [part["mimeType"] for part in bodies["parts"]] == ["text/plain", "text/html"]
    assert base64.urlsafe_b64decode(bodies["parts"][0]["body"]["data"]) == b"My rates are attached & final.\n"
    assert (attached["filename"], attached["body"]["size"], "data" in attached["body"]) == ("rates.pdf", 10, False)


def test_attachments_get_gives_the_bytes(gmail: StandIn) -> None:
    delivered = gmail.deliver(with_attachment())
    shown = gmail.users.messages().get(userId=TEAM, id=delivered["id"]).execute()
    attachment_id = shown["payload"]["parts"][1]["body"]["attachmentId"]
    attachments = gmail.users.messages().attachments()
    body = attachments.get(userId=TEAM, messageId=delivered["id"], id=attachment_id).execute()
    assert (base64.urlsafe_b64decode(body["data"]), body["size"]) == (b"%PDF rates", 10)
    with pytest.raises(HttpError, match="404"):
        attachments.get(userId=TEAM, messageId=delivered["id"], id="ANGj-9").execute()


def test_metadata_format_gives_only_the_headers_asked_for(gmail: StandIn) -> None:
    delivered = gmail.deliver(incoming(X_Parley_Send_Id="o-1"))
    names = ["x-parley-send-id", "From"]
    request = gmail.users.messages().get(userId=TEAM, id=delivered["id"], format="metadata", metadataHeaders=names)
    assert request.execute()["payload"]["headers"] == [
        {"name": "From", "value": "Mia <mia@creator.example>"},
        {"name": "X-Parley-Send-Id", "value": "o-1"},
    ]


def test_minimal_format_has_no_content(gmail: StandIn) -> None:
    delivered = gmail.deliver(incoming())
    shown = gmail.users.messages().get(userId=TEAM, id=delivered["id"], format="minimal").execute()
    assert {"payload", "raw"}.isdisjoint(shown)
    assert shown["threadId"] == delivered["threadId"]


def test_an_unknown_message_is_404_not_found(gmail: StandIn) -> None:
    with pytest.raises(HttpError) as caught:
        gmail.users.messages().get(userId=TEAM, id="0").execute()
    assert (caught.value.status_code, caught.value.error_details[0]["reason"]) == (404, "notFound")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["new", "old"]),
        ("newer_than:2d", ["new"]),
        ("older_than:2d", ["old"]),
        ("after:1600000000", ["new", "old"]),
        ("after:4000000000", []),
        ("from:mia@creator.example", ["new"]),
        ("-from:mia@creator.example", ["old"]),
        ("rfc822msgid:<new@creator.example>", ["new"]),
        ("rfc822msgid:new@creator.example newer_than:1d", ["new"]),
        ("in:anywhere", ["junk", "new", "old"]),
        ("in:spam", ["junk"]),
        ("in:inbox is:unread", ["new", "old"]),
        ('subject:"spring campaign"', ["new"]),
    ],
)
def test_messages_list_finds_by_query(gmail: StandIn, query: str, found: list[str]) -> None:
    ids = {
        gmail.deliver(mail(sender="ann@agency.example", to=TEAM, subject="Other"), at="1700000000")["id"]: "old",
        gmail.deliver(mail(sender=CREATOR, to=TEAM, Message_ID="<new@creator.example>"))["id"]: "new",
        gmail.deliver(mail(sender="spam@junk.example", to=TEAM, subject="Buy"), label="SPAM")["id"]: "junk",
    }
    listed = gmail.users.messages().list(userId=TEAM, q=query).execute()
    assert [ids[message["id"]] for message in listed.get("messages", [])] == found
    assert listed["resultSizeEstimate"] == len(found)


def test_messages_list_filters_by_label_and_shows_spam_when_asked(gmail: StandIn) -> None:
    junk = gmail.deliver(incoming(), label="SPAM")
    listing = gmail.users.messages()
    assert "messages" not in listing.list(userId=TEAM, labelIds=["INBOX"]).execute()
    assert listing.list(userId=TEAM, includeSpamTrash=True).execute()["messages"] == [junk]


def test_a_search_operator_that_is_not_modelled_is_refused_rather_than_ignored(gmail: StandIn) -> None:
    with pytest.raises(HttpError, match="larger"):
        gmail.users.messages().list(userId=TEAM, q="larger:5M").execute()


def test_modify_changes_labels_and_refuses_those_of_gmail(gmail: StandIn) -> None:
    delivered = gmail.deliver(incoming())
    changed = gmail.post(
        f"messages/{delivered['id']}/modify", {"addLabelIds": ["STARRED"], "removeLabelIds": ["UNREAD"]}
    )
    assert changed.json()["labelIds"] == ["CATEGORY_PERSONAL", "INBOX", "STARRED"]
    refused = gmail.post(f"messages/{delivered['id']}/modify", {"addLabelIds": ["SENT"]})
    assert (refused.status_code, refused.json()["error"]["message"]) == (400, "Invalid label: SENT")


def test_messages_send_lets_one_mail_leave(gmail: StandIn) -> None:
    answer = gmail.post("messages/send", {"raw": encoded(mail(Cc="Ann <ann@agency.example>"))}).json()
    (sent,) = gmail.sent()
    assert answer["labelIds"] == ["SENT"]
    assert (sent["id"], sent["threadId"]) == (answer["id"], answer["threadId"])
    assert (sent["to"], sent["cc"], sent["subject"], sent["by"]) == (
        ["mia@creator.example"],
        ["ann@agency.example"],
        "Spring campaign",
        "api",
    )
    assert base64.urlsafe_b64decode(sent["raw"]).endswith(b"\r\n\r\nHello\r\n")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "'raw' RFC822 payload message string"),
        ({"raw": "a"}, "Base64 decoding failed"),
        ({"raw": encoded(b"Subject: nobody\r\n\r\nHello")}, "Recipient address required"),
    ],
)
def test_a_mail_that_cannot_leave_is_400_and_nothing_is_sent(
    gmail: StandIn, body: dict[str, str], message: str
) -> None:
    answer = gmail.post("messages/send", body)
    assert (answer.status_code, answer.json()["error"]["errors"][0]["reason"]) == (400, "invalidArgument")
    assert message in answer.json()["error"]["message"]
    assert gmail.sent() == []


def test_a_draft_lives_from_create_to_send_with_its_headers(gmail: StandIn) -> None:
    draft = gmail.draft(mail(X_Parley_Send_Id="o-7"))
    assert draft["message"]["labelIds"] == ["DRAFT"]
    assert gmail.users.drafts().list(userId=TEAM).execute()["drafts"][0]["id"] == draft["id"]
    sent = gmail.post("drafts/send", {"id": draft["id"]}).json()
    assert sent["id"] != draft["message"]["id"]
    shown = gmail.users.messages().get(
        userId=TEAM, id=sent["id"], format="metadata", metadataHeaders="X-Parley-Send-Id"
    )
    assert shown.execute()["payload"]["headers"] == [{"name": "X-Parley-Send-Id", "value": "o-7"}]
    assert "drafts" not in gmail.users.drafts().list(userId=TEAM).execute()
    assert len(gmail.sent()) == 1


def test_updating_a_draft_rotates_its_message_id_and_keeps_its_own(gmail: StandIn) -> None:
    draft = gmail.draft(mail())
    body = {"message": {"raw": encoded(mail(text="Second thoughts"))}}
    updated = gmail.users.drafts().update(userId=TEAM, id=draft["id"], body=body).execute()
    assert updated["id"] == draft["id"]
    assert updated["message"]["id"] != draft["message"]["id"]
    shown = gmail.users.drafts().get(userId=TEAM, id=draft["id"], format="full").execute()
    assert shown["message"]["snippet"] == "Second thoughts"


def test_drafts_send_may_carry_new_content(gmail: StandIn) -> None:
    draft = gmail.draft(mail())
    gmail.post("drafts/send", {"id": draft["id"], "message": {"raw": encoded(mail(subject="Changed"))}})
    assert [sent["subject"] for sent in gmail.sent()] == ["Changed"]


def test_a_deleted_draft_is_gone_and_nothing_was_sent(gmail: StandIn) -> None:
    draft = gmail.draft(mail())
    assert gmail.users.drafts().delete(userId=TEAM, id=draft["id"]).execute() == ""
    with pytest.raises(HttpError, match="404"):
        gmail.users.drafts().get(userId=TEAM, id=draft["id"]).execute()
    assert gmail.post("drafts/send", {"id": draft["id"]}).status_code == 404
    assert gmail.sent() == []


def test_a_thread_holds_what_was_sent_and_answered(gmail: StandIn) -> None:
    sent = gmail.post("messages/send", {"raw": encoded(mail())}).json()
    reply = gmail.deliver(reply_to(gmail.message_id(sent["id"]), sender=CREATOR, to=TEAM))
    request = gmail.users.threads().get(userId=TEAM, id=sent["threadId"], format="metadata", metadataHeaders=["From"])
    thread = request.execute()
    assert [message["id"] for message in thread["messages"]] == [sent["id"], reply["id"]]
    assert thread["messages"][1]["payload"]["headers"] == [{"name": "From", "value": CREATOR}]
    listed = gmail.users.threads().list(userId=TEAM, q="newer_than:1d").execute()["threads"]
    assert [item["id"] for item in listed] == [sent["threadId"]]


def test_an_unknown_thread_is_404(gmail: StandIn) -> None:
    with pytest.raises(HttpError, match="404"):
        gmail.users.threads().get(userId=TEAM, id="0").execute()


def test_history_tells_of_arrival_relabelling_and_deletion(gmail: StandIn) -> None:
    start = gmail.profile_id()
    delivered = gmail.deliver(incoming())
    gmail.post(f"messages/{delivered['id']}/modify", {"removeLabelIds": ["UNREAD"]})
    gmail.control("delete-message", id=delivered["id"])
    answer = gmail.history(start)
    added, relabelled, deleted = answer["history"]
    assert added["messages"] == [delivered]
    assert added["messagesAdded"][0]["message"]["labelIds"] == ["CATEGORY_PERSONAL", "INBOX", "UNREAD"]
    assert relabelled["labelsRemoved"][0]["labelIds"] == ["UNREAD"]
    assert deleted["messagesDeleted"][0]["message"]["id"] == delivered["id"]
    assert int(start) < int(added["id"]) < int(relabelled["id"]) < int(deleted["id"])
    assert answer["historyId"] == deleted["id"] == gmail.profile_id()


def test_history_is_filtered_by_type_and_label(gmail: StandIn) -> None:
    start = gmail.profile_id()
    delivered = gmail.deliver(incoming())
    gmail.draft(mail())
    gmail.post(f"messages/{delivered['id']}/modify", {"addLabelIds": ["STARRED"]})
    added = gmail.history(start, historyTypes=["messageAdded"], labelId="INBOX")["history"]
    assert [record["messagesAdded"][0]["message"]["id"] for record in added] == [delivered["id"]]
    assert [list(record) for record in gmail.history(start, historyTypes=["labelAdded"])["history"]] == [
        ["id", "labelsAdded", "messages"]
    ]


def test_history_with_nothing_new_has_no_records(gmail: StandIn) -> None:
    start = gmail.profile_id()
    assert gmail.history(start) == {"historyId": start}


@pytest.mark.parametrize("start", ["1", "99999999"])
def test_a_start_id_that_was_never_valid_is_no_crash(gmail: StandIn, start: str) -> None:
    gmail.control("expire-history")
    with pytest.raises(HttpError) as caught:
        gmail.history(start)
    assert caught.value.status_code == 404


def test_a_person_answers_in_the_thread_from_gmails_window(gmail: StandIn) -> None:
    delivered = gmail.deliver(incoming())
    raw = mail(subject="Re: Spring campaign", text="I take over.")
    written = gmail.control("human-send", raw, threadId=delivered["threadId"])
    assert written["threadId"] == delivered["threadId"]
    shown = gmail.users.messages().get(userId=TEAM, id=written["id"], format="metadata").execute()
    headers = {item["name"]: item["value"] for item in shown["payload"]["headers"]}
    assert (shown["labelIds"], headers["In-Reply-To"]) == (["SENT"], "<one@creator.example>")
    assert [sent["by"] for sent in gmail.sent()] == ["human"]


def test_a_person_sends_the_draft_from_gmails_window(gmail: StandIn) -> None:
    draft = gmail.draft(mail())
    gmail.control(f"drafts/{draft['id']}/send")
    assert [sent["by"] for sent in gmail.sent()] == ["human"]
    assert gmail.post("drafts/send", {"id": draft["id"]}).status_code == 404


def test_the_mailbox_view_shows_messages_with_labels_and_drafts(gmail: StandIn) -> None:
    delivered = gmail.deliver(incoming())
    draft = gmail.draft(mail())
    messages = gmail.look("mailbox", mailbox=TEAM)["messages"]
    assert [(message["id"], message["draftId"]) for message in messages] == [
        (delivered["id"], None),
        (draft["message"]["id"], draft["id"]),
    ]


def test_reset_empties_the_mailboxes_and_restores_the_habits(gmail: StandIn) -> None:
    gmail.post("messages/send", {"raw": encoded(mail())})
    gmail.habits(page_size=1)
    gmail.control("reset")
    assert gmail.sent() == []
    assert gmail.look("habits")["page_size"] == 100


def test_run_as_a_program_it_names_its_mailboxes_and_stops_on_sigterm() -> None:
    command = [sys.executable, "-m", "emulators.gmail", "--mailbox", TEAM, "--mailbox", OTHER]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = json.loads(process.stdout.readline())
        profile = requests.get(f"{line['url']}/gmail/v1/users/me/profile", timeout=TIMEOUT).json()
        process.terminate()
        assert process.wait(timeout=TIMEOUT) == 0
    assert (line["name"], line["mailboxes"], profile["emailAddress"]) == ("gmail", [TEAM, OTHER], TEAM)
