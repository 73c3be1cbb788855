"""The stop list: its words in any of their forms, however their letters are disguised."""

from collections.abc import Mapping

from portal.core.remember import current_request, remember
from portal.core.ukrainian.analysis import key_form, pieces, word_keys
from portal.discussion.checks import Finding, Writing
from portal.discussion.enums import Check
from portal.discussion.models import StopWord


def stop_words(writing: Writing) -> Finding | None:
    """Words of the list, in the order in which they stand in the text."""
    listed = remember(current_request(), "discussion.stop_words", _read)
    if not listed:
        return None
    found = dict.fromkeys(
        word for piece in pieces(writing.text) for word in _words_of(piece, listed)
    )
    return Finding(Check.STOP_WORD, ", ".join(found)[:200]) if found else None


def _words_of(piece: str, listed: Mapping[str, str]) -> list[str]:
    """The words of the list that a word of the text is, or is a form of.

    A word that is the first form of something itself is taken for that: «мати» is no «мат».
    """
    own, keys = key_form(piece), word_keys(piece)
    if own in listed:
        return [listed[own]]
    return [] if own in keys else [listed[key] for key in keys if key in listed]


def _read() -> dict[str, str]:
    """Key -> the word as the list has it. A word entered in its first form stands for that alone."""
    listed: dict[str, str] = {}
    for word in StopWord.objects.values_list("word", flat=True):
        for piece in pieces(word)[-1:]:
            own, keys = key_form(piece), word_keys(piece)
            listed |= dict.fromkeys([own] if own in keys else [own, *keys], word)
    return listed
