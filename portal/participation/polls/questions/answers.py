"""What counts as an answer, and how it stands in a ballot.

A ballot's `answers`, by code of the question:

    single, picture   "4f1c09aa"                  the option's code, «other» for the reader's own
    multiple          ["4f1c09aa", "other"]       in the order of the form
    ranking           ["b2…", "a1…", "c3…"]       all options, the best first
    scale             4
    matrix            {"row's code": "option's code"}
    number            "12.5"                      a decimal without exponent
    date              "2019-06-03"

Texts, also those of «other», are in `texts` by code of the question: they are never published.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.utils.translation import gettext, ngettext

from portal.participation.polls.enums import Kind
from portal.participation.polls.questions.forms import (
    CHOICES,
    LONG_TEXT,
    OTHER,
    SHORT_TEXT,
    Form,
    Question,
)
from portal.participation.polls.questions.hints import number_words

# Digits of a number: more is a slip, and would be a fingerprint of the ballot.
MAX_DIGITS: Final = 12
MAX_PLACES: Final = 4
_YEARS: Final = (1800, 2200)


@dataclass(frozen=True, slots=True)
class Answers:
    """A whole ballot as it is kept."""

    answers: Mapping[str, Any]
    texts: Mapping[str, str]


class BadAnswers(ValueError):
    """What is wrong, by code of the question, in words for the reader."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{code}: {words}" for code, words in errors.items()))
        self.errors = dict(errors)


class _Wrong(ValueError):
    pass


def clean(form: Form, given: Mapping[str, Any], texts: Mapping[str, str]) -> Answers:
    """The ballot of what was given, in the shape above. Raises BadAnswers.

    Answers to questions that were not shown are left out; those to questions that are not in the form
    are refused. What is absent, None, "" or empty is not answered.
    """
    errors: dict[str, str] = {}
    kept: dict[str, Any] = {}
    words: dict[str, str] = {}
    for unknown in (set(given) | set(texts)) - set(form.by_code):
        errors[unknown] = gettext("This question does not belong to the poll.")
    for question in form:
        if not is_shown(question, kept):
            continue
        try:
            _take(question, given.get(question.code), texts.get(question.code, ""), kept, words)
        except _Wrong as wrong:
            errors[question.code] = str(wrong)
    if not (errors or kept or words):
        errors[""] = gettext("Answer at least one question.")
    if errors:
        raise BadAnswers(errors)
    return Answers(kept, words)


def is_shown(question: Question, answers: Mapping[str, Any]) -> bool:
    """Whether a question is asked after these answers. One that depends on a hidden one is hidden."""
    condition = question.condition
    if condition is None:
        return True
    found = answers.get(condition.question)
    chosen = found if isinstance(found, list) else [found]
    return any(code in condition.options for code in chosen)


def _take(
    question: Question, value: Any, text: str, kept: dict[str, Any], words: dict[str, str]
) -> None:
    text = _clean_text(question, text)
    if question.is_text:
        if text:
            words[question.code] = text
        elif question.required:
            raise _Wrong(gettext("Answer this question."))
        return
    if value in (None, "", [], {}, ()):
        if question.required:
            raise _Wrong(gettext("Answer this question."))
        return
    answer = _CLEANERS[question.kind](question, value)
    if question.has_other and (answer == OTHER or (isinstance(answer, list) and OTHER in answer)):
        if not text:
            raise _Wrong(gettext("Say in words what you mean by «Other»."))
        words[question.code] = text
    kept[question.code] = answer


def _clean_text(question: Question, text: Any) -> str:
    if not isinstance(text, str):
        raise _Wrong(gettext("This is no text."))
    text = "".join(sign for sign in text if sign in "\n\t" or sign.isprintable()).strip()
    longest = LONG_TEXT if question.kind == Kind.LONG_TEXT else SHORT_TEXT
    if len(text) > longest:
        raise _Wrong(
            ngettext(
                "The answer is longer than %(count)d character.",
                "The answer is longer than %(count)d characters.",
                longest,
            )
            % {"count": longest}
        )
    return text


def _choice(question: Question, value: Any) -> str:
    if not isinstance(value, str) or value not in question.option_codes:
        raise _Wrong(gettext("Choose one of the answers."))
    return value


def _choices(question: Question, value: Any) -> list[str]:
    if not isinstance(value, list | tuple) or not set(map(str, value)) <= question.option_codes:
        raise _Wrong(gettext("Choose among the answers."))
    chosen = [option.code for option in question.choices if option.code in value]
    least, most = question.minimum, question.maximum
    if isinstance(most, int) and len(chosen) > most:
        raise _Wrong(
            ngettext("Choose %(count)d answer at most.", "Choose %(count)d answers at most.", most)
            % {"count": most}
        )
    if isinstance(least, int) and len(chosen) < least:
        raise _Wrong(
            ngettext(
                "Choose at least %(count)d answer.", "Choose at least %(count)d answers.", least
            )
            % {"count": least}
        )
    return chosen


