"""A discussion as a file for its department: CSV for a table, JSON to be read in again.

Never an address, never who reported or voted. Who may not moderate gets what readers see: of a placeholder
neither words nor author, and nothing of what was never published. What its author deleted stays deleted for
everybody.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.core.sitewide import absolute_url
from portal.discussion.enums import State
from portal.discussion.models import Comment, Discussion

FORMAT: Final = "civic-portal discussion"
VERSION: Final = 1
# What a spreadsheet would take for a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_BOM: Final = "\ufeff"


def comments_of(discussion: Discussion, *, all_texts: bool) -> Iterable[Comment]:
    """In the order of publication, then what never was published. A constant number of queries."""
    rows = Comment.objects.filter(discussion=discussion).order_by("number", "pk")
    if not all_texts:
        rows = rows.filter(number__isnull=False)
    return sorted(
        rows.select_related("user", "rule", "department", "reply_to", "root"),
        key=lambda row: (row.number is None, row.number or 0, row.pk),
    )


def author_of(comment: Comment, *, all_texts: bool) -> str:
    """The name readers see, «Deleted user» of somebody who has left."""
    return comment.author_name if all_texts or comment.is_readable else ""


def has_left(comment: Comment) -> bool:
    """Whether nobody stands behind the name: an account erased since, or one that never was."""
    if comment.user is None:
        return not comment.user_name
    return comment.user.erased_at is not None


def text_of(comment: Comment, *, all_texts: bool) -> str:
    if comment.state == State.PUBLISHED:
        return comment.comment
    return comment.comment if all_texts and comment.state != State.DELETED else ""


def as_csv(discussion: Discussion, *, all_texts: bool) -> Iterator[str]:
    """Lines of a file that spreadsheets open: UTF-8 with a mark, nothing that runs as a formula."""
    yield _BOM + _line(
        [
            pgettext("comment", "Number"),
            _("Answer to"),
            _("Thread"),
            _("State"),
            _("Rule"),
            _("Published"),
            _("Changed"),
            _("Author"),
            _("As whom"),
            _("Department"),
            _("Position"),
            _("Question"),
            _("Language"),
            _("Useful"),
            _("Disagree"),
            _("Text"),
        ]
    )
    for row in comments_of(discussion, all_texts=all_texts):
        yield _line(
            [
                row.number,
                row.reply_to.number if row.reply_to else "",
                (row.root.number if row.root else row.number),
                row.get_state_display(),
                str(row.rule) if row.rule else "",
                _day(row.published_at),
                _day(row.edited_at),
                author_of(row, all_texts=all_texts),
                row.get_voice_display(),
                row.department.name if row.department else "",
                row.position,
                _("yes") if row.is_question else "",
                row.lang,
                row.useful_count,
                row.disagree_count,
                text_of(row, all_texts=all_texts),
            ]
        )


def as_data(discussion: Discussion, *, all_texts: bool) -> dict[str, Any]:
    """What `import_discussion` reads: threads by numbers, authors by the names readers see."""
    thing = discussion.thing
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_at": timezone.now().isoformat(),
        "thing": {
            "translation_key": str(thing.translation_key),
            "title": str(thing),
            "url": absolute_url(discussion.url),
        },
        "comments": [
            _data(row, all_texts=all_texts) for row in comments_of(discussion, all_texts=all_texts)
        ],
    }


def _data(row: Comment, *, all_texts: bool) -> dict[str, Any]:
    return {
        "number": row.number,
        "answer_to": row.reply_to.number if row.reply_to else None,
        "state": row.state,
        "rule": row.rule.number if row.rule else None,
        "published_at": _iso(row.published_at),
        "edited_at": _iso(row.edited_at),
        "author": _name(row, all_texts=all_texts),
        "has_left": has_left(row),
        "voice": row.voice,
        "department": row.department.name if row.department else "",
        "position": row.position,
        "is_question": row.is_question,
        "language": row.lang,
        "useful": row.useful_count,
        "disagree": row.disagree_count,
        "text": text_of(row, all_texts=all_texts),
    }


def _name(row: Comment, *, all_texts: bool) -> str:
    """As it is, without the note that it was transferred: whoever reads the file in adds their own."""
    brought_along = row.user is None and row.user_name
    return (
        row.user_name
        if brought_along and (all_texts or row.is_readable)
        else author_of(row, all_texts=all_texts)
    )


def _line(values: Iterable[Any]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow([_safe(value) for value in values])
    return written.getvalue()


def _safe(value: Any) -> Any:
    """Text that begins like a formula gets an apostrophe, which spreadsheets do not show."""
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value


def _day(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
