"""How a question is answered, in words: said by the portal, so that editors need not."""

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core.languages import language_of_words
from portal.participation.polls.enums import Kind
from portal.participation.polls.questions.forms import Form, Question


def hint_of(question: Question) -> str:
    """«До 3 відповідей», «1 — зовсім не важливо, 5 — дуже важливо»; empty where nothing need be said."""
    match question.kind:
        case Kind.MULTIPLE:
            return _choices_hint(question.minimum, question.maximum)
        case Kind.RANKING:
            return _("Give each answer its place; 1 is the best.")
        case Kind.SCALE:
            return _("1 means “%(low)s”, %(points)d means “%(high)s”.") % {
                "low": question.low_label,
                "points": question.points,
                "high": question.high_label,
            }
        case Kind.NUMBER:
            return _number_hint(question)
        case Kind.DATE:
            return _date_hint(question.minimum, question.maximum)
        case _:
            return ""


def number_words(bound: float) -> str:
    """«31», «0,5»."""
    return str(number_format(int(bound) if math.isclose(bound, int(bound)) else bound))


def _number_hint(question: Question) -> str:
    least, most = (
        number_words(bound) if isinstance(bound, int | float) else ""
        for bound in (question.minimum, question.maximum)
    )
    if question.whole:
        words = (
            (least and most and _("A whole number from %(least)s to %(most)s."))
            or (least and _("A whole number, not less than %(least)s."))
            or (most and _("A whole number, not more than %(most)s."))
            or _("A whole number.")
        )
    else:
        words = (
            (least and most and _("A number from %(least)s to %(most)s."))
            or (least and _("A number, not less than %(least)s."))
            or (most and _("A number, not more than %(most)s."))
        )
    return words % {"least": least, "most": most}


def _date_hint(first: Any, last: Any) -> str:
    first, last = (
        date_format(date.fromisoformat(day), "DATE_FORMAT") if isinstance(day, str) and day else ""
        for day in (first, last)
    )
    words = (
        (first and last and _("From %(first)s to %(last)s."))
        or (first and _("Not before %(first)s."))
        or (last and _("Not after %(last)s."))
    )
    return words % {"first": first, "last": last}


def _choices_hint(least: Any, most: Any) -> str:
    if least and most and least == most:
        return ngettext("Exactly %(count)d answer.", "Exactly %(count)d answers.", most) % {
            "count": most
        }
    if least and most:
        words = ngettext(
            "From %(least)d to %(most)d answer.", "From %(least)d to %(most)d answers.", most
        )
        return words % {"least": least, "most": most}
    if most:
        return ngettext("Up to %(count)d answer.", "Up to %(count)d answers.", most) % {
            "count": most
        }
    if least:
        return ngettext("At least %(count)d answer.", "At least %(count)d answers.", least) % {
            "count": least
        }
    return _("You may choose several.")


def numbers_of(form: Form) -> dict[str, int]:
    """The number of each question, by its code."""
    return {question.code: number for number, question in enumerate(form, start=1)}


def condition_words(question: Question, form: Form, numbers: Mapping[str, int]) -> str:
    """«Лише якщо на питання 1 ви відповіли: …»; empty for a question that is asked of everybody."""
    condition = question.condition
    asked = form.by_code.get(condition.question) if condition else None
    if condition is None or asked is None:
        return ""
    words = [option.text for option in asked.choices if option.code in condition.options]
    answers = ", ".join(words)
    if lang := language_of_words(answers):
        answers = format_html('<span lang="{}">{}</span>', lang, answers)
    words_around = _("Only if your answer to question %(number)d is: %(answers)s.")
    # A `str` that is no markup is escaped; the words around it are the catalogue's.
    return mark_safe(  # noqa: S308
        words_around % {"number": numbers[asked.code], "answers": conditional_escape(answers)}
    )
