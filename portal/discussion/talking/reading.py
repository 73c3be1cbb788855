"""Reading: the whole page, the fragment of a host page, a comment's own address, earlier texts."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from portal.discussion.enums import State
from portal.discussion.hosts import host_of
from portal.discussion.talking.base import own_comment, person_of, readable_comment
from portal.discussion.talking.page import Asked, Talk, asked_of, talk_of
from portal.discussion.talking.shown import Reader, shown
from portal.people.models import User


def _answer(
    request: HttpRequest,
    template: str,
    talk: Talk,
    *,
    status: int = HTTPStatus.OK,
    **context: object,
) -> HttpResponse:
    """The same for all who are not signed in, so that the page cache keeps it for a second; else for one."""
    context |= {"talk": talk, "host": talk.host}
    response = render(request, template, context, status=status)
    if talk.is_personal:
        patch_cache_control(response, private=True, no_store=True)
    return response


@require_safe
def thread(request: HttpRequest, key: str) -> HttpResponse:
    """The whole discussion of a thing, a page of fifty at a time."""
    host = host_of(key, request)
    asked = asked_of(request, host)
    talk = talk_of(request, host, asked)
    is_first = asked == Asked()
    return _answer(request, "discussion/thread.html", talk, is_first=is_first, canonical=talk.url)


@require_safe
def part(request: HttpRequest, key: str) -> HttpResponse:
    """The same as a fragment; of what follows a page only the threads."""
    host = host_of(key, request)
    asked = asked_of(request, host)
    is_rest = asked.after is not None
    talk = talk_of(request, host, asked, only_threads=is_rest)
    template = "discussion/parts/threads.html" if is_rest else "discussion/parts/discussion.html"
    if is_rest:
        for row in talk.threads:
            row.takes_focus = not row.is_context
            break
    response = _answer(request, template, talk, moves_focus=True)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """A comment where it stands: those above it, itself, what follows.

    Whose page went away is shown to its author alone, who may take it back.
    """
    try:
        found, host = readable_comment(pk, request, is_drawn=False)
    except Http404:
        own_comment(pk, request)
        return redirect("discussion:delete", pk)
    if found.number is None:
        # Its author alone comes here: it stands among what waits, or with the decision that kept it off.
        if found.state == State.REJECTED and (decision := found.decisions.first()) is not None:
            return redirect("discussion:appeal", decision.pk)
        return thread(request, host.key)
    talk = talk_of(request, host, Asked(), at=found)
    return _answer(
        request,
        "discussion/thread.html",
        talk,
        is_first=False,
        focus=found,
        canonical=request.path,
    )


@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """What a comment said before it was changed. Of one that cannot be read there is none."""
    found, host = readable_comment(pk, request)
    if found.state != State.PUBLISHED:
        raise Http404("not readable")
    user = person_of(request)
    row = shown(found, Reader(user, is_open=False))
    row.history_url = row.report_url = row.delete_url = ""
    context = {"row": row, "host": host, "edits": found.edits.all(), "comment": found}
    response = render(request, "discussion/history.html", context)
    if isinstance(user, User):
        patch_cache_control(response, private=True, no_store=True)
    return response


__all__ = ["comment", "history", "part", "thread"]
