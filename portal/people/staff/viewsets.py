"""The list of people in the admin: filters, search, export of figures."""

from collections import OrderedDict
from typing import Any, ClassVar

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.log_actions import log
from wagtail.users.views.users import UserViewSet

from portal.core.alphabetical import Alphabetical
from portal.core.originals import original_locale_id
from portal.people.decorators import says_all_refused
from portal.people.enums import Level, Role
from portal.people.models import Block, User
from portal.people.roles import GROUPS
from portal.people.staff import views
from portal.places.models import Department

_EXPORT_RIGHT = "people.export_users"
# A name has four words at most; more would be a question for hours.
_MOST_WORDS = 6
_LONGEST_QUERY = 200
_COLUMNS = ("id", "level", "roles", "joined", "activity", "blocked")


def _departments(_request: HttpRequest) -> QuerySet[Department]:
    return Department.objects.filter(locale_id=original_locale_id())


class PeopleFilterSet(WagtailFilterSet):
    """By what a person is, does and may."""

    level = django_filters.ChoiceFilter(label=_("Level"), choices=Level.choices)
    role = django_filters.ChoiceFilter(
        label=_("Role"), choices=Role.choices, method="filter_role", empty_label=_("All")
    )
    department = django_filters.ModelChoiceFilter(
        label=_("Department"), field_name="departments__department", queryset=_departments
    )
    blocked = django_filters.ChoiceFilter(
        label=_("Blocked"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        method="filter_blocked",
        empty_label=_("All"),
    )
    active = django_filters.ChoiceFilter(
        label=_("Account"),
        choices=[("yes", _("Works")), ("no", _("Switched off"))],
        method="filter_active",
        empty_label=_("All"),
    )
    last_login = django_filters.DateFromToRangeFilter(
        label=_("Last sign-in"), widget=DateRangePickerWidget
    )

    class Meta:
        model = User
        fields: ClassVar[list[str]] = []

    def filter_role(self, people: QuerySet[User], _name: str, value: str) -> QuerySet[User]:
        return people.filter(groups__name=GROUPS[Role(value)])

    def filter_blocked(self, people: QuerySet[User], _name: str, value: str) -> QuerySet[User]:
        # Annotated by the view.
        return people.filter(Q(("is_blocked", value == "yes")))

    def filter_active(self, people: QuerySet[User], _name: str, value: str) -> QuerySet[User]:
        return people.filter(is_active=value == "yes")


class PeopleIndexView(generic.IndexView):
    """Names and addresses for those who may see people; figures alone go out of here as a file."""

    page_title = _("People")
    default_ordering = "email"
    search_fields: ClassVar[tuple[str, ...]] = ("email", "first_name", "last_name", "shown_name")
    export_headings: ClassVar[dict[str, Any]] = {
        "id": _("Number"),
        "level": _("Level"),
        "roles": _("Roles"),
        "joined": _("Month of sign-up"),
        "activity": _("Month of the last sign-in"),
        "blocked": _("Blocked"),
    }
    export_filename = "liudy"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.GET.get("export"):
            if not request.user.has_perm(_EXPORT_RIGHT):
                raise PermissionDenied
            log(instance=request.user, action="people.export", user=request.user)
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    @cached_property
    def list_export(self) -> list[str]:
        return list(_COLUMNS) if self.request.user.has_perm(_EXPORT_RIGHT) else []

    @cached_property
    def columns(self) -> list[Any]:
        return [
            TitleColumn(
                "name",
                accessor=str,
                label=_("First and last name"),
                sort_key="by_name",
                width="20%",
                get_url=lambda person: reverse("wagtailusers_users:edit", args=[person.pk]),
            ),
            # Beside the name: the last column of seven is out of sight on a narrow screen.
            Column("blocked", label=_("Blocked"), accessor=blocked_in_words),
            Column("public_name", label=_("Name that others see")),
            Column("email", label=_("E-mail address"), sort_key="email", classname="is-address"),
            Column("level", label=_("Level"), accessor=level_of, sort_key="level"),
            Column("roles", label=_("Roles"), accessor=roles_in_words),
            DateColumn("last_login", label=_("Last sign-in"), sort_key="last_login"),
        ]

    def get_base_queryset(self) -> QuerySet[User]:
        now = timezone.now()
        running = Block.objects.filter(
            user=OuterRef("pk"), lifted_at=None, begins_at__lte=now, ends_at__gt=now
        )
        people: QuerySet[User] = (
            User.objects.filter(erased_at=None)
            .annotate(
                is_blocked=Exists(running),
                by_name=Alphabetical(Concat("last_name", Value(" "), "first_name")),
            )
            .prefetch_related("groups")
            .distinct()
        )
        return people

    def search_queryset(self, queryset: QuerySet[User]) -> QuerySet[User]:
        """Every word somewhere in name or address. SQLite knows no capitals but Latin ones."""
        for word in (self.search_query or "")[:_LONGEST_QUERY].split()[:_MOST_WORDS]:
            found = Q()
            for spelling in {word, word.lower(), word.capitalize(), word.upper()}:
                for field in self.search_fields:
                    found |= Q(**{f"{field}__icontains": spelling})
            queryset = queryset.filter(found)
        return queryset

    def to_row_dict(self, item: User) -> OrderedDict[str, Any]:
        return OrderedDict(
            id=item.pk,
            level=str(level_of(item)),
            roles=roles_in_words(item),
            joined=f"{item.date_joined:%Y-%m}",
            activity=f"{item.last_login:%Y-%m}" if item.last_login else "",
            blocked=str(_("Yes") if item.is_blocked else _("No")),  # type: ignore[attr-defined]
        )

    def get_list_buttons(self, instance: User) -> list[Any]:
        return []

    def get_delete_url(self, instance: User) -> None:
        return None


def level_of(person: User) -> Any:
    return Level(person.level).label


def roles_in_words(person: User) -> str:
    """Roles beside that of a participant, which everybody has."""
    names = {group.name for group in person.groups.all()}
    words = [str(role.label) for role, name in GROUPS.items() if name in names]
    if person.is_superuser:
        words.append(str(_("superuser")))
    return ", ".join(word for word in words if word != str(Role.PARTICIPANT.label))


def blocked_in_words(person: Any) -> Any:
    if not person.is_active:
        return _("switched off")
    return _("blocked") if person.is_blocked else ""


class PeopleViewSet(UserViewSet):
    """In the place of Wagtail's: no passwords, no deleting, no accounts made by others."""

    menu_label = _("People")
    add_to_settings_menu = False
    ordering = "email"
    filterset_class = PeopleFilterSet
    index_view_class = PeopleIndexView
    template_prefix = "people/staff/admin/"
    search_backend_name = None

    def get_urlpatterns(self) -> list[URLPattern]:
        patterns = [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            # Wagtail links to people by this name.
            path("edit/<int:pk>/", views.PersonView.as_view(), name="edit"),
            path("<int:pk>/duties/", views.DutiesView.as_view(), name="duties"),
            path("<int:pk>/block/", views.BlockView.as_view(), name="block"),
            path("<int:pk>/switch/", views.SwitchView.as_view(), name="switch"),
            path("<int:pk>/factor/", views.AskRecoveryView.as_view(), name="factor"),
            path("blocks/<int:pk>/lift/", views.LiftView.as_view(), name="lift"),
        ]
        return says_all_refused(patterns)
