"""Rules of the community and the stop list in the admin."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import BooleanColumn, LocaleColumn
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from portal.core.alphabetical import Alphabetical, SortedTitleMixin
from portal.discussion.models import Rule, StopWord


class RuleViewSet(SnippetViewSet):
    """Rules in their order. One that is no longer in force is kept: decisions name it."""

    model = Rule
    icon = "list-ol"
    add_to_admin_menu = False
    menu_order = 920
    list_display: ClassVar[list[Any]] = [
        "number",
        "title",
        LocaleColumn(label=_("Language")),
        BooleanColumn("is_current", label=_("in force")),
    ]
    list_filter: ClassVar[list[str]] = ["is_current"]
    ordering: ClassVar[list[str]] = ["number"]
    copy_view_enabled = False
    inspect_view_enabled = False


class StopWordIndexView(SortedTitleMixin, IndexView):
    title_sort_key = "by_word"


class StopWordViewSet(SnippetViewSet):
    """Words for which a comment waits; a change holds from the next comment on."""

    model = StopWord
    index_view_class = StopWordIndexView
    icon = "warning"
    add_to_admin_menu = False
    list_display: ClassVar[list[str]] = ["word", "note"]
    search_fields: ClassVar[list[str]] = ["word", "note"]
    ordering: ClassVar[list[str]] = ["by_word"]
    list_per_page = 100
    list_export: ClassVar[list[str]] = ["word", "note"]
    export_filename = "stop-list"
    copy_view_enabled = False
    inspect_view_enabled = False
    panels: ClassVar[list[Any]] = [FieldPanel("word"), FieldPanel("note")]

    def get_queryset(self, request: HttpRequest) -> QuerySet[StopWord]:
        return StopWord.objects.annotate(by_word=Alphabetical("word"))
