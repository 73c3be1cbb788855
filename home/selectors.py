"""What stands around every page: the site's facts, the menus, the emergency banner.

One query beside that of the site itself, whatever the page shows.
"""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext

from home.menus import MenuItem, Menus, read_menus
from home.models import EmergencyBanner, SiteSettings
from portal.core.fresh import fresh_until, fresh_until_midnight
from portal.core.models import PortalImage
from portal.core.pictures.making import formats_of, make_spec
from portal.core.pictures.presets import SOCIAL_SPEC
from portal.core.pictures.shapes import attach_shapes, shapes_of
from portal.core.remember import remember
from portal.core.serving import find_site
from portal.core.sitewide import SiteFacts, SitePicture, SocialLink

_ATTRIBUTE = "_portal_frame"
# What is read together with the site of a request.
SITE_RELATIONS = ("sitesettings__logo", "sitesettings__social_image", "emergencybanner")


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything a template needs around its own content."""

    site: SiteFacts
    home_url: str
    menus: Menus
    # Accessibility statement, rules, personal data: those that are set and published.
    accessibility: MenuItem | None = None
    rules: MenuItem | None = None
    personal_data: MenuItem | None = None
    banner: EmergencyBanner | None = None
    today: str = ""
    year: int = 0
    site_id: str = ""

    @property
    def marks(self) -> str:
        """Which items of the menu are marked as current: what the header depends on in a page."""
        return ",".join(item.current or "-" for item in self.menus.all) or "-"

    @property
    def home_crumbs(self) -> list[dict[str, str]]:
        """The first step of every way here, for pages that are no Wagtail page."""
        return [{"title": gettext("Home"), "url": self.home_url, "lang": ""}]

    @property
    def legal(self) -> tuple[MenuItem, ...]:
        """The pages every public site must have, without those that stand in a column already."""
        shown = {child.pk for group in self.menus.groups for child in group.children}
        pages = (self.rules, self.accessibility, self.personal_data)
        return tuple(page for page in pages if page is not None and page.pk not in shown)


@dataclass(slots=True)
class _Known:
    """The two rows of the site's own settings, read together."""

    site: SiteSettings
    banner: EmergencyBanner | None


def frame_for(request: HttpRequest) -> Frame:
    """The frame of this request's page, read once."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    frames: dict[str, Frame] = request.__dict__.setdefault(_ATTRIBUTE, {})
    if language not in frames:
        frames[language] = _read(request, language)
    return frames[language]


def site_facts(request: HttpRequest) -> SiteFacts:
    """The site's own texts in the active language."""
    return _facts(_known(request).site, request)


def _read(request: HttpRequest, language: str) -> Frame:
    known = _known(request)
    fresh_until_midnight(request)  # the date of today stands above every page
    banner = known.banner
    if banner is not None and banner.is_on:
        fresh_until(request, banner.starts_at, banner.ends_at)
    named = (
        known.site.accessibility_page_id,
        known.site.rules_page_id,
        known.site.personal_data_page_id,
    )
    menus = read_menus(request, language, [pk for pk in named if pk])
    accessibility, rules, personal_data = (menus.chosen.get(pk) if pk else None for pk in named)
    return Frame(
        site=_facts(known.site, request),
        home_url="/" if language == settings.LANGUAGE_CODE else f"/{language}/",
        banner=banner if banner is not None and banner.is_shown() else None,
        today=_today(language),
        year=timezone.localdate().year,
        site_id=str(known.site.site_id or 0),
        menus=menus,
        accessibility=accessibility,
        rules=rules if known.site.rules_page_id else _own_rules(),
        personal_data=personal_data,
    )


def _own_rules() -> MenuItem:
    """Where no page about them is chosen: the rules that decisions of moderators name."""
    return MenuItem(pk=0, title=gettext("Rules of the community"), url=reverse("discussion:rules"))


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


def _facts(site: SiteSettings, request: HttpRequest) -> SiteFacts:
    name = f"site-facts:{site.site_id}:{translation.get_language()}"
    return remember(request, name, lambda: _read_facts(site, request))


def _read_facts(site: SiteSettings, request: HttpRequest) -> SiteFacts:
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
        logo=_picture(request, site.logo, _logo_spec(site.logo)),
        social_picture=_picture(request, site.social_image, SOCIAL_SPEC),
    )


def _logo_spec(logo: PortalImage | None) -> str:
    """Twice the size at which the mark is shown, with its transparency."""
    return f"fill-88x88|format-{formats_of(logo)[-1]}" if logo else ""


def _picture(request: HttpRequest, image: PortalImage | None, spec: str) -> SitePicture | None:
    """The file of one of the site's own pictures, looked for once for each content version."""
    if image is None:
        return None

    def made() -> SitePicture | None:
        attach_shapes([image], frozenset({spec}))
        shape = shapes_of(image).get(spec) or make_spec(image, spec)
        return SitePicture(shape.url, shape.width, shape.height) if shape else None

    return remember(request, f"site-picture:{image.pk}:{spec}", made)


def _today(language: str) -> str:
    """«понеділок, 3 червня 2019 р.»: in Ukrainian the name of a weekday is a common noun."""
    today = timezone.localdate()
    weekday = date_format(today, "l")
    if language == "uk":
        weekday = weekday.lower()
    return f"{weekday}, {date_format(today, 'DATE_FORMAT')}"
