"""Explorer, choosers and listings: pages, pictures and files by their search documents.

The question is answered by the engine of the database, which is as new as the last commit and filters
together with the listing's own conditions in one query, whatever engine readers ask: all engines match
alike. Everything else that can be searched (people, lists) is found by a part of a word.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from django.db import OperationalError, ProgrammingError
from django.db.models import BigIntegerField, Count, Model, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from modelsearch.backends.base import BaseSearchBackend, BaseSearchQueryCompiler, BaseSearchResults
from modelsearch.query import And, Boost, Fuzzy, MatchAll, Not, Or, Phrase, PlainText
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from portal.core.ukrainian.analysis import key_form
from portal.core.ukrainian.recovery.repair import Word, understand
from search import engines
from search.backends.parts import PartsBackend
from search.engines.base import DatabaseAway, Group, Match
from search.models import IndexState, SearchDocument
from search.sources import documents, images, pages
from search.vocabulary import DatabaseVocabulary

# So many of the best are put in order by relevance; the rest follows, newest first.
RANKED: Final = 1000
_SOURCES: Final[Sequence[tuple[type[Model], str]]] = (
    (Page, pages.SOURCE),
    (AbstractImage, images.SOURCE),
    (AbstractDocument, documents.SOURCE),
)
# Of a question; twelve words end long before.
_MOST_LETTERS: Final = 1000


def source_of(model: type[Model]) -> str:
    """Where the model's documents come from; empty for a model that has none."""
    return next((source for base, source in _SOURCES if issubclass(model, base)), "")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: words of which all must be there, or any; `excluded` ones must not."""

    groups: tuple[Group, ...] = ()
    any_is_enough: bool = False
    excluded: tuple["Asked", ...] = ()
    is_everything: bool = False

    @property
    def is_nothing(self) -> bool:
        return not self.groups and not self.is_everything


class Compiler(BaseSearchQueryCompiler):
    """What is asked. Filters and orders of the queryset are the database's own: all of them may be used."""

    DEFAULT_OPERATOR = "and"
    HANDLES_ORDER_BY_EXPRESSIONS = True
    beginnings = False

    def check(self) -> None:
        return

    @property
    def asked(self) -> Asked:
        return self._read(self.query)

    def _read(self, query: Any) -> Asked:
        """Of a composed question what admin and editors compose: words, phrases, not, and, or."""
        if isinstance(query, MatchAll):
            return Asked(is_everything=True)
        if isinstance(query, PlainText | Phrase | Fuzzy):
            operator = getattr(query, "operator", "and")
            groups = groups_of(query.query_string, beginnings=self.beginnings)
            return Asked(groups, any_is_enough=operator == "or")
        if isinstance(query, Boost):
            return self._read(query.subquery)
        if isinstance(query, Not):
            return Asked(is_everything=True, excluded=(self._read(query.subquery),))
        if isinstance(query, And | Or):
            return _joined([self._read(each) for each in query.subqueries], isinstance(query, Or))
        return Asked()


def _joined(parts: Sequence[Asked], any_is_enough: bool) -> Asked:
    asked = [part for part in parts if not part.is_everything]
    return Asked(
        groups=tuple(group for part in asked for group in part.groups),
        any_is_enough=any_is_enough and len(asked) > 1,
        excluded=tuple(each for part in parts for each in part.excluded),
        is_everything=not asked and bool(parts),
    )


class AutocompleteCompiler(Compiler):
    """The same; each word may also be the beginning of a title's word."""

    beginnings = True


def groups_of(text: str, *, beginnings: bool) -> tuple[Group, ...]:
    """The words of a question; none for one without a word. Function words only where there is nothing else."""
    vocabulary = DatabaseVocabulary(IndexState(pk=1))
    words = understand(text[:_MOST_LETTERS], vocabulary, literal=True)
    return tuple(_group(word, beginnings=beginnings) for word in words if not word.is_function)


def _group(word: Word, *, beginnings: bool) -> Group:
    beginning = key_form(word.typed) if beginnings else ""
    return Group(word.keys, beginning=beginning, drafts=True)


@contextmanager
def _index_asked() -> Iterator[None]:
    """Around a listing's query with the index in it. Raises DatabaseAway where that is not there."""
    try:
        yield
    except (OperationalError, ProgrammingError) as error:
        if "search_" not in str(error):
            raise
        raise DatabaseAway(str(error)) from error


