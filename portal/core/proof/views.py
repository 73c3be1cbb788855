"""The challenge for the browser, and the view of a form that guests may send."""

from http import HTTPStatus
from typing import Any, Final

from django import forms
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from django.views.generic.edit import FormView

from portal.core import letters, limits
from portal.core.proof import challenges, codes
from portal.core.proof.challenges import Proof
from portal.core.proof.forms import FIELD, ProofOfWorkMixin

# The fields of the second step; no form of a room may use these names.
HANDLE: Final = "confirm_handle"
CODE: Final = "confirm_code"
# Which button was pressed there: a new code, or back to the form.
STEP: Final = "confirm_step"


@require_GET
@never_cache
def challenge(request: HttpRequest) -> HttpResponse:
    """A new challenge: no cookie, never kept."""
    return JsonResponse(challenges.new_challenge())


class CodeForm(forms.Form):
    """The second step: the code that came by e-mail."""

    confirm_handle = forms.CharField(widget=forms.HiddenInput, max_length=43)
    confirm_code = forms.CharField(max_length=20)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields[CODE]
        field.label = _("Code from the e-mail")
        field.help_text = _("Six digits. The code holds for 20 minutes.")
        field.widget.attrs.update(inputmode="numeric", autocomplete="one-time-code")


@method_decorator(never_cache, name="dispatch")
class GuestFormView(FormView[Any]):
    """A form that anybody may send, once their browser has worked or their address was confirmed.

    A room's view names the form (`form_class`, with ProofOfWorkMixin and a field `email`), the template
    of its first step, and does the work in `confirmed(form)`, which is called once the limits allow it.
    `form_name` binds a code to this form. With a proof that is absent the same address shows a second
    step: a code by e-mail, with everything typed kept in the page. Files do not survive that step, so a
    form with files needs the proof.
    """

    form_name: str = ""
    email_field: str = "email"
    limit: str = "guest-form"
    code_template_name: str = "proof/code.html"

    def confirmed(self, form: Any) -> HttpResponseBase:
        """Do what the form asks for. Called once for each form that was confirmed."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        if not self.form_name:
            raise ImproperlyConfigured(f"{type(self).__name__} needs a form_name.")
        limits.take(request, self.limit)
        form: Any = self.get_form()
        if not issubclass(self.get_form_class(), ProofOfWorkMixin):
            raise ImproperlyConfigured(f"{type(form).__name__} needs ProofOfWorkMixin.")
        is_second_step = HANDLE in request.POST
        form.needs_proof = not is_second_step
        if request.POST.get(STEP) == "back":
            return self.render_to_response(self.get_context_data(form=self._unsent(form)))
        if not form.is_valid():
            return self.form_invalid(form)
        if is_second_step:
            return self._second_step(form)
        return self.confirmed(form) if form.proof is Proof.PROVED else self._first_step(form)

    def _first_step(self, form: Any) -> HttpResponseBase:
        """Nothing was proved: a code goes out, under the tighter limits."""
        if self.request.FILES:
            form.add_error(
                None, _("Files can be sent only where scripts are allowed in the browser.")
            )
            return self.form_invalid(form)
        return self._ask_for_code(form)

    def _second_step(self, form: Any) -> HttpResponseBase:
        if self.request.POST.get(STEP) == "again":
            return self._ask_for_code(form)
        code_form = CodeForm(self.request.POST)
        if not code_form.is_valid():
            return self._show_code_form(form, code_form)
        limits.take(self.request, "code-try")
        answer = codes.check(
            code_form.cleaned_data[HANDLE],
            self.form_name,
            form.cleaned_data[self.email_field],
            code_form.cleaned_data[CODE],
        )
        if answer is codes.Answer.CONFIRMED:
            return self.confirmed(form)
        code_form.add_error(
            CODE,
            _("This is not the code from the e-mail.")
            if answer is codes.Answer.WRONG
            else _("This code holds no longer. Ask for a new one."),
        )
        return self._show_code_form(form, code_form)

    def _ask_for_code(self, form: Any) -> HttpResponseBase:
        email = form.cleaned_data[self.email_field]
        limits.take(self.request, f"{self.limit}-unproved")
        limits.take(self.request, "code", email)
        with transaction.atomic():
            handle, code = codes.issue(self.form_name, email)
            letters.post(
                to=email,
                language=get_language() or settings.LANGUAGE_CODE,
                subject=_("Code to confirm your e-mail address"),
                text=_(
                    "Enter this code on the page where you filled in the form. It is valid for 20 minutes.\n\n"
                    "If you did not fill in a form, do nothing: without the code nothing is sent."
                ),
                code=code,
                note=_("You get this e-mail because this address was entered on the portal."),
            )
        return self._show_code_form(form, CodeForm(initial={HANDLE: handle}))

    def _show_code_form(self, form: Any, code_form: CodeForm) -> HttpResponseBase:
        kept = [
            (name, value)
            for name, values in self.request.POST.lists()
            if name not in _OWN
            for value in values
        ]
        context = self.get_context_data(
            form=form, code_form=code_form, kept=kept, email=form.cleaned_data[self.email_field]
        )
        return self.response_class(
            request=self.request,
            template=[self.code_template_name],
            context=context,
            using=self.template_engine,
            status=HTTPStatus.UNPROCESSABLE_ENTITY if code_form.errors else HTTPStatus.OK,
        )

    def _unsent(self, form: Any) -> Any:
        """The same form with the typed values, nothing said about them yet."""
        kwargs = self.get_form_kwargs()
        kwargs.pop("data", None)
        kwargs.pop("files", None)
        kwargs["initial"] = {name: form[name].data for name in form.fields if name != FIELD}
        return self.get_form_class()(**kwargs)


# What the second step does not carry along: its own fields, and what is made anew.
_OWN: Final = frozenset({HANDLE, CODE, STEP, "csrfmiddlewaretoken", FIELD})
