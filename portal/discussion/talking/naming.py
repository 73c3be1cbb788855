"""Whom one can name with «@»: people who take part in the discussion, while their name is being typed."""

from typing import Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from portal.core import limits
from portal.discussion.hosts import discussion_of, host_of
from portal.discussion.models import Discussion
from portal.discussion.permissions import may_write
from portal.discussion.services.mentions import participants
from portal.people.decorators import signed_in
from portal.people.models import User

MOST: Final = 8
_LONGEST: Final = 80


@require_safe
def people(request: HttpRequest, key: str) -> HttpResponse:
    """`{"status", "names"}`: at most eight names that begin with `q`, or a word of which does; who spoke
    last stands first. For who may write here; the names are those that stand beside their comments.
    """
    host, user = host_of(key, request), signed_in(request)
    if not may_write(user, host):
        raise PermissionDenied
    limits.take(request, "mention")
    discussion = discussion_of(host)
    asked = request.GET.get("q", "")[: _LONGEST + 1].casefold().strip()
    names = _names(discussion, user, asked) if discussion is not None else []
    status = ngettext("%(count)d person", "%(count)d people", len(names)) % {"count": len(names)}
    return JsonResponse(
        {"status": status if names else "", "names": names},
        json_dumps_params={"ensure_ascii": False},
    )


def _names(discussion: Discussion, user: User, asked: str) -> list[str]:
    others = (each for each in reversed(participants(discussion)) if each.pk != user.pk)
    # Namesakes are one line: the text can name but one of them.
    names = list(dict.fromkeys(each.public_name for each in others))
    return [name for name in names if _fits(name.casefold(), asked)][:MOST]


def _fits(name: str, asked: str) -> bool:
    return name.startswith(asked) or f" {asked}" in name
