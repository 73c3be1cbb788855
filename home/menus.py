"""Menus from the tree: one query for the header, the phone's menu, the footer and the sections' addresses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, Value
from django.db.models.functions import Coalesce, NullIf
from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Page

from home.models import HomePage, SectionPage, StandardPage
from portal.core.menu_entries import menu_entries
from portal.core.models import MenuPage
from portal.core.originals import locale_ids, original_locale_id
from portal.core.querysets import restricted
from portal.core.remember import remember
from portal.core.serving import find_site

# The tree's root is 1, the front page 2, its sections 3.
_HOME_DEPTH, _MENU_DEPTH = 2, 3
_FIELDS = (
    "title", "path", "depth", "url_path", "translation_key", "locale_id", "content_type_id", "show_in_menus",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A link in a menu. `lang` is set when the thing is only there in Ukrainian."""

    pk: int
    title: str
    url: str
    lang: str = ""
    # «page» for the page itself, «true» for the section it is in: the values of aria-current.
    current: str = ""
    children: tuple["MenuItem", ...] = ()


@dataclass(frozen=True, slots=True)
class Menus:
    # Everything marked «show in menus» right under the front page, in the order of the tree.
    all: tuple[MenuItem, ...] = ()
    # What stands in the header: all but the groups.
    header: tuple[MenuItem, ...] = ()
    # Sections with pages of their own in menus: columns of the footer.
    groups: tuple[MenuItem, ...] = ()
    # The index pages by the name of their model («newsindexpage»), in menus or not.
    places: Mapping[str, MenuItem] = field(default_factory=dict)
    # Pages the settings name, by their primary key there.
    chosen: Mapping[int, MenuItem] = field(default_factory=dict)
    # Languages in which there is a front page.
    languages: tuple[str, ...] = ()


def read_menus(request: HttpRequest, language: str, chosen: Iterable[int] = ()) -> Menus:
    """The menus in `language`; what has no live page in it is offered in Ukrainian, marked so.

    `chosen` are pages to find besides, by the primary key of any of their language versions. Read
    once for each content version; only the mark of the current section is the request's own.
    """
    site, wanted = find_site(request), tuple(chosen)
    name = f"menus:{site.pk if site else 0}:{language}:{wanted}"
    menus = remember(request, name, lambda: _Reading(request, language, wanted).menus())
    return replace(
        menus,
        all=_marked(menus.all, request.path),
        header=_marked(menus.header, request.path),
        groups=_marked(menus.groups, request.path),
    )


def _with_entries(items: list[MenuItem]) -> list[MenuItem]:
    """The pages with what rooms have at addresses of their own, before the groups; none in an empty menu."""
    if not items:
        return []
    own = [MenuItem(0, str(entry.label), reverse(entry.url_name)) for entry in menu_entries]
    at = next((place for place, item in enumerate(items) if item.children), len(items))
    return [*items[:at], *own, *items[at:]]


def _marked(items: tuple[MenuItem, ...], path: str) -> tuple[MenuItem, ...]:
    """The same items, with `current` on the one that is shown or that the shown page is in."""
    return tuple(
        replace(item, current="page" if path == item.url else "true")
        if item.url and path.startswith(item.url)
        else item
        for item in items
    )


class _Reading:
    """One reading of the tree. By page type, which is indexed: «show in menus» alone would read all."""

    def __init__(self, request: HttpRequest, language: str, chosen: tuple[int, ...]) -> None:
        self.request = request
        self.chosen = chosen
        self.original_id = original_locale_id()
        self.shown_id = locale_ids().get(language, self.original_id)
        groups = (SectionPage, StandardPage)
        places = [model for model in HomePage.allowed_subpage_models() if model not in groups]
        types = ContentType.objects.get_for_models(HomePage, *groups, *places)
        self.place_types = {types[model].pk: types[model].model for model in places}
        self.group_type = types[SectionPage].pk
        wanted = Q(show_in_menus=True) | Q(depth=_HOME_DEPTH)
        wanted |= Q(content_type_id__in=self.place_types)
        if chosen:
            keys = Page.objects.filter(pk__in=chosen).order_by().values("translation_key")
            wanted |= Q(translation_key__in=keys)
        named = [
            f"{model._meta.model_name}__menu_title"
            for model in (*groups, *places)
            if issubclass(model, MenuPage)
        ]
        rows = list(
            Page.objects.live()
            .filter(~restricted(), wanted, content_type_id__in=[each.pk for each in types.values()])
            .order_by("path")
            .annotate(menu_title=Coalesce(*(NullIf(name, Value("")) for name in named), Value("")))
            .only(*_FIELDS)
        )
        site = find_site(request)
        self.root = site.root_page if site else None
        self.homes = [row for row in rows if self.root and self._is_home(row)]
        self.translated = {
            row.translation_key: row for row in rows if row.locale_id == self.shown_id
        }
        self.by_pk = {row.pk: row for row in rows}
        self.originals = [
            row
            for row in rows
            if row.locale_id == self.original_id
            and self.root
            and row.path.startswith(self.root.path)
        ]

    def menus(self) -> Menus:
        in_menu = [row for row in self.originals if row.show_in_menus]
        inside: dict[int, list[Page]] = {
            group.pk: [
                row
                for row in in_menu
                if row.depth == group.depth + 1 and row.path.startswith(group.path)
            ]
            for group in in_menu
            if group.content_type_id == self.group_type and group.depth == _MENU_DEPTH
        }
        items = [
            self._item(row, inside.get(row.pk, ())) for row in in_menu if row.depth == _MENU_DEPTH
        ]
        items = _with_entries(items)
        codes = {pk: code for code, pk in locale_ids().items()}
        return Menus(
            all=tuple(items),
            header=tuple(item for item in items if not item.children),
            groups=tuple(item for item in items if item.children),
            places={
                self.place_types[row.content_type_id]: self._item(row)
                for row in self.originals
                if row.content_type_id in self.place_types
            },
            chosen={pk: self._item(self.by_pk[pk]) for pk in self.chosen if pk in self.by_pk},
            languages=tuple(codes[row.locale_id] for row in self.homes),
        )

    def _is_home(self, row: Page) -> bool:
        return bool(self.root and row.translation_key == self.root.translation_key)

    def _item(self, row: Page, children: Iterable[Page] = ()) -> MenuItem:
        page = self.translated.get(row.translation_key, row)
        url = page.get_url(self.request) or ""
        item = MenuItem(
            pk=row.pk,
            title=page.menu_title or page.title,
            url=url,
            lang="" if page.locale_id == self.shown_id else settings.LANGUAGE_CODE,
        )
        inner = tuple(self._item(child) for child in children)
        return replace(item, children=inner) if inner else item
