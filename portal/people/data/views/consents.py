"""The texts people agree to, for everybody to read, and taking a consent back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.core.fresh import fresh_until
from portal.people.data.decorators import account_required
from portal.people.decorators import signed_in
from portal.people.enums import ConsentKind
from portal.people.models import ConsentText
from portal.people.services import consents


@require_safe
def consent_text(request: HttpRequest, kind: str) -> HttpResponse:
    """Every version of a text, the one in force first; the same page for everybody."""
    chosen = kind_of(kind)
    now = timezone.now()
    language = get_language() or ""
    texts = list(ConsentText.objects.filter(kind=chosen, in_force_from__lte=now))
    texts.sort(key=lambda text: (text.in_force_from, text.version), reverse=True)
    coming = ConsentText.objects.filter(kind=chosen, in_force_from__gt=now).order_by(
        "in_force_from"
    )
    if following := coming.first():
        fresh_until(request, following.in_force_from)
    if not texts:
        raise Http404("No text of this kind is in force yet.")
    versions = [(text, text.in_language(language)) for text in texts]
    context = {
        "title": chosen.label,
        "current": versions[0],
        "older": versions[1:],
        "following": following and (following, following.in_language(language)),
    }
    return render(request, "people/data/consent_text.html", context)


@require_POST
@account_required
def withdraw(request: HttpRequest, kind: str) -> HttpResponse:
    """Take a consent back; without the one for personal data the account has no ground to exist on."""
    chosen = kind_of(kind)
    consents.withdraw(signed_in(request), chosen)
    if chosen == ConsentKind.PERSONAL_DATA:
        messages.info(
            request,
            _(
                "Your consent is withdrawn. Without it the portal has no ground to keep your account: "
                "you can delete it here. Until then you can read, but not write."
            ),
        )
        return redirect("people_delete")
    messages.info(
        request,
        _("Your agreement is withdrawn. Before you next write, you will be asked for it again."),
    )
    return redirect("people_data")


def kind_of(slug: str) -> ConsentKind:
    """Raises Http404 for a kind that does not exist."""
    try:
        return ConsentKind(slug.replace("-", "_"))
    except ValueError as error:
        raise Http404("No such kind of consent.") from error
