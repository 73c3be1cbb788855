"""The base of pages that stand in menus."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from portal.core.models.pages import BasePage


class MenuPage(BasePage):
    """A section, an index or a page of text: its full title may be too long for the header."""

    menu_title = models.CharField(
        _("title in menus"),
        max_length=40,
        blank=True,
        help_text=_("Short, for the header and the footer. If empty, the title is shown."),
    )

    promote_panels: ClassVar[list[Any]] = [*BasePage.promote_panels, FieldPanel("menu_title")]

    class Meta:
        abstract = True
