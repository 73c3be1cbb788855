"""What stands around every page: the site's facts, the menus, the emergency banner.

One query beside that of the site itself, whatever the page shows.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, cast

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.formats import date_format
from wagtail.models import Page

from home.models import EmergencyBanner, HomePage, SectionPage, SiteSettings
from portal.core.fresh import fresh_until, fresh_until_midnight
from portal.core.originals import locale_ids, original_locale_id
from portal.core.querysets import restricted
from portal.core.serving import find_site
from portal.core.sitewide import SiteFacts, SocialLink

_ATTRIBUTE = "_portal_frame"
# What is read together with the site of a request.
SITE_RELATIONS = ("sitesettings__logo", "sitesettings__social_image", "emergencybanner")


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
class Frame:
    """Everything a template needs around its own content."""

    site: SiteFacts
    home_url: str
    # The main menu: sections of the front page marked «show in menus».
    menu: tuple[MenuItem, ...] = ()
    # Groups of standard pages, with what is in them: columns of the footer.
    groups: tuple[MenuItem, ...] = ()
    # Accessibility statement, rules, personal data: those that are set and published.
    accessibility: MenuItem | None = None
    rules: MenuItem | None = None
    personal_data: MenuItem | None = None
    banner: EmergencyBanner | None = None
    today: str = ""
    year: int = 0

    @property
    def legal(self) -> tuple[MenuItem, ...]:
        """The pages every public site must have, without those that stand in a column already."""
        shown = {child.pk for group in self.groups for child in group.children}
        pages = (self.rules, self.accessibility, self.personal_data)
        return tuple(page for page in pages if page is not None and page.pk not in shown)


@dataclass(slots=True)
class _Known:
    """The two rows of the site's own settings, read together."""

    site: SiteSettings
    banner: EmergencyBanner | None
    request: Any = field(repr=False, default=None)


def frame_for(request: HttpRequest) -> Frame:
    """The frame of this request's page, read once."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    frames: dict[str, Frame] = request.__dict__.setdefault(_ATTRIBUTE, {})
    if language not in frames:
        frames[language] = _read(request, language)
    return frames[language]


def site_facts(request: HttpRequest) -> SiteFacts:
    """The site's own texts in the active language."""
    return _facts(_known(request).site)


def _read(request: HttpRequest, language: str) -> Frame:
    known = _known(request)
    fresh_until_midnight(request)  # the date of today stands above every page
    banner = known.banner
    if banner is not None and banner.is_on:
        fresh_until(request, banner.starts_at, banner.ends_at)
    frame = Frame(
        site=_facts(known.site),
        home_url="/" if language == settings.LANGUAGE_CODE else f"/{language}/",
        banner=banner if banner is not None and banner.is_shown() else None,
        today=_today(language),
        year=timezone.localdate().year,
    )
    return _with_menus(frame, known.site, request, language)


def _known(request: HttpRequest) -> _Known:
    """Settings and banner, read together with the site; defaults where nothing was saved yet."""
    known: _Known | None = getattr(request, "_portal_settings", None)
    if known is None:
        site = find_site(request)
        known = _Known(
            site=getattr(site, "sitesettings", None) or SiteSettings(site=site),
            banner=getattr(site, "emergencybanner", None),
        )
        request._portal_settings = known  # type: ignore[attr-defined]
    return known


def _facts(site: SiteSettings) -> SiteFacts:
    return SiteFacts(
        name=site.text("name"),
        subtitle=site.text("subtitle"),
        publisher=site.text("publisher"),
        attribution=site.text("attribution"),
        footer_text=site.text("footer_text"),
        address=site.text("address"),
        phone=site.phone,
        phone_note=site.text("phone_note"),
        email=site.email,
        security_contact=site.security_contact,
        socials=tuple(
            SocialLink(block.value["name"], block.value["url"]) for block in site.socials
        ),
        logo=site.logo,
        social_image=site.social_image,
    )