class Results(BaseSearchResults):
    """Counted, sliced and faceted by the database, one or two queries each."""

    supports_facet = True

    def facet(self, field_name: str) -> dict[Any, int]:
        """How many results have each value of a field, the most frequent first."""
        rows = self._found().order_by().values(field_name).annotate(count=Count("pk"))
        with _index_asked():
            return {row[field_name]: row["count"] for row in rows.order_by("-count", field_name)}

    def _do_count(self) -> int:
        with _index_asked():
            return int(self._within(self._found().order_by().count()))

    def _within(self, number: int) -> int:
        stop = number if self.stop is None else min(self.stop, number)
        return max(stop - self.start, 0)

    def _do_search(self) -> list[Any]:
        compiler = self.query_compiler
        queryset = self._found()
        asked = compiler.asked
        with _index_asked():
            if not compiler.order_by_relevance or not asked.groups or not _gives_objects(queryset):
                return list(queryset[self.start : self.stop])
            return self._scored(self._by_relevance(queryset, asked))

    def _found(self) -> QuerySet[Any]:
        """The queryset with the question among its conditions."""
        asked, queryset = self.query_compiler.asked, self.query_compiler.queryset
        if asked.is_nothing:
            return queryset.none()
        found = (
            queryset if asked.is_everything else queryset.filter(pk__in=_keys(asked, self.model))
        )
        for each in asked.excluded:
            if not each.is_nothing:
                found = found.exclude(pk__in=_keys(each, self.model))
        return found

    def _by_relevance(self, queryset: QuerySet[Any], asked: Asked) -> list[Any]:
        best = _best(asked, self.model)
        allowed = set(queryset.filter(pk__in=best).order_by().values_list("pk", flat=True))
        best = [pk for pk in best if pk in allowed]
        start, stop = self.start, self.stop
        wanted = best[start:stop]
        found = {each.pk: each for each in queryset.filter(pk__in=wanted)}
        objects = [found[pk] for pk in wanted if pk in found]
        if stop is not None and stop <= len(best):
            return objects
        rest = queryset.exclude(pk__in=best).order_by("-pk")
        begin = max(start - len(best), 0)
        return objects + list(rest[begin : None if stop is None else stop - len(best)])

    def _scored(self, objects: list[Any]) -> list[Any]:
        """The place among the results, for who asks for a score."""
        if self._score_field:
            for place, each in enumerate(objects):
                setattr(each, self._score_field, 1 / (1 + self.start + place))
        return objects


def _gives_objects(queryset: QuerySet[Any]) -> bool:
    """Not rows of values, which have no key to be put in order by."""
    return queryset._fields is None  # type: ignore[attr-defined]


def _match(asked: Asked, model: type[Model]) -> Match:
    return Match(groups=asked.groups, labels=(f"source:{source_of(model)}",))


def _keys(asked: Asked, model: type[Model]) -> QuerySet[Any]:
    """A subquery for the primary keys of the things that are found."""
    sql, params = engines.database().subquery(_match(asked, model), partial=asked.any_is_enough)
    rows = SearchDocument.objects.filter(pk__in=RawSQL(sql, params)).order_by()  # noqa: S611
    return rows.values_list(_key_of(model), flat=True)


def _key_of(model: type[Model]) -> Any:
    """The thing's key: a page's stands in the details, for its versions are one thing."""
    if source_of(model) == pages.SOURCE:
        return Cast(KeyTextTransform("page", "details"), BigIntegerField())
    return Cast("object_id", BigIntegerField())


def _best(asked: Asked, model: type[Model]) -> list[Any]:
    """Keys of the best: with the most words in the title first, then the newest."""
    match = _match(asked, model)
    engine = engines.database()
    ask = engine.partial if asked.any_is_enough else engine.full
    rows = SearchDocument.objects.filter(pk__in=ask(match, RANKED).ids).annotate(
        thing=_key_of(model)
    )
    facts = rows.values_list(
        "thing", "moment", "pk", "title_keys", "draft_keys", "title_words", "draft_words"
    )
    return [row[0] for row in sorted(facts, key=lambda row: _place(row, asked.groups))]


def _place(row: Sequence[Any], groups: Sequence[Group]) -> tuple[Any, ...]:
    _thing, moment, pk, title_keys, draft_keys, title_words, draft_words = row
    keys = {*title_keys.split(), *draft_keys.split()}
    words = [*title_words.split(), *draft_words.split()]
    held = sum(
        not keys.isdisjoint(group.keys)
        or bool(group.beginning and any(word.startswith(group.beginning) for word in words))
        for group in groups
    )
    return -held, -(moment.timestamp() if moment else float("-inf")), -pk


class SearchBackend(BaseSearchBackend):
    """Named by WAGTAILSEARCH_BACKENDS; models without search documents go to the other one."""

    query_compiler_class = Compiler
    autocomplete_query_compiler_class = AutocompleteCompiler
    results_class = Results

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._parts = PartsBackend(params)

    def _search(
        self, query_compiler_class: Any, query: Any, model_or_queryset: Any, **kwargs: Any
    ) -> Any:
        is_queryset = isinstance(model_or_queryset, QuerySet)
        model = model_or_queryset.model if is_queryset else model_or_queryset
        if source_of(model):
            return super()._search(query_compiler_class, query, model_or_queryset, **kwargs)
        return self._parts.search(query, model_or_queryset, **kwargs)
