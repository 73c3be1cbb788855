"""Rows as they are while nobody else can change them.

Whatever changes where comments stand holds the row of their discussion first, then theirs; who needs two
discussions takes them by their keys. So nobody ever waits for somebody who waits for them.
"""

from contextlib import suppress

from django.db import transaction

from portal.discussion.models import Comment, Discussion


class _Moved(Exception):
    """The comment stands in another discussion by now."""


def held_discussions(*keys: int) -> dict[int, Discussion]:
    """By key, held until the transaction ends (SQLite holds the whole database)."""
    rows = Discussion.objects.select_for_update(of=("self",), no_key=True)
    return {key: rows.get(pk=key) for key in sorted(set(keys))}


def held_discussion(key: int) -> Discussion:
    return held_discussions(key)[key]


def held_comment(pk: int, *, and_row: bool = False) -> tuple[Discussion, Comment]:
    """A comment as it is once its discussion is held. `and_row`: its own row is held as well.

    Raises Comment.DoesNotExist.
    """
    [row] = held_comments(pk, and_row=and_row)
    return row.discussion, row


def held_comments(*pks: int, and_key: int | None = None, and_row: bool = False) -> list[Comment]:
    """Comments as they are once their discussions, and the one with `and_key`, are held; in this order.

    While we waited, one may have been moved to another discussion: then all is let go and begun anew.
    Raises Comment.DoesNotExist.
    """
    while True:
        # Leaving by an exception goes back to the savepoint, and the locks taken after it are free.
        with suppress(_Moved), transaction.atomic():
            known = dict(
                Comment.objects.filter(pk__in=pks).values_list("pk", "discussion_id").order_by()
            )
            keys = {*known.values(), *(() if and_key is None else (and_key,))}
            discussions = held_discussions(*keys)
            return [_as_known(pk, known, discussions, and_row=and_row) for pk in pks]


def _as_known(
    pk: int, known: dict[int, int], discussions: dict[int, Discussion], *, and_row: bool
) -> Comment:
    rows = Comment.objects.all()
    if and_row:
        rows = rows.select_for_update(of=("self",), no_key=True)
    row = rows.select_related("user", "root", "reply_to", "rule").get(pk=pk)
    if row.discussion_id != known.get(pk):
        raise _Moved
    row.discussion = discussions[row.discussion_id]
    return row
