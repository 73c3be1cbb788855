"""Everything that one page or fragment of a discussion shows, gathered once."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.core.asked import declare_read
from portal.core.errors import NotFoundWithWayBack
from portal.core.fresh import fresh_until, now_of
from portal.discussion import selectors
from portal.discussion.enums import Sort
from portal.discussion.hosts import Host, discussion_of
from portal.discussion.models import Comment, Discussion
from portal.discussion.permissions import (
    ANSWER,
    Closed,
    closes_at,
    closing_of,
    comment_action,
    may_write,
    voices_of,
)
from portal.discussion.selectors import Cursor
from portal.discussion.services import visits
from portal.discussion.talking.base import person_of
from portal.discussion.talking.forms import CommentForm
from portal.discussion.talking.shown import Reader, Shown, nested, shown
from portal.people.models import User
from portal.people.permissions import Action, Verdict

# So long a fragment may be kept for readers who are not signed in, so that its count is right.
KEPT: Final = timedelta(seconds=1)
UNANSWERED: Final = "unanswered"
_SORTS: Final[dict[Sort, str | Promise]] = {
    Sort.NEW: pgettext_lazy("order of comments", "New"),
    Sort.OLD: pgettext_lazy("order of comments", "Old"),
    Sort.USEFUL: gettext_lazy("Most useful"),
    Sort.OFFICIAL: gettext_lazy("With an official answer"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the query of an address asks for."""

    sort: Sort = Sort.NEW
    after: Cursor | None = None
    only_unanswered: bool = False

    def query(self, after: str = "") -> str:
        """«?sort=old&after=…» without what is usual anyway."""
        pairs = {
            "sort": "" if self.sort == Sort.NEW else self.sort.value,
            "state": UNANSWERED if self.only_unanswered else "",
            "after": after,
        }
        given = urlencode({name: value for name, value in pairs.items() if value})
        return f"?{given}" if given else ""


@dataclass(frozen=True, slots=True)
class Way:
    """One of the orders, as a link: to the whole page, and to the fragment that a script fetches."""

    label: str
    url: str
    part_url: str
    is_current: bool


@dataclass(slots=True)
class Talk:
    """A discussion as one request shows it."""

    host: Host
    discussion: Discussion | None
    asked: Asked
    reader: Reader
    closed: Closed | None
    verdict: Verdict
    threads: list[Shown] = field(default_factory=list)
    waiting: list[Shown] = field(default_factory=list)
    following: str = ""
    unread: int = 0
    form: CommentForm | None = None
    # Sees everything that the page's address does not say: never kept for others.
    is_personal: bool = False
    asks_questions: bool = False

    @property
    def count(self) -> int:
        return self.discussion.published_count if self.discussion is not None else 0

    @property
    def url(self) -> str:
        return reverse("discussion:thread", args=[self.host.key])

    @property
    def part_url(self) -> str:
        return reverse("discussion:part", args=[self.host.key])

    @property
    def write_url(self) -> str:
        return reverse("discussion:write", args=[self.host.key])

    @property
    def action(self) -> Action:
        return self.verdict.action

    @property
    def next_url(self) -> str:
        return f"{self.url}{self.asked.query(self.following)}" if self.following else ""

    @property
    def next_part_url(self) -> str:
        return f"{self.part_url}{self.asked.query(self.following)}" if self.following else ""

    @property
    def ways(self) -> list[Way]:
        offered = [(label, Asked(sort), self.asked.sort == sort) for sort, label in _SORTS.items()]
        if self.asks_questions:
            offered.append((_("Unanswered questions"), Asked(only_unanswered=True), True))
        url, part_url = self.url, self.part_url
        return [
            Way(
                str(label),
                f"{url}{asked.query()}",
                f"{part_url}{asked.query()}",
                is_current and asked.only_unanswered == self.asked.only_unanswered,
            )
            for label, asked, is_current in offered
        ]


def asked_of(request: HttpRequest, host: Host) -> Asked:
    """What the query asks for. Raises NotFoundWithWayBack for what no page of a discussion answers to.

    The list of unanswered questions is the work of officials: it is there for whom it is offered to.
    """
    declare_read(request, "sort", "after", "state")
    sort, state, after = (request.GET.get(name, "") for name in ("sort", "state", "after"))
    try:
        return Asked(
            Sort(sort) if sort else Sort.NEW,
            Cursor.read(after) if after else None,
            _only_unanswered(state, request),
        )
    except (ValueError, KeyError) as error:
        raise NotFoundWithWayBack(
            str(error), reverse("discussion:thread", args=[host.key]), _("To the discussion")
        ) from error


def _only_unanswered(state: str, request: HttpRequest) -> bool:
    """Raises KeyError for what is no state, and for who does not answer officially."""
    if state and not person_of(request).has_perm(ANSWER):
        raise KeyError(state)
    return {"": False, UNANSWERED: True}[state]


def talk_of(
    request: HttpRequest,
    host: Host,
    asked: Asked,
    *,
    at: Comment | None = None,
    only_threads: bool = False,
) -> Talk:
    """Reads a page of a discussion. `at`: begins with this comment; `only_threads`: what follows a page."""
    discussion = at.discussion if at is not None else discussion_of(host)
    now = now_of(request)
    user = person_of(request)
    is_personal = isinstance(user, User)
    closed = closing_of(host, discussion, at=now)
    before = None
    if isinstance(user, User) and discussion is not None and not only_threads:
        before = visits.look(user=user, discussion=discussion, at=now)
    elif isinstance(user, User) and discussion is not None:
        before = selectors.read_until(user, discussion)
    reader = Reader(user, closed is None, before, int(at.pk) if at is not None else None)
    talk = Talk(
        host, discussion, asked, reader, closed, may_write(user, host), is_personal=is_personal
    )
    if discussion is not None:
        _read(talk, discussion, at)
    if not only_threads:
        _read_person(talk, discussion)
    if not is_personal:
        fresh_until(request, now + KEPT, closes_at(host, discussion))
    return talk


def _read(talk: Talk, discussion: Discussion, at: Comment | None) -> None:
    asked = talk.asked
    page = selectors.threads(
        discussion, asked.sort, after=asked.after, at=at, only_unanswered=asked.only_unanswered
    )
    talk.following = page.following
    user = talk.reader.user
    reactions = selectors.reactions_of(user, page.comments) if isinstance(user, User) else None
    talk.threads = nested(page.comments, talk.reader, context=page.context, reactions=reactions)


def _read_person(talk: Talk, discussion: Discussion | None) -> None:
    """What only somebody who is signed in has: their form, what waits, what is new to them."""
    user = talk.reader.user
    if not isinstance(user, User):
        return
    if discussion is not None:
        talk.waiting = [
            shown(each, talk.reader) for each in selectors.own_unpublished(user, discussion)
        ]
        if talk.reader.read_until is not None:
            talk.unread = selectors.unread_count(discussion, talk.reader.read_until, user)
    if talk.verdict and talk.closed is None:
        place = talk.host.key
        talk.form = CommentForm(
            speakers=voices_of(user, talk.host),
            is_first=True,
            auto_id=f"id_{place}_%s",
            draft=f"{user.pk}:{place}",
            people=reverse("discussion:people", args=[place]),
        )
    talk.asks_questions = user.has_perm(ANSWER)


__all__ = ["Asked", "Talk", "Way", "asked_of", "comment_action", "talk_of"]
