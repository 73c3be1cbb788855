"""Which poll is answered, and the place in the text from which its reader came."""

import re
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from wagtail.models import Locale

from portal.core.originals import attach_originals
from portal.participation.polls.models import Poll
from portal.people.middleware import signed_in_user

BACK = "back"
_ADMIN = "wagtailadmin.access_admin"


def poll_of(slug: str, request: HttpRequest) -> Poll:
    """The poll under an address in the reader's language, else in Ukrainian.

    Raises Http404 for one that is not published, or that is for staff alone and this reader is none.
    """
    versions = list(Poll.objects.filter(slug=slug, live=True).select_related("locale"))
    attach_originals(versions)
    by_language = {poll.locale.language_code: poll for poll in versions}
    poll = by_language.get(get_language() or "") or by_language.get(settings.LANGUAGE_CODE)
    if poll is None or not poll.original.live:
        raise Http404("no such poll")
    if poll.original.is_private and not is_staff(request):
        raise Http404("for staff alone")
    return poll


def is_staff(request: HttpRequest) -> bool:
    """Whether the reader may see what is for staff alone."""
    reader = signed_in_user(request)
    return reader is not None and reader.has_perm(_ADMIN)


def language_of(poll: Poll) -> str:
    """The language in which the questions are shown."""
    locale: Locale = poll.locale
    return str(locale.language_code)


def anchor(poll: Poll) -> str:
    """The id of the poll's place on a page, the same in every language."""
    return f"opytuvannia-{poll.slug}"


def which_of(request: HttpRequest, poll: Poll) -> str:
    """«-2» when the reader came from the second place of the poll on one page; empty for the first."""
    found = urlsplit(given_back(request)).fragment.removeprefix(anchor(poll))
    return found if re.fullmatch(r"-\d{1,3}", found) else ""


def back_of(request: HttpRequest, poll: Poll) -> str:
    """The place from which the reader came, by `?back=`; without one the poll's own page.

    Paths of this portal alone: what leads elsewhere is left out.
    """
    path = given_back(request)
    if not path:
        return poll.get_absolute_url()
    parts = urlsplit(path)
    return urlunsplit(parts._replace(fragment=parts.fragment or anchor(poll)))


def given_back(request: HttpRequest) -> str:
    """`?back=` when it is a path of this portal; empty otherwise."""
    path = request.GET.get(BACK, "")
    allowed = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if allowed else ""


def address(name: str, poll: Poll, back: str = "") -> str:
    """The address of `polls:<name>` for a poll, with the way back."""
    query = f"?{urlencode({BACK: back})}" if back else ""
    return f"{reverse(f'polls:{name}', args=[poll.slug])}{query}"
