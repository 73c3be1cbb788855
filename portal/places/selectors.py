"""The city's terms in the reader's language.

Pages and rows point to Ukrainian originals. A list of pages in another language shows the terms'
translations through these two functions, with one query a model however long the list.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import Model
from django.utils import translation

from portal.core.languages import locale_id_for
from portal.core.originals import original_locale_id
from portal.places.models import Term

T = TypeVar("T", bound=Term)


def localised_terms(terms: Iterable[T], language: str | None = None) -> list[T]:
    """`terms` of one or several models in `language` (the active one by default).

    A term without a translation stays Ukrainian: `{% lang_mark term %}` marks it. The result is in
    the order of the language (by `sort_key`); what is given in Ukrainian for Ukrainian costs no
    query and keeps its order. Each translation knows its `original` without a query.
    """
    given = list(terms)
    if _is_original_language(language):
        return given
    found = _translations(given, language)
    shown: list[Any] = [_shown(term, found) for term in given]
    return sorted(shown, key=lambda term: (term.sort_key, term.pk))


def attach_localised_terms(
    pages: Iterable[Model], *names: str, language: str | None = None
) -> list[Any]:
    """Make `page.rubric`, `page.topics.all` … give terms in `language` on every page of a list.

    `names` are foreign keys and many-to-many fields to terms, fetched beforehand by
    select_related and prefetch_related: those not fetched are left as they are, so that a list
    never costs a query a row. The pages are for reading only, never to be saved afterwards.
    One query a model of terms; none in Ukrainian.
    """
    rows = list(pages)
    if not rows or not names or _is_original_language(language):
        return rows
    found = _translations(_fetched_terms(rows, names), language)
    for page in rows:
        cache = page._state.fields_cache
        prefetched = getattr(page, "_prefetched_objects_cache", {})
        for name in names:
            if isinstance(term := cache.get(name), Term):
                cache[name] = _shown(term, found)
            elif name in prefetched:
                shown = [_shown(term, found) for term in prefetched[name]]
                shown.sort(key=lambda term: (term.sort_key, term.pk))
                prefetched[name]._result_cache = shown
    return rows


def _is_original_language(language: str | None) -> bool:
    return locale_id_for(language or translation.get_language()) == original_locale_id()


def _fetched_terms(rows: Sequence[Model], names: Sequence[str]) -> list[Term]:
    terms: list[Term] = []
    for page in rows:
        prefetched = getattr(page, "_prefetched_objects_cache", {})
        for name in names:
            if isinstance(term := page._state.fields_cache.get(name), Term):
                terms.append(term)
            elif name in prefetched:
                terms.extend(prefetched[name])
    return terms


def _translations(terms: Iterable[Term], language: str | None) -> dict[Any, Term]:
    """Translations by translation key, one query a model."""
    locale_id = locale_id_for(language or translation.get_language())
    keys: dict[type[Term], set[Any]] = {}
    for term in terms:
        if term.locale_id != locale_id:
            keys.setdefault(type(term), set()).add(term.translation_key)
    return {
        term.translation_key: term
        for model, wanted in keys.items()
        for term in model._default_manager.filter(locale_id=locale_id, translation_key__in=wanted)
    }


def _shown(term: Term, found: Mapping[Any, Term]) -> Term:
    translated = found.get(term.translation_key)
    # A translation that still has the Ukrainian name waits for its translator.
    if translated is None or translated.name == term.name:
        return term
    if term.locale_id == original_locale_id():
        translated.__dict__["original"] = term
    return translated
