"""What campaign files have in common: groups of keys, texts, and words out of a list."""

from collections.abc import Callable
from typing import Annotated, Final, TypeVar

from pydantic import BaseModel, ConfigDict, PlainValidator

from shared.application.files.cells import closest, plain_word

T = TypeVar("T")

YES_OR_NO: Final = {"yes": True, "true": True, "no": False, "false": False}


class Group(BaseModel):
    """A group of keys; an unknown one is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def text_of(value: object) -> str:
    """The text as written; every value of the file is one."""
    if not isinstance(value, str):
        raise ValueError("expected a text, not a list or a group of keys")  # noqa: TRY004 - pydantic collects ValueError
    return value


def one_of(words: dict[str, T]) -> Callable[[object], T]:
    """A reader of one of these words; the first word for each meaning is shown to who wrote another."""
    by_word = {plain_word(word): meaning for word, meaning in words.items()}

    def read(value: object) -> T:
        text = text_of(value)
        if plain_word(text) in by_word:
            return by_word[plain_word(text)]
        shown = list(dict.fromkeys(_first_word_for(meaning, words) for meaning in words.values()))
        meant = closest(text, words)
        hint = "" if meant is None else f"; did you mean {_first_word_for(words[meant], words)!r}?"
        raise ValueError(f"{text!r} is not one of: {', '.join(shown)}{hint}")

    return read


def _first_word_for(meaning: T, words: dict[str, T]) -> str:
    return next(word for word, known in words.items() if known == meaning)


YesOrNo = Annotated[bool, PlainValidator(one_of(YES_OR_NO))]
