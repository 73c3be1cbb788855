"""What one page points to, fetched together instead of one by one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import CharField, Q, QuerySet, Value
from django.utils import translation
from wagtail.models import Page

from portal.core.languages import foreign_language, locale_id_for
from portal.core.originals import original_locale_id

P = TypeVar("P", bound=Page)


@dataclass(frozen=True, slots=True)
class ShownTerm:
    """A term as the reader sees it; `slug`, the address key of filters, is its original's."""

    name: str
    slug: str
    locale_id: int

    @property
    def lang(self) -> str:
        """Its language when that is not the page's, else nothing."""
        return foreign_language(self)


def attach_related(page: P, *names: str) -> P:
    """Fetch the foreign keys `names` of one page with one query.

    A preview shows values that are not saved: where the stored key differs from the shown one, the
    shown one stays to be fetched by itself.
    """
    wanted = [name for name in names if getattr(page, f"{name}_id") is not None]
    if page.pk is None or not wanted:
        return page
    stored: Any = (
        type(page)
        ._default_manager.filter(pk=page.pk)
        .select_related(*wanted)
        .only(*_columns(page, wanted))
        .first()
    )
    for name in wanted:
        if stored is not None and getattr(stored, f"{name}_id") == getattr(page, f"{name}_id"):
            page._state.fields_cache[name] = getattr(stored, name)
    return page


def terms_of(page: Page, *names: str) -> dict[str, list[ShownTerm]]:
    """The terms under the fields `names` (keys or many-to-many), in the order of the language.

    One query for all, in every language. A preview's terms are those of the draft.
    """
    locale_id = locale_id_for(translation.get_language())
    parts = [_part(page, name, locale_id) for name in names]
    found: dict[str, list[Any]] = {name: [] for name in names}
    for row in parts[0].union(*parts[1:], all=True):
        found[row[0]].append(row[1:])
    return {name: _shown(rows) for name, rows in found.items()}


def _part(page: Page, name: str, locale_id: int) -> QuerySet[Any]:
    """The terms under one field and their translations, as a part of a union."""
    model = page._meta.get_field(name).related_model
    kept = model._default_manager.filter(pk__in=_keys(page, name))
    return (
        model._default_manager.filter(
            Q(pk__in=kept.values("pk"))
            | Q(locale_id=locale_id, translation_key__in=kept.values("translation_key"))
        )
        .order_by()
        .annotate(field=Value(name, output_field=CharField()))
        .values_list("field", "locale_id", "translation_key", "slug", "name", "sort_key")
    )


def _keys(page: Page, name: str) -> Any:
    field = page._meta.get_field(name)
    if not field.many_to_many:
        key = getattr(page, field.attname)
        return [] if key is None else [key]
    if page.pk is None or name in getattr(page, "_cluster_related_objects", {}):
        return [term.pk for term in getattr(page, name).all()]
    return field.remote_field.through._default_manager.filter(
        **{field.m2m_field_name(): page.pk}
    ).values(field.m2m_reverse_field_name())


def _shown(rows: Iterable[Any]) -> list[ShownTerm]:
    originals: dict[Any, Any] = {}
    translated: dict[Any, Any] = {}
    for locale_id, key, *words in rows:
        place = originals if locale_id == original_locale_id() else translated
        place[key] = (locale_id, *words)
    found = []
    for key, original in originals.items():
        slug = original[1]
        locale_id, _slug, name, sort_key = translated.get(key, original)
        found.append((sort_key, slug, ShownTerm(name, slug, locale_id)))
    return [term for _sort_key, _slug, term in sorted(found, key=lambda each: each[:2])]


def _columns(page: Page, names: Sequence[str]) -> list[str]:
    """All columns of what the keys point to, so that nothing is fetched later."""
    columns = []
    for name in names:
        target = page._meta.get_field(name).related_model
        columns += [f"{name}__{field.attname}" for field in target._meta.concrete_fields]
    return columns
