"""The prefix tree of the dictionary: where a beginning of a word can go on, and where it ends."""

from typing import Any, Protocol, cast

from portal.core.ukrainian.lexicon import Lexicon

LETTERS = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'-"


class Tree(Protocol):
    """Nodes are whatever the tree likes; the functions of this package only hand them back."""

    @property
    def root(self) -> Any: ...

    def branches(self, node: Any) -> tuple[tuple[str, Any], ...]:
        """The letters that can follow, each with its node."""

    def step(self, node: Any, letter: str) -> Any | None:
        """The node that `letter` leads to; None if no word goes on so."""

    def ends(self, node: Any) -> bool:
        """Whether a word ends here."""


def tree_of(lexicon: Lexicon) -> Tree:
    """The lexicon's own tree if it shows one, else one that asks it prefix by prefix."""
    if getattr(lexicon, "has_tree", False):
        return cast(Tree, lexicon)
    return PrefixTree(lexicon)


class PrefixTree:
    """A tree over a lexicon of which nothing but the interface is known; its nodes are prefixes."""

    root = ""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def branches(self, node: str) -> tuple[tuple[str, str], ...]:
        """See `Tree`."""
        longer = ((letter, node + letter) for letter in LETTERS)
        return tuple(pair for pair in longer if self._lexicon.has_prefix(pair[1]))

    def step(self, node: str, letter: str) -> str | None:
        """See `Tree`."""
        return node + letter if self._lexicon.has_prefix(node + letter) else None

    def ends(self, node: str) -> bool:
        """See `Tree`."""
        return self._lexicon.knows(node)