def _today(language: str) -> str:
    """«понеділок, 3 червня 2019 р.»: in Ukrainian the name of a weekday is a common noun."""
    today = timezone.localdate()
    weekday = date_format(today, "l")
    if language == "uk":
        weekday = weekday.lower()
    return f"{weekday}, {date_format(today, 'DATE_FORMAT')}"


# --- Menus ------------------------------------------------------------------------------------------


def _menu_models() -> set[type[Page]]:
    """Page types that can stand in a menu: not the thousands of items below an index page."""
    return {*HomePage.allowed_subpage_models(), *SectionPage.allowed_subpage_models()}


def _menu_rows(site: SiteSettings, language: str) -> list[Page]:
    """Pages of the menus in the language shown and in Ukrainian, in the order of the tree: one query.

    By type, which is indexed: «show in menus» alone would read every page of the site.
    """
    types = [
        content_type.pk
        for content_type in ContentType.objects.get_for_models(*_menu_models()).values()
    ]
    chosen = [
        pk
        for pk in (site.accessibility_page_id, site.rules_page_id, site.personal_data_page_id)
        if pk
    ]
    wanted = Q(show_in_menus=True)
    if chosen:
        wanted |= Q(
            translation_key__in=Page.objects.filter(pk__in=chosen)
            .order_by()
            .values("translation_key")
        )
    ids = {locale_ids().get(language, original_locale_id()), original_locale_id()}
    return list(
        Page.objects.live()
        .filter(~restricted(), wanted, content_type_id__in=types, locale_id__in=ids)
        .order_by("path")
        .only(
            "title",
            "path",
            "depth",
            "url_path",
            "translation_key",
            "locale_id",
            "content_type_id",
            "show_in_menus",
        )
    )


def _root_path(request: HttpRequest) -> str:
    """Tree path of the site's front page in Ukrainian."""
    site = find_site(request)
    return site.root_page.path if site else ""


def _with_menus(frame: Frame, site: SiteSettings, request: HttpRequest, language: str) -> Frame:
    rows = _menu_rows(site, language)
    shown_id, original_id = locale_ids().get(language, original_locale_id()), original_locale_id()
    translated = {row.translation_key: row for row in rows if row.locale_id == shown_id}
    root = _root_path(request)
    originals = [row for row in rows if row.locale_id == original_id and row.path.startswith(root)]
    by_pk = {row.pk: row for row in originals}
    group_type = ContentType.objects.get_for_model(SectionPage).pk

    def item(row: Page, children: Iterable[Page] = ()) -> MenuItem:
        page = translated.get(row.translation_key, row)
        url = page.get_url(request) or ""
        return MenuItem(
            pk=row.pk,
            title=page.title,
            url=url,
            lang="" if page.locale_id == shown_id else settings.LANGUAGE_CODE,
            current=_current(request.path, url),
            children=tuple(item(child) for child in children),
        )

    in_menu = [row for row in originals if row.show_in_menus]
    top = [row for row in in_menu if row.depth == _MENU_DEPTH]
    groups = [row for row in top if row.content_type_id == group_type]

    def inside(group: Page) -> list[Page]:
        return [
            row
            for row in in_menu
            if row.depth == group.depth + 1 and row.path.startswith(group.path)
        ]

    def chosen(pk: int | None) -> MenuItem | None:
        row = by_pk.get(cast(int, pk))
        return item(row) if row is not None else None

    return replace(
        frame,
        menu=tuple(item(row) for row in top),
        groups=tuple(item(group, inside(group)) for group in groups),
        accessibility=chosen(site.accessibility_page_id),
        rules=chosen(site.rules_page_id),
        personal_data=chosen(site.personal_data_page_id),
    )


# The tree's root is 1, the front page 2, its sections 3.
_MENU_DEPTH = 3


def _current(path: str, url: str) -> str:
    if path == url:
        return "page"
    return "true" if url and path.startswith(url) else ""
