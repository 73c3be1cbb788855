"""Sessions of a person on all devices: listed and ended."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest

from portal.people.models import User


def open_sessions(user: User) -> list[UserSession]:
    """The newest first; rows whose session has run out are removed. Three queries at most."""
    rows = list(UserSession.objects.filter(user=user).order_by("-created_at", "-pk"))
    keys = [row.session_key for row in rows]
    alive = set(Session.objects.filter(session_key__in=keys).values_list("session_key", flat=True))
    gone = [row.pk for row in rows if row.session_key not in alive]
    if gone:
        UserSession.objects.filter(pk__in=gone).delete()
    return [row for row in rows if row.session_key in alive]


@transaction.atomic
def end(user: User, keys: list[str]) -> int:
    """End sessions of this person by their keys; another person's are left alone. Returns how many."""
    own = UserSession.objects.filter(user=user, session_key__in=keys)
    names = list(own.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=names).delete()
    own.delete()
    return len(names)


def end_others(request: HttpRequest, user: User) -> int:
    """End all sessions but this one; returns how many."""
    rows = UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key)
    return end(user, list(rows.values_list("session_key", flat=True)))
