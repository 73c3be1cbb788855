"""The queue of moderators: tabs, one comment, many at once, appeals."""

from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View
from django.views.generic.edit import FormView

from portal.discussion.enums import Act
from portal.discussion.models import Comment, CommentAppeal, Decision
from portal.discussion.models.discussions import with_things
from portal.discussion.permissions import MODERATE
from portal.discussion.services import appeals, decisions, locks
from portal.discussion.services.errors import Refused
from portal.discussion.staff import queue
from portal.discussion.staff.forms import AnswerForm, BulkForm, DecisionForm
from portal.discussion.staff.queue import Tab
from portal.people.staff.views import StaffMixin, home_crumb

_PER_PAGE: Final = 25


class ModerationMixin(StaffMixin):
    """A page of moderators, under the queue."""

    permission = MODERATE
    header_icon = "comment"
    page_title = gettext_lazy("Moderation")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            home_crumb(),
            {"url": reverse("discussion_queue"), "label": _("Moderation")},
            {"url": "", "label": self.get_page_title()},
        ]


class QueueView(ModerationMixin, TemplateView):
    """One tab: cards with context, boxes to tick, the oldest first."""

    template_name = "discussion/staff/queue.html"

    def get_page_title(self) -> str:
        return str(self.tab.label)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        try:
            self.tab = Tab(kwargs.get("tab", Tab.REPORTED))
        except ValueError as error:
            raise Http404("no such tab") from error

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        by_appeal: dict[int, CommentAppeal] = {}
        if self.tab == Tab.APPEALS:
            rows: QuerySet[Any] = (
                queue.waiting_appeals()
                .select_related("decision__by", "decision__rule")
                .order_by("made_at", "pk")
            )
        else:
            rows = queue.with_context(queue.waiting(self.tab)).order_by("since", "pk")
        page = Paginator(rows, _PER_PAGE).get_page(self.request.GET.get("p"))
        comments = list(page.object_list)
        if self.tab == Tab.APPEALS:
            by_appeal = {row.decision.comment_id: row for row in comments}
            found = {
                row.pk: row for row in queue.with_context(Comment.objects.filter(pk__in=by_appeal))
            }
            comments = [found[key] for key in by_appeal]
        kwargs = {"tab": self.tab, "bulk_form": BulkForm(), **kwargs}
        return super().get_context_data(
            tabs=[(tab, tab.label, count) for tab, count in _tabs()],
            items=queue.items_of(comments, by_appeal),
            page_obj=page,
            acts=_bulk_acts(self.tab),
            may_bulk=self.tab != Tab.APPEALS,
            by=self.by,
            **kwargs,
        )


def _tabs() -> list[tuple[Tab, int]]:
    found = queue.counts()
    return [(tab, found[tab.value]) for tab in Tab]


def _bulk_acts(tab: Tab) -> list[Act]:
    """What can be decided about all of a tab; a once published one is hidden where others are rejected."""
    if tab == Tab.REPORTED:
        return [Act.KEEP, Act.HIDE]
    return [] if tab == Tab.APPEALS else [Act.PUBLISH, Act.REJECT]


