"""In which language a person writes."""

import re
from functools import cache
from typing import Any

# ISO 639-1. With rarer languages left out, a mail of three words is not taken for one of them.
LANGUAGES = (
    *("ar", "bg", "cs", "da", "de", "el", "en", "es", "fa", "fi", "fr", "he", "hi", "hr", "hu", "id", "it", "ja", "ko"),
    *("nl", "no", "pl", "pt", "ro", "ru", "sk", "sv", "th", "tr", "uk", "vi", "zh"),
)
# Below this probability a text says little by itself: "Still $900." is Danish as well.
_SURE = 0.5
_SAMPLE_CHARS = 2_000
_NOT_WORDS = re.compile(r"\S*[@/<>]\S*|[\W\d_]+")


def detect_language(text: str, *, context: str) -> str | None:
    """An ISO 639-1 code out of LANGUAGES, always the same for the same text; None when there is not one letter.

    Args:
        text: What the person wrote.
        context: The subject and the words that were answered; they decide where the text is a word or two.
    """
    words = _words(text)
    if not words and not _words(context):
        return None
    language, probability = _identifier().classify(words)
    if probability < _SURE:
        language, _ = _identifier().classify(f"{words} {_words(context)}")
    return str(language)


def _words(text: str) -> str:
    return _NOT_WORDS.sub(" ", text[:_SAMPLE_CHARS]).strip()


@cache
def _identifier() -> Any:
    """Made late: the library brings numpy, and its model takes most of a second to load."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)  # type: ignore[no-untyped-call]
    identifier.set_languages(LANGUAGES)
    return identifier
