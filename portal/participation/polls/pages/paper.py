"""Ballots on paper: printed by staff, each with a receipt of its own and a stub for the voter.

Nothing of them is kept: a receipt is known to the portal only when its ballot is typed in.
"""

from typing import Any, Final

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from portal.core.models import PortalImage
from portal.core.print import qr_code
from portal.core.sitewide import absolute_url, site_facts
from portal.participation.polls import receipts
from portal.participation.polls.enums import Kind
from portal.participation.polls.models import Poll
from portal.participation.polls.pages.shown import ShownPoll, previewed
from portal.participation.polls.questions.forms import Form, Question
from portal.participation.polls.questions.hints import hint_of
from portal.participation.polls.selectors import form_asked, form_of
from portal.people.decorators import personal

MOST_BALLOTS: Final = 100
_RIGHTS: Final = ("polls.enter_paper_ballots", "polls.change_poll")
# Where the file of a picture on a ballot is taken from.
_PICTURE: Final = "width-600|format-jpeg"


class PaperForm(forms.Form):
    count = forms.IntegerField(
        label=_("How many ballots"),
        min_value=1,
        max_value=MOST_BALLOTS,
        initial=10,
        help_text=_("Each gets a receipt code of its own: print new ones, never copies."),
    )


@login_required
@personal
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, slug: str) -> HttpResponse:
    """How many (GET), then the ballots (POST): each look at them draws new receipts."""
    if not any(request.user.has_perm(right) for right in _RIGHTS):
        raise PermissionDenied
    poll = get_object_or_404(Poll.objects.originals(), slug=slug)
    shown = previewed(poll)
    form = PaperForm(request.POST or None)
    context: dict[str, Any] = {"shown": shown, "poll": shown.words, "form": form, "ballots": ()}
    if request.method == "POST" and form.is_valid():
        context |= _sheets(shown, form.cleaned_data["count"], request)
    status = 422 if form.errors else 200
    return render(request, "polls/paper.html", context, status=status)


def _sheets(shown: ShownPoll, count: int, request: HttpRequest) -> dict[str, Any]:
    language = get_language() or "uk"
    asked = (
        form_asked(shown.original, shown.round, language)
        if shown.round is not None
        else form_of(shown.original, language)
    )
    address = absolute_url(shown.url)
    return {
        "ballots": [receipts.shown(receipts.new_receipt()) for _number in range(count)],
        "questions": questions_on_paper(asked),
        "site": site_facts(request),
        "address": address,
        "short_address": address.partition("://")[2].rstrip("/"),
        # One drawing for all sheets.
        "qr_code": qr_code(address, str(_("QR code with the address of the poll"))),
    }


def questions_on_paper(form: Form) -> list[dict[str, Any]]:
    """The questions numbered, with the pictures of their answers and the words of their conditions."""
    numbers = {question.code: number for number, question in enumerate(form, start=1)}
    pictures = _pictures(form)
    return [
        {
            "number": numbers[question.code],
            "question": question,
            "kind": question.kind.value,
            "hint": hint_of(question) if question.kind in (Kind.NUMBER, Kind.DATE) else "",
            "points": range(1, question.points + 1),
            "options": [(option, pictures.get(option.image or 0)) for option in question.choices],
            "condition": _condition(question, form, numbers),
        }
        for question in form
    ]


def _condition(question: Question, form: Form, numbers: dict[str, int]) -> dict[str, Any] | None:
    condition = question.condition
    if condition is None or condition.question not in form.by_code:
        return None
    texts = [
        option.text
        for option in form.by_code[condition.question].choices
        if option.code in condition.options
    ]
    return {"number": numbers[condition.question], "answers": texts}


def _pictures(form: Form) -> dict[int, Any]:
    keys = {option.image for question in form for option in question.options if option.image}
    images = PortalImage.objects.in_bulk(keys)
    return {key: image.get_rendition(_PICTURE) for key, image in images.items()}
