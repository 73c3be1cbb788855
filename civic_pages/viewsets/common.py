"""What the lists of news, forums and consultations share."""

from collections.abc import Iterator
from typing import Any, ClassVar

import django_filters
from django.db.models import Q, QuerySet
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import PageStatusColumn
from wagtail.admin.views.pages.listing import IndexView, PageFilterSet
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail_localize import wagtail_hooks as localize

from civic_pages.enums import TranslationState
from portal.core.originals import original_locale_id
from portal.core.page_lists import TitlesInOrder
from portal.places.models import Term


def choice_filter(label: Any, method: str, choices: Any) -> django_filters.ChoiceFilter:
    """One of a few, «all» at first; `method` is a method of the filter set."""
    return django_filters.ChoiceFilter(
        label=label, method=method, choices=choices, empty_label=_("All"), widget=RadioSelect
    )


class TermsFilter(django_filters.ModelMultipleChoiceFilter):
    """By terms under a path of the page; the field's place is in an `EditorialFilterSet`."""

    def __init__(self, model: type[Term], path: str, label: Any) -> None:
        self.path = path
        super().__init__(
            queryset=lambda _request: model.objects.originals(),
            widget=CheckboxSelectMultiple,
            label=label,
        )

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        return self.parent.among(qs, Q(**{f"{self.path}__in": value})) if value else qs


class EditorialMenuItem(MenuItem):
    """Shown to whom the list opens; Wagtail shows its own entry of lists to everybody."""

    def is_shown(self, request: HttpRequest) -> bool:
        may: bool = user_has_any_page_permission(request.user)
        return may


class EditorialPageListing(PageListingViewSet):
    """A list of one kind of pages with an entry in the menu of those who have rights on pages."""

    add_to_admin_menu = True
    menu_item_class = EditorialMenuItem


class EditorialFilterSet(PageFilterSet):
    """What every list is narrowed by. Subclasses name their page type as `pages`.

    All through primary keys: search in the admin filters by columns of its index only.
    """

    pages: ClassVar[Any]
    site = None
    has_child_pages = None
    translation = choice_filter(
        _("English version"), "filter_translation", TranslationState.choices
    )

    def filter_translation(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        found = self.pages.objects.with_translation_state().filter(translation_state=value)
        return among(rows, found)

    def among(self, rows: QuerySet[Any], condition: Q) -> QuerySet[Any]:
        return among(rows, self.pages.objects.filter(condition))


def among(rows: QuerySet[Any], found: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(pk__in=found.order_by().values("pk"))


class EditorialIndexView(TitlesInOrder, IndexView):
    """Pages in Ukrainian; each line tells how its English version stands."""

    show_locale_labels = False
    relations: ClassVar[tuple[str, ...]] = ()
    prefetched: ClassVar[tuple[str, ...]] = ()

    def annotate_queryset(self, pages: Any) -> Any:
        """As Wagtail's, but the rows are of their type already and need no second reading."""
        return (
            pages.filter(locale_id=original_locale_id())
            .defer_streamfields()
            .select_related(*self.relations)
            .prefetch_related("content_type", "sites_rooted_here", "locale", *self.prefetched)
            .prefetch_workflow_states()
            .annotate_has_untranslated_locale()
            .annotate_site_root_state()
            .annotate_approved_schedule()
            .with_translation_state()
        )


class WhenColumn(Column):
    """The page's own date and time; what waits for it says so."""

    cell_template_name = "civic_pages/admin/when_cell.html"


class TranslationColumn(Column):
    """The state of the English version; leads to it, or to making it."""

    cell_template_name = "civic_pages/admin/translation_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        context["state"] = TranslationState(instance.translation_state)
        user = parent_context["request"].user
        if instance.translation_id:
            context["url"] = reverse("wagtailadmin_pages:edit", args=[instance.translation_id])
        elif user.has_perm("wagtail_localize.submit_translation"):
            context["url"] = reverse("wagtail_localize:submit_page_translation", args=[instance.pk])
        return context


def last_columns() -> list[Column]:
    """What every line ends with."""
    return [
        PageStatusColumn("status", label=_("Status"), sort_key="live", width="9%"),
        TranslationColumn("translation", label=_("English version"), width="10%"),
        DateColumn(
            "latest_revision_created_at",
            label=_("Updated"),
            sort_key="latest_revision_created_at",
            width="9%",
        ),
    ]


def translation_buttons(
    page: Page, user: Any, view_name: str | None = None, next_url: str | None = None
) -> Iterator[Button]:
    """In place of wagtail-localize's buttons for a row: two questions less, where the list knows."""
    state = getattr(page, "translation_state", None)
    if state is None:
        yield from localize.page_listing_more_buttons(page, user, view_name, next_url)
    elif state == TranslationState.NONE and user.has_perm("wagtail_localize.submit_translation"):
        yield Button(
            gettext("Translate this page"),
            reverse("wagtail_localize:submit_page_translation", args=[page.pk]),
            icon_name="wagtail-localize-language",
            priority=60,
        )
    elif page.translation_id:
        yield Button(
            gettext("English version"),
            reverse("wagtailadmin_pages:edit", args=[page.translation_id]),
            icon_name="wagtail-localize-language",
            priority=60,
        )
