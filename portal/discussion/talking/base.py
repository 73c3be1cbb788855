"""What all views of a discussion share: the thing, the comment, scripts that want a fragment."""

from http import HTTPStatus
from typing import Any, ClassVar, Final

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.generic.edit import FormView

from portal.core import limits
from portal.core.limits.typed import typed_in
from portal.core.prepared import prepared
from portal.discussion.hosts import Host, discussion_of, host_of
from portal.discussion.models import Comment, Discussion
from portal.discussion.permissions import Closed, closing_of, comment_action, may_write
from portal.people.middleware import signed_in_user
from portal.people.mixins import ActionRequiredMixin
from portal.people.models import User
from portal.people.permissions import Action, Person, Verdict

# The largest number of a comment: not every database can be asked for any number of an address.
_LARGEST: Final = 999_999_999
# What tells where a comment stands in each order: half of the columns take half of the time.
_KEYS: Final = ("number", "useful_count", "official_number")
_PLACE: Final = (
    *("discussion", "user", "path", *_KEYS),
    *(f"root__{name}" for name in _KEYS),
    *(f"discussion__{field.name}" for field in Discussion._meta.concrete_fields),
)


def wants_fragment(request: HttpRequest) -> bool:
    """Whether the page's script asks, which puts the answer into the page. Only for answers nobody keeps."""
    return "HX-Request" in request.headers


def person_of(request: HttpRequest) -> Person:
    """Who asks; nobody, unasked, without a session's cookie: asking would make the answer vary by it."""
    return signed_in_user(request) or AnonymousUser()


def readable_comment(
    pk: int, request: HttpRequest, *, is_drawn: bool = True
) -> tuple[Comment, Host]:
    """A comment that has a place in its discussion, or waits and is this reader's own.

    Without `is_drawn` there is of it what tells its place, and nothing to show. Raises Http404 also
    when the thing it stands under is not this reader's to read.
    """
    comment = _comment(pk, is_drawn=is_drawn)
    if comment.number is None and not _is_own(comment, request):
        raise Http404("not published")
    return comment, host_of(comment.discussion.key, request)


def own_comment(pk: int, request: HttpRequest) -> Comment:
    """The reader's own comment, wherever it stands. Raises Http404 for every other."""
    comment = _comment(pk)
    if not _is_own(comment, request):
        raise Http404("somebody else's")
    return comment


def _comment(pk: int, *, is_drawn: bool = True) -> Comment:
    if pk > _LARGEST:
        raise Http404("no such number")
    found = _whole(pk) if is_drawn else _placed(pk)
    if not found:
        raise Http404("no such comment")
    return found[0]


@prepared()
def _whole(pk: int) -> QuerySet[Comment]:
    return Comment.objects.select_related("discussion", "user", "root", "department").filter(pk=pk)


@prepared()
def _placed(pk: int) -> QuerySet[Comment]:
    return Comment.objects.select_related("discussion", "root").only(*_PLACE).filter(pk=pk)


def _is_own(comment: Comment, request: HttpRequest) -> bool:
    user = person_of(request)
    return isinstance(user, User) and comment.user_id == user.pk


class DiscussionFormView(ActionRequiredMixin, limits.LimitedMixin, FormView[Any]):
    """A form about a discussion or one of its comments, as a page of its own or inside the page.

    Whatever is refused keeps what was typed: a guest's waits for the sign-in, a closed discussion's or a
    vanished page's stands there to be copied.
    """

    template_name = "discussion/form_page.html"
    part_template_name: ClassVar[str] = "discussion/parts/form.html"
    limit = "comment"
    host: Host
    discussion: Discussion | None
    comment: Any = None
    closed: Closed | None

    def find(self, request: HttpRequest) -> None:
        """Sets the host, and the comment where there is one. Raises Http404."""
        self.host = host_of(self.kwargs["key"], request)
        self.discussion = discussion_of(self.host)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            self.find(request)
        except Http404:
            if wants_fragment(request):
                # Put beside what was typed: a whole page would stand within the form.
                return render(request, "discussion/parts/lost.html", status=404)
            if request.method != "POST":
                raise
            return render(request, "discussion/lost.html", {"typed": typed_in(request)}, status=404)
        self.closed = closing_of(self.host, self.discussion)
        return super().dispatch(request, *args, **kwargs)

    @property
    def action(self) -> Action:  # type: ignore[override]  # it depends on the kind of the thing
        return comment_action(self.host)

    def find_verdict(self) -> Verdict:
        return may_write(self.request.user, self.host)

    def refuse(self, request: HttpRequest, found: Verdict) -> HttpResponse:
        response = super().refuse(request, found)
        if wants_fragment(request) and response.status_code == HTTPStatus.FOUND:
            # A script would follow the redirect by itself and put the door into the page.
            return HttpResponse(
                status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": response["Location"]}
            )
        return response

    def get_template_names(self) -> list[str]:
        return [
            self.part_template_name if wants_fragment(self.request) else str(self.template_name)
        ]

    def form_invalid(
        self, form: Any, status: int = HTTPStatus.UNPROCESSABLE_ENTITY
    ) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def refused(self, form: Any, words: str, status: int = HTTPStatus.CONFLICT) -> HttpResponse:
        """The form again with what the service said to it."""
        form.add_error(None, words)
        return self.form_invalid(form, status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            host=self.host,
            closed=self.closed,
            comment=self.comment,
            is_fragment=wants_fragment(self.request),
            **kwargs,
        )
