"""Moderation in the menu, with how much waits, and on the admin's first page."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.ui.components import Component

from portal.discussion.permissions import MODERATE, can_moderate
from portal.discussion.staff import queue
from portal.discussion.staff.queue import Tab
from portal.people.staff.queues import RightMenuItem

_ATTRIBUTE = "_discussion_counts"


def _counts(request: HttpRequest) -> dict[str, int]:
    """Asked once a request: menu and panel show the same."""
    found: dict[str, int] | None = getattr(request, _ATTRIBUTE, None)
    if found is None:
        found = queue.counts()
        setattr(request, _ATTRIBUTE, found)
    return found


def _with_count(component: Any, request: HttpRequest) -> Any:
    """«Moderation (12)»: how much waits stands in the label, so that it is read out as well."""
    if total := sum(_counts(request).values()):
        component.label = f"{component.label} ({total})"
    return component


class CountedMenuItem(RightMenuItem):
    def render_component(self, request: HttpRequest) -> Any:
        return _with_count(super().render_component(request), request)


class CountedSubmenu(SubmenuMenuItem):
    """Counted for moderators alone; others see rules or settings in it."""

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        return _with_count(component, request) if can_moderate(request.user) else component


def menu_item() -> MenuItem:
    """Hook `register_admin_menu_item`."""
    table = (
        (CountedMenuItem, _("Queue"), "discussion_queue", "tasks", MODERATE),
        (RightMenuItem, _("Decided"), "discussion_decided", "history", MODERATE),
        (RightMenuItem, _("Discussions"), "discussion_settings", "comment", MODERATE),
        (
            RightMenuItem,
            _("Rules of the community"),
            "wagtailsnippets_discussion_rule:list",
            "list-ol",
            "discussion.change_rule",
        ),
        (
            RightMenuItem,
            _("Stop list"),
            "wagtailsnippets_discussion_stopword:list",
            "warning",
            "discussion.change_stopword",
        ),
        (
            RightMenuItem,
            _("Kinds of discussions"),
            "discussion_kinds",
            "cogs",
            "discussion.change_kindsettings",
        ),
    )
    items = [
        kind(label, reverse(name), icon_name=icon, order=10 * place, rights=(right,))
        for place, (kind, label, name, icon, right) in enumerate(table, start=1)
    ]
    return CountedSubmenu(_("Moderation"), Menu(items=items), icon_name="comment", order=240)


class ModerationPanel(Component):
    """On the admin's first page: what waits in each tab. Nothing is shown where nothing waits."""

    name = "discussion_moderation"
    order = 110
    template_name = "discussion/staff/panel.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        request = (parent_context or {})["request"]
        if not can_moderate(request.user):
            return {}
        found = _counts(request)
        return {
            "tabs": [(tab.value, tab.label, found[tab.value]) for tab in Tab if found[tab.value]]
        }


def add_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Hook `construct_homepage_panels`."""
    panels.append(ModerationPanel())
