"""The report of manipulation, and ballots that are voided because of it: one proposes, another decides."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import ListView, TemplateView
from django.views.generic.edit import FormView
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import log

from portal.participation.polls import receipts
from portal.participation.polls.enums import VoidState
from portal.participation.polls.errors import NeedsAnother, PollError
from portal.participation.polls.models import Poll, Round, Voiding
from portal.participation.polls.results import report
from portal.participation.polls.services import voiding
from portal.participation.polls.staff import pace
from portal.participation.polls.staff.acts import PollAct, poll_acts
from portal.people.decorators import says_all_refused
from portal.people.staff.queues import RightMenuItem
from portal.people.staff.views import StaffMixin, home_crumb

ICON: Final = "warning"
_TITLE: Final = gettext_lazy("Voided ballots")
_PER_PAGE: Final = 50
_MOST_RECEIPTS: Final = 500
PROPOSED: Final = "polls.void_proposed"
DECIDED: Final = "polls.void_decided"


class VoidingMixin(StaffMixin):
    permission = voiding.VOID
    header_icon = ICON
    page_title = _TITLE
    kwargs: dict[str, Any]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            home_crumb(),
            {"url": reverse("polls_voidings"), "label": _TITLE},
            {"url": "", "label": self.get_page_title()},
        ]


class ReportView(VoidingMixin, TemplateView):
    """How ballots of a round came: by hour, by domain of mail, by network. Nobody and no answer is in it."""

    template_name = "polls/staff/report.html"
    page_title = gettext_lazy("Report of manipulation")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        poll = get_object_or_404(Poll.objects.originals(), pk=self.kwargs["pk"])
        rounds = list(poll.rounds.order_by("number"))
        asked = self.request.GET.get("round", "")
        round_ = next((each for each in rounds if str(each.number) == asked), rounds[-1])
        found = report.of_round(round_)
        return super().get_context_data(
            poll=poll,
            rounds=rounds,
            round=round_,
            report=found,
            networks=_networks(round_, found),
            pace=pace.pace_of(found.get("hours", [])),
            size=(pace.WIDTH, pace.HEIGHT),
            **kwargs,
        )


def _networks(round_: Round, found: dict[str, Any]) -> list[dict[str, Any]]:
    """Those of an open round, with how many ballots can still be voided and the proposal that waits for it."""
    if round_.is_sealed:
        return []
    waiting = dict(
        Voiding.objects.filter(round=round_, state=VoidState.PROPOSED)
        .exclude(network="")
        .values_list("network", "pk")
    )
    return [
        {
            **each,
            "left": each["unverified"] - each["voided"],
            "proposal": waiting.get(each["mark"]),
        }
        for each in found.get("networks", [])
    ]


class ProposeForm(forms.Form):
    """Which ballots, and why. By a network of the report, or by receipts."""

    network = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    receipts = forms.CharField(
        label=gettext_lazy("Codes of receipts"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy("One a line."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Everybody reads it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self["network"].value():
            del self.fields["receipts"]

    def clean_receipts(self) -> list[str]:
        """Each as it was typed. What cannot be a receipt is told by its line, and never repeated."""
        lines = [line.strip() for line in self.cleaned_data["receipts"].splitlines()]
        found = [line for line in lines if line]
        if not found:
            raise forms.ValidationError(_("Write at least one code."))
        if len(found) > _MOST_RECEIPTS:
            raise forms.ValidationError(
                _("Not more than %(count)d codes at a time.") % {"count": _MOST_RECEIPTS}
            )
        wrong = [
            str(place) for place, line in enumerate(lines, 1) if line and not receipts.read(line)
        ]
        if wrong:
            raise forms.ValidationError(
                _("These lines are no codes of receipts: %(lines)s.")
                % {"lines": ", ".join(wrong[:20])}
            )
        return found


@method_decorator(sensitive_post_parameters("receipts"), name="dispatch")
class ProposeView(VoidingMixin, FormView[ProposeForm]):
    """Somebody proposes; the ballots still count until somebody else confirms."""

    template_name = "polls/staff/propose.html"
    page_title = gettext_lazy("Propose to void ballots")
    form_class = ProposeForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.round = get_object_or_404(Round.objects.select_related("poll"), pk=kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        return {"network": self.request.GET.get("network", "")[:64]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(round=self.round, poll=self.round.poll, **kwargs)

    def form_valid(self, form: ProposeForm) -> HttpResponse:
        typed = form.cleaned_data
        try:
            made = voiding.propose(
                round_=self.round,
                by=self.by,
                reason=typed["reason"],
                receipts_given=typed.get("receipts", ()),
                network=typed["network"],
            )
        except PollError as error:
            form.add_error(None, str(error.words))
            return self.form_invalid(form)
        _log(made, PROPOSED, self.by)
        messages.success(self.request, _("Proposed: somebody else confirms or refuses it."))
        return redirect("polls_voiding", pk=made.pk)


class VoidingsView(VoidingMixin, ListView[Voiding]):
    """What waits for a decision first, then the last ones."""

    template_name = "polls/staff/voidings.html"
    paginate_by = _PER_PAGE

    def get_queryset(self) -> QuerySet[Voiding]:
        rows = Voiding.objects.select_related("round__poll", "proposed_by", "decided_by")
        return rows.order_by(F("decided_at").desc(nulls_first=True), "-proposed_at")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [home_crumb(), {"url": "", "label": _TITLE}]


class VoidingView(VoidingMixin, TemplateView):
    """One proposal; whoever did not make it decides."""

    template_name = "polls/staff/voiding.html"
    page_title = gettext_lazy("Proposal to void ballots")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = Voiding.objects.select_related("round__poll", "proposed_by", "decided_by")
        self.voiding = get_object_or_404(rows, pk=kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waits = self.voiding.state == VoidState.PROPOSED
        is_own = self.voiding.proposed_by_id == self.by.pk
        return super().get_context_data(
            voiding=self.voiding,
            poll=self.voiding.round.poll,
            waits=waits,
            is_own=is_own,
            **kwargs,
        )

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """`do`: confirm or refuse."""
        acts = {"confirm": voiding.confirm, "refuse": voiding.refuse}
        act = acts.get(request.POST.get("do", ""))
        here = redirect("polls_voiding", pk=self.voiding.pk)
        if act is None:
            return here
        try:
            decided = act(self.voiding, by=self.by)
        except NeedsAnother as error:
            # The page has no button for who proposed it: somebody sent the form by hand.
            raise PermissionDenied(str(error.words)) from error
        except PollError as error:
            messages.error(request, str(error.words))
            return here
        _log(decided, DECIDED, self.by)
        messages.success(
            request,
            _("The ballots do not count any more; everybody reads why.")
            if decided.state == VoidState.CONFIRMED
            else _("Refused: the ballots count as before."),
        )
        return here


def _log(row: Voiding, action: str, by: Any) -> None:
    """Which ballots it was stays out of the log."""
    data = {"round": row.round.number, "count": row.count, "state": row.state}
    log(instance=row.round.poll, action=action, user=by, data=data)


def _has_begun(poll: Poll, _now: Any) -> bool:
    return poll.opens_at is not None and poll.opens_at <= timezone.now()


poll_acts.register(
    "report",
    PollAct(gettext_lazy("Report of manipulation"), "polls_report", ICON, voiding.VOID, _has_begun),
)


def admin_urls() -> list[URLPattern]:
    """Hook `register_admin_urls`."""
    return says_all_refused(
        [
            path("polls/<int:pk>/report/", ReportView.as_view(), name="polls_report"),
            path("polls/voidings/", VoidingsView.as_view(), name="polls_voidings"),
            path("polls/voidings/<int:pk>/", VoidingView.as_view(), name="polls_voiding"),
            path("polls/rounds/<int:pk>/void/", ProposeView.as_view(), name="polls_void"),
        ]
    )


def menu_item() -> MenuItem:
    """Hook `register_reports_menu_item`."""
    return RightMenuItem(
        _TITLE, reverse("polls_voidings"), icon_name=ICON, order=920, rights=(voiding.VOID,)
    )


def register_log(actions: Any) -> None:
    """Hook `register_log_actions`."""
    actions.register_action(
        PROPOSED,
        gettext_lazy("Propose to void ballots"),
        gettext_lazy("Voiding of ballots was proposed"),
    )
    actions.register_action(
        DECIDED,
        gettext_lazy("Decide on voiding ballots"),
        gettext_lazy("Voiding of ballots was decided"),
    )
