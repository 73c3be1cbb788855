"""«My data»: consents, a copy of everything, leaving."""

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.core import limits
from portal.core.personal_data import ERASURE_WORDS, PersonalData
from portal.people.data import copies, erasure
from portal.people.data.decorators import account_required, proof_required
from portal.people.data.forms import LeaveForm
from portal.people.data.storage import private_storage
from portal.people.decorators import signed_in
from portal.people.models import Consent, DataExport
from portal.people.services import consents


@require_safe
@account_required
def my_data(request: HttpRequest) -> HttpResponse:
    """What one agreed to, the copy and its state, the way out."""
    user = signed_in(request)
    export = copies.latest(user)
    now = timezone.now()
    context = {
        "given": Consent.objects.filter(user=user).select_related("text"),
        "missing": consents.missing(user, now).values(),
        "export": export,
        "is_there": export is not None and export.is_there(now),
        # Long enough to be read, short enough to be remembered.
        "is_over": export is not None and export.ready_at is not None and not export.is_there(now),
    }
    return render(request, "people/data/my_data.html", context)


@require_http_methods(["GET", "POST"])
@proof_required
@limits.limited("export")
def ask_for_copy(request: HttpRequest) -> HttpResponse:
    """Who had to confirm themselves first comes back here by a link, and presses the button again."""
    if request.method != "POST":
        messages.info(request, _("Now you can have the copy made."))
        return redirect("people_data")
    if copies.ask(signed_in(request)) is None:
        messages.warning(request, _("Your copy is being made already."))
    else:
        messages.success(
            request, _("Your copy is being made. An e-mail will tell when it is ready.")
        )
    return redirect("people_data")


@require_safe
@account_required
def copy_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file, for its owner alone. Everybody else, and who comes too late, gets a 404."""
    now = timezone.now()
    export = DataExport.objects.filter(pk=pk, user=signed_in(request)).first()
    if export is None or not export.is_there(now):
        raise Http404("No such copy.")
    try:
        file = private_storage().open(export.file, "rb")
    except FileNotFoundError as error:
        raise Http404("The file is gone.") from error
    name = f"portal-{timezone.localtime(export.ready_at):%Y-%m-%d}.zip"
    response = FileResponse(file, as_attachment=True, filename=name)
    response["Content-Type"] = "application/zip"
    return response


@proof_required
def leave(request: HttpRequest) -> HttpResponse:
    """What goes and what stays, said before the button; then the typed word, then everything at once."""
    user = signed_in(request)
    form = LeaveForm(request.POST or None)
    held = erasure.held_by(user)
    if request.method == "POST" and form.is_valid() and not held:
        try:
            erasure.erase(user)
        except erasure.StillHeld as refusal:
            held = refusal.held
        else:
            # The session's row went with all others; nothing of it may be saved again.
            request.session.flush()
            request.user = AnonymousUser()
            return redirect("people_deleted")
    stays, others = erasure.what_stays(user)
    context = {
        "form": form,
        "held": held,
        "goes": erasure.what_goes(user),
        "stays": _with_words(stays),
        "others": _with_words(others),
    }
    status = 409 if held and request.method == "POST" else 200
    return TemplateResponse(request, "people/data/leave.html", context, status=status)


def _with_words(entries: list[PersonalData]) -> list[tuple[PersonalData, str | Promise]]:
    return [(entry, ERASURE_WORDS[entry.erasure]) for entry in entries]


@require_safe
def left(request: HttpRequest) -> HttpResponse:
    """The last page: for everybody, for there is nobody any more who it could be for."""
    return render(request, "people/data/left.html")
