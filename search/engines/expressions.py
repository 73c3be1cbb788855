"""What a match demands of a document's tokens, for engines to write in their own language."""

from collections.abc import Sequence
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
    terms = [Term(tokens.key(key)) for key in dict.fromkeys(group.keys)]
    if group.beginning:
        terms.append(Term(tokens.word(group.beginning), is_beginning=True))
    return terms


def in_title(group: Group) -> AnyOf:
    """What the word is met by in a title."""
    terms = [Term(tokens.in_title(key)) for key in dict.fromkeys(group.keys)]
    if group.beginning:
        terms.append(Term(tokens.word(group.beginning), is_beginning=True))
    return terms


def of_any_group(match: Match) -> AnyOf:
    """What at least one word is met by."""
    return list(dict.fromkeys(term for group in match.groups for term in of_group(group)))


def of_labels(match: Match, *, choices: bool = True) -> list[AnyOf]:
    """The demands of the filters, the state aside."""
    demands: list[AnyOf] = [[Term(tokens.label(label))] for label in match.labels]
    if match.any_label:
        demands.append([Term(tokens.label(label)) for label in match.any_label])
    if choices:
        demands.extend(
            [Term(tokens.label(f"{facet}:{value}")) for value in values]
            for facet, values in match.choices.items()
            if facet != STATE and values
        )
    return demands


def weight(group: Group) -> int:
    """The group's weight in thousandths; sums of whole numbers are the same in any order.

    At most a million, so that a dozen are whole numbers for Elasticsearch too (24 bits).
    """
    return min(max(round(group.weight * 1000), 0), 1_000_000)


def state_field(state: str) -> str:
    """The state as the name of a field: dots would make it two."""
    return tokens.key(state)
