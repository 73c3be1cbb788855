"""Frequencies of keys and words, kept by the difference that each batch makes."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Model

from search import analysing, tokens
from search.models import SearchDocument, SearchForm, SearchTerm

_BATCH = 200


@dataclass(slots=True)
class Difference:
    """What a batch adds and takes away: +1 for each document that a key or word comes to."""

    terms: Counter[str] = field(default_factory=Counter)
    forms: Counter[str] = field(default_factory=Counter)
    # What is known already of words: whether they are names.
    judged: dict[str, bool] = field(default_factory=dict)

    def add(
        self, row: SearchDocument, forms: Iterable[str], names: frozenset[str] | None = None
    ) -> None:
        """Count a document; `names` are those of its forms that the dictionary lacks, where known.

        Words that stand only in what readers may not find are neither suggested nor taken for meant.
        """
        if not row.is_public:
            return
        cut = _cut(forms)
        self.terms.update(_keys(row))
        self.forms.update(cut)
        if names is not None:
            self.judged.update((form, form in names) for form in cut if len(form) < tokens.LONGEST)

    def take_away(self, row: SearchDocument) -> None:
        if not row.is_public:
            return
        self.terms.subtract(_keys(row))
        self.forms.subtract(_cut(forms_of(row)))

    def _is_name(self, form: str) -> bool:
        known = self.judged.get(form)
        return analysing.is_name(form) if known is None else known

    def write(self) -> bool:
        """Inside the batch's transaction; whether names came or went.

        In the order of the keys, so that nobody waits for a row in a circle.
        """
        _upsert(SearchTerm, "key", [(key, number) for key, number in _changed(self.terms)])
        _remove(SearchTerm, "key", self.terms)
        changed = _changed(self.forms)
        names = {form for form, _number in changed if self._is_name(form)}
        coming = [form for form, number in changed if number > 0 and form in names]
        known = _present(coming)
        _upsert(
            SearchForm,
            "form",
            [(form, number, form not in names) for form, number in changed],
        )
        gone = _remove(SearchForm, "form", self.forms, known=False)
        _remove(SearchForm, "form", self.forms)
        return bool(gone or len(known) < len(coming))


def forms_of(row: SearchDocument) -> frozenset[str]:
    """The words of a document as it was written: a title that is another thing's has no keys."""
    return analysing.forms_of(row.title if row.title_keys else "", row.text)


def clear() -> None:
    """Forget all frequencies: they are about to be counted anew."""
    SearchTerm.objects.all().delete()
    SearchForm.objects.all().delete()


def _keys(row: SearchDocument) -> set[str]:
    return {*row.title_keys.split(), *row.body_keys.split()}


def _cut(forms: Iterable[str]) -> set[str]:
    return {form[: tokens.LONGEST] for form in forms}


def _changed(numbers: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted((key, number) for key, number in numbers.items() if number)


def _upsert(model: type[Model], name: str, rows: Sequence[tuple[Any, ...]]) -> None:
    meta = model._meta
    columns = ", ".join(
        connection.ops.quote_name(str(each.column)) for each in meta.concrete_fields
    )
    table, key = connection.ops.quote_name(meta.db_table), connection.ops.quote_name(name)
    with connection.cursor() as cursor:
        for start in range(0, len(rows), _BATCH):
            batch = rows[start : start + _BATCH]
            places = ", ".join([f"({', '.join(['%s'] * len(batch[0]))})"] * len(batch))
            cursor.execute(
                f"INSERT INTO {table} ({columns}) VALUES {places} ON CONFLICT ({key}) "  # noqa: S608
                f"DO UPDATE SET frequency = {table}.frequency + excluded.frequency",
                [value for row in batch for value in row],
            )


def _remove(model: type[Any], name: str, numbers: Mapping[str, int], **only: Any) -> int:
    """Rows that no document holds any more."""
    fewer = sorted(key for key, number in numbers.items() if number < 0)
    gone = 0
    for start in range(0, len(fewer), _BATCH):
        keys = fewer[start : start + _BATCH]
        rows = model.objects.filter(**{f"{name}__in": keys}, frequency__lte=0, **only)
        gone += rows.delete()[0]
    return gone


def _present(forms: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(forms), _BATCH):
        rows = SearchForm.objects.filter(form__in=forms[start : start + _BATCH])
        found.update(rows.values_list("form", flat=True))
    return found