class BulkView(QueueView):
    """The same decision about all that are ticked; what cannot be is left and named."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wanted = [key for key in request.POST.getlist("pk") if key.isdecimal()][:_PER_PAGE]
        rows = list(Comment.objects.filter(pk__in=wanted).select_related("user"))
        form = BulkForm(request.POST)
        if not form.is_valid() or not rows:
            messages.error(
                request, _("Tick comments and choose a decision; to take off, a rule, too.")
            )
            # The ticks and the word to the authors are not made twice.
            context = self.get_context_data(bulk_form=form, ticked={row.pk for row in rows})
            return self.render_to_response(context, status=422)
        self._decide(request, rows, form)
        page = request.GET.get("p", "")
        back = reverse("discussion_queue_tab", args=[self.tab.value])
        return redirect(f"{back}?p={page}" if page.isdecimal() else back)

    def _decide(self, request: HttpRequest, rows: list[Comment], form: BulkForm) -> None:
        done, left = 0, []
        for row in rows:
            act = Act(form.cleaned_data["act"])
            if act == Act.REJECT and row.published_at is not None:
                act = Act.HIDE
            try:
                decisions.decide(
                    comment=row,
                    by=self.by,
                    act=act,
                    rule=form.cleaned_data["rule"],
                    word=form.cleaned_data["word"],
                    said=_said(request, row.pk),
                )
            except Refused as refusal:
                left.append(f"№\u00a0{row.pk}: {refusal}")
            else:
                done += 1
        if done:
            messages.success(
                request,
                ngettext("%(count)d comment is decided.", "%(count)d comments are decided.", done)
                % {"count": done},
            )
        if left:
            messages.warning(request, " ".join([_("Left:"), *left]))


def _said(request: HttpRequest, pk: int) -> int | None:
    """The mark of the text that stood on the card; None for what no card has sent."""
    mark = request.POST.get(f"said-{pk}", "")[:10]
    return int(mark) if mark.isdecimal() else None


class ItemView(ModerationMixin, FormView[DecisionForm]):
    """One comment with all around it. Opening it keeps colleagues away for five minutes."""

    template_name = "discussion/staff/item.html"
    form_class = DecisionForm

    @cached_property
    def comment(self) -> Comment:
        """Looked for once the right is known: others learn nothing of what there is."""
        rows = queue.with_context(Comment.objects.all())
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def open_appeal(self) -> CommentAppeal | None:
        """What its author says against a decision, and waits for somebody else to answer."""
        rows = queue.waiting_appeals().filter(decision__comment=self.comment)
        return rows.select_related("decision__by", "decision__rule", "decision__comment").first()

    @property
    def may_answer(self) -> bool:
        return self.open_appeal is not None and appeals.may_answer(self.by, self.open_appeal)

    @cached_property
    def item(self) -> queue.Item:
        by_comment = {self.comment.pk: self.open_appeal} if self.open_appeal else {}
        [found] = queue.items_of([self.comment], by_comment)
        return found

    def get_page_title(self) -> str:
        return f"№\u00a0{self.comment.pk}"

    @property
    def tab(self) -> Tab | None:
        return _tab_of(self.request)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self._hold()
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        acts = self.item.acts
        if not self.comment.reports_count and Act.KEEP in acts:
            acts.remove(Act.KEEP)
        initial = {"seen": self.item.seen, "said": self.item.said}
        return {**super().get_form_kwargs(), "acts": acts, "initial": initial}

    def form_valid(self, form: DecisionForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            decisions.decide(
                comment=self.comment,
                by=self.by,
                act=Act(data["act"]),
                rule=data["rule"],
                word=data["word"],
                seen=data["seen"],
                said=data["said"],
            )
        except Refused as refusal:
            messages.error(self.request, str(refusal))
            return self.refused(data)
        messages.success(self.request, _("Decided. E-mails tell those it concerns."))
        return self.onward()

    def form_invalid(self, form: DecisionForm) -> HttpResponse:
        self._hold()
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def refused(self, typed: dict[str, Any]) -> HttpResponse:
        """The comment as it is now, with the word and the rule that were chosen for it."""
        for name in ("comment", "item", "open_appeal"):
            self.__dict__.pop(name, None)
        self._hold()
        kwargs = self.get_form_kwargs()
        initial = {
            **kwargs["initial"],
            "word": typed["word"],
            "rule": getattr(typed["rule"], "pk", None),
        }
        form = DecisionForm(acts=kwargs["acts"], initial=initial)
        return self.render_to_response(self.get_context_data(form=form), status=409)

    def _hold(self) -> None:
        """From what is not one's own to decide nobody is kept away: somebody else has to."""
        is_others = self.open_appeal is not None and not self.may_answer
        if self.comment.user_id != self.by.pk and not is_others:
            self.lock = locks.claim(self.comment, self.by)

    def onward(self) -> HttpResponse:
        """To the next of the tab one came from, else to the queue."""
        if self.tab is None:
            return redirect("discussion_queue")
        following = queue.next_of(self.tab, self.comment.pk, self.by)
        if following is None:
            return redirect("discussion_queue_tab", tab=self.tab.value)
        url = reverse("discussion_queue_item", args=[following])
        return redirect(f"{url}?tab={self.tab.value}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lock = getattr(self, "lock", None) or self.item.lock
        return super().get_context_data(
            item=self.item,
            comment=self.comment,
            tab=self.tab,
            around=queue.around(self.comment),
            against=queue.decisions_against(self.comment),
            edits=self.comment.edits.all()[:5],
            locked_by=lock.by if lock and lock.by_id != self.by.pk else None,
            lock=lock,
            is_own=self.comment.user_id == self.by.pk,
            may_move=not self.comment.depth
            and self.comment.number is not None
            and self.comment.user_id != self.by.pk,
            open_appeal=self.open_appeal,
            may_answer=self.may_answer,
            answer_form=kwargs.pop("answer_form", None) or AnswerForm(),
            **kwargs,
        )


def _tab_of(request: HttpRequest) -> Tab | None:
    """The tab that somebody came from, if any."""
    name = request.GET.get("tab", "")
    return Tab(name) if name in Tab else None


class ReleaseView(ModerationMixin, View):
    """Leave a comment to colleagues and go back to the queue."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        locks.release(get_object_or_404(Comment, pk=pk), self.by)
        return redirect("discussion_queue_tab", tab=(_tab_of(request) or Tab.REPORTED).value)


class AnswerAppealView(ItemView):
    """Answer an appeal against a decision that somebody else has taken."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = self.open_appeal
        if row is None:
            messages.error(request, _("Somebody has decided this already."))
            return redirect("discussion_queue_tab", tab=Tab.APPEALS.value)
        form = AnswerForm(request.POST)
        if not form.is_valid():
            self._hold()
            return self.render_to_response(self.get_context_data(answer_form=form), status=422)
        try:
            appeals.answer(
                row=row,
                by=self.by,
                granted=form.cleaned_data["granted"],
                text=form.cleaned_data["answer"],
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The appeal is answered, and an e-mail tells the author."))
        return redirect("discussion_queue_tab", tab=Tab.APPEALS.value)


class DecidedView(ModerationMixin, TemplateView):
    """What was decided last, by whom: to look at, and to take one's own back."""

    template_name = "discussion/staff/decided.html"
    page_title = gettext_lazy("Decided")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Decision.objects.select_related("comment__user", "rule", "by", "objection", "appeal")
        rows = with_things(with_things(rows, "comment__discussion"), "moved_from")
        page = Paginator(rows, 50).get_page(self.request.GET.get("p"))
        return super().get_context_data(
            rows=page.object_list,
            page_obj=page,
            tabs=[(tab, tab.label, count) for tab, count in _tabs()],
            **kwargs,
        )


def admin_urls() -> list[URLPattern]:
    """Hook `register_admin_urls`."""
    return [
        path("moderation/", QueueView.as_view(), name="discussion_queue"),
        path("moderation/decided/", DecidedView.as_view(), name="discussion_decided"),
        path("moderation/<int:pk>/", ItemView.as_view(), name="discussion_queue_item"),
        path(
            "moderation/<int:pk>/release/", ReleaseView.as_view(), name="discussion_queue_release"
        ),
        path(
            "moderation/<int:pk>/appeal/",
            AnswerAppealView.as_view(),
            name="discussion_queue_appeal",
        ),
        path("moderation/<slug:tab>/", QueueView.as_view(), name="discussion_queue_tab"),
        path("moderation/<slug:tab>/bulk/", BulkView.as_view(), name="discussion_queue_bulk"),
    ]