def _ranking(question: Question, value: Any) -> list[str]:
    """From a list of codes, the best first, or a mapping of codes to ranks."""
    if isinstance(value, Mapping):
        ranks = {str(code): _rank(rank) for code, rank in value.items() if rank not in ("", None)}
        if not ranks and not question.required:
            raise _Wrong(gettext("Give every answer its place."))
        if len(set(ranks.values())) < len(ranks):
            raise _Wrong(gettext("Two answers have the same place: give each its own."))
        if set(ranks.values()) - set(range(1, len(question.options) + 1)):
            raise _Wrong(
                gettext("Places go from 1 to %(count)d.") % {"count": len(question.options)}
            )
        value = sorted(ranks, key=lambda code: ranks[code])
    if not isinstance(value, list | tuple) or len(set(map(str, value))) < len(value):
        raise _Wrong(gettext("Two answers have the same place: give each its own."))
    if set(map(str, value)) != question.option_codes:
        raise _Wrong(gettext("Give every answer its place."))
    return list(value)


def _rank(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        raise _Wrong(gettext("A place is a whole number.")) from None


def _scale(question: Question, value: Any) -> int:
    try:
        found = int(value)
    except (TypeError, ValueError):
        found = 0
    if not 1 <= found <= question.points or isinstance(value, bool):
        raise _Wrong(gettext("Choose a point of the scale."))
    return found


def _matrix(question: Question, value: Any) -> dict[str, str]:
    rows = {row.code for row in question.rows}
    if not isinstance(value, Mapping) or not set(value) <= rows:
        raise _Wrong(gettext("Choose an answer in every row."))
    found = {row.code: value[row.code] for row in question.rows if value.get(row.code)}
    if not all(isinstance(code, str) and code in question.option_codes for code in found.values()):
        raise _Wrong(gettext("Choose one of the answers."))
    if question.required and len(found) < len(rows):
        raise _Wrong(gettext("Choose an answer in every row."))
    if not found:
        raise _Wrong(gettext("Choose an answer in every row."))
    return found


def _number(question: Question, value: Any) -> str:
    text = str(value).strip().replace("\u00a0", "").replace(" ", "").replace(",", ".")
    text = text.replace("\u2212", "-")
    try:
        found = Decimal(text)
    except InvalidOperation:
        raise _Wrong(gettext("Write a number.")) from None
    if not found.is_finite() or "e" in text.lower():
        raise _Wrong(gettext("Write a number."))
    _sign, digits, exponent = found.as_tuple()
    places = max(0, -int(exponent))
    if len(digits) > MAX_DIGITS or places > MAX_PLACES:
        raise _Wrong(gettext("The number is too long."))
    if question.whole and found != found.to_integral_value():
        raise _Wrong(gettext("Write a whole number."))
    if isinstance(question.minimum, int | float) and found < Decimal(str(question.minimum)):
        raise _Wrong(
            gettext("Not less than %(number)s.") % {"number": number_words(question.minimum)}
        )
    if isinstance(question.maximum, int | float) and found > Decimal(str(question.maximum)):
        raise _Wrong(
            gettext("Not more than %(number)s.") % {"number": number_words(question.maximum)}
        )
    whole = found == found.to_integral_value()
    return format(found.to_integral_value() if whole else found.normalize(), "f")


def _date(question: Question, value: Any) -> str:
    try:
        found = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        raise _Wrong(gettext("Write a day, such as 3 June 2019.")) from None
    if not _YEARS[0] <= found.year <= _YEARS[1]:
        raise _Wrong(gettext("Look at the year: it is too far away."))
    text = found.isoformat()[:10]
    if isinstance(question.minimum, str) and text < question.minimum:
        raise _Wrong(gettext("This day is too early."))
    if isinstance(question.maximum, str) and text > question.maximum:
        raise _Wrong(gettext("This day is too late."))
    return text


_CLEANERS: Final = {
    Kind.SINGLE: _choice,
    Kind.PICTURE: _choice,
    Kind.MULTIPLE: _choices,
    Kind.RANKING: _ranking,
    Kind.SCALE: _scale,
    Kind.MATRIX: _matrix,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
}
if set(_CLEANERS) | {Kind.SHORT_TEXT, Kind.LONG_TEXT} != set(Kind) or not set(CHOICES) <= set(
    _CLEANERS
):
    raise TypeError("Each kind of question has a check of its answers.")
