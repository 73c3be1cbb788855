"""Polls in the admin."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import CopyView, EditView, SnippetViewSet

from portal.core.alphabetical import Alphabetical, SortedTitleMixin
from portal.participation.polls.models import Poll
from portal.participation.polls.staff.acts import acts_for
from portal.participation.polls.staff.copying import copy_of
from portal.participation.polls.staff.listing import (
    PollFilterSet,
    checked_and_not,
    facts_of,
    prepare,
)
from portal.places.viewsets import TermIndexView


class StateColumn(Column):
    """Where the current round stands: colour, and the word."""

    cell_template_name = "polls/staff/state_cell.html"

    def get_cell_context_data(self, instance: Poll, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        round_ = facts_of(instance).round
        context.update(state=instance.state, number=round_.number if round_ else 1)
        return context


class BallotsColumn(Column):
    """Checked ballots, and beside them, never in one number, those that were not."""

    cell_template_name = "polls/staff/ballots_cell.html"

    def get_cell_context_data(self, instance: Poll, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        context["checked"], context["unchecked"] = checked_and_not(facts_of(instance).ballots)
        return context


class WindowColumn(Column):
    """From when to when; nothing while an editor has not said so."""

    cell_template_name = "polls/staff/window_cell.html"


class PlacesColumn(Column):
    """On how many pages it stands, leading to them."""

    cell_template_name = "polls/staff/places_cell.html"

    def get_cell_context_data(self, instance: Poll, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        context["count"] = facts_of(instance).places
        context["url"] = reverse("wagtailsnippets_polls_poll:usage", args=[instance.pk])
        return context


class PollIndexView(SortedTitleMixin, TermIndexView):
    title_sort_key = "by_title"

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        paginator, page, rows, is_paginated = super().paginate_queryset(queryset, page_size)
        page.object_list = prepare(rows)
        return paginator, page, page.object_list, is_paginated

    def get_list_more_buttons(self, instance: Poll) -> list[Any]:
        buttons: list[Any] = super().get_list_more_buttons(instance)
        acts = acts_for(instance, self.request.user) if instance.in_original_language else []
        for place, act in enumerate(acts):
            buttons.append(
                Button(act["label"], act["url"], icon_name=act["icon"], priority=200 + place)
            )
        return buttons


class PollCopyView(CopyView):
    def get_initial_form_instance(self) -> Poll:
        return copy_of(self.get_object())


class PollEditView(EditView):
    @cached_property
    def header_more_buttons(self) -> list[Any]:
        buttons: list[Any] = super().header_more_buttons
        for place, act in enumerate(acts_for(self.object, self.request.user)):
            buttons.append(
                Button(act["label"], act["url"], icon_name=act["icon"], priority=50 + place)
            )
        return buttons


class PollViewSet(SnippetViewSet):
    model = Poll
    icon = "tasks"
    menu_label = _("Polls")
    menu_order = 230
    add_to_admin_menu = True
    index_view_class = PollIndexView
    copy_view_class = PollCopyView
    edit_view_class = PollEditView
    inspect_view_enabled = False
    filterset_class = PollFilterSet
    list_per_page = 25
    ordering: ClassVar[list[str]] = ["-closes_at", "-pk"]
    list_export: ClassVar[list[str]] = ["title", "slug", "opens_at", "closes_at", "access"]
    export_filename = "opytuvannia"

    @property
    def list_display(self) -> list[Any]:
        return [
            "title",
            StateColumn("state", label=_("State")),
            WindowColumn("window", label=_("When people answer"), sort_key="closes_at"),
            BallotsColumn("ballots", label=_("Ballots")),
            PlacesColumn("places", label=_("Where it stands")),
            UpdatedAtColumn(label=_("Updated")),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Poll]:
        polls: QuerySet[Poll] = Poll.objects.select_related("locale").with_translation_state()
        return polls.annotate(by_title=Alphabetical("title"))
