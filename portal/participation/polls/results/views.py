"""Pages and files of a count."""

from typing import Any

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from portal.core import limits
from portal.core.print import qr_code
from portal.core.sitewide import absolute_url, site_facts
from portal.participation.polls import receipts
from portal.participation.polls.answering.places import poll_of
from portal.participation.polls.models import Ballot, Poll, Round
from portal.participation.polls.results import files, lists
from portal.participation.polls.results.state import results_of
from portal.participation.polls.selectors import form_asked

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _round(poll: Poll, number: int) -> Round:
    found = Round.objects.filter(poll_id=poll.original.pk, number=number).first()
    if found is None:
        raise Http404("no such round")
    return found


def _sealed(request: HttpRequest, slug: str, number: int) -> tuple[Poll, Round]:
    poll = poll_of(slug, request)
    round_ = _round(poll, number)
    if not round_.is_sealed:
        raise Http404("not sealed")
    return poll, round_


def _context(poll: Poll, round_: Round) -> dict[str, Any]:
    crumbs = [
        {"title": gettext("Polls"), "url": reverse("polls:index")},
        {"title": poll.title, "url": poll.get_absolute_url()},
    ]
    return {
        "poll": poll,
        "round": round_,
        "crumbs": crumbs,
        "many_rounds": round_.number > 1 or poll.current_round.pk != round_.pk,
    }


@require_safe
def round_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A round by itself: how it ended, whatever came after it."""
    poll = poll_of(slug, request)
    round_ = _round(poll, number)
    others = Round.objects.filter(poll_id=poll.original.pk).exclude(pk=round_.pk)
    return render(
        request,
        "polls/results/round.html",
        {
            **_context(poll, round_),
            "others": others.order_by("-number").only("number", "poll_id", "opens_at", "closes_at"),
            "notes": round_.notes.all(),
        },
    )


@require_safe
def print_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    poll = poll_of(slug, request)
    round_ = _round(poll, number)
    if not results_of(poll, round_).is_shown:
        raise Http404("no results yet")
    address = absolute_url(reverse("polls:round", args=[slug, number]))
    return render(
        request,
        "polls/results/print.html",
        {
            **_context(poll, round_),
            "page": poll,
            "on_paper": True,
            "site": site_facts(request),
            "address": address,
            "qr_code": qr_code(address, gettext("QR code with the address of this page")),
        },
    )


@require_safe
def ballots(request: HttpRequest, slug: str, number: int, suffix: str) -> HttpResponseBase:
    """The anonymous list of a sealed round; 404 before the seal."""
    makers = {
        "csv": (lists.as_csv, "text/csv; charset=utf-8"),
        "json": (lists.as_json, "application/json"),
    }
    if suffix not in makers:
        raise Http404("no such file")
    poll, round_ = _sealed(request, slug, number)
    make, kind = makers[suffix]
    answer = StreamingHttpResponse(make(poll, round_), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{slug}-{number}-ballots.{suffix}"'
    return answer


@require_safe
def results(request: HttpRequest, slug: str, number: int, suffix: str) -> HttpResponseBase:
    """Results as a file; 404 before the seal."""
    poll, round_ = _sealed(request, slug, number)
    language = get_language() or settings.LANGUAGE_CODE
    answer: HttpResponse
    if suffix == "csv":
        text = files.as_csv(poll, round_, language)
        answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    elif suffix == "xlsx":
        answer = HttpResponse(files.as_xlsx(poll, round_, language), content_type=_XLSX)
    elif suffix == "json":
        answer = JsonResponse(
            files.as_data(poll, round_), json_dumps_params={"ensure_ascii": False, "indent": 1}
        )
    else:
        raise Http404("no such file")
    answer["Content-Disposition"] = f'attachment; filename="{slug}-{number}-results.{suffix}"'
    return answer


@require_safe
def check_last(request: HttpRequest, slug: str) -> HttpResponse:
    """The page by which anybody checks the last sealed round."""
    poll = poll_of(slug, request)
    sealed = Round.objects.filter(poll_id=poll.original.pk, sealed_at__isnull=False)
    number = sealed.order_by("-number").values_list("number", flat=True).first()
    if number is None:
        raise Http404("not sealed")
    return render(request, "polls/results/check.html", _check_context(poll, _round(poll, number)))


# Looking up changes nothing, and the page stays without a cookie for a token.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Looks a receipt up; the page's script does it in the browser, so that the receipt stays there.

    The code comes in the body of a POST, never in an address, and goes into no log.
    """
    poll, round_ = _sealed(request, slug, number)
    if request.method != "POST":
        return render(request, "polls/results/check.html", _check_context(poll, round_))
    return _look_up(request, poll, round_)


@never_cache
@limits.limited("receipt")
def _look_up(request: HttpRequest, poll: Poll, round_: Round) -> HttpResponse:
    typed = request.POST.get("receipt", "")[:100]
    context = _check_context(poll, round_)
    receipt = receipts.read(typed)
    if receipt is None:
        context |= {
            "typed": typed,
            "error": gettext("This is no code of a receipt: look at every sign."),
        }
        return render(request, "polls/results/check.html", context, status=422)
    key = receipts.key_of(str(poll.original.translation_key), round_.number, receipt)
    ballot = Ballot.objects.filter(round=round_, key=key).select_related("voiding").first()
    context |= {"asked": True, "ballot": ballot, "key": key}
    if ballot is not None:
        form = form_asked(poll, round_, get_language() or settings.LANGUAGE_CODE)
        questions = (question for question in form if not question.is_text)
        context["answers"] = [
            (question.text, text)
            for question, text in zip(questions, lists.in_words(form, ballot.answers), strict=True)
            if text
        ]
    return render(request, "polls/results/check.html", context, status=200 if ballot else 404)


def _check_context(poll: Poll, round_: Round) -> dict[str, Any]:
    original = poll.original
    language = get_language() or settings.LANGUAGE_CODE
    questions = form_asked(poll, round_, language)
    return {
        **_context(poll, round_),
        "poll_key": str(original.translation_key),
        "list_url": reverse("polls:ballots", args=[poll.slug, round_.number, "json"]),
        "labels": {
            question.code: {
                "text": question.text,
                "options": {
                    option.code: option.text for option in (*question.choices, *question.rows)
                },
            }
            for question in questions
            if not question.is_text
        },
    }
