"""Settings of the site: filled where they are empty."""

import json
from collections.abc import Mapping
from typing import Any

from wagtail.models import Site

from home.models import EmergencyBanner, SiteSettings
from home.services.demo.content import LANGUAGES, identity, is_localised, read
from home.services.demo.pages import PageMaker
from portal.core.ukrainian.typography import typeset

_PAGES = ("accessibility_page", "rules_page", "personal_data_page")


def fill_settings(maker: PageMaker) -> None:
    """What an editor has filled in stays as it is; the emergency banner is written, not shown."""
    site = Site.objects.get(is_default_site=True)
    given = dict(read("site"))
    banner = given.pop("banner")
    socials = [
        {"type": "link", "value": link, "id": str(identity("social", link["name"]))}
        for link in given.pop("socials")
    ]
    values = _columns(given)
    for name in _PAGES:
        values[f"{name}_id"] = maker.library.page(values.pop(name))
    values["social_image_id"] = maker.library.picture(values.pop("social_image"))
    settings = SiteSettings.for_site(site)
    changed = _fill(settings, values)
    if not settings.socials:
        settings.socials = json.dumps(socials)
        changed = True
    if changed:
        settings.save()
    emergency = EmergencyBanner.for_site(site)
    if not emergency.title_uk and _fill(emergency, _columns(banner)):
        emergency.save()


def _columns(given: Mapping[str, Any]) -> dict[str, Any]:
    """Texts per language become `name_uk` and `name_en`."""
    columns: dict[str, Any] = {}
    for name, value in given.items():
        if is_localised(value):
            columns |= {f"{name}_{language}": typeset(value[language]) for language in LANGUAGES}
        else:
            columns[name] = value
    return columns


def _fill(settings: Any, values: Mapping[str, Any]) -> bool:
    changed = False
    for name, value in values.items():
        if not getattr(settings, name):
            setattr(settings, name, value)
            changed = True
    return changed
