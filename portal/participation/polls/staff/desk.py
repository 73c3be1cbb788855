"""The desk of paper ballots: polls that take them, who gave one, and, apart from it, ballots from the box."""

from datetime import datetime
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView
from django.views.generic.edit import FormView
from wagtail.admin.menu import MenuItem

from portal.core.limits import LimitedMixin
from portal.core.originals import original_locale_id
from portal.participation.polls.box import box_of
from portal.participation.polls.errors import PollError
from portal.participation.polls.models import Poll, Round
from portal.participation.polls.questions.answers import BadAnswers
from portal.participation.polls.selectors import form_asked
from portal.participation.polls.services import paper
from portal.participation.polls.staff.paper_form import PaperForm
from portal.people import rnokpp
from portal.people.decorators import says_all_refused
from portal.people.desk.forms import UnshownInput, clean_person_number, is_rnokpp
from portal.people.permissions import full_years
from portal.people.staff.queues import RightMenuItem
from portal.people.staff.views import StaffMixin, home_crumb

ICON: Final = "form"
_TITLE: Final = gettext_lazy("Paper ballots")


def rounds_on_paper(now: datetime) -> QuerySet[Round]:
    """Rounds that have begun and are not sealed, of polls that readers see; those that end first are first."""
    return (
        Round.objects.filter(
            sealed_at=None,
            poll__live=True,
            poll__is_private=False,
            poll__locale_id=original_locale_id(),
            poll__opens_at__lte=now,
        )
        .select_related("poll")
        .order_by("poll__closes_at", "pk")
    )


class DeskMixin(StaffMixin):
    """A page of the desk."""

    permission = paper.ENTER
    header_icon = ICON
    page_title = _TITLE
    kwargs: dict[str, Any]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            home_crumb(),
            {"url": reverse("polls_paper"), "label": _TITLE},
            {"url": "", "label": self.get_page_title()},
        ]


class RoundDeskMixin(DeskMixin):
    """A page about one round that takes paper."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()
        self.round = get_object_or_404(rounds_on_paper(self.now), pk=kwargs["pk"])
        self.poll: Poll = self.round.poll

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        box = box_of(self.round, self.now)
        return super().get_context_data(poll=self.poll, round=self.round, box=box, **kwargs)


class DeskView(DeskMixin, TemplateView):
    """Every poll that takes paper, with its box."""

    template_name = "polls/staff/paper.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [home_crumb(), {"url": "", "label": _TITLE}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        rows = [(round_, box_of(round_, now)) for round_ in rounds_on_paper(now)]
        return super().get_context_data(rows=rows, **kwargs)


class RegisterForm(forms.Form):
    """Who gave a ballot, and what the clerk has looked at. The number is never put back into a page."""

    person_number = forms.CharField(
        label=gettext_lazy("Number of the person"),
        max_length=20,
        widget=UnshownInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autofocus": True}
        ),
        help_text=gettext_lazy(
            "The taxpayer’s number (ten digits). Of who refused one: series and number of the passport. It is turned into a mark at once and kept nowhere."
        ),
    )

    def __init__(self, *args: Any, poll: Poll, today: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.poll, self.today = poll, timezone.localdate(today)
        for name, label in _ticks(poll):
            self.fields[name] = forms.BooleanField(
                label=label,
                error_messages={"required": _("Without this the ballot cannot be taken.")},
            )

    def clean_person_number(self) -> str:
        number = clean_person_number(self.cleaned_data["person_number"])
        least = self.poll.min_age
        if (
            least
            and is_rnokpp(number)
            and full_years(rnokpp.birth_date(number), self.today) < least
        ):
            raise forms.ValidationError(
                _("By the number the person is younger than this poll asks for.")
            )
        return number


def _ticks(poll: Poll) -> list[tuple[str, str]]:
    """What the clerk says they have looked at, as the poll's conditions are."""
    found = [("is_them", _("The document is theirs, and the number stands in it"))]
    if poll.min_age:
        words = ngettext(
            "The person is %(count)d or older",
            "The person is %(count)d or older",
            poll.min_age,
        )
        found.append(("is_of_age", words % {"count": poll.min_age}))
    if names := [str(district) for district in poll.voter_districts.all()]:
        words = _("The person’s registered address is in: %(districts)s")
        found.append(("lives_there", words % {"districts": ", ".join(names)}))
    return found


