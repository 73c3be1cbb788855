"""What a round's answers say: figures of each question by channel, and after the seal words and tags of texts."""

import csv
import io
from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    QueryDict,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import ListView, TemplateView, View
from wagtail.admin.menu import MenuItem

from portal.core.alphabetical import Alphabetical
from portal.participation.polls.models import AnswerTag, Poll, Round, TextAnswer
from portal.participation.polls.questions.forms import Form, Question
from portal.participation.polls.results.counting import Tally
from portal.participation.polls.selectors import form_asked
from portal.participation.polls.services import coding
from portal.participation.polls.staff.figures import GROUPS, LIVE_GROUPS, figures_of
from portal.participation.polls.words import WordList
from portal.people.page_scope import is_scoped
from portal.people.permissions import department_ids
from portal.people.staff.queues import RightMenuItem
from portal.people.staff.views import StaffMixin, home_crumb

ICON: Final = "view"
_TITLE: Final = gettext_lazy("Analytics of polls")
_PER_PAGE: Final = 50
# Words are looked for in so many answers at most; their order is chance, so these stand for all.
MOST_TEXTS: Final = 5000
_MOST_WORDS: Final = 60
_MOST_DIGITS: Final = 9
# What a spreadsheet would take for a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


class AnalyticsMixin(StaffMixin):
    permission = coding.ANALYSE
    header_icon = ICON
    page_title = _TITLE
    kwargs: dict[str, Any]


class AnalyticsListView(AnalyticsMixin, ListView[Round]):
    """Rounds of the polls that a person may analyse, the last first."""

    template_name = "polls/staff/analytics_list.html"
    paginate_by = _PER_PAGE

    def get_queryset(self) -> QuerySet[Round]:
        rows = Round.objects.filter(poll__opens_at__isnull=False).select_related("poll")
        if is_scoped(self.by):
            rows = rows.filter(poll__department__in=department_ids(self.by))
        return rows.order_by("-poll__closes_at", "-number", "-pk")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [home_crumb(), {"url": "", "label": _TITLE}]


class RoundAnalyticsMixin(AnalyticsMixin):
    """About one round; one of another department does not exist here."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.round = get_object_or_404(Round.objects.select_related("poll"), pk=kwargs["pk"])
        self.poll: Poll = self.round.poll
        self.form: Form = form_asked(self.poll, self.round)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(coding.ANALYSE):
            raise PermissionDenied
        if not coding.may_analyse(self.by, self.poll):
            raise Http404("another department's poll")
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return str(self.poll)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            home_crumb(),
            {"url": reverse("polls_analytics"), "label": _TITLE},
            {
                "url": reverse("polls_analytics_round", args=[self.round.pk]),
                "label": str(self.poll),
            },
        ]


class RoundAnalyticsView(RoundAnalyticsMixin, TemplateView):
    """Every question: how many answered, how many did not, what they chose, by channel.

    While a round goes on it shows what readers see as well, so that nobody inside knows more.
    """

    template_name = "polls/staff/analytics.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tally = Tally.from_json(self.round.tally) if self.round.tally else None
        columns = GROUPS if self.round.is_sealed else LIVE_GROUPS
        figures = [figures_of(each, tally, columns) for each in self.form] if tally else []
        return super().get_context_data(
            poll=self.poll,
            round=self.round,
            tally=tally,
            groups=[label for _name, label in columns],
            figures=figures,
            rounds=self.poll.rounds.order_by("number"),
            **kwargs,
        )


class TextsMixin(RoundAnalyticsMixin):
    """About the texts of one question of a sealed round."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        question = self.form.by_code.get(kwargs["code"])
        if question is None or not self.round.is_sealed:
            raise Http404("no texts")
        self.question: Question = question
        self.texts = TextAnswer.objects.filter(round=self.round, question=question.code)

    @cached_property
    def words(self) -> WordList:
        return WordList(self.texts.order_by("pk").values_list("pk", "text")[:MOST_TEXTS])

    def chosen(self, query: QueryDict) -> QuerySet[TextAnswer]:
        """The answers with a word (`word`) and a tag (`tag`, «none» for those without any)."""
        rows = self.texts.order_by("pk")
        if word := query.get("word", ""):
            rows = rows.filter(pk__in=self.words.answers_with(word))
        tag = query.get("tag", "")
        if tag == "none":
            return rows.filter(tags=None)
        return rows.filter(tags=_number(tag)) if tag else rows

    def address(self) -> str:
        here = reverse("polls_texts", args=[self.round.pk, self.question.code])
        kept = {
            key: value for key in ("word", "tag", "p") if (value := self.request.GET.get(key, ""))
        }
        query = QueryDict(mutable=True)
        query.update(kept)
        return f"{here}?{query.urlencode()}" if kept else here


