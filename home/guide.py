"""The editors' guide inside the admin."""

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin


class GuideView(WagtailAdminTemplateMixin, TemplateView):
    """In Ukrainian whatever the interface's language: editors of a city write in Ukrainian."""

    template_name = "home/admin/guide.html"
    page_title = _("Editors' guide")
    header_icon = "help"
    _show_breadcrumbs = True
    breadcrumbs_items: list[dict[str, Any]] = [
        {"url": reverse_lazy("wagtailadmin_home"), "label": _("Home")},
        {"url": "", "label": _("Editors' guide")},
    ]


guide_menu_item = MenuItem(
    _("Editors' guide"), reverse_lazy("home_guide"), icon_name="help", order=1
)
