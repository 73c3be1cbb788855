"""Typing a paper ballot in: by the numbers of the answers, with the keyboard alone, read back before it counts.

A field for each question, in the order of the sheet. Answers are numbered from above: «2»; several «1 3»;
places of a ranking and columns of a table from above, one for each row: «2 1 3», «1 – 4».
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.formats import date_format, get_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.participation.polls import chain, receipts
from portal.participation.polls.enums import Kind
from portal.participation.polls.questions import answers
from portal.participation.polls.questions.forms import (
    LONG_TEXT,
    OTHER,
    SHORT_TEXT,
    Form,
    Option,
    Question,
)

# What stands for a row without an answer.
_NOTHING: Final = frozenset({"-", "–", "—", "0"})
_SIGN: Final = re.compile(r"\d+|[-–—]|[^\s\d,;.]+")
# Up to so many answers each digit counts by itself: «13» is 1 and 3.
_ONE_DIGIT: Final = 9
_TYPED: Final = {"autocomplete": "off", "spellcheck": "false"}


@dataclass(frozen=True, slots=True)
class Line:
    """A question on the page: its fields, the numbered answers, and what was understood."""

    question: Question
    bound: Any
    words: Any = None
    legend: tuple[Option, ...] = ()
    rows: tuple[Option, ...] = ()
    understood: str = ""

    @property
    def is_numbered(self) -> bool:
        """Whether answers are typed by their numbers; of a ranking it is places."""
        return self.question.kind != Kind.RANKING


@dataclass(slots=True)
class Typed:
    """What the fields say, in the terms of `answers.clean`."""

    given: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)


class PaperForm(forms.Form):
    """One ballot. `read_back` is there once everything is understood; then `checked` sends it to be counted."""

    receipt = forms.CharField(
        label=gettext_lazy("Code on the ballot"),
        max_length=60,
        widget=forms.TextInput(attrs={**_TYPED, "autocapitalize": "characters"}),
        help_text=gettext_lazy("Twenty signs; hyphens and spaces make no difference."),
    )
    checked = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, asked: Form, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        self.cleaned_answers: answers.Answers | None = None
        for number, question in enumerate(asked, start=1):
            self.fields[question.code] = _field(question, number)
            if question.has_other:
                self.fields[_words(question)] = forms.CharField(
                    label=_("Words for «Other»"), required=False, max_length=SHORT_TEXT
                )

    def clean_receipt(self) -> str:
        found = receipts.read(self.cleaned_data["receipt"])
        if found is None:
            raise forms.ValidationError(
                _("This is no code of a paper ballot: look at every sign once more.")
            )
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        typed = self._typed(cleaned)
        if self.errors:
            return cleaned
        try:
            self.cleaned_answers = answers.clean(self.asked, typed.given, typed.texts)
        except answers.BadAnswers as bad:
            for code, words in bad.errors.items():
                self.add_error(code if code in self.fields else None, words)
            return cleaned
        kept = self.cleaned_answers
        for code in (set(typed.given) - set(kept.answers)) | (set(typed.texts) - set(kept.texts)):
            # Counting what was not asked would be wrong, and so would dropping it in silence.
            self.add_error(code, _("After the other answers this does not count: clear it."))
        return cleaned

    def _typed(self, cleaned: Mapping[str, Any]) -> Typed:
        typed = Typed()
        for question in self.asked:
            value = str(cleaned.get(question.code) or "").strip()
            if question.is_text:
                if value:
                    typed.texts[question.code] = value
                continue
            if question.has_other and (words := str(cleaned.get(_words(question)) or "").strip()):
                typed.texts[question.code] = words
            if not value:
                continue
            try:
                typed.given[question.code] = _READERS[question.kind](question, value)
            except forms.ValidationError as error:
                self.add_error(question.code, error)
        return typed

    def mark(self) -> str:
        """Of what is read back: who changes a field afterwards gets it read back again."""
        if self.cleaned_answers is None:
            return ""
        both = {"answers": self.cleaned_answers.answers, "texts": self.cleaned_answers.texts}
        text = f"{self.cleaned_data.get('receipt')}|{chain.canonical(both)}"
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def is_checked(self) -> bool:
        return bool(self.mark()) and self.cleaned_data.get("checked") == self.mark()

    def lines(self) -> Iterator[Line]:
        """The questions as the page shows them, with what was understood of each."""
        found = self.cleaned_answers if self.is_bound and not self.errors else None
        for question in self.asked:
            yield Line(
                question,
                self[question.code],
                self[_words(question)] if question.has_other else None,
                question.choices,
                question.rows,
                understood(question, found) if found else "",
            )


def understood(question: Question, found: answers.Answers) -> str:
    """An answer in words, to be compared with the sheet."""
    answer, text = found.answers.get(question.code), found.texts.get(question.code, "")
    if answer is None:
        return text or _("no answer")
    if question.kind == Kind.DATE:
        return date_format(date.fromisoformat(answer), "DATE_FORMAT")
    if question.kind in {Kind.NUMBER, Kind.SCALE}:
        return f"{answer} {question.unit}".strip()
    names = {option.code: option.text for option in question.choices}
    if text:
        names[OTHER] = f"{names.get(OTHER, '')}: {text}"
    return _chosen(question, answer, names)


def _chosen(question: Question, answer: Any, names: Mapping[str, str]) -> str:
    if isinstance(answer, dict):
        rows = [(row.text, names.get(answer.get(row.code, ""), "—")) for row in question.rows]
        return "; ".join(f"{row}: {name}" for row, name in rows)
    if question.kind == Kind.RANKING:
        return ", ".join(f"{place}) {names[code]}" for place, code in enumerate(answer, 1))
    return ", ".join(names[code] for code in ([answer] if isinstance(answer, str) else answer))


def _words(question: Question) -> str:
    return f"{question.code}-words"


def _field(question: Question, number: int) -> forms.Field:
    # Numbered as on the sheet.
    label = f"{number}. {question.text}"
    if question.is_text:
        is_long = question.kind == Kind.LONG_TEXT
        return forms.CharField(
            label=label,
            required=False,
            max_length=LONG_TEXT if is_long else SHORT_TEXT,
            widget=forms.Textarea(attrs={"rows": 3}) if is_long else forms.TextInput,
        )
    return forms.CharField(
        label=label,
        required=False,
        max_length=200,
        help_text=_HELP.get(question.kind, ""),
        widget=forms.TextInput(attrs=_TYPED),
    )


_HELP: Final = {
    Kind.SINGLE: gettext_lazy("The number of the answer."),
    Kind.PICTURE: gettext_lazy("The number of the picture."),
    Kind.MULTIPLE: gettext_lazy("The numbers of all answers that are ticked, such as 1 3."),
    Kind.RANKING: gettext_lazy("The places as they stand from above, such as 2 1 3."),
    Kind.MATRIX: gettext_lazy(
        "The number of the column for each row from above; a hyphen where nothing is ticked: 1 - 2."
    ),
    Kind.SCALE: gettext_lazy("The number that is circled."),
    Kind.NUMBER: gettext_lazy("The number as it is written."),
    Kind.DATE: gettext_lazy("Day, month, year: 3.6.2019."),
}


def _signs(value: str, count: int) -> list[str]:
    """«1 3», «1,3» or, among at most nine answers, «13»."""
    found = _SIGN.findall(value)
    if count <= _ONE_DIGIT:
        found = [
            sign
            for part in found
            for sign in ([*part] if part.isascii() and part.isdigit() else [part])
        ]
    return found


def _option(options: tuple[Option, ...], sign: str) -> str:
    number = int(sign) if sign.isascii() and sign.isdigit() else 0
    if not 1 <= number <= len(options):
        raise forms.ValidationError(
            _("There is no answer «%(sign)s»: they go from 1 to %(count)d.")
            % {"sign": sign, "count": len(options)}
        )
    return options[number - 1].code


def _one(question: Question, value: str) -> str:
    signs = _signs(value, len(question.choices))
    if len(signs) != 1:
        raise forms.ValidationError(_("One number: where several are ticked, the answer is void."))
    return _option(question.choices, signs[0])


def _several(question: Question, value: str) -> list[str]:
    signs = _signs(value, len(question.choices))
    if len(set(signs)) < len(signs):
        raise forms.ValidationError(_("A number stands here twice."))
    return [_option(question.choices, sign) for sign in signs]


def _places(question: Question, value: str) -> dict[str, str]:
    signs = _signs(value, len(question.options))
    if len(signs) != len(question.options):
        raise forms.ValidationError(
            _("Type %(count)d places, one for each answer.") % {"count": len(question.options)}
        )
    return {option.code: sign for option, sign in zip(question.options, signs, strict=True)}


def _columns(question: Question, value: str) -> dict[str, str]:
    signs = _signs(value, len(question.options))
    if len(signs) != len(question.rows):
        raise forms.ValidationError(
            _("Type %(count)d numbers, one for each row.") % {"count": len(question.rows)}
        )
    return {
        row.code: _option(question.options, sign)
        for row, sign in zip(question.rows, signs, strict=True)
        if sign not in _NOTHING
    }


def _day(_question: Question, value: str) -> date:
    formats = ["%d.%m.%Y", "%d.%m.%y", *get_format("DATE_INPUT_FORMATS")]
    return forms.DateField(input_formats=formats).clean(value)


def _as_it_is(_question: Question, value: str) -> str:
    return value


_READERS: Final = {
    Kind.SINGLE: _one,
    Kind.PICTURE: _one,
    Kind.MULTIPLE: _several,
    Kind.RANKING: _places,
    Kind.MATRIX: _columns,
    Kind.SCALE: _as_it_is,
    Kind.NUMBER: _as_it_is,
    Kind.DATE: _day,
}
