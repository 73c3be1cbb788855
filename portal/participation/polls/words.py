"""Which words people used in free texts: each word once, in all its forms, by how many answers have it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from portal.core.ukrainian.analysis import is_function_word, key_form, pieces, word_keys

_SHORTEST: Final = 3


@dataclass(frozen=True, slots=True)
class Word:
    """`key`: the lemma as indexes spell it; `shown`: as people write it; `answers`: how many have it."""

    key: str
    shown: str
    answers: int


class WordList:
    """The words of some texts, given as pairs of an answer's key and its text.

    A form may be of several lemmas («ради» of «рада» and «рад»), and the dictionary has no frequencies: it
    counts for the one that most of these answers can have, so that a list has each word once.
    """

    def __init__(self, texts: Iterable[tuple[Any, str]]) -> None:
        self._forms: dict[Any, frozenset[str]] = {}
        self._answers_of_form: Counter[str] = Counter()
        for answer, text in texts:
            forms = frozenset(piece for piece in pieces(text) if _says_something(piece))
            self._forms[answer] = forms
            self._answers_of_form.update(forms)

    @cached_property
    def _key_of(self) -> Mapping[str, str]:
        support: Counter[str] = Counter()
        for form, answers in self._answers_of_form.items():
            for key in word_keys(form):
                support[key] += answers
        return {
            # Between equals the first: the dictionary's own order.
            form: max(word_keys(form), key=lambda key: support[key])
            for form in self._answers_of_form
        }

    @cached_property
    def _answers_of_key(self) -> Mapping[str, frozenset[Any]]:
        found: dict[str, set[Any]] = defaultdict(set)
        for answer, forms in self._forms.items():
            for form in forms:
                found[self._key_of[form]].add(answer)
        return {key: frozenset(answers) for key, answers in found.items()}

    def most(self, count: int) -> list[Word]:
        """The words that most answers have; equals by the alphabet."""
        rows = sorted(self._answers_of_key.items(), key=lambda row: (-len(row[1]), row[0]))[:count]
        return [Word(key, self.shown(key), len(answers)) for key, answers in rows]

    def shown(self, key: str) -> str:
        """The lemma with its apostrophe where somebody wrote it so; else as the index has it."""
        return next((form for form in sorted(self._answers_of_form) if key_form(form) == key), key)

    def answers_with(self, key: str) -> frozenset[Any]:
        """Keys of the answers that have a word, in any form."""
        return self._answers_of_key.get(key, frozenset())


def _says_something(piece: str) -> bool:
    return len(piece) >= _SHORTEST and not piece.isdigit() and not is_function_word(piece)
