"""The editors' guide inside the admin."""

import functools
from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from home.guide_text import SOURCE, Guide, read_guide


@functools.cache
def guide() -> Guide:
    """Read once a process: it changes with the code only."""
    return read_guide(SOURCE.read_text(encoding="utf-8"))


class GuideView(WagtailAdminTemplateMixin, TemplateView):
    """In Ukrainian whatever the interface's language: editors of a city write in Ukrainian."""

    template_name = "home/admin/guide.html"
    page_title = _("Editors’ guide")
    header_icon = "help"
    extra_context = {"guide": guide}
    _show_breadcrumbs = True
    breadcrumbs_items: list[dict[str, Any]] = [
        {"url": reverse_lazy("wagtailadmin_home"), "label": _("Home")},
        {"url": "", "label": _("Editors’ guide")},
    ]


guide_menu_item = MenuItem(
    _("Editors’ guide"), reverse_lazy("home_guide"), icon_name="help", order=1
)
