"""Phrases as editors write them, and as the analyser reads them."""

from collections.abc import Sequence

from portal.core.ukrainian.analysis import is_function_word, word_keys
from portal.core.ukrainian.letters import with_one_apostrophe
from portal.core.ukrainian.tokens import tokens

# All keys of one word.
Keys = tuple[str, ...]


def phrases(text: str) -> list[str]:
    """The phrases of a line, which stand between commas; signs and spaces as the house writes them."""
    each = (" ".join(part.split()) for part in with_one_apostrophe(text).split(","))
    return [phrase for phrase in each if phrase]


def keys_of(phrase: str) -> tuple[Keys, ...]:
    """The keys of each word of `phrase`, in order; empty for one without a word."""
    return tuple(keys for _text, keys in _words(phrase))


def content_keys(phrase: str) -> tuple[Keys, ...]:
    """The keys of each word that means something; of all words where none does."""
    telling = tuple(keys for text, keys in _words(phrase) if not is_function_word(text))
    return telling or keys_of(phrase)


def _words(phrase: str) -> list[tuple[str, Keys]]:
    return [(token.text, keys) for token in tokens(phrase) if (keys := word_keys(token.text))]


def same(one: Sequence[Keys], other: Sequence[Keys]) -> bool:
    """Whether two phrases are forms of the same words, in the same order."""
    return len(one) == len(other) and all(
        not set(mine).isdisjoint(theirs) for mine, theirs in zip(one, other, strict=True)
    )
