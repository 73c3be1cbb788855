"""The published list of ballots of a sealed round, as JSON and as CSV, written line by line.

Each file ends with the SHA-256 of everything before it, so that a file that was cut or damaged on its way is
known at once. What the list says is held by the head of its chain (`portal/participation/polls/chain.py`),
which is announced elsewhere, too.
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from portal.core.sitewide import absolute_url
from portal.participation.polls import chain
from portal.participation.polls.enums import VoidState
from portal.participation.polls.models import Ballot, Poll, Round, Voiding
from portal.participation.polls.questions.forms import Form, Question
from portal.participation.polls.results.counting import CHUNK
from portal.participation.polls.selectors import form_asked

FORMAT: Final = "civic-portal ballots"
VERSION: Final = 1
# Rows of a CSV that are no ballots begin with this.
SIGN: Final = "#"
COLUMNS: Final = ("key", "channel", "answers", "voided")
# What closes each file, before 64 hex digits.
JSON_END: Final = ',\n"sha256": "'
CSV_END: Final = "#sha256,"
# What a spreadsheet would take for a formula.
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_BOM: Final = "\ufeff"


def head_of_list(poll: Poll, round_: Round) -> dict[str, Any]:
    """All that stands before the ballots: what was asked, by which rules, what came of it."""
    original = poll.original
    reasons = reasons_of(round_)
    with translation.override(settings.LANGUAGE_CODE):
        address = absolute_url(reverse("polls:round", args=[original.slug, round_.number]))
    return {
        "format": FORMAT,
        "version": VERSION,
        "poll": str(original.translation_key),
        "round": round_.number,
        "title": original.title,
        "address": address,
        "opens_at": _iso(round_.opens_at),
        "closes_at": _iso(round_.closes_at),
        "sealed_at": _iso(round_.sealed_at),
        "rules": {
            "access": original.access,
            "min_age": original.min_age,
            "may_change": original.may_change,
            "results": original.results,
            "legal_basis": original.legal_basis,
        },
        "form": round_.form,
        "count": round_.counted,
        "tally": round_.tally,
        "head": round_.chain_head,
        "void_head": chain.void_head(round_.chain_head, reasons.items()),
    }


def reasons_of(round_: Round) -> dict[str, str]:
    """Why, by key of each voided ballot."""
    why = dict(
        Voiding.objects.filter(round=round_, state=VoidState.CONFIRMED).values_list("pk", "reason")
    )
    rows = Ballot.objects.filter(round=round_, voiding__isnull=False)
    return {key: why[pk] for key, pk in rows.values_list("key", "voiding_id")}


def as_json(poll: Poll, round_: Round) -> Iterator[str]:
    """The file in pieces."""
    return _closed(_json(poll, round_), JSON_END, '"}\n')


def as_csv(poll: Poll, round_: Round) -> Iterator[str]:
    return _closed(_csv(poll, round_), CSV_END, "\n")


def _closed(pieces: Iterable[str], before: str, after: str) -> Iterator[str]:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece.encode())
        yield piece
    yield f"{before}{digest.hexdigest()}{after}"


def _lines(round_: Round) -> Iterator[tuple[str, str, dict[str, Any]]]:
    rows = Ballot.objects.filter(round=round_).order_by("key")
    found: Iterator[tuple[str, str, dict[str, Any]]] = rows.values_list(
        "key", "channel", "answers"
    ).iterator(chunk_size=CHUNK)
    return found


def _json(poll: Poll, round_: Round) -> Iterator[str]:
    reasons = reasons_of(round_)
    head = json.dumps(head_of_list(poll, round_), ensure_ascii=False, indent=1)
    yield head.removesuffix("\n}") + ',\n"ballots": ['
    mark = "\n"
    for key, channel, answers in _lines(round_):
        line: dict[str, Any] = {"key": key, "channel": channel, "answers": answers}
        if key in reasons:
            line["voided"] = reasons[key]
        yield mark + chain.canonical(line)
        mark = ",\n"
    yield "\n]"


def _csv(poll: Poll, round_: Round) -> Iterator[str]:
    reasons = reasons_of(round_)
    yield _BOM
    for name, value in head_of_list(poll, round_).items():
        text = value if isinstance(value, str) else chain.canonical(value)
        yield line_of([SIGN + name, text])
    form = form_asked(poll, round_)
    yield line_of([*COLUMNS, *(question.text for question in form if not question.is_text)])
    for key, channel, answers in _lines(round_):
        # The same file in every language; never held over a `yield`, where another request would find it.
        with translation.override(settings.LANGUAGE_CODE):
            in_words_of_all = list(in_words(form, answers))
        coded = chain.canonical(answers)
        yield line_of([key, channel, coded, reasons.get(key, ""), *in_words_of_all])


def in_words(form: Form, answers: dict[str, Any]) -> Iterator[str]:
    """Each question's answer as its reader saw it; what holds of the ballot are the codes."""
    for question in form:
        if not question.is_text:
            yield _in_words(question, answers.get(question.code))


def _in_words(question: Question, answer: Any) -> str:
    texts = {option.code: option.text for option in (*question.choices, *question.rows)}
    if isinstance(answer, list):
        return "; ".join(texts.get(str(code), str(code)) for code in answer)
    if isinstance(answer, dict):
        return "; ".join(
            f"{texts.get(row, row)}: {texts.get(code, str(code))}" for row, code in answer.items()
        )
    return "" if answer is None else texts.get(str(answer), str(answer))


def line_of(values: Iterable[Any]) -> str:
    """One line of a CSV in which nothing runs as a formula."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerow([guarded(value) for value in values])
    return written.getvalue()


def guarded(value: Any) -> Any:
    """An apostrophe before what a spreadsheet would run, and before an apostrophe, so that it can be taken off.

    Numbers stay numbers, also those below zero.
    """
    if not isinstance(value, str):
        return "" if value is None else value
    return f"'{value}" if value.lstrip(" ").startswith((*FORMULA, "'")) else value


def unguarded(text: str) -> str:
    """What `guarded` made, as it was."""
    return text[1:] if text.startswith("'") else text


def _iso(moment: Any) -> str | None:
    return moment.isoformat() if moment else None
