import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from shared.adapters.claude.errors import translated
from shared.adapters.claude.prompts import brief_to_word, mail_to_read, reader_instructions, writer_instructions
from shared.application.language_model import Brief, ReadRequest, Worded
from shared.application.ports import Clock
from shared.domain.errors import Unavailable
from shared.domain.reading.facts import ModelUse, Reading
from shared.domain.writing.playbook import Playbook

if TYPE_CHECKING:
    import anthropic
    from anthropic.types import Message

CLAUDE_ROOT: Final = "https://api.anthropic.com"

# A whole answer takes 5 to 20 seconds; the SDK's own 10 minutes would outlive every lease.
ANSWER_SECONDS: Final = 45

# A long reading takes under 1,000 tokens and a mail under 500; the rest is room for a model that thinks first.
_MOST_TOKENS: Final = 4096

_COMPLETE: Final = frozenset({"end_turn", "stop_sequence"})


class ClaudeModel:
    """The Messages API as the port `LanguageModel`; may be used by several threads at once.

    The SDK's own retries are off: it sleeps as long as Retry-After says, however long, past every lease. The platform
    delivers the mail again instead.

    Args:
        api_key: never logged.
        read_model: id of the model that reads.
        word_model: id of the model that words.
        playbook: what both are told.
        clock: what Retry-After counts from.
        base_url: the API's address, or another one in its place.
    """

    def __init__(  # noqa: PLR0913 - what one client needs, all named
        self,
        *,
        api_key: str,
        read_model: str,
        word_model: str,
        playbook: Playbook,
        clock: Clock,
        base_url: str = CLAUDE_ROOT,
    ) -> None:
        self._api_key = api_key
        self._read_model = read_model
        self._word_model = word_model
        self._playbook = playbook
        self._clock = clock
        self._base_url = base_url
        self._lock = threading.Lock()
        self._client: anthropic.Anthropic | None = None

    def read(self, request: ReadRequest) -> tuple[Reading, ModelUse]:
        from shared.adapters.claude.schema import reading_of, reading_schema, unread

        schema = {"format": {"type": "json_schema", "schema": reading_schema()}}
        told = reader_instructions(self._playbook)
        answer = self._ask(self._read_model, told, mail_to_read(request), output_config=schema)
        use = _use(self._read_model, answer)
        if answer.stop_reason not in _COMPLETE:
            return unread(f"the model stopped reading: {answer.stop_reason}"), use
        return reading_of(_text(answer)), use

    def word(self, brief: Brief) -> Worded:
        answer = self._ask(self._word_model, writer_instructions(self._playbook, brief), brief_to_word(brief))
        text, use = _text(answer).strip(), _use(self._word_model, answer)
        if answer.stop_reason not in _COMPLETE or not text:
            stopped = f"the model wrote no complete mail: {answer.stop_reason}"
            return Worded(text="", use=use, playbook=self._playbook.version, stopped=stopped)
        return Worded(text=text, use=use, playbook=self._playbook.version)

    def look(self) -> str:
        """Ask both models for one token, which is paid for; answers what was seen.

        Raises:
            Refused: the key is not valid, or a model is not open to it.
        """
        for model in dict.fromkeys((self._read_model, self._word_model)):
            with translated(self._clock):
                self._connected().messages.create(
                    model=model, max_tokens=1, messages=[{"role": "user", "content": "Hi"}]
                )
        return f"{self._read_model} and {self._word_model} answer"

    def close(self) -> None:
        """Close the idle connections."""
        with self._lock:
            client, self._client = self._client, None
        if client is not None:
            client.close()

    def _ask(self, model: str, instructions: Sequence[str], text: str, **options: Any) -> "Message":
        from anthropic.types import Message, TextBlockParam

        # Each part ends what may be cached so far; the API takes up to four such marks and the longest known beginning.
        # https://platform.claude.com/docs/en/build-with-claude/prompt-caching
        system: list[TextBlockParam] = [
            {"type": "text", "text": part, "cache_control": {"type": "ephemeral"}} for part in instructions
        ]

        with translated(self._clock):
            answer = self._connected().messages.create(
                model=model,
                max_tokens=_MOST_TOKENS,
                system=system,
                messages=[{"role": "user", "content": text}],
                **options,
            )
        if not isinstance(answer, Message) or not isinstance(answer.content, list):  # a proxy's page comes as text
            raise Unavailable("Claude: 200 with a body that is no message")
        return answer

    def _connected(self) -> "anthropic.Anthropic":
        """The client, made on first use: importing its SDK takes most of a second."""
        import anthropic

        with self._lock:
            if self._client is None:
                self._client = anthropic.Anthropic(
                    api_key=self._api_key, base_url=self._base_url, max_retries=0, timeout=ANSWER_SECONDS
                )
            return self._client


def _text(answer: "Message") -> str:
    return "".join(block.text for block in answer.content if block.type == "text")


def _use(model: str, answer: "Message") -> ModelUse:
    used = answer.usage
    return ModelUse(
        model=model,
        input_tokens=used.input_tokens,
        output_tokens=used.output_tokens,
        cache_write_tokens=used.cache_creation_input_tokens or 0,
        cache_read_tokens=used.cache_read_input_tokens or 0,
    )
