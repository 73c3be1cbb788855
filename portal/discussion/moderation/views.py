"""Pages for everybody: reporting a comment, appealing, the rules, the public log."""

import csv
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic.edit import FormView

from portal.core.fresh import fresh_until, now_of
from portal.core.limits import LimitedMixin
from portal.core.limits.typed import typed_in
from portal.discussion.enums import State
from portal.discussion.models import Decision, Report
from portal.discussion.models.discussions import with_things
from portal.discussion.moderation import figures
from portal.discussion.moderation.forms import AppealForm, ReportForm
from portal.discussion.moderation.rules import current_rules, shown_rule, shown_rules
from portal.discussion.permissions import REPORT
from portal.discussion.services import appeals, reports
from portal.discussion.services.errors import Refused
from portal.discussion.talking.base import readable_comment
from portal.people.decorators import signed_in
from portal.people.mixins import ActionRequiredMixin
from portal.people.models import User


class ReportView(ActionRequiredMixin, LimitedMixin, FormView[ReportForm]):
    """Say which rule a comment breaks: once, and not of one's own."""

    template_name = "discussion/moderation/report.html"
    form_class = ReportForm
    action = REPORT
    limit = "report"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            self.comment, self.host = readable_comment(kwargs["pk"], request)
            if self.comment.state != State.PUBLISHED:
                raise Http404("not readable")
        except Http404:
            if request.method != "POST":
                raise
            # Gone while somebody wrote what is wrong with it: their words are theirs.
            return render(request, "discussion/lost.html", {"typed": typed_in(request)}, status=404)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: ReportForm) -> HttpResponse:
        try:
            reports.report(
                comment=self.comment,
                user=signed_in(self.request),
                rule=form.cleaned_data["rule"],
                text=form.cleaned_data["text"],
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=409)
        messages.success(
            self.request,
            _("Thank you. A moderator looks at it; an e-mail tells you what came of it."),
        )
        return redirect("discussion:comment", pk=self.comment.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user if isinstance(self.request.user, User) else None
        return super().get_context_data(
            comment=self.comment,
            host=self.host,
            is_own=user is not None and self.comment.user_id == user.pk,
            is_reported=user is not None
            and Report.objects.filter(comment=self.comment, user=user).exists(),
            **kwargs,
        )


class AppealView(LoginRequiredMixin, LimitedMixin, FormView[AppealForm]):
    """A decision about one's own comment, and what one says against it. Open to the blocked, too."""

    template_name = "discussion/moderation/appeal.html"
    form_class = AppealForm
    limit = "comment-appeal"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        # Of others' decisions nobody learns whether they exist.
        self.decision = get_object_or_404(
            with_things(Decision.objects.select_related("rule"), "comment__discussion"),
            pk=kwargs["pk"],
            comment__user=signed_in(request),
        )
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: AppealForm) -> HttpResponse:
        try:
            appeals.appeal(
                decision=self.decision,
                user=signed_in(self.request),
                text=form.cleaned_data["text"],
            )
        except Refused as refusal:
            messages.info(self.request, str(refusal))
        else:
            messages.success(
                self.request,
                _("Your appeal is sent. Somebody else than the one who decided answers it."),
            )
        return redirect("discussion:appeal", pk=self.decision.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            decision=self.decision,
            comment=self.decision.comment,
            rule=shown_rule(self.decision.rule),
            objection=getattr(self.decision, "objection", None),
            may_appeal=appeals.may_appeal(signed_in(self.request), self.decision),
            **kwargs,
        )


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """The rules of the community, the same for all: kept by the page cache."""
    return render(
        request, "discussion/moderation/rules.html", {"rules": shown_rules(current_rules())}
    )


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """What moderators decided in a year, by rule and by month: figures alone, no names and no texts."""
    year = figures.year_of(request.GET.get("year"))
    if year is None:
        raise Http404("no such year")
    fresh_until(request, now_of(request) + figures.KEPT)
    return render(
        request,
        "discussion/moderation/log.html",
        {
            "figures": figures.of_year(year),
            "years": figures.years(),
            "year": year,
            "csv_url": f"{reverse('discussion:log_csv')}?year={year}",
        },
    )


@require_safe
def log_csv(request: HttpRequest) -> HttpResponse:
    """The same figures as open data: a row for each month, rule and decision."""
    year = figures.year_of(request.GET.get("year"))
    if year is None:
        raise Http404("no such year")
    fresh_until(request, now_of(request) + figures.KEPT)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="moderation-{year}.csv"'
    # Spreadsheets know by it that the letters are UTF-8.
    response.write("\ufeff")
    table = csv.writer(response)
    table.writerow(["month", "rule_number", "rule", "what", "count", "median_minutes"])
    table.writerows(figures.rows_of_year(year))
    return response
