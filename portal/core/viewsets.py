"""What the shared parts show in the admin."""

from typing import ClassVar

from wagtail.snippets.views.snippets import SnippetViewSet

from portal.core.models import MailDomain


class MailDomainViewSet(SnippetViewSet):
    """Mail domains that the city denies or allows."""

    model = MailDomain
    icon = "mail"
    menu_order = 900
    list_display: ClassVar[list[str]] = ["domain", "verdict", "note"]
    list_filter: ClassVar[list[str]] = ["verdict"]
    search_fields: ClassVar[list[str]] = ["domain", "note"]
    ordering: ClassVar[list[str]] = ["domain"]
    copy_view_enabled = False
    inspect_view_enabled = False
    add_to_settings_menu = True
    list_export: ClassVar[list[str]] = ["domain", "verdict", "note"]
    export_filename = "poshtovi-domeny"
