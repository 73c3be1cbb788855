"""Texts of consents in the admin: a new version is added, an old one that somebody agreed to stays."""

from typing import Any, ClassVar

from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from portal.people.models import ConsentText


class ConsentTextViewSet(SnippetViewSet):
    """Versions of texts; whether one may still change is said by the model."""

    model = ConsentText
    icon = "doc-full"
    menu_order = 910
    list_display: ClassVar[list[Any]] = ["__str__", "in_force_from"]
    list_filter: ClassVar[list[str]] = ["kind"]
    ordering: ClassVar[list[str]] = ["kind", "-version"]
    copy_view_enabled = False
    inspect_view_enabled = True
    add_to_settings_menu = True
    panels: ClassVar[list[Any]] = [
        FieldPanel("kind"),
        FieldPanel("text"),
        FieldPanel("text_en"),
        FieldPanel("in_force_from"),
    ]
