"""What a view of an action does about who asks, and what becomes of a form whose person is not there."""

from http import HTTPStatus
from typing import Any, ClassVar

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext
from django.views.generic.edit import FormMixin

from portal.core.limits.typed import typed_in
from portal.people import resume
from portal.people.decorators import session_ended
from portal.people.permissions import Action, Missing, Verdict, verdict

# Where one gets what is missing.
_WAYS = {
    Missing.ACCOUNT: "account_login",
    Missing.LEVEL: "account_levels",
    Missing.BIRTH_DATE: "account_levels",
}


class KeptFormMixin(FormMixin[Any]):
    """A form that waits in the session while its person signs in, and is filled in again once."""

    request: HttpRequest

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        if self.request.method == "GET" and (typed := resume.take(self.request)):
            kwargs["data"] = typed
            self.was_kept = True
        return kwargs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        if getattr(self, "was_kept", False):
            found["kept"] = gettext("What you typed is here again. Look through it and send it.")
        return found


class OwnFormMixin(KeptFormMixin):
    """First base of a form of one's own account: whose session has ended types nothing twice."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
            return answer
        if request.method != "POST":
            return redirect_to_login(request.get_full_path())
        if resume.keep(request):
            return resume.send_away(request, "account_login")
        return session_ended(request, typed_in(request))


class ActionRequiredMixin(KeptFormMixin):
    """First base of a form's view: everybody sees the form, only who may sends it.

    A guest's or too low a level's form is kept, its person is led to what is missing and comes back to
    it. Who is blocked or has no right gets 403 with the reason and with what was typed.
    """

    action: ClassVar[Action]
    verdict: Verdict

    def action_object(self) -> Any:
        """The thing that is acted on; None when the action has no scope."""
        return None

    def find_verdict(self) -> Verdict:
        """What the person still lacks; views whose action depends on the thing ask its room."""
        return verdict(self.request.user, self.action, self.action_object())

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.verdict = self.find_verdict()
        if request.method == "POST" and not self.verdict:
            return self.refuse(request, self.verdict)
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return answer

    def refuse(self, request: HttpRequest, found: Verdict) -> HttpResponse:
        if (way := _WAYS.get(found.missing or Missing.OBJECT)) and resume.keep(request):
            return resume.send_away(request, way)
        form = self.get_form()
        form.add_error(None, str(found.missing.label if found.missing else ""))
        answer: HttpResponse = self.render_to_response(  # type: ignore[attr-defined]
            self.get_context_data(form=form), status=HTTPStatus.FORBIDDEN
        )
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(verdict=self.verdict, action=self.action, **kwargs)
