"""A discussion from another portal, or from a file of our own (`portal/discussion/exports.py`).

Authors become no accounts: a comment keeps the name that the file gives, shown as transferred, and where
it gives none, or says that they have left, it is that of somebody who left. What has no number was never published and stays behind; so do
reactions, which belong to people. Nobody gets a letter. The same file again changes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from portal.core.originals import original_locale_id
from portal.core.search_items import mark_changed
from portal.discussion import text as texts
from portal.discussion.enums import DEPTHS, State, Voice
from portal.discussion.exports import FORMAT, VERSION
from portal.discussion.hosts import Host, made_discussion
from portal.discussion.models import Comment, Discussion, Rule
from portal.discussion.search_marks import SOURCE
from portal.discussion.services.comments import path_of
from portal.discussion.things import split, things
from portal.places.models import Department

_NAME: Final = 50
_POSITION: Final = 200
_MOST: Final = 99_999_999


class BadFile(ValueError):
    """The file cannot be taken over; the text says where and why."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One comment of the file, looked through."""

    number: int
    answer_to: int | None
    state: State
    rule: int | None
    published_at: datetime
    edited_at: datetime | None
    author: str
    voice: Voice
    department: str
    position: str
    is_question: bool
    language: str
    text: str


@dataclass(slots=True)
class Report:
    """What was done, or would be."""

    written: int = 0
    same: int = 0
    # Never published, so they have no place.
    left_out: int = 0
    thing: Any = None


def carry_over(data: Any, *, to: str = "", dry_run: bool = False) -> Report:
    """Write the comments of a file to the thing it names, or to that with the key `to` («p12»); all or nothing.

    Raises BadFile, also for a discussion in which others have written.
    """
    entries, left_out = read(data)
    thing = _thing(data, to)
    report = Report(left_out=left_out, thing=thing)
    with transaction.atomic():
        discussion = made_discussion(Host.of(thing))
        discussion = Discussion.objects.select_for_update().get(pk=discussion.pk)
        known = _known(discussion, entries)
        report.same = len(known)
        fresh = [entry for entry in entries if entry.number not in known]
        report.written = len(fresh)
        _write(discussion, fresh, known)
        if dry_run:
            transaction.set_rollback(True)
    return report


def read(data: Any) -> tuple[list[Entry], int]:
    """The comments that have a place, by their numbers, and how many have none. Raises BadFile."""
    if not isinstance(data, Mapping) or data.get("format") != FORMAT:
        raise BadFile(_("This is no file of a discussion."))
    if data.get("version") != VERSION:
        raise BadFile(_("The file is of another version."))
    rows = data.get("comments")
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise BadFile(_("The file has no list of comments."))
    placed = [row for row in rows if row.get("number") is not None]
    entries = [_entry(row) for row in placed]
    entries.sort(key=lambda entry: entry.number)
    return _answered_first(entries), len(rows) - len(placed)


def _answered_first(entries: Sequence[Entry]) -> list[Entry]:
    """What is answered before its answers: a thread that joined another may have the smaller number."""
    answers: dict[int | None, list[Entry]] = {}
    seen: set[int] = set()
    for entry in entries:
        if entry.number in seen:
            raise _bad(entry.number, _("the number stands twice"))
        seen.add(entry.number)
        answers.setdefault(entry.answer_to, []).append(entry)
    found = list(answers.pop(None, ()))
    # Grows while it is walked through.
    for entry in found:
        found.extend(answers.pop(entry.number, ()))
    for lost in answers.values():
        raise _bad(lost[0].number, _("it answers a comment that is not in the file"))
    return found


def _entry(row: Mapping[str, Any]) -> Entry:
    number = row["number"]
    if not isinstance(number, int) or isinstance(number, bool) or not 0 < number <= _MOST:
        raise _bad(number, _("this is no number"))
    try:
        state = State(str(row.get("state")))
        voice = Voice(str(row.get("voice", Voice.CITIZEN)))
    except ValueError as error:
        raise _bad(number, _("state or voice is unknown")) from error
    if state == State.REJECTED:
        raise _bad(number, _("a comment in this state has no number"))
    language = row.get("language")
    if language not in dict(settings.LANGUAGES):
        raise _bad(number, _("the language is unknown"))
    published_at = _moment(row, "published_at")
    if published_at is None or published_at > timezone.now():
        raise _bad(number, _("it was not published at any time yet"))
    answer_to, rule = row.get("answer_to"), row.get("rule")
    if not all(each is None or isinstance(each, int) for each in (answer_to, rule)):
        raise _bad(number, _("this is no number"))
    text = _text(row, number, state)
    return Entry(
        number=number,
        answer_to=answer_to,
        # Held once more after it was read: waits here, too, or is not shown where its words were left out.
        state=State.HIDDEN if state == State.HELD and not text else state,
        rule=rule,
        published_at=published_at,
        edited_at=_moment(row, "edited_at"),
        author="" if row.get("has_left") is True else _words(row, "author")[:_NAME],
        voice=voice,
        department=_words(row, "department"),
        position=_words(row, "position")[:_POSITION],
        is_question=row.get("is_question") is True and answer_to is None,
        language=language,
        text=text,
    )


