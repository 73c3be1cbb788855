"""Questions to a department, and its answers on their way to readers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView, TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from portal.core.limits import LimitedMixin
from portal.discussion import selectors_staff as selectors
from portal.discussion.enums import MAX_LENGTH, DraftState, State, Voice
from portal.discussion.models import AnswerDraft, Comment
from portal.discussion.models.discussions import with_things
from portal.discussion.permissions import ANSWER
from portal.discussion.services import answers
from portal.discussion.services.errors import NotAllowed, Refused
from portal.discussion.text import own_words, render
from portal.people.models import User
from portal.people.staff.views import StaffMixin, home_crumb

_PER_PAGE: Final = 50
_EXCERPT: Final = 140
_IN_PANEL: Final = 5


@dataclass(frozen=True, slots=True)
class Line:
    """A question in a list."""

    question: Comment
    text: str
    days: int
    is_overdue: bool
    draft: AnswerDraft | None


def lines(user: User, questions: list[Comment]) -> list[Line]:
    """One query for any number of them."""
    drafts = selectors.open_drafts(user, questions)
    now = timezone.now()
    limit = selectors.overdue_before(now)
    return [
        Line(
            question,
            Truncator(own_words(question.html)).chars(_EXCERPT),
            selectors.age_days(question, now),
            not question.official_number
            and question.published_at is not None
            and question.published_at < limit,
            drafts.get(question.pk),
        )
        for question in questions
    ]


class QuestionsView(StaffMixin, ListView[Comment]):
    """What was asked about things of my departments: the oldest without an answer first."""

    permission = ANSWER
    page_title = _("Questions to the department")
    header_icon = "help"
    template_name = "discussion/admin/questions.html"
    paginate_by = _PER_PAGE
    shown: str = ""

    def get_queryset(self) -> QuerySet[Comment]:
        rows = with_things(selectors.questions_to(self.by), "discussion").select_related("user")
        if self.request.GET.get("answered"):
            return rows.filter(official_number__gt=0).order_by(F("published_at").desc(), "-pk")
        return selectors.unanswered(rows)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        to_agree = with_things(
            selectors.to_agree(self.by).select_related("written_by"), "question__discussion"
        )
        return context | {
            "lines": lines(self.by, list(context["page_obj"])),
            "answered": bool(self.request.GET.get("answered")),
            "to_agree": to_agree.order_by("changed_at")[:_PER_PAGE],
        }

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [home_crumb(), {"url": "", "label": self.page_title}]


class AnswerForm(forms.Form):
    """The text of an answer; `seen` is when the draft was last changed as its writer knows it."""

    text = forms.CharField(
        label=_("Answer"),
        max_length=2 * MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_(
            "Up to 5,000 characters: paragraphs, lists, links and **bold**. It is signed with your "
            "name, department and position."
        ),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_seen(self) -> datetime | None:
        try:
            return parse_datetime(self.cleaned_data["seen"])
        except ValueError:
            return None


class RemarkForm(forms.Form):
    """Why an answer goes back."""

    remark = forms.CharField(
        label=_("What to change"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class QuestionView(StaffMixin, LimitedMixin, TemplateView):
    """One question with the draft of its answer; the button that was pressed names the step."""

    permission = ANSWER
    header_icon = "help"
    template_name = "discussion/admin/question.html"
    limit = "answer-draft"
    kwargs: dict[str, Any]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.form: AnswerForm | None = None
        self.remark_form: RemarkForm | None = None

    def load(self) -> None:
        """Questions of other departments do not exist here."""
        rows = with_things(selectors.comments_to(self.by), "discussion").select_related("user")
        self.question = get_object_or_404(rows, pk=self.kwargs["pk"])
        self.draft = selectors.open_drafts(self.by, [self.question]).get(self.question.pk)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.load()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.load()
        step = next((name for name in self.steps if name in request.POST), "")
        if not step:
            raise PermissionDenied
        try:
            done = self.steps[step](self)
        except NotAllowed as error:
            raise PermissionDenied from error
        except Refused as error:
            messages.error(request, str(error))
            # What was typed stays; the rest is shown as it is now.
            self.load()
            done = None
        if done is None:
            return self.render_to_response(self.get_context_data(), status=422)
        messages.success(request, str(done))
        return redirect("discussion_questions" if step in self.leaving else request.path)

    # --- Steps: each returns what to say, or None when something typed is wrong ------------------

    def save(self) -> Any:
        return _("The answer is saved.") if self._written() else None

    def send(self) -> Any:
        """Saves what is typed first, so that colleagues read what its author sees."""
        draft = self._written()
        if draft is None:
            return None
        answers.send(draft=draft, by=self.by)
        return _("The answer waits for a colleague to agree it.")

    def _written(self) -> AnswerDraft | None:
        self.form = AnswerForm(self.request.POST)
        if not self.form.is_valid():
            return None
        text, seen = self.form.cleaned_data["text"], self.form.cleaned_data["seen"]
        try:
            if self.draft is None and seen is None:
                return answers.begin(question=self.question, by=self.by, text=text)
            if self.draft is None or seen is None:
                raise answers.Changed
            return answers.change(draft=self.draft, by=self.by, text=text, seen=seen)
        except ValidationError as error:
            self.form.add_error("text", error.messages)
            return None

    def _held_draft(self) -> AnswerDraft:
        if self.draft is None:
            raise answers.Changed
        return self.draft

    def take_back(self) -> Any:
        answers.take_back(draft=self._held_draft(), by=self.by)
        return _("The answer is yours to change again.")

    def discard(self) -> Any:
        answers.discard(draft=self._held_draft(), by=self.by)
        return _("The draft is thrown away.")

    def agree(self) -> Any:
        answers.agree(draft=self._held_draft(), by=self.by)
        return _("The answer is published, and an e-mail tells who asked.")

    def give_back(self) -> Any:
        self.remark_form = RemarkForm(self.request.POST)
        if not self.remark_form.is_valid():
            return None
        remark = self.remark_form.cleaned_data["remark"]
        answers.give_back(draft=self._held_draft(), by=self.by, remark=remark)
        return _("The answer goes back to its author with your remark.")

    steps: Final = {
        "save": save,
        "send": send,
        "take_back": take_back,
        "discard": discard,
        "agree": agree,
        "give_back": give_back,
    }
    leaving: Final = frozenset({"agree", "give_back", "discard", "send"})

    def get_page_title(self) -> str:
        return str(_("Question: %(title)s") % {"title": self.question.discussion})

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            home_crumb(),
            {"url": reverse("discussion_questions"), "label": _("Questions to the department")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft, by = self.draft, self.by
        is_asked = self.question.state == State.PUBLISHED
        initial = {"text": draft.text, "seen": draft.changed_at.isoformat()} if draft else {}
        official = Comment.objects.filter(
            root=self.question.root or self.question,
            voice=Voice.OFFICIAL,
            state=State.PUBLISHED,
        )
        return super().get_context_data(
            question=self.question,
            is_asked=is_asked,
            days=selectors.age_days(self.question) if self.question.published_at else None,
            draft=draft,
            draft_html=render(draft.text) if draft else "",
            may_write=draft is None or draft.state in (DraftState.DRAFT, DraftState.RETURNED),
            may_agree=draft is not None and answers.may_agree(by, draft),
            may_take_back=draft is not None
            and draft.state == DraftState.AGREEING
            and draft.written_by_id == by.pk,
            form=self.form or AnswerForm(initial=initial),
            remark_form=self.remark_form or RemarkForm(),
            official=official.select_related("user", "department").order_by("number"),
            **kwargs,
        )


class QuestionsMenuItem(MenuItem):
    """Shown to officers, with how much waits for them."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(ANSWER))

    def render_component(self, request: HttpRequest) -> Any:
        item = super().render_component(request)
        if isinstance(request.user, User) and (count := waiting(request.user)):
            item.label = f"{item.label} ({count})"
        return item


