"""What a reader gets: one page of a discussion, in the order of its threads.

Threads come in the order that was asked for, the comments of a thread in the order of their places. A
page begins after a cursor, never after a count, so the hundredth costs what the first does; it holds
at most `size` comments, also when one thread has thousands.
"""

import functools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Q, QuerySet

from portal.core.prepared import prepared
from portal.discussion.enums import DEPTHS, ReactionKind, Sort, State
from portal.discussion.models import Comment, Discussion, Reaction, Visit
from portal.people.models import User

PAGE_SIZE: Final = 50
_STEP: Final = 9
_CURSOR: Final = re.compile(r"(\d{1,9})\.(\d{1,9})\.((?:\d{9}){1,3})\Z", re.ASCII)
# Whatever a reader sees of a comment, and nothing else: half of the columns take half of the time.
_READ: Final = (
    *("user_id", "user_name", "submit_date"),
    *("discussion_id", "reply_to_id", "root_id", "rule_id", "depth", "number", "path", "state"),
    *("published_at", "edited_at", "html", "lang", "is_question", "voice", "position"),
    *("thread_size", "official_number", "useful_count", "disagree_count"),
    *("user__shown_name", "user__first_name", "user__last_name", "user__erased_at"),
    *("department__name", "department__locale_id", "department__translation_key"),
)
# What tells who wrote a comment that stands on another page.
_NAMED: Final = (
    "depth", "state", "user_name",
    "user__shown_name", "user__first_name", "user__last_name", "user__erased_at",
)  # fmt: skip
# By which number of its first comment a thread stands, besides its own number; all fall.
_KEYS: Final = {
    Sort.NEW: "number",
    Sort.USEFUL: "useful_count",
    Sort.OFFICIAL: "official_number",
}


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a discussion: the thread's key in the sort, its number, and a path within it."""

    key: int
    number: int
    path: str

    def __str__(self) -> str:
        return f"{self.key}.{self.number}.{self.path}"

    @classmethod
    def read(cls, text: str) -> "Cursor":
        """Raises ValueError for what is no cursor."""
        found = _CURSOR.match(text)
        if found is None:
            raise ValueError(f"«{text[:60]}» is no place in a discussion.")
        return cls(int(found[1]), int(found[2]), found[3])


# Before every thread, where numbers fall; and behind every path, of which all signs are digits.
_TOP: Final = Cursor(999_999_999, 999_999_999, "")
_LAST: Final = ":"


@dataclass(slots=True)
class ThreadPage:
    """Comments in reading order; `following` is the cursor of the next page, empty at the end.

    `context`: the comments above the first one, when the page begins inside a thread.
    """

    comments: list[Comment]
    following: str = ""
    context: list[Comment] = field(default_factory=list)


def threads(
    discussion: Discussion,
    sort: Sort = Sort.NEW,
    *,
    after: Cursor | None = None,
    at: Comment | None = None,
    only_unanswered: bool = False,
    size: int = PAGE_SIZE,
) -> ThreadPage:
    """One page, in at most five queries whatever the size of the discussion.

    `after`: the last comment of the page before. `at`: begin with this comment (a permalink).
    `only_unanswered`: threads that began with a question which has no official answer.
    """
    rows: list[Comment] = []
    cursor = after
    if at is not None:
        root = at.root or at
        cursor = Cursor(_key(root, sort), root.number or 0, at.path)
    in_order_of_time = sort == Sort.OLD and not only_unanswered
    if cursor is not None or in_order_of_time:
        since = "" if cursor is None else cursor.path if at is not None else _behind(cursor.path)
        # Old threads first is the order of the paths themselves.
        until = _LAST if in_order_of_time or cursor is None else _end_of_thread(cursor.path)
        rows = _stretch(discussion.pk, since, until, size + 1)
    if len(rows) <= size and not in_order_of_time:
        rows += _next_threads(discussion, sort, cursor, only_unanswered, size + 1 - len(rows))
    page = ThreadPage(rows[:size])
    if len(rows) > size:
        last = page.comments[-1]
        page.following = str(_cursor_of(last, sort, page.comments, cursor))
    _attach_around(page, discussion, is_inside=cursor is not None)
    return page


def _comments(discussion: int) -> QuerySet[Comment]:
    rows = Comment.objects.filter(discussion=discussion, number__isnull=False)
    return rows.select_related("user", "department").only(*_READ)


@prepared()
def _stretch(discussion: int, since: str, until: str, most: int) -> QuerySet[Comment]:
    """Comments from one path on and before another."""
    found = _comments(discussion).filter(path__gte=since, path__lt=until)
    return found.order_by("path")[:most]


@prepared(most=PAGE_SIZE + 1)
def _whole_threads(discussion: int, roots: list[int]) -> QuerySet[Comment]:
    return _comments(discussion).filter(Q(pk__in=roots) | Q(root__in=roots)).order_by()


@prepared(most=PAGE_SIZE + 1)
def _around(discussion: int, above: list[str], others: list[int]) -> QuerySet[Comment]:
    return _comments(discussion).filter(Q(path__in=above) | Q(pk__in=others)).order_by()


@prepared(most=PAGE_SIZE + 1)
def _named(keys: list[int]) -> QuerySet[Comment]:
    return Comment.objects.filter(pk__in=keys).select_related("user").only(*_NAMED).order_by()


def _behind(path: str) -> str:
    """The first path after one: steps have nine digits, and with one more it stands before all that follow."""
    return f"{path}0"


def _end_of_thread(path: str) -> str:
    """The first path behind a thread."""
    return path[:_STEP] + _LAST


