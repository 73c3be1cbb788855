"""Which version of a chosen page a reader sees: in their language, live, not restricted."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import translation
from wagtail.models import Page

from portal.core.languages import locale_id_for
from portal.core.originals import original_locale_id
from portal.core.querysets import restricted


def with_versions(model: type[Page], ids: Iterable[int]) -> dict[int, Page]:
    """The pages under these keys; each knows as `versions` itself and its translations. One query.

    `versions` is by the primary key of the locale. A key whose page is no more is not in the answer.
    """
    wanted = set(ids)
    if not wanted:
        return {}
    keys = Page.objects.filter(pk__in=wanted).order_by().values("translation_key")
    rows = model._default_manager.filter(translation_key__in=keys).order_by()
    versions: dict[Any, dict[int, Page]] = {}
    found: dict[int, Page] = {}
    for page in rows.annotate(is_restricted=restricted()):
        versions.setdefault(page.translation_key, {})[page.locale_id] = page
        page.versions = versions[page.translation_key]
        if page.pk in wanted:
            found[page.pk] = page
    return found


def shown_pages(
    ids: Iterable[int], *, specific: bool = False, language: str | None = None
) -> dict[int, Any]:
    """The page to show for each chosen one, by the chosen one's key; None where there is none.

    The version in `language` (the active one by default), else the Ukrainian original, else the
    chosen page. One query; with `specific` one more for each type of page.
    """
    wanted = set(ids)
    return _shown(with_versions(Page, wanted), wanted, specific=specific, language=language)


def _shown(
    chosen: Mapping[int, Page],
    wanted: Iterable[int],
    *,
    specific: bool,
    language: str | None = None,
) -> dict[int, Any]:
    result: dict[int, Any] = dict.fromkeys(wanted)
    if not chosen:
        return result
    active = locale_id_for(language or translation.get_language())
    original = original_locale_id()
    for pk, page in chosen.items():
        order = (page.versions.get(active), page.versions.get(original), page)
        result[pk] = next((each for each in order if each is not None and _is_open(each)), None)
    if specific:
        own_types = _specific({page.pk for page in result.values() if page is not None})
        result = {pk: page and own_types.get(page.pk) for pk, page in result.items()}
    return result


def _is_open(page: Page) -> bool:
    return bool(page.live and not page.is_restricted)


def _specific(ids: set[int]) -> dict[int, Any]:
    """Pages as their own types, without their bodies."""
    if not ids:
        return {}
    found = Page.objects.filter(pk__in=ids).order_by().defer_streamfields().specific()
    return {page.pk: page for page in found}


def attach_shown(pages: Iterable[Page], *, specific: bool = False) -> None:
    """Fill `page.shown` on chosen pages (what a PageChooserBlock gave) with one `shown_pages`.

    A page fetched with its body knows its versions already, and nothing is asked.
    """
    given = list(pages)
    known = {page.pk: page for page in given if hasattr(page, "versions")}
    known |= with_versions(Page, [page.pk for page in given if page.pk not in known])
    found = _shown(known, known, specific=specific)
    for page in given:
        page.shown = found.get(page.pk)


def shown(page: Page | None, *, specific: bool = False) -> Any:
    """The version to show of one chosen page; prepared with its body, else asked for now."""
    if page is None:
        return None
    if not hasattr(page, "shown"):
        attach_shown([page], specific=specific)
    return page.shown
