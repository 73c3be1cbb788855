"""A recount from a published list alone: no database is asked."""

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from portal.participation.polls import chain
from portal.participation.polls.questions.forms import Form
from portal.participation.polls.results import lists
from portal.participation.polls.results.counting import Tally, count

_KEY: Final = re.compile(r"[0-9a-f]{64}")
_NEEDED: Final = ("poll", "round", "form", "count", "tally", "head", "void_head")


class Unreadable(ValueError):
    """The file is no whole list of ballots. The message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A ballot of the list. `voiding_id`: anything but None for one that does not count."""

    key: str
    channel: str
    answers: Mapping[str, Any]
    reason: str | None = None
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def voiding_id(self) -> int | None:
        return None if self.reason is None else 1


@dataclass(frozen=True, slots=True)
class Published:
    """A list as it was read. `data`: what stands before the ballots."""

    data: Mapping[str, Any]
    ballots: tuple[Line, ...]


def read(content: bytes) -> Published:
    """A list from the bytes of either file. Raises Unreadable."""
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise Unreadable("The file is damaged: it is no text.") from error
    is_json = text.startswith("{")
    body = _whole(text, lists.JSON_END if is_json else lists.CSV_END)
    try:
        found = _from_json(body) if is_json else _from_csv(body)
    except (ValueError, KeyError, TypeError, IndexError, csv.Error) as error:
        raise Unreadable(f"The file is no list of ballots: {error}") from error
    if found.data.get("format") != lists.FORMAT or found.data.get("version") != lists.VERSION:
        raise Unreadable("The file is no list of ballots that this program knows.")
    if missing := [name for name in _NEEDED if name not in found.data]:
        raise Unreadable(f"The list does not say: {', '.join(missing)}.")
    return found


def _whole(text: str, end: str) -> str:
    """What stands before the checksum, once that is right."""
    body, found, rest = text.rpartition(end)
    if not found:
        raise Unreadable("The file is cut: its checksum is missing.")
    closing = '"}\n' if end == lists.JSON_END else "\n"
    if rest != f"{hashlib.sha256(body.encode()).hexdigest()}{closing}":
        raise Unreadable("The file was changed or cut: its checksum is another.")
    return body


def _from_json(body: str) -> Published:
    data = json.loads(body + "}")
    ballots = tuple(
        Line(each["key"], each["channel"], each["answers"], each.get("voided"))
        for each in data.pop("ballots")
    )
    return Published(data, ballots)


def _from_csv(body: str) -> Published:
    # Answers and forms of a long poll are longer than the reader's own bound.
    csv.field_size_limit(16 * 1024 * 1024)
    rows = csv.reader(io.StringIO(body.removeprefix("\ufeff"), newline=""))
    data: dict[str, Any] = {}
    for row in rows:
        if not row[0].startswith(lists.SIGN):
            break
        name, text = row[0].removeprefix(lists.SIGN), lists.unguarded(row[1])
        data[name] = text if name in _TEXTS else json.loads(text)
    return Published(data, tuple(_csv_lines(rows)))


# Heads that are kept as they are; the others are JSON.
_TEXTS: Final = frozenset(
    {
        "format", "poll", "title", "address", "opens_at", "closes_at", "sealed_at", "head",
        "void_head",
    }
)  # fmt: skip


def _csv_lines(rows: Iterator[list[str]]) -> Iterator[Line]:
    for key, channel, answers, reason, *_in_words in rows:
        why = lists.unguarded(reason) if reason else None
        yield Line(key, channel, json.loads(lists.unguarded(answers)), why)


def faults(published: Published, *, head: str = "") -> Iterator[str]:
    """What does not hold of a list, in words. `head`: as it was announced, to compare with."""
    try:
        yield from _faults(published, head)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        # A forger may give anything any shape, and make the checksum fit it.
        yield f"The list is not in the form in which the portal writes it: {error!r}."


def _faults(published: Published, head: str) -> Iterator[str]:
    data, ballots = published.data, published.ballots
    if not all(_KEY.fullmatch(line.key) for line in ballots):
        yield "A key is no SHA-256."
    if len(ballots) != data["count"]:
        yield f"There are {len(ballots)} ballots, and the list says {data['count']}."
    try:
        found = chain.head_of(
            data["poll"],
            data["round"],
            ((line.key, line.channel, line.answers) for line in ballots),
        )
    except ValueError:
        yield "Ballots are not in the order of their keys, or one is there twice."
        return
    if found != data["head"]:
        yield f"The chain ends in {found}, and the list says {data['head']}."
    if head and found != head.strip().lower():
        yield f"The chain ends in {found}, and {head} was announced."
    voided = [(line.key, line.reason) for line in ballots if line.reason is not None]
    if chain.void_head(found, voided) != data["void_head"]:
        yield "The voided ballots or their reasons are others than the list says."
    yield from _of_tally(data, ballots)


def _of_tally(data: Mapping[str, Any], ballots: tuple[Line, ...]) -> Iterator[str]:
    form = Form.from_json(data["form"]["uk"])
    said = Tally.from_json(data["tally"])
    counted = count(form, ballots)
    if dict(counted.ballots) != dict(said.ballots) or dict(counted.voided) != dict(said.voided):
        yield (
            f"By channel there are {dict(counted.ballots)}, voided {dict(counted.voided)}; "
            f"the list says {dict(said.ballots)}, voided {dict(said.voided)}."
        )
    for question in form:
        if counted.questions.get(question.code) != said.questions.get(question.code):
            yield f"The numbers of «{question.text}» are others than the list says."