def _text(row: Mapping[str, Any], number: int, state: State) -> str:
    said = row.get("text") or ""
    if not isinstance(said, str):
        raise _bad(number, _("the text is no text"))
    if state == State.DELETED or (state != State.PUBLISHED and not said):
        return ""
    try:
        return texts.clean(said)
    except ValidationError as error:
        raise _bad(number, " ".join(error.messages)) from error


def _words(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    if value is not None and not isinstance(value, str):
        raise _bad(row["number"], name)
    return " ".join((value or "").replace("\0", " ").split())


def _moment(row: Mapping[str, Any], name: str) -> datetime | None:
    value = row.get(name)
    if value is None:
        return None
    try:
        found = parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        found = None
    if found is None or timezone.is_naive(found):
        raise _bad(row["number"], _("a moment has no date, time and zone"))
    return found


def _bad(number: Any, reason: str) -> BadFile:
    return BadFile(_("Comment %(number)s: %(reason)s.") % {"number": number, "reason": reason})


def _thing(data: Mapping[str, Any], to: str) -> Any:
    """What the file, or `to`, names, as its own type. Raises BadFile."""
    named = data.get("thing")
    key = named.get("translation_key") if isinstance(named, Mapping) else None
    try:
        found = _with_key(to) if to else _with_translation_key(key)
    except ValidationError as error:
        raise BadFile(_("The file names no page or poll.")) from error
    if found is None:
        raise BadFile(_("There is no such page or poll with a discussion here: name another one."))
    return found


def _with_key(key: str) -> Any:
    found = split(key)
    row = found[0].originals().filter(pk=found[1]).first() if found else None
    return found[0].specific(row) if found and row is not None else None


def _with_translation_key(key: Any) -> Any:
    """Raises ValidationError for what is no such key."""
    if not key:
        return None
    found = (kind.with_translation_key(key) for kind in things)
    return next((thing for thing in found if thing is not None), None)


def _known(discussion: Discussion, entries: Sequence[Entry]) -> dict[int, Comment]:
    """What was taken over before, by numbers. Raises BadFile for anything else that was said there."""
    rows = Comment.objects.filter(discussion=discussion).select_related("root")
    known = {row.number or 0: row for row in rows}
    given = {entry.number: entry for entry in entries}
    for number, row in known.items():
        entry = given.get(number)
        if entry is None or row.user_id is not None or row.published_at != entry.published_at:
            raise BadFile(_("There are other comments in this discussion already."))
    return known


def _write(discussion: Discussion, entries: Sequence[Entry], known: Mapping[int, Comment]) -> None:
    departments = _departments(entries)
    rules = {rule.number: rule for rule in Rule.objects.filter(locale_id=original_locale_id())}
    by_number = dict(known)
    written: list[Comment] = []
    for entry in entries:
        parent = by_number[entry.answer_to] if entry.answer_to is not None else None
        row = Comment(
            discussion=discussion,
            user_name=entry.author,
            comment=entry.text,
            html=texts.render(entry.text) if entry.text else "",
            submit_date=entry.published_at,
            published_at=entry.published_at,
            edited_at=entry.edited_at,
            state=entry.state,
            number=entry.number,
            reply_to=parent,
            root=None if parent is None else (parent.root or parent),
            depth=0 if parent is None else min(parent.depth + 1, DEPTHS - 1),
            lang=entry.language,
            is_question=entry.is_question,
            voice=entry.voice,
            department=departments.get(entry.department),
            position=entry.position,
            rule=rules.get(entry.rule or 0) if entry.state == State.HIDDEN else None,
            thread_size=1 if parent is None else 0,
        )
        row.path = path_of(row, parent)
        row.save()
        by_number[entry.number] = row
        written.append(row)
    _count(discussion, by_number)
    mark_changed(SOURCE, [row.pk for row in written if row.state == State.PUBLISHED])


def _departments(entries: Sequence[Entry]) -> dict[str, Department]:
    names = {entry.department for entry in entries if entry.department}
    rows = Department.objects.filter(locale_id=original_locale_id(), name__in=names)
    found = {row.name: row for row in rows}
    if lacking := sorted(names - found.keys()):
        raise BadFile(
            _("These departments are not in the list of this portal: %(names)s.")
            % {"names": ", ".join(lacking)}
        )
    return found


def _count(discussion: Discussion, rows: Mapping[int, Comment]) -> None:
    """Numbers of the discussion and of each thread, from all that is there now."""
    readable = [row for row in rows.values() if row.state == State.PUBLISHED]
    discussion.last_number = max(rows, default=0)
    discussion.published_count = len(readable)
    discussion.last_at = max(
        (row.published_at for row in rows.values() if row.published_at), default=None
    )
    discussion.save(update_fields=["last_number", "published_count", "last_at"])
    threads: dict[int, list[Comment]] = {}
    for row in rows.values():
        threads.setdefault(row.root_id or row.pk, []).append(row)
    for pk, thread in threads.items():
        official = [
            row.number or 0
            for row in thread
            if row.voice == Voice.OFFICIAL and row.state == State.PUBLISHED and row.root_id
        ]
        Comment.objects.filter(pk=pk).update(
            thread_size=len(thread), official_number=max(official, default=0)
        )
