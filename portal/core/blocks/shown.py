"""Which version of a chosen page a reader sees: in their language, live, not restricted."""

from collections.abc import Iterable
from typing import Any

from django.utils import translation
from wagtail.models import Page

from portal.core.languages import locale_id_for
from portal.core.originals import original_locale_id
from portal.core.querysets import restricted


def shown_pages(
    ids: Iterable[int], *, specific: bool = False, language: str | None = None
) -> dict[int, Any]:
    """The page to show for each chosen one, by the chosen one's key; None where there is none.

    The version in `language` (the active one by default), else the Ukrainian original, else the
    chosen page. One query; with `specific` one more for each type of page.
    """
    wanted = set(ids)
    if not wanted:
        return {}
    active = locale_id_for(language or translation.get_language())
    original = original_locale_id()
    keys = Page.objects.filter(pk__in=wanted).order_by().values("translation_key")
    versions = Page.objects.filter(translation_key__in=keys).order_by()
    rows = list(versions.annotate(is_restricted=restricted()))
    visible = {page.pk: page for page in rows if page.live and not page.is_restricted}
    if specific and visible:
        visible = _specific(visible)
    by_version = {(page.translation_key, page.locale_id): page.pk for page in rows}
    chosen = {page.pk: page for page in rows if page.pk in wanted}
    result: dict[int, Any] = dict.fromkeys(wanted)
    for pk, page in chosen.items():
        order = (
            by_version.get((page.translation_key, active)),
            by_version.get((page.translation_key, original)),
            pk,
        )
        result[pk] = next((visible[key] for key in order if key in visible), None)
    return result


def _specific(pages: dict[int, Page]) -> dict[int, Any]:
    """The same pages as their own types, without their bodies."""
    found = Page.objects.filter(pk__in=pages).order_by().defer_streamfields().specific()
    return {page.pk: page for page in found}


def attach_shown(pages: Iterable[Page], *, specific: bool = False) -> None:
    """Fill `page.shown` on chosen pages (what a PageChooserBlock gave) with one `shown_pages`."""
    given = list(pages)
    if not given:
        return
    active = locale_id_for(translation.get_language())
    # Fetched with its body, in the reader's language and open to them: what is asked is known.
    found = {
        page.pk: page
        for page in given
        if page.locale_id == active and page.live and not getattr(page, "is_restricted", True)
    }
    rest = [page.pk for page in given if page.pk not in found]
    if specific and found:
        found = _specific(found)
    found |= shown_pages(rest, specific=specific)
    for page in given:
        page.shown = found.get(page.pk)


def shown(page: Page | None, *, specific: bool = False) -> Any:
    """The version to show of one chosen page; prepared with its body, else asked for now."""
    if page is None:
        return None
    if not hasattr(page, "shown"):
        attach_shown([page], specific=specific)
    return page.shown
