"""Wires the ports to their adapters, from the settings; the only module that knows everything."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from shared.application.app import Policy
from shared.application.topics import GMAIL_NOTIFICATIONS
from shared.config import Settings, read_settings
from shared.domain.errors import PermanentError, Refused
from shared.domain.records import Channel
from shared.logs import TRACE_FIELD, log_fields, set_up_logs, trace_name

if TYPE_CHECKING:
    from google.auth.credentials import Credentials

    from shared.adapters.claude.client import ClaudeModel
    from shared.adapters.pubsub import PubsubPublisher
    from shared.adapters.slack import SlackNotifier
    from shared.application.ports import Mailbox
    from shared.application.store import Store
    from shared.domain.writing.playbook import Playbook

logger = logging.getLogger(__name__)


class SystemClock:
    """The machine's clock, in UTC."""

    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 - this is the Clock

    def sleep(self, pause: timedelta) -> None:
        time.sleep(pause.total_seconds())


class Parley:
    """The `App` of one process. Each port is made when it is first used, with the SDK and the secrets it needs."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.clock = SystemClock()
        self.policy = Policy(
            team_domains=settings.team_domains,
            mailboxes=settings.mailboxes,
            lease=settings.lease,
            daily_tokens=settings.daily_tokens,
            negotiation_tokens=settings.negotiation_tokens,
        )

    @cached_property
    def store(self) -> "Store":
        return open_store(self.settings.store, self.settings.project)

    @cached_property
    def mailbox(self) -> "Mailbox":
        from shared.adapters.gmail.client import GMAIL_ROOT, Bounds, GmailMailbox

        return GmailMailbox(
            credentials_for=self._gmail_credentials,
            topic=f"projects/{self.settings.project}/topics/{GMAIL_NOTIFICATIONS}",
            clock=self.clock,
            api_root=self.settings.gmail_endpoint or GMAIL_ROOT,
            bounds=Bounds(units_per_minute=self.settings.gmail_units),
        )

    @cached_property
    def model(self) -> "ClaudeModel":
        from shared.adapters.claude.client import CLAUDE_ROOT, ClaudeModel

        return ClaudeModel(
            api_key=self._secret("anthropic-api-key", self.settings.anthropic_api_key),
            read_model=self.settings.read_model,
            word_model=self.settings.word_model,
            playbook=fit_playbook(),
            clock=self.clock,
            base_url=self.settings.claude_endpoint or CLAUDE_ROOT,
        )

    @cached_property
    def notifier(self) -> "SlackNotifier":
        from shared.adapters.slack import SLACK_ROOT, SlackNotifier

        return SlackNotifier(
            token=self._secret("slack-bot-token", self.settings.slack_bot_token),
            channels={
                Channel.ESCALATIONS: self.settings.escalations_channel,
                Channel.AGREEMENTS: self.settings.agreements_channel,
            },
            clock=self.clock,
            base_url=self.settings.slack_endpoint or SLACK_ROOT,
        )

    @cached_property
    def publisher(self) -> "PubsubPublisher":
        from shared.adapters.pubsub import PubsubPublisher

        return PubsubPublisher(self.settings.project)

    def _gmail_credentials(self, mailbox: str) -> "Credentials":
        from shared.adapters.gmail.auth import SCOPES, delegated_credentials, no_credentials

        if self.settings.mailbox_account is None or self.settings.gmail_endpoint:
            return no_credentials()
        return delegated_credentials(self.settings.mailbox_account, mailbox, SCOPES)

    def _secret(self, name: str, from_environment: str | None) -> str:
        if self.settings.secrets == "secret-manager":
            from shared.adapters.secrets import SecretManager

            return SecretManager(self.settings.project).read(name)
        if from_environment is None:
            variable = name.upper().replace("-", "_")
            raise Refused(f"{variable} is not set, and PARLEY_SECRETS is `env`")
        return from_environment


def open_store(name: str, project: str) -> "Store":
    """The store of that name: `firestore` of the project, or `sqlite:PATH`."""
    if name == "firestore":
        from google.cloud import firestore

        from shared.adapters.firestore.store import FirestoreStore

        return FirestoreStore(firestore.Client(project=project))
    from shared.adapters.sqlite import SqliteStore

    return SqliteStore(name.removeprefix("sqlite:"))


@lru_cache(maxsize=1)
def fit_playbook() -> "Playbook":
    """What the models are told, checked whole: read once in a process, before it words a mail.

    A function that words mails calls it as it starts. The playbook lies in the function's archive, so one that starts
    when it is deployed always starts; one that does not fails its deployment, and the version before it goes on.

    Raises:
        InvalidInput: everything that is wrong in it, each with file and line.
    """
    from shared.adapters.playbook import load_playbook

    return load_playbook()


@lru_cache(maxsize=1)
def parley() -> Parley:
    """The process's one App, made on first use.

    Raises:
        InvalidInput: the environment is incomplete; the message names every variable.
    """
    set_up_logs()
    return Parley(read_settings())


@contextmanager
def entry(name: str, trace_header: str | None = None, **ids: str) -> Iterator[Parley]:
    """The frame of one invocation: its App, its log fields, and what a failure means to the platform.

    A permanent error is logged and acknowledged: delivering it again cannot help, and what it concerned is in the
    store. Everything else is logged and raised, and the platform delivers again.
    """
    app = parley()
    trace = trace_name(app.settings.project, trace_header)
    with log_fields(function=name, **ids, **({TRACE_FIELD: trace} if trace else {})):
        try:
            yield app
        except PermanentError:
            logger.exception("%s: permanent error, acknowledged", name)
        except Exception:
            logger.exception("%s failed, to be delivered again", name)
            raise
