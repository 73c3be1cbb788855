"""What a match demands of a document's tokens, for engines to write in their own language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from search import tokens
from search.engines.base import Group, Match
from search.facets import STATE


@dataclass(frozen=True, slots=True)
class Term:
    """A token, or the beginning of one."""

    token: str
    is_beginning: bool = False


# Any of these must be there. An empty one is met by no document.
AnyOf = Sequence[Term]


def of_group(group: Group) -> AnyOf:
    """What a word of the question is met by."""
    return [Term(tokens.key(key)) for key in dict.fromkeys(group.keys)] + _in_titles(group)


def in_title(group: Group) -> AnyOf:
    """What the word is met by in a title."""
    return [Term(tokens.in_title(key)) for key in dict.fromkeys(group.keys)] + _in_titles(group)


def _in_titles(group: Group) -> list[Term]:
    """The beginning of a title's word, and all of a draft's title."""
    terms = []
    if group.beginning:
        terms.append(Term(tokens.word(group.beginning), is_beginning=True))
    if group.drafts:
        terms += [Term(tokens.in_draft(key)) for key in dict.fromkeys(group.keys)]
        if group.beginning:
            terms.append(Term(tokens.draft_word(group.beginning), is_beginning=True))
    return terms


def of_groups(match: Match, *, partial: bool) -> list[AnyOf]:
    """The demands of the words: each of them, or with `partial` at least one."""
    each = [of_group(group) for group in match.groups]
    if not partial:
        return each
    return [list(dict.fromkeys(term for terms in each for term in terms))]


def of_labels(match: Match) -> list[AnyOf]:
    """The demands of the labels that no reader chooses."""
    return [of_any_label(labels) for labels in labels_in(match)]


def labels_in(match: Match) -> list[Sequence[str]]:
    """The labels of which one each must be there."""
    demands: list[Sequence[str]] = [[label] for label in match.labels]
    return [*demands, match.any_label] if match.any_label else demands


def of_choices(match: Match) -> list[AnyOf]:
    """The demands of what was chosen in facets, the state aside."""
    return [of_any_label(labels) for labels in chosen_in(match).values()]


def chosen_in(match: Match) -> dict[str, Sequence[str]]:
    """By facet, the state aside, the labels of which one must be there."""
    return {
        facet: [f"{facet}:{value}" for value in values]
        for facet, values in match.choices.items()
        if facet != STATE and values
    }


def of_any_label(labels: Iterable[str]) -> AnyOf:
    """The demand that one of the labels is there."""
    return [Term(tokens.label(label)) for label in labels]


def weight(group: Group) -> int:
    """The group's weight in thousandths; sums of whole numbers are the same in any order.

    At most a million, so that a dozen are whole numbers for Elasticsearch too (24 bits).
    """
    return min(max(round(group.weight * 1000), 0), 1_000_000)


def state_field(state: str) -> str:
    """The state as the name of a field: dots would make it two."""
    return tokens.key(state)
