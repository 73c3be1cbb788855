"""The page where a person enters the code of their sheet."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView

from portal.core import limits
from portal.people.decorators import signed_in
from portal.people.desk.forms import CodeForm
from portal.people.identity import outcomes
from portal.people.services.desk import DeskRefused, WrongCode, confirm_check
from portal.people.services.identity import AttachRefused


class CodeView(LoginRequiredMixin, limits.LimitedMixin, FormView[CodeForm]):
    """One field; a wrong code says how many tries are left."""

    template_name = "people/desk/code.html"
    form_class = CodeForm
    limit = "code-try"
    success_url = reverse_lazy("account_levels")

    def form_valid(self, form: CodeForm) -> HttpResponse:
        try:
            confirm_check(user=signed_in(self.request), code=form.cleaned_data["sheet"])
        except WrongCode as error:
            form.add_error("sheet", str(error.message))
            form.add_error("sheet", _tries(error.tries_left))
            return self.form_invalid(form)
        except DeskRefused as error:
            form.add_error("sheet", str(error.message))
            return self.form_invalid(form)
        except AttachRefused as error:
            return outcomes.page(self.request, error, None)
        messages.success(self.request, _("Your identity is confirmed."))
        return super().form_valid(form)


def _tries(left: int) -> str:
    if not left:
        return _("There are no more tries: come to the desk again for a new code.")
    return ngettext("%(count)d try is left.", "%(count)d tries are left.", left) % {"count": left}
