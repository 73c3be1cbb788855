"""Following a discussion, the account's page of letters, and the link that ends them."""

from http import HTTPStatus
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.core import limits
from portal.discussion.following.tokens import BrokenToken, Ending, ExpiredToken
from portal.discussion.hosts import Host, discussion_of, host_of
from portal.discussion.models import Discussion, Subscription
from portal.discussion.permissions import FOLLOW
from portal.discussion.services import subscriptions
from portal.discussion.services.notices import readers
from portal.discussion.things import things_of
from portal.people.decorators import personal, signed_in
from portal.people.middleware import signed_in_user
from portal.people.models import User
from portal.people.permissions import verdict

_PER_PAGE: Final = 50
# RFC 8058: what a mail program sends when its reader presses «unsubscribe», and our own button, too.
_ONE_CLICK: Final = {"List-Unsubscribe": ["One-Click"]}


@method_decorator(personal, name="dispatch")
class FollowView(LoginRequiredMixin, limits.LimitedMixin, View):
    """Follow a discussion, or follow it no more: `follow` is 1 or 0. GET is for who had to sign in first."""

    limit = "follow"
    http_method_names = ("get", "head", "post")

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        return render(request, "discussion/follow.html", {"host": host_of(key, request)})

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        host, user = host_of(key, request), signed_in(request)
        follows = request.POST.get("follow") == "1"
        if follows and not verdict(user, FOLLOW):
            raise PermissionDenied
        _set(user, host, follows=follows)
        if request.headers.get("HX-Request") == "true":
            return render(request, "discussion/parts/follow.html", {"key": host.key})
        messages.success(
            request,
            _("You follow the discussion: new comments come by e-mail.")
            if follows
            else _("You do not follow the discussion any more."),
        )
        return redirect(_way_back(request, host))


def _set(user: User, host: Host, *, follows: bool) -> None:
    if follows:
        subscriptions.follow(user=user, host=host)
    elif discussion := discussion_of(host):
        subscriptions.unfollow(user=user, discussion=discussion)


def _way_back(request: HttpRequest, host: Host) -> str:
    path = request.POST.get("next", "")
    if path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return path
    return reverse("discussion:thread", args=[host.key])


@require_safe
@login_required
def notices(request: HttpRequest) -> HttpResponse:
    """What I follow, and whether answers to me come by letter."""
    user = signed_in(request)
    rows = (
        Subscription.objects.filter(user=user, ended_at=None, discussion__isnull=False)
        .select_related("discussion")
        .order_by("-made_at", "-pk")
    )
    page = Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))
    things = things_of({row.discussion.key for row in page if row.discussion is not None})
    language = get_language() or ""
    followed = []
    for row in page:
        thing = things.get(row.discussion.key) if row.discussion is not None else None
        is_open = thing is not None and thing.is_open_to(user)
        followed.append(
            {
                "row": row,
                "key": thing.key if thing else "",
                "title": thing.title(language) if thing and is_open else "",
                "lang": thing.language(language) if thing else "",
            }
        )
    refused = Subscription.objects.filter(user=user, discussion=None, ended_at__isnull=False)
    return render(
        request,
        "discussion/account_notices.html",
        {"followed": followed, "page": page, "wants_answers": not refused.exists()},
    )


@require_POST
@login_required
@limits.limited("follow")
def set_answers(request: HttpRequest) -> HttpResponse:
    """Switch letters about answers and mentions on or off."""
    wanted = request.POST.get("wanted") == "1"
    subscriptions.want_answers(user=signed_in(request), wanted=wanted)
    messages.success(
        request,
        _("Answers and mentions come by e-mail.")
        if wanted
        else _("Answers and mentions do not come by e-mail any more."),
    )
    return redirect("account_notices")


@require_POST
@login_required
@limits.limited("follow")
def end_one(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of my subscriptions, also to what I may not read any more."""
    rows = Subscription.objects.select_related("discussion").filter(user=signed_in(request))
    row = get_object_or_404(rows, pk=pk, discussion__isnull=False)
    if row.discussion is not None:
        subscriptions.unfollow(user=signed_in(request), discussion=row.discussion)
    messages.success(request, _("You do not follow the discussion any more."))
    return redirect("account_notices")


class _Refused(Exception):
    """A link that ends nothing: the `state` of the page, and the status."""

    def __init__(self, state: str, status: HTTPStatus) -> None:
        super().__init__(state)
        self.state = state
        self.status = status


# No cookie of ours comes with a mail program's request; the signed address is the proof, and a foreign
# site cannot know it. Nothing but the body of RFC 8058 is taken.
@csrf_exempt
@personal
@require_http_methods(["GET", "HEAD", "POST"])
@limits.limited("unsubscribe")
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows what ends and a button, POST ends it. Nobody has to sign in."""
    try:
        ending = _ending(request, token)
        title = _about(ending)
    except _Refused as refused:
        return _answer(request, refused.state, refused.status)
    state, status = "asks", HTTPStatus.OK
    if request.method == "POST":
        if dict(request.POST.lists()) == _ONE_CLICK:
            subscriptions.end(ending)
            state = "over"
        else:
            status = HTTPStatus.BAD_REQUEST
    elif subscriptions.has_ended(ending):
        state = "over"
    return _answer(request, state, status, ending=ending, title=title)


def _ending(request: HttpRequest, token: str) -> Ending:
    """Raises _Refused for a link that is not good, or not that of who asks."""
    try:
        ending = Ending.of(token)
    except ExpiredToken as error:
        raise _Refused("expired", HTTPStatus.GONE) from error
    except BrokenToken as error:
        raise _Refused("broken", HTTPStatus.NOT_FOUND) from error
    if not readers().filter(pk=ending.user_id).exists():
        raise _Refused("nobody", HTTPStatus.GONE)
    asking = signed_in_user(request)
    if asking is not None and asking.pk != ending.user_id:
        raise _Refused("foreign", HTTPStatus.FORBIDDEN)
    return ending


def _about(ending: Ending) -> str:
    """The title of the thing; empty where it is closed to the public or the link is not of one.

    Raises _Refused when the discussion is gone.
    """
    if ending.discussion_id is None:
        return ""
    discussion = Discussion.objects.filter(pk=ending.discussion_id).first()
    if discussion is None:
        raise _Refused("nobody", HTTPStatus.GONE)
    thing = things_of([discussion.key]).get(discussion.key)
    return thing.title(get_language() or "") if thing and thing.is_public else ""


def _answer(request: HttpRequest, state: str, status: HTTPStatus, **context: Any) -> HttpResponse:
    return render(
        request, "discussion/unsubscribe.html", {"state": state, **context}, status=status
    )
