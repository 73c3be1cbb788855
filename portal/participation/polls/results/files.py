"""Results as files: CSV, XLSX and JSON. The same rows in each."""

import io
from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext, pgettext
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils.exceptions import IllegalCharacterError

from portal.participation.polls.enums import Channel
from portal.participation.polls.models import Poll, Round
from portal.participation.polls.questions.forms import Form, Question
from portal.participation.polls.results.counting import MAIN, Tally
from portal.participation.polls.results.lists import head_of_list, line_of
from portal.participation.polls.selectors import form_asked

# Characters of a column of the sheet.
_WIDTHS: Final = (50, 40, 30, 14, 14)


def rows(form: Form, tally: Tally) -> Iterator[tuple[Any, ...]]:
    """Question, row or number, answer, and how many: of checked ballots, then of those not checked."""
    yield (
        gettext("Question"),
        gettext("Row"),
        gettext("Answer"),
        gettext("Checked"),
        gettext("Not checked"),
    )
    for question in form:
        if question.is_text:
            continue
        both = (tally.of(question.code, MAIN), tally.of(question.code, Channel.UNVERIFIED))
        yield (question.text, "", gettext("Answered"), *(each["answered"] for each in both))
        yield from _of_question(question, both)


def _of_question(question: Question, both: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    texts = {option.code: option.text for option in question.choices}
    for name, title in (
        ("counts", ""),
        ("points", gettext("Points")),
        ("first", gettext("First places")),
    ):
        codes = dict.fromkeys(code for each in both for code in each.get(name, {}))
        for code in codes:
            label = texts.get(code, code)
            yield (question.text, title, label, *(each.get(name, {}).get(code, 0) for each in both))
    for row in question.rows:
        for code, text in texts.items():
            found = (each.get("rows", {}).get(row.code, {}).get(code, 0) for each in both)
            yield (question.text, row.text, text, *found)
    for name, title in (
        ("sum", pgettext("statistics", "Sum")),
        ("median", pgettext("statistics", "Median")),
        ("min", pgettext("statistics", "Least")),
        ("max", pgettext("statistics", "Most")),
    ):
        if any(each.get(name) is not None for each in both):
            yield (question.text, "", title, *(each.get(name) or "" for each in both))


def as_csv(poll: Poll, round_: Round, language: str) -> str:
    found = rows(form_asked(poll, round_, language), Tally.from_json(round_.tally))
    return "\ufeff" + "".join(map(line_of, found))


def as_xlsx(poll: Poll, round_: Round, language: str) -> bytes:
    """One sheet; texts are texts, also those that begin like a formula."""
    book = Workbook(write_only=False)
    sheet = book.active
    sheet.title = gettext("Results")
    for number, row in enumerate(
        rows(form_asked(poll, round_, language), Tally.from_json(round_.tally)), start=1
    ):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            try:
                cell.value = value
            except IllegalCharacterError:
                cell.value = "".join(sign for sign in str(value) if sign.isprintable())
            if isinstance(value, str):
                cell.data_type = "s"
            cell.font = Font(bold=number == 1)
    for letter, width in zip("ABCDE", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def as_data(poll: Poll, round_: Round) -> dict[str, Any]:
    """For programs: all that stands before the list of ballots, and the breakdowns."""
    return {
        **head_of_list(poll, round_),
        "format": "civic-portal results",
        "breakdown": round_.breakdown,
    }
