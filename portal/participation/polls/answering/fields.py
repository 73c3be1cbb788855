"""The fields of a ballot: a widget for each kind of question.

They only carry what was given to `questions.answers.clean`, which alone says what is right: so the form and
the service never differ.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.participation.polls.enums import Kind
from portal.participation.polls.questions.forms import (
    OTHER,
    Option,
    Question,
)

# What names of fields begin with; the question's code follows.
ANSWER: Final = "q-"
TEXT: Final = "t-"


class GivenField(forms.Field):
    """Whatever the widget reads, unchecked."""

    def __init__(self, widget: forms.Widget, label: str) -> None:
        super().__init__(required=False, widget=widget, label=label)


class DayField(GivenField):
    """A day as browsers send it or as it is typed where they have no calendar: «03.06.2019»."""

    def to_python(self, value: Any) -> Any:
        try:
            found: date | None = forms.DateField(required=False).to_python(value)
        except ValidationError:
            return value
        return found


class OneOf(forms.RadioSelect):
    """One of several; a question that nobody has looked at has nothing chosen, not even «No answer»."""

    def format_value(self, value: Any) -> Any:
        return [] if value is None else super().format_value(value)


class _GroupWidget(forms.Widget):
    """Several controls under one question, each named after it."""

    use_fieldset = True

    def id_for_label(self, id_: str | None, index: Any = None) -> str:
        """None: an error leads to the whole question."""
        return ""

    def part_id(self, attrs: Mapping[str, Any] | None, code: str) -> str:
        return f"{(attrs or {}).get('id', 'id')}_{code}"

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False


class RankingWidget(_GroupWidget):
    """A list of places for each answer: usable by keyboard as it is, a script adds buttons."""

    template_name = "polls/answering/ranking.html"

    def __init__(self, options: Sequence[Option]) -> None:
        super().__init__()
        self.options = options

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        found = {option.code: data.get(f"{name}-{option.code}", "") for option in self.options}
        return found if any(found.values()) else {}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        places = range(1, len(self.options) + 1)
        given: Mapping[str, Any] = value if isinstance(value, Mapping) else {}
        rows = [
            {
                "name": f"{name}-{option.code}",
                "id": self.part_id(attrs, option.code),
                "text": option.text,
                "places": [(place, str(given.get(option.code)) == str(place)) for place in places],
            }
            for option in self.options
        ]
        return {**super().get_context(name, None, attrs), "rows": rows}


class MatrixWidget(_GroupWidget):
    """A table with the same answers in each row."""

    template_name = "polls/answering/matrix.html"

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        found = {row.code: data.get(f"{name}-{row.code}", "") for row in self.question.rows}
        return {code: value for code, value in found.items() if value}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        given: Mapping[str, Any] = value if isinstance(value, Mapping) else {}
        pairs = [(option.code, option.text) for option in self.question.options]
        columns = [
            {"code": code, "text": text, "id": self.part_id(attrs, f"c{code or 'none'}")}
            for code, text in [*pairs, *_none(self.question)]
        ]
        rows = [
            {
                "name": f"{name}-{row.code}",
                "id": self.part_id(attrs, row.code),
                "text": row.text,
                "chosen": given.get(row.code),
            }
            for row in self.question.rows
        ]
        context = super().get_context(name, None, attrs)
        return {**context, "rows": rows, "columns": columns, "caption": self.question.text}


def field_of(question: Question) -> forms.Field:
    """The field of a question's answer."""
    if question.kind == Kind.DATE:
        return DayField(_day_widget(question), question.text)
    return GivenField(_widget_of(question), question.text)


def _widget_of(question: Question) -> forms.Widget:
    widget: forms.Widget
    match question.kind:
        case Kind.MULTIPLE:
            widget = forms.CheckboxSelectMultiple(choices=_pairs(question.choices))
        case Kind.SINGLE | Kind.PICTURE:
            widget = OneOf(choices=[*_pairs(question.choices), *_none(question)])
        case Kind.SCALE:
            points = map(str, range(1, question.points + 1))
            pairs = [(point, point) for point in points]
            widget = OneOf(choices=[*pairs, *_none(question)])
        case Kind.RANKING:
            widget = RankingWidget(question.options)
        case Kind.MATRIX:
            widget = MatrixWidget(question)
        case Kind.NUMBER:
            mode = "numeric" if question.whole else "decimal"
            widget = forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off"})
        case Kind.LONG_TEXT:
            widget = forms.Textarea(attrs={"rows": 5})
        case _:
            widget = forms.TextInput()
    return widget


def _pairs(options: Sequence[Option]) -> list[tuple[str, str]]:
    return [(option.code, option.text) for option in options]


def _none(question: Question) -> list[tuple[str, str]]:
    """What takes an answer back where one need not answer: what is chosen of one cannot be unticked."""
    return [] if question.required else [("", _("No answer"))]


def _day_widget(question: Question) -> forms.Widget:
    bounds = {"min": question.minimum, "max": question.maximum}
    attrs = {"type": "date", **{name: day for name, day in bounds.items() if day}}
    return forms.DateInput(format="%Y-%m-%d", attrs=attrs)


def other_field_of(question: Question) -> forms.Field:
    """The words of who answers «Other»."""
    label = _("“Other” in your words")
    return GivenField(forms.TextInput(attrs={"data-other": OTHER}), label)