def waiting(user: User) -> int:
    """Questions without an answer, and drafts that a colleague is to agree."""
    return (
        selectors.unanswered(selectors.questions_to(user)).count()
        + selectors.to_agree(user).count()
    )


class QuestionsPanel(Component):
    """On the admin's first page: what waits longest. Nothing is shown where nothing waits."""

    name = "discussion_questions"
    order = 120
    template_name = "discussion/admin/questions_panel.html"

    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["css/admin/moderation.css"]}

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        user = (parent_context or {})["request"].user
        if not isinstance(user, User) or not user.has_perm(ANSWER):
            return {}
        rows = with_things(
            selectors.unanswered(selectors.questions_to(user)).select_related("user"), "discussion"
        )
        return {
            "lines": lines(user, list(rows[:_IN_PANEL])),
            "count": rows.count(),
            "to_agree": with_things(
                selectors.to_agree(user).select_related("written_by"), "question__discussion"
            ).order_by("changed_at")[:_IN_PANEL],
        }


def admin_urls() -> list[URLPattern]:
    """Hook `register_admin_urls`."""
    return [
        path("questions/", QuestionsView.as_view(), name="discussion_questions"),
        path("questions/<int:pk>/", QuestionView.as_view(), name="discussion_question"),
    ]


def menu_item() -> MenuItem:
    """Hook `register_admin_menu_item`."""
    return QuestionsMenuItem(
        _("Questions"), reverse("discussion_questions"), icon_name="help", order=250
    )


def add_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Hook `construct_homepage_panels`."""
    panels.append(QuestionsPanel())


LOG_ACTIONS: Final = (
    ("write", _("Write an official answer"), _("Official answer written")),
    ("send", _("Ask to agree an answer"), _("Official answer sent for agreement")),
    ("take_back", _("Take an answer back"), _("Official answer taken back by its author")),
    ("return", _("Return an answer"), _("Official answer returned with a remark")),
    ("agree", _("Agree an answer"), _("Official answer agreed and published")),
    ("discard", _("Throw an answer away"), _("Draft of an official answer thrown away")),
)


def register_log(actions: Any) -> None:
    """Hook `register_log_actions`."""
    for name, label, message in LOG_ACTIONS:
        actions.register_action(f"discussion.answer.{name}", label, message)
