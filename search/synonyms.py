"""What else the words of a question may be called: the editors' list, as the planner reads it."""

from collections.abc import Iterable
from functools import cache

from portal.core.remember import current_request, remember
from portal.core.ukrainian import lexicon
from search import civic_synonyms
from search.enums import SynonymDirection
from search.models import Synonyms
from search.planning import Expansion, Expansions
from search.wording import keys_of, phrases


def expansions(language: str) -> Expansions:
    """The synonyms of `language`, by any key of a phrase's first word.

    Read once for a content version and process: a saved line holds for the next question, and the
    index need not know of it.
    """
    return remember(current_request(), f"synonyms:{language}", lambda: _read(language))


@cache
def shipped(language: str) -> Expansions:
    """Those that the portal comes with, whatever editors made of them since."""
    if language != "uk":
        return {}
    both = ((words, SynonymDirection.BOTH) for words in civic_synonyms.BOTH)
    first = ((words, SynonymDirection.FIRST) for words in civic_synonyms.FIRST)
    return _expand([*both, *first])


def _read(language: str) -> Expansions:
    lines = Synonyms.objects.filter(locale__language_code=language).order_by("pk")
    return _expand(lines.values_list("words", "direction"))


def _expand(lines: Iterable[tuple[str, str]]) -> Expansions:
    found: dict[str, list[Expansion]] = {}
    for words, direction in lines:
        line = [keys for phrase in phrases(words) if (keys := keys_of(phrase))]
        begin = line if direction == SynonymDirection.BOTH else line[:1]
        for number, phrase in enumerate(begin):
            others = tuple(other for place, other in enumerate(line) if place != number)
            if not others:
                continue
            expansion = Expansion(phrase, others)
            for key in phrase[0]:
                found.setdefault(key, []).append(expansion)
    return found


lexicon.when_replaced(shipped.cache_clear)
