"""What is checked of a signed-in person at every request: a session as new as their rights, a second
factor where their role needs one, and nothing typed that is lost when a role was taken meanwhile."""

from http import HTTPStatus
from urllib.parse import urlencode

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _

from portal.core.limits.typed import typed_in
from portal.people.decorators import session_ended
from portal.people.models import User
from portal.people.rights_watch import SESSION_KEY
from portal.people.second_factor import lacks_factor


def signed_in_user(request: HttpRequest) -> User | None:
    """The person of a request; nobody is asked for where there is no session at all."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    return request.user if isinstance(request.user, User) else None


def is_admin(request: HttpRequest) -> bool:
    return request.path_info.startswith(reverse("wagtailadmin_home"))


class RightsMiddleware(MiddlewareMixin):
    """A session that knows older rights gets a new key, so that one stolen before is worth nothing.

    And what somebody was writing while their account was deleted in another tab is refused in words.
    """

    def process_request(self, request: HttpRequest) -> None:
        user = signed_in_user(request)
        if user is None or request.session.get(SESSION_KEY) == user.rights_version:
            return
        old = request.session.session_key
        request.session.cycle_key()
        request.session[SESSION_KEY] = user.rights_version
        # The list of one's sessions knows them by their keys.
        UserSession.objects.filter(session_key=old).update(session_key=request.session.session_key)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """403 where the database refused because the person is gone: their row, or what it held."""
        if not isinstance(exception, DatabaseError | ObjectDoesNotExist):
            return None
        user = signed_in_user(request)
        if user is None or User.objects.filter(pk=user.pk, erased_at=None).exists():
            return None
        typed = typed_in(request)
        request.session.flush()
        request.user = AnonymousUser()
        return session_ended(request, typed)


class SecondFactorMiddleware(MiddlewareMixin):
    """Nothing of the admin opens to staff without a second factor: no page, no API, no preview."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        if not is_admin(request):
            return None
        user = signed_in_user(request)
        if user is None or not lacks_factor(user):
            return None
        if request.path_info == reverse("wagtailadmin_logout"):
            return None
        way = reverse("account_factor_needed")
        if request.headers.get("X-Requested-With") == "XMLHttpRequest" or (
            request.get_preferred_type(["text/html", "application/json"]) == "application/json"
        ):
            words = _("Set up a second factor first.")
            return JsonResponse({"message": words, "url": way}, status=HTTPStatus.FORBIDDEN)
        back = request.get_full_path() if request.method == "GET" else reverse("wagtailadmin_home")
        return redirect(f"{way}?{urlencode({'next': back})}")


class KeptTextMiddleware(MiddlewareMixin):
    """A form of the admin that is forbidden now answers 403 with what was typed.

    Wagtail would lead to its front page, and the text of who lost a role meanwhile would be gone.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.method != "POST" or not is_admin(request) or not _was_denied(request, response):
            return response
        # The message tells what the page tells; read, it does not come up somewhere else.
        list(messages.get_messages(request))
        page = render(
            request,
            "people/staff/denied.html",
            {"typed": typed_in(request)},
            status=HTTPStatus.FORBIDDEN,
        )
        page["Cache-Control"] = "no-store"
        return page


def _was_denied(request: HttpRequest, response: HttpResponse) -> bool:
    """Wagtail's own answer to who may not: to its front page, or to the sign-in.

    A form that came without its token has a page of its own.
    """
    if not getattr(request, "csrf_processing_done", False):
        return False
    if response.status_code == HTTPStatus.FORBIDDEN:
        return request.headers.get("X-Requested-With") != "XMLHttpRequest" and not (
            response.headers.get("Content-Type", "").startswith("application/json")
        )
    if response.status_code != HTTPStatus.FOUND or signed_in_user(request) is None:
        return False
    target = response["Location"].split("?")[0]
    if target == str(settings.LOGIN_URL):
        return True
    # Looked at without being read, which would take the messages of other answers away.
    queued = getattr(getattr(request, "_messages", None), "_queued_messages", ())
    return target == reverse("wagtailadmin_home") and any(
        message.level == messages.ERROR for message in queued
    )
