"""How answers differ by district and age: only where no small number can be read or worked out.

The rule, question by question and apart for districts and for age groups:

1. Only ballots of people with a confirmed identity are broken down: of them alone both are known, and
   their answers are published as a number of their own anyway.
2. A group stands by itself only when every answer to the question was given in it at least
   POLLS_BREAKDOWN_MIN times. Of a question with several answers, also the people who did not choose an
   answer are as many: who is in the group learns nothing of anybody by its being all or none.
3. All others are one group, «others and not known». Who subtracts the groups shown from the whole gets exactly
   this one, so it obeys the same rule; while it does not, the smallest group shown joins it.
4. Fewer than two groups in all are no breakdown: nothing is shown.
5. Districts and age groups are never crossed.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from django.conf import settings

from portal.participation.polls.enums import Channel, Kind
from portal.participation.polls.questions.forms import CHOICES, Form, Question

DISTRICT: Final = "district"
AGE: Final = "age"
# The key of «others and not known».
OTHERS: Final = ""
_BROKEN_DOWN: Final = frozenset({*CHOICES, Kind.SCALE, Kind.RANKING})
_FEWEST_GROUPS: Final = 2

Names = Mapping[str, Mapping[str, str]]


class _Group:
    """Answers of one group to one question."""

    def __init__(self) -> None:
        self.answered = 0
        self.counts: Counter[str] = Counter()

    def add(self, other: "_Group") -> None:
        self.answered += other.answered
        self.counts.update(other.counts)


class Breaking:
    """Breakdowns in the making: `add` each ballot, then `result`. Holds numbers, never ballots."""

    def __init__(self, form: Form) -> None:
        self._questions = {each.code: each for each in form if each.kind in _BROKEN_DOWN}
        self._found: dict[tuple[str, str], dict[str, _Group]] = {}

    def add(self, ballot: Any) -> None:
        """A ballot as it is before the seal: with its district and age group."""
        if ballot.channel != Channel.VERIFIED or ballot.voiding_id is not None:
            return
        district = str(ballot.district_id) if ballot.district_id else OTHERS
        for dimension, key in ((DISTRICT, district), (AGE, ballot.age_group)):
            for code, answer in ballot.answers.items():
                if question := self._questions.get(code):
                    groups = self._found.setdefault((code, dimension), {})
                    group = groups.setdefault(key, _Group())
                    group.answered += 1
                    group.counts.update(_given(question, answer))

    def result(self, names: Callable[[str, Iterable[str]], Names]) -> dict[str, Any]:
        """{code: {dimension: [{"key", "names", "answered", "counts"}]}}; what may not be shown is not there.

        `names(dimension, keys)`: {key: {language: name}} of the groups shown.
        """
        found: dict[str, Any] = {}
        for (code, dimension), groups in sorted(self._found.items()):
            question = self._questions[code]
            shown = _shown(question, groups)
            if not shown:
                continue
            words = names(dimension, [key for key in shown if key != OTHERS])
            found.setdefault(code, {})[dimension] = [
                {
                    "key": key,
                    "names": dict(words.get(key, {})),
                    "answered": group.answered,
                    "counts": {option: group.counts[option] for option in _options(question)},
                }
                for key, group in shown.items()
            ]
        return found


def _given(question: Question, answer: Any) -> Iterable[str]:
    if question.kind == Kind.MULTIPLE:
        return map(str, answer)
    # Of a ranking, what was put first.
    return (str(answer[0] if question.kind == Kind.RANKING else answer),)


def _options(question: Question) -> list[str]:
    if question.kind == Kind.SCALE:
        return [str(point) for point in range(1, question.points + 1)]
    return [option.code for option in question.choices]


def _shown(question: Question, groups: Mapping[str, _Group]) -> dict[str, _Group]:
    """The groups by the rule above, «others» at the end; empty when there is no breakdown."""
    shown = {
        key: group
        for key, group in sorted(groups.items())
        if key != OTHERS and _is_large(question, group)
    }
    others = _Group()
    for key, group in groups.items():
        if key not in shown:
            others.add(group)
    while shown and others.answered and not _is_large(question, others):
        others.add(shown.pop(min(shown, key=lambda key: (shown[key].answered, key))))
    if others.answered:
        shown[OTHERS] = others
    return shown if len(shown) >= _FEWEST_GROUPS else {}


def _is_large(question: Question, group: _Group) -> bool:
    least = settings.POLLS_BREAKDOWN_MIN
    cells = [group.counts[option] for option in _options(question)]
    if question.kind == Kind.MULTIPLE:
        cells += [group.answered - cell for cell in cells]
    return min(cells, default=0) >= least