def _next_threads(
    discussion: Discussion, sort: Sort, cursor: Cursor | None, only_unanswered: bool, room: int
) -> list[Comment]:
    """Comments of the threads that come next, as many as there is room for."""
    if sort == Sort.OLD:
        roots = _old_unanswered(discussion.pk, cursor.number if cursor else 0, room)
    else:
        place = cursor or _TOP
        roots = _roots(sort, only_unanswered)(discussion.pk, place.key, place.number, room)
    places: dict[int, int] = {}
    cut = ""
    taken = 0
    # Of the beginnings no more than their sizes: most of them have no room on the page.
    for pk, size, path in roots:
        if taken + size > room:
            cut = path
            break
        taken += size
        places[pk] = len(places)
    rows: list[Comment] = []
    if places:
        whole = _whole_threads(discussion.pk, list(places))
        rows = sorted(whole, key=lambda row: (places[row.root_id or row.pk], row.path))
    if cut and taken < room:
        rows += _stretch(discussion.pk, cut, _end_of_thread(cut), room - taken)
    return rows


@functools.cache
def _roots(sort: Sort, only_unanswered: bool) -> Callable[[int, int, int, int], list[Any]]:
    """Reads key, size and path of the threads that stand behind a key and a number, in a falling order."""
    name = _KEYS[sort]

    @prepared()
    def read(discussion: int, key: int, number: int, most: int) -> QuerySet[Comment, Any]:
        behind = Q(**{f"{name}__lt": key}) | Q(**{name: key}, number__lt=number)
        found = _beginnings(discussion, only_unanswered).filter(behind, **{f"{name}__lte": key})
        return found.order_by(*dict.fromkeys([f"-{name}", "-number"]))[:most]

    return read


@prepared()
def _old_unanswered(discussion: int, number: int, most: int) -> QuerySet[Comment, Any]:
    found = _beginnings(discussion, only_unanswered=True)
    return found.filter(number__gt=number).order_by("number")[:most]


def _beginnings(discussion: int, only_unanswered: bool) -> QuerySet[Comment, Any]:
    found = Comment.objects.filter(discussion=discussion, depth=0, number__isnull=False)
    if only_unanswered:
        found = found.filter(is_question=True, official_number=0, state=State.PUBLISHED)
    return found.values_list("pk", "thread_size", "path")


def _key(root: Comment, sort: Sort) -> int:
    return 0 if sort == Sort.OLD else int(getattr(root, _KEYS[sort]) or 0)


def _cursor_of(
    last: Comment, sort: Sort, comments: Iterable[Comment], cursor: Cursor | None
) -> Cursor:
    """The place of a page's last comment; its thread began on this page or on one before."""
    root_path = last.path[:_STEP]
    for comment in comments:
        if comment.path == root_path:
            return Cursor(_key(comment, sort), comment.number or 0, last.path)
    if cursor is None:
        raise LookupError("The first page holds the beginnings of its threads.")
    return Cursor(cursor.key, cursor.number, last.path)


def _attach_around(page: ThreadPage, discussion: Discussion, *, is_inside: bool) -> None:
    """What the page speaks of and does not hold, in one query: whom its comments answer beside them, and, where it
    begins inside a thread, what its first comment stands under.
    """
    known = {comment.pk: comment for comment in page.comments}
    lacking = list({row.reply_to_id for row in page.comments if _stands_beside(row)} - known.keys())
    above = _paths_above(page.comments[0]) if is_inside and page.comments else []
    if above:
        # Whole ones, for they are drawn; what is lacking besides is seldom more than one or two.
        found = sorted(_around(discussion.pk, above, lacking), key=lambda row: row.path)
        page.context = [row for row in found if row.path in above]
    else:
        found = _named(lacking) if lacking else []
    known |= {row.pk: row for row in found}
    for comment in page.comments:
        name_answered(comment, known.get(comment.reply_to_id) if _stands_beside(comment) else None)


def _stands_beside(comment: Comment) -> bool:
    """Whether a comment stands so deep that it may stand beside the one it answers."""
    return comment.depth == DEPTHS - 1


def name_answered(comment: Any, answered: Comment | None) -> None:
    """Sets `reply_to_name`, where a comment stands beside the one it answers; empty elsewhere.

    Who wrote what cannot be read is not told: then `answers_unread` is set.
    """
    beside = answered is not None and answered.depth == comment.depth
    readable = answered is not None and answered.is_readable
    comment.reply_to_name = answered.author_name if beside and readable and answered else ""
    comment.answers_unread = beside and not readable


def _paths_above(first: Comment) -> list[str]:
    """The places of the comments that one stands under, from the top."""
    return [first.path[:end] for end in range(_STEP, len(first.path), _STEP)]


def reactions_of(user: User, comments: Iterable[Comment]) -> dict[int, ReactionKind]:
    """A person's own reactions by comment, in one query."""
    rows = Reaction.objects.filter(user=user, comment__in=[row.pk for row in comments])
    return {pk: ReactionKind(kind) for pk, kind in rows.values_list("comment_id", "kind")}


def own_unpublished(user: User, discussion: Discussion) -> list[Comment]:
    """What a person wrote here and nobody else reads yet, oldest first."""
    rows = Comment.objects.filter(
        discussion=discussion, user=user, state=State.HELD, published_at=None
    )
    return list(rows.select_related("reply_to__user").order_by("submit_date"))


def read_until(user: User, discussion: Discussion) -> int | None:
    """The number of the last comment that was there when a person read this last; None for a first visit."""
    return (
        Visit.objects.filter(user=user, discussion=discussion)
        .values_list("number", flat=True)
        .first()
    )


def unread_count(discussion: Discussion, number: int, user: User) -> int:
    """How many readable comments of others have come since a number."""
    found = Comment.objects.filter(discussion=discussion, number__gt=number, state=State.PUBLISHED)
    return found.exclude(user=user).count()
