"""To a provider and back, and what happens then: a level raised, a sign-in, or a new account."""

import logging
from typing import Final, cast
from urllib.parse import urlencode

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.core import limits
from portal.people.identity import attempts, outcomes
from portal.people.identity.facts import ProvedFacts, facts_of
from portal.people.identity.providers import IdentityError, IdentityProvider, provider_named
from portal.people.models import IdentityAttempt, User
from portal.people.services.identity import AccountGone, AttachRefused, attach, user_of

logger = logging.getLogger(__name__)

_LONGEST_NEXT: Final = 500


@require_POST
@limits.limited("identity")
def start(request: HttpRequest, name: str) -> HttpResponse:
    """A page that leads to the provider.

    Not a redirect: after a form the policy (form-action 'self') lets browsers go nowhere else.
    """
    provider = _provider(name)
    state = attempts.begin(
        request, provider=provider.name, next_path=_safe_path(request.POST.get("next", ""))
    )
    url = provider.authorize_url(state=state, redirect_uri=_redirect_uri(request, provider))
    response = render(
        request, "people/identity/going.html", {"provider": provider, "provider_url": url}
    )
    response["Refresh"] = f"0; url={url}"
    return response


@require_GET
def callback(request: HttpRequest, name: str) -> HttpResponse:
    """Where the provider sends people back to: one address for all languages, as it is registered."""
    provider = _provider(name)
    try:
        attempt = attempts.take(request, request.GET.get("state", ""), provider=provider.name)
    except (attempts.WrongState, attempts.OldState, attempts.UsedState) as error:
        return outcomes.page(request, error, provider)
    with translation.override(attempt.language or settings.LANGUAGE_CODE):
        request.LANGUAGE_CODE = translation.get_language()
        response = _came_back(request, provider, attempt)
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


def _came_back(
    request: HttpRequest, provider: IdentityProvider, attempt: IdentityAttempt
) -> HttpResponse:
    uri = _redirect_uri(request, provider)
    try:
        person = provider.identify(request.GET.dict(), redirect_uri=uri)
        facts = facts_of(person, source=provider.name)
    except IdentityError as error:
        logger.warning(
            "Nobody identified by %s: %s: %s", provider.name, type(error).__name__, error
        )
        return outcomes.page(request, error, provider, next_path=attempt.next_path)
    if request.user.is_authenticated:
        return _join(request, provider, attempt, facts)
    return _sign_in(request, provider, attempt, facts)


def _join(
    request: HttpRequest,
    provider: IdentityProvider | None,
    attempt: IdentityAttempt,
    facts: ProvedFacts,
) -> HttpResponse:
    """The signed-in account becomes the proven person's."""
    user = cast(User, request.user)
    try:
        attach(user=user, facts=facts, fill_names=attempts.is_new(user, attempt))
    except AttachRefused as error:
        return outcomes.page(request, error, provider)
    messages.success(request, _("Your identity is confirmed."))
    return redirect(attempt.next_path or reverse("account_profile"))


def _sign_in(
    request: HttpRequest, provider: IdentityProvider, attempt: IdentityAttempt, facts: ProvedFacts
) -> HttpResponse:
    """Into the person's account, by allauth: second factor, signals and sessions are its own."""
    user = user_of(facts)
    if user is None:
        attempts.let_wait(request, attempt, facts)
        return redirect("identity_new")
    try:
        attach(user=user, facts=facts)
    except AccountGone:
        # allauth says so on its own page.
        logger.info("A switched-off account was not signed in by %s", provider.name)
    record_authentication(request, user, "identity", provider=provider.name)
    return perform_login(
        request, user, redirect_url=attempt.next_path or reverse("account_profile")
    )


@require_GET
def new(request: HttpRequest) -> HttpResponse:
    """A proven person without an account: make one by e-mail, or sign in to the one they have."""
    if request.user.is_authenticated:
        return redirect("identity_finish")
    found = attempts.waiting(request)
    if found is None:
        return outcomes.page(request, attempts.OldState(), None)
    query = urlencode({"next": reverse("identity_finish")})
    return render(
        request,
        "people/identity/new.html",
        {
            "shown_name": found[1].shown_name,
            "sign_up_url": f"{reverse('account_signup')}?{query}",
            "sign_in_url": f"{reverse('account_login')}?{query}",
        },
    )


@require_http_methods(["GET", "POST"])
@limits.limited("identity")
def finish(request: HttpRequest) -> HttpResponse:
    """The last step of who was proven first and signed in afterwards: join the two, or do not."""
    if not request.user.is_authenticated:
        return redirect("identity_new")
    found = attempts.waiting(request)
    if found is None:
        return outcomes.page(request, attempts.OldState(), None)
    attempt, facts = found
    if request.method == "GET":
        context = {"shown_name": facts.shown_name, "email": request.user.email}
        return render(request, "people/identity/finish.html", context)
    if "stop" in request.POST:
        attempts.end_waiting(request)
        return redirect("account_profile")
    response = _join(request, provider_named(attempt.provider), attempt, facts)
    attempts.end_waiting(request)
    return response


def _provider(name: str) -> IdentityProvider:
    provider = provider_named(name)
    if provider is None:
        raise Http404("no such provider of identities")
    return provider


def _redirect_uri(request: HttpRequest, provider: IdentityProvider) -> str:
    """On the host the session belongs to; ALLOWED_HOSTS says which there are."""
    with translation.override(settings.LANGUAGE_CODE):
        path = reverse("identity_callback", args=[provider.name])
    return request.build_absolute_uri(path)


def _safe_path(path: str) -> str:
    """A path on this portal, or nothing."""
    safe = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if safe and len(path) <= _LONGEST_NEXT else ""
