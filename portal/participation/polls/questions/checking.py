"""What keeps questions from being asked: faults that no single block sees."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from portal.participation.polls.enums import Kind
from portal.participation.polls.questions.forms import CHOICES, Form, Question

# Answers of a choice.
FEWEST: Final = 2


def faults(form: Form) -> Iterator[tuple[str, str]]:
    """Codes of questions and what is wrong with them, in words; the code is empty for the whole."""
    if not form.questions:
        yield "", _("A poll asks at least one question.")
    codes = Counter(question.code for question in form)
    for question in form:
        if codes[question.code] > 1:
            yield question.code, _("Two questions are the same block: delete one and add it anew.")
        yield from _of_options(question)
        if fault := _of_condition(form, question):
            yield question.code, fault


def _of_options(question: Question) -> Iterator[tuple[str, str]]:
    if question.kind in {*CHOICES, Kind.RANKING, Kind.MATRIX}:
        if len(question.choices) < FEWEST:
            yield question.code, _("A choice needs at least two answers.")
        texts = [option.text.strip().casefold() for option in question.choices]
        if len(set(texts)) < len(texts):
            yield question.code, _("Two answers say the same.")
        if len(question.option_codes) < len(question.choices):
            yield question.code, _("Two answers are the same block: delete one and add it anew.")


def _of_condition(form: Form, question: Question) -> str:
    if question.condition is None:
        return ""
    asked = form.by_code.get(question.condition.question)
    if asked is None:
        return _("The question on which this one depends is not there any more.")
    order = [each.code for each in form]
    found = (
        (
            asked.kind not in CHOICES,
            _("A question can depend only on one where an answer is chosen."),
        ),
        (
            not set(question.condition.options) <= asked.option_codes,
            _("An answer on which this question depends is not there any more."),
        ),
        (_leads_back(form, question), _("Questions depend on each other in a circle.")),
        (
            order.index(asked.code) > order.index(question.code),
            _("A question can depend only on one that stands before it."),
        ),
    )
    return next((words for is_so, words in found if is_so), "")


def _leads_back(form: Form, question: Question) -> bool:
    seen = {question.code}
    current: Question | None = question
    while current is not None and current.condition is not None:
        if current.condition.question in seen:
            return True
        seen.add(current.condition.question)
        current = form.by_code.get(current.condition.question)
    return False
