"""Words within a few typing errors: of the dictionary, and of the forms that only the index knows.

An error is a letter too many, too few, another, or two neighbours swapped (optimal string
alignment). Apostrophes and the choice between г and ґ do not count.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from portal.core.ukrainian.analysis import key_form
from portal.core.ukrainian.lexicon import Lexicon
from portal.core.ukrainian.recovery.tree import Tree, tree_of

# A shorter form is within reach of everything.
SHORTEST = 4
_MOST_FORMS_FOUND = 24
# Letters that were typed twice; one is an error like others.
_REPEATED = range(2, 5)
_BEFORE_APOSTROPHE = frozenset("яюєї")
_SPELT_TWO_WAYS = _BEFORE_APOSTROPHE | {"г"}


class Forms:
    """Surface forms of the corpus, by the length of their key form, with document frequencies.

    For the forms that the dictionary does not know (`analysis.unknown_forms`): names, mostly.
    About 150 bytes a form; give it the most frequent 50,000 at most.
    """

    def __init__(self, frequencies: Mapping[str, int]) -> None:
        self._frequencies: dict[str, int] = {}
        self._spelt: dict[str, str] = {}
        by_length: dict[int, list[str]] = defaultdict(list)
        for form, frequency in frequencies.items():
            key = key_form(form)
            if len(key) < SHORTEST:
                continue
            if key not in self._frequencies:
                by_length[len(key)].append(key)
            if key != form:
                self._spelt[key] = form
            self._frequencies[key] = self._frequencies.get(key, 0) + frequency
        self._by_length = dict(by_length)

    def __len__(self) -> int:
        return len(self._frequencies)

    def __contains__(self, form: str) -> bool:
        return key_form(form) in self._frequencies

    def frequency(self, form: str) -> int:
        """In how many documents the form stands; 0 if in none."""
        return self._frequencies.get(key_form(form), 0)

    def spelt(self, key: str) -> str:
        """The form as it was written, with apostrophe and ґ."""
        return self._spelt.get(key, key)

    def of_length(self, length: int) -> Sequence[str]:
        """The key forms with so many letters."""
        return self._by_length.get(length, ())


def without_repetition(word: str) -> list[str]:
    """The word without some letters that stand twice in a row: «внутрітрішній», «внутрішній»."""
    return [
        word[:place] + word[place + size :]
        for size in _REPEATED
        for place in range(len(word) - 2 * size + 1)
        if word[place : place + size] == word[place + size : place + 2 * size]
    ]


def form_edits(word: str, forms: Forms, most: int) -> list[tuple[str, int]]:
    """The forms within `most` errors of a folded word, with their errors, fewest first."""
    key = key_form(word)
    near = [
        form
        for length in range(len(key) - most, len(key) + most + 1)
        for form in forms.of_length(length)
    ]
    found = process.extract(
        key, near, scorer=OSA.distance, score_cutoff=most, limit=_MOST_FORMS_FOUND, processor=None
    )
    return [(forms.spelt(form), int(errors)) for form, errors, _ in found]


def dictionary_edits(word: str, lexicon: Lexicon, most: int) -> list[tuple[str, int]]:
    """The dictionary's forms within `most` errors (1 or 2) of a folded word, fewest first."""
    walk = _Walk(key_form(word), tree_of(lexicon))
    walk.run(most)
    return sorted(walk.found.items(), key=lambda item: (item[1], item[0]))


class _Walk:
    """One walk of the prefix tree. When no error is left, the rest of the word decides at once."""

    def __init__(self, word: str, tree: Tree) -> None:
        self.word = word
        self.tree = tree
        self.found: dict[str, int] = {}
        self._seen: dict[tuple[str, int], int] = {}
        self._most = 0

    def run(self, most: int) -> None:
        self._most = most
        self._go("", self.tree.root, 0, 0)

    def _go(self, text: str, node: Any, place: int, errors: int) -> None:
        """Follow all ways from a node, with `word[place:]` still to be matched."""
        if errors == self._most:
            self._rest(text, node, place, errors)
            return
        if self._seen.get((text, place), errors + 1) <= errors:
            return
        self._seen[text, place] = errors
        word, after = self.word, errors + 1
        left = len(word) - place
        if left <= self._most - errors and self.tree.ends(node):
            self._note(text, errors + left)
        wanted = word[place] if left else ""
        if left:
            self._go(text, node, place + 1, after)
        for letter, child in self.tree.branches(node):
            longer = text + letter
            if letter in {"'", "-"}:
                self._go(longer, child, place, errors if letter == "'" else after)
                continue
            plain = "г" if letter == "ґ" else letter
            if plain == wanted:
                self._go(longer, child, place + 1, errors)
            else:
                if left:
                    self._go(longer, child, place + 1, after)
                if left > 1 and plain == word[place + 1]:
                    for second, node_after in self._steps(child, wanted):
                        self._go(longer + second, node_after, place + 2, after)
            self._go(longer, child, place, after)

    def _rest(self, text: str, node: Any, place: int, errors: int) -> None:
        """Note the words that go on from the node exactly as the typed word does."""
        word, step = self.word, self.tree.step
        for at in range(place, len(word)):
            letter = word[at]
            if letter in _SPELT_TWO_WAYS:
                for letters, child in self._steps(node, letter):
                    self._rest(text + letters, child, at + 1, errors)
                return
            node = step(node, letter)
            if node is None:
                return
            text += letter
        if self.tree.ends(node):
            self._note(text, errors)

    def _steps(self, node: Any, letter: str) -> Iterator[tuple[str, Any]]:
        """The nodes that spell `letter`: itself, ґ for г, with an apostrophe before it."""
        child = self.tree.step(node, letter)
        if child is not None:
            yield letter, child
        if letter == "г":
            child = self.tree.step(node, "ґ")
            if child is not None:
                yield "ґ", child
        elif letter in _BEFORE_APOSTROPHE:
            mark = self.tree.step(node, "'")
            child = self.tree.step(mark, letter) if mark is not None else None
            if child is not None:
                yield "'" + letter, child

    def _note(self, text: str, errors: int) -> None:
        if errors < self.found.get(text, self._most + 1):
            self.found[text] = errors
