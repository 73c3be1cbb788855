"""The city's lists in the admin: one group of the menu."""

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet, SnippetViewSetGroup

from portal.core.registry import Registry
from portal.places.models import Audience, Department, District, Term, Topic, Venue
from portal.places.querysets import TermQuerySet


class TermFilterSet(WagtailFilterSet):
    """Narrows a list to what still waits for its translation."""

    translated = django_filters.ChoiceFilter(
        label=_("Translation"),
        method="filter_translated",
        choices=[("yes", _("Translated")), ("no", _("Not translated"))],
        empty_label=_("All"),
    )

    class Meta:
        model: type[Term] | None = None
        fields: ClassVar[list[str]] = []

    def filter_translated(self, queryset: TermQuerySet, _name: str, value: str) -> TermQuerySet:
        return queryset.translated(value == "yes")


class TermIndexView(IndexView):
    """wagtail-localize asks four questions for each row to draw its buttons; here the list knows."""

    def get_list_buttons(self, instance: Term) -> list[Any]:
        # Past the snippets' own method, which calls the hooks of wagtail-localize.
        return generic.IndexView.get_list_buttons(self, instance)

    def get_list_more_buttons(self, instance: Any) -> list[Any]:
        buttons: list[Any] = super().get_list_more_buttons(instance)
        if not self.request.user.has_perm("wagtail_localize.submit_translation"):
            return buttons
        if instance.translation_id:
            url = reverse(self.edit_url_name, args=[instance.translation_id])
            buttons.append(
                Button(
                    gettext("Translation"), url, icon_name="wagtail-localize-language", priority=100
                )
            )
        elif instance.in_original_language:
            meta = self.model._meta
            url = reverse(
                "wagtail_localize:submit_snippet_translation",
                args=[meta.app_label, meta.model_name, instance.pk],
            )
            buttons.append(
                Button(
                    gettext("Translate"), url, icon_name="wagtail-localize-language", priority=100
                )
            )
        if instance.source_id:
            url = reverse("wagtail_localize:update_translations", args=[instance.source_id])
            buttons.append(
                Button(gettext("Sync translated snippets"), url, icon_name="resubmit", priority=106)
            )
        return buttons


class TermViewSet(SnippetViewSet):
    """One list: in Ukrainian alphabetical order, with the name in the other language beside each."""

    columns: ClassVar[tuple[Any, ...]] = ()
    list_filter_fields: ClassVar[tuple[str, ...]] = ()
    ordering: ClassVar[list[str]] = ["sort_key"]
    index_view_class = TermIndexView
    list_per_page = 50
    list_export: ClassVar[list[str]] = ["name", "slug", "locale"]
    export_filename = "dovidnyk"
    copy_view_enabled = False
    inspect_view_enabled = False

    @property
    def list_display(self) -> list[Any]:
        return [
            "name",
            Column("translated_name", label=_("In the other language")),
            *self.columns,
            Column("slug", label=_("Address key"), sort_key="slug"),
            UpdatedAtColumn(label=_("Updated")),
        ]

    @property
    def filterset_class(self) -> type[TermFilterSet]:
        meta = type("Meta", (), {"model": self.model, "fields": list(self.list_filter_fields)})
        return type(f"{self.model.__name__}FilterSet", (TermFilterSet,), {"Meta": meta})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Term]:
        terms: TermQuerySet = self.model._default_manager.all()
        related = [field for field in ("district",) if hasattr(self.model, field)]
        return terms.select_related("locale", *related).with_translation().with_translation_state()


class TopicViewSet(TermViewSet):
    model = Topic
    icon = "tag"


class DistrictViewSet(TermViewSet):
    model = District
    icon = "site"
    columns = (Column("katottg", label="КАТОТТГ"),)
    list_export = [*TermViewSet.list_export, "katottg"]


class DepartmentViewSet(TermViewSet):
    model = Department
    icon = "group"
    columns = (Column("short_name", label=_("short name")), Column("phone", label=_("phone")))
    list_export = [
        *TermViewSet.list_export,
        "short_name",
        "genitive",
        "address",
        "phone",
        "email",
        "url",
    ]


class VenueViewSet(TermViewSet):
    model = Venue
    icon = "home"
    columns = (Column("district", label=_("district")), Column("address", label=_("address")))
    list_filter_fields = ("district",)
    list_export = [*TermViewSet.list_export, "address", "district", "latitude", "longitude"]


class AudienceViewSet(TermViewSet):
    model = Audience
    icon = "user"


# Lists of the group by their place in the menu; rooms above add theirs in `AppConfig.ready`.
city_lists: Registry[type[TermViewSet]] = Registry("city list")
for viewset in (TopicViewSet, DistrictViewSet, DepartmentViewSet, VenueViewSet, AudienceViewSet):
    city_lists.register(viewset.__name__, viewset)


class CityListsGroup(SnippetViewSetGroup):
    menu_label = _("City lists")
    menu_icon = "list-ul"
    menu_order = 350

    @property
    def items(self) -> tuple[TermViewSet, ...]:
        return self._items

    def __init__(self) -> None:
        self._items = tuple(viewset() for viewset in city_lists)
        super().__init__()