class TextsView(TextsMixin, TemplateView):
    """Texts, words and tags; what is ticked, or all that is found, gets or loses a tag."""

    template_name = "polls/staff/texts.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.chosen(self.request.GET).prefetch_related("tags")
        page = Paginator(rows, _PER_PAGE).get_page(self.request.GET.get("p"))
        word = self.request.GET.get("word", "")
        return super().get_context_data(
            poll=self.poll,
            round=self.round,
            question=self.question,
            words=self.words.most(_MOST_WORDS),
            word=word,
            shown_word=self.words.shown(word) if word else "",
            tags=self._tags(),
            tag=self.request.GET.get("tag", ""),
            open_tag=self._tags().filter(pk=_number(self.request.GET.get("tag", ""))).first(),
            untagged=self.texts.filter(tags=None).count(),
            total=self.texts.count(),
            most=MOST_TEXTS,
            page_obj=page,
            **kwargs,
        )

    def _tags(self) -> QuerySet[AnswerTag]:
        tags = AnswerTag.objects.filter(round=self.round, question=self.question.code)
        counted = tags.annotate(count=Count("answers"), by_name=Alphabetical("name"))
        return counted.order_by("by_name", "pk")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """`do`: put, put_all (all that is found), take, drop; `name` of the tag; `answer`: keys."""
        act = request.POST.get("do", "")
        try:
            self._act(act, request.POST)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(self.address())

    def _act(self, act: str, data: QueryDict) -> None:
        if act in {"put", "put_all"}:
            answers = (
                list(self.chosen(self.request.GET).values_list("pk", flat=True))
                if act == "put_all"
                else _keys(data)
            )
            _nothing_ticked(answers)
            _tag, count = coding.put_tag(
                round_=self.round,
                question=self.question.code,
                name=data.get("new_name", "").strip() or data.get("name", ""),
                answers=answers,
                by=self.by,
            )
            words = ngettext(
                "%(count)d answer got the tag.", "%(count)d answers got the tag.", count
            )
            messages.success(self.request, words % {"count": count})
        elif act == "take":
            answers = _keys(data)
            _nothing_ticked(answers)
            count = coding.take_tag(
                tag=self._tag(name=data.get("name", "")), answers=answers, by=self.by
            )
            words = ngettext(
                "The tag is taken off %(count)d answer.",
                "The tag is taken off %(count)d answers.",
                count,
            )
            messages.success(self.request, words % {"count": count})
        elif act == "drop":
            # Of the one whose answers are on the page.
            coding.drop_tag(tag=self._tag(pk=_number(self.request.GET.get("tag", ""))), by=self.by)
            messages.success(self.request, _("The tag is deleted."))

    def _tag(self, **which: Any) -> AnswerTag:
        tag = self._tags().filter(**which).first()
        if tag is None:
            raise ValidationError(_("Choose a tag."))
        return tag


def _number(typed: str) -> int:
    """The key of a row; 0, which none has, for what cannot be one."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= _MOST_DIGITS else 0


def _nothing_ticked(answers: list[UUID]) -> None:
    if not answers:
        raise ValidationError(_("Tick the answers first."))


def _keys(data: QueryDict) -> list[UUID]:
    found = []
    for key in data.getlist("answer")[:_PER_PAGE]:
        try:
            found.append(UUID(key))
        except ValueError:
            continue
    return found


class TextsFileView(TextsMixin, View):
    """The texts with their tags as CSV, in the order of chance; nothing of who wrote them."""

    http_method_names = ("get",)

    def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        rows = self.texts.order_by("pk").prefetch_related("tags")
        name = f"{self.poll.slug}-{self.round.number}-{self.question.code}.csv"
        answer = StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8")
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer


def _lines(rows: QuerySet[TextAnswer]) -> Iterator[str]:
    yield "\ufeff" + _line([_("Answer"), _("Tags")])
    for row in rows.iterator(chunk_size=1000):
        yield _line([row.text, ", ".join(tag.name for tag in row.tags.all())])


def _line(cells: list[str]) -> str:
    file = io.StringIO()
    csv.writer(file).writerow(f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells)
    return file.getvalue()


def admin_urls() -> list[URLPattern]:
    """Hook `register_admin_urls`."""
    one = "polls/analytics/<int:pk>/"
    return [
        path("polls/analytics/", AnalyticsListView.as_view(), name="polls_analytics"),
        path(one, RoundAnalyticsView.as_view(), name="polls_analytics_round"),
        path(f"{one}<str:code>/", TextsView.as_view(), name="polls_texts"),
        path(f"{one}<str:code>/csv/", TextsFileView.as_view(), name="polls_texts_file"),
    ]


def menu_item() -> MenuItem:
    """Hook `register_reports_menu_item`."""
    return RightMenuItem(
        _TITLE, reverse("polls_analytics"), icon_name=ICON, order=910, rights=(coding.ANALYSE,)
    )