@method_decorator(sensitive_post_parameters(), name="dispatch")
class RegisterView(RoundDeskMixin, LimitedMixin, FormView[RegisterForm]):
    """Somebody puts a ballot into the box."""

    page_title = gettext_lazy("Who gave a ballot")
    template_name = "polls/staff/paper_register.html"
    form_class = RegisterForm
    limit = "paper-ballot"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "poll": self.poll, "today": self.now}

    def form_valid(self, form: RegisterForm) -> HttpResponse:
        try:
            paper.register(poll=self.poll, number=form.cleaned_data["person_number"], by=self.by)
        except PollError as error:
            form.add_error("person_number", str(error.words))
            return self.form_invalid(form)
        messages.success(self.request, _("Registered: the ballot may be put into the box."))
        return redirect("polls_paper_register", pk=self.round.pk)


@method_decorator(sensitive_post_parameters(), name="dispatch")
class EnterView(RoundDeskMixin, LimitedMixin, FormView[PaperForm]):
    """A ballot from the box: typed in, read back, counted."""

    page_title = gettext_lazy("Ballots from the box")
    template_name = "polls/staff/paper_enter.html"
    form_class = PaperForm
    limit = "paper-ballot"

    def get_form_kwargs(self) -> dict[str, Any]:
        asked = form_asked(self.poll, self.round)
        return {**super().get_form_kwargs(), "asked": asked}

    def get_form(self, form_class: type[PaperForm] | None = None) -> PaperForm:
        form = super().get_form(form_class)
        # Where the keyboard goes on: the first field that is to be looked at again.
        name = next((name for name in form.errors if name in form.fields), "receipt")
        form.fields[name].widget.attrs["autofocus"] = True
        return form

    def form_valid(self, form: PaperForm) -> HttpResponse:
        found = form.cleaned_answers
        if found is None or not form.is_checked:
            return self.render_to_response(
                self.get_context_data(form=form, mark=form.mark(), is_read_back=True)
            )
        try:
            paper.enter(
                poll=self.poll,
                receipt=form.cleaned_data["receipt"],
                given=found.answers,
                texts=found.texts,
                by=self.by,
            )
        except PollError as error:
            form.add_error("receipt", str(error.words))
            return self.form_invalid(form)
        except BadAnswers as bad:
            # The questions were changed while the sheet was typed in.
            for words in bad.errors.values():
                form.add_error(None, words)
            return self.form_invalid(form)
        messages.success(self.request, _("The ballot is counted."))
        return redirect("polls_paper_enter", pk=self.round.pk)


def admin_urls() -> list[URLPattern]:
    """Hook `register_admin_urls`."""
    return says_all_refused(
        [
            path("polls/paper/", DeskView.as_view(), name="polls_paper"),
            path(
                "polls/paper/<int:pk>/people/", RegisterView.as_view(), name="polls_paper_register"
            ),
            path("polls/paper/<int:pk>/box/", EnterView.as_view(), name="polls_paper_enter"),
        ]
    )


def menu_item() -> MenuItem:
    """Hook `register_admin_menu_item`."""
    return RightMenuItem(
        _TITLE, reverse("polls_paper"), icon_name=ICON, order=370, rights=(paper.ENTER,)
    )


def register_log(actions: Any) -> None:
    """Hook `register_log_actions`."""
    actions.register_action(
        paper.REGISTERED,
        gettext_lazy("Register a paper ballot"),
        gettext_lazy("Paper ballots were registered"),
    )
    actions.register_action(
        paper.ENTERED,
        gettext_lazy("Type in a paper ballot"),
        gettext_lazy("Paper ballots were typed in"),
    )
