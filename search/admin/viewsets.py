"""What editors set for the search, in one group of the menu."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet, SnippetViewSetGroup

from search.models import Synonyms


class SynonymsCreateView(CreateView):
    def get_initial(self) -> dict[str, Any]:
        """From a row of the report of queries the words come along."""
        words = self.request.GET.get("words", "")
        return {**super().get_initial(), "words": words[:100]}


class SynonymsViewSet(SnippetViewSet):
    """Lines in the order of the alphabet, found by any of their words."""

    model = Synonyms
    icon = "list-ul"
    menu_label = _("Synonyms")
    list_display: ClassVar[list[object]] = [
        "words",
        Column("get_direction_display", label=_("How they find each other")),
        UpdatedAtColumn(label=_("Updated")),
    ]
    list_filter: ClassVar[list[str]] = ["direction"]
    search_fields: ClassVar[list[str]] = ["words"]
    list_export: ClassVar[list[str]] = ["words", "direction", "locale"]
    export_filename = "synonimy"
    add_view_class = SynonymsCreateView
    list_per_page = 50
    copy_view_enabled = False
    inspect_view_enabled = False


class SearchGroup(SnippetViewSetGroup):
    menu_label = _("Search")
    menu_icon = "search"
    menu_order = 360
    items = (SynonymsViewSet,)
    # Promoted results hang themselves in here (search/wagtail_hooks.py).
    submenu_hook = "register_search_menu_item"
