"""Finding things: one function for the results page, its feeds and the evaluation, on every engine."""

import datetime as dt
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from portal.core.search_items import search_kinds
from portal.core.ukrainian.recovery import repair
from portal.core.windows import midnight
from search import engines
from search.engines.base import Candidates, Counts, Engine, EngineAway, Match, Order
from search.facets import state_at
from search.models import IndexState, SearchDocument
from search.passages import best_passage, marked
from search.planning import Expansions, Plan, plan, spell_out
from search.ranking import Ranked, Text, rank
from search.results import MAX_PAGES, Hit, NoSuchPage, Question, Repair, Results
from search.synonyms import expansions
from search.text import clean_query
from search.vocabulary import DatabaseVocabulary
from search.withdrawn import still_there

logger = logging.getLogger(__name__)

# Documents that the ranking reads for one question; of those that hold only some of its words,
# which engines give by the weight of what they hold, fewer will do.
CANDIDATES = 1_000
_NEAR = 300
# Fewer full matches than this are followed by partial ones.
_ENOUGH = 10
_REPAIRED = frozenset({"russian", "latin", "layout", "spelling"})


def find(
    question: Question,
    *,
    engine: Engine | None = None,
    synonyms: Callable[[str], Expansions] = expansions,
) -> Results:
    """Documents that answer `question`, a page of them, with counts for every facet.

    Any text is a question. One without words finds nothing, unless filters are chosen: then it finds
    all they let through, the newest first. `engine` and `synonyms` are those in use unless given.
    A constant number of queries. Raises NoSuchPage for a page that is not there. Where the engine does
    not answer, the database does.
    """
    search = _Search(question, synonyms)
    if engine is not None:
        return search.run(engine)
    try:
        return search.run(engines.current())
    except EngineAway as away:
        logger.info("Searching in the database: %s", away)
        return search.run(engines.database())


@dataclass(frozen=True, slots=True)
class _Found:
    """Candidates of one match in their final order, and how many there are in all."""

    ids: list[int]
    total: int
    counts: Counts
    is_partial: bool = False
    # Partial matches that follow few full ones; not counted.
    more: tuple[int, ...] = ()


class _Search:
    """One question on its way; what does not hang on the engine is worked out once."""

    def __init__(self, question: Question, synonyms: Callable[[str], Expansions]) -> None:
        self.question = question
        self.synonyms = synonyms
        self.now = timezone.now()
        self.query = clean_query(question.query)
        self.state = IndexState.objects.filter(pk=1).first() or IndexState(pk=1)
        self.words, self.plan = self._understand()
        self.match = self._match()

    def _understand(self) -> tuple[list[repair.Word], Plan]:
        vocabulary = DatabaseVocabulary(self.state)
        words = repair.understand(self.query, vocabulary, literal=self.question.literal)
        spelled = spell_out(words, self.synonyms(self.question.language) if words else {})
        keys = {key for each in spelled for key in each.keys}
        frequencies = vocabulary.frequencies(keys) if keys else {}
        return words, plan(spelled, frequencies, self.state.documents)

    def _match(self) -> Match:
        asked = self.question
        labels = [] if asked.choices.get("language") else [f"offered:{asked.language}"]
        if asked.within:
            labels.append(f"within:{asked.within}")
        return Match(
            groups=self.plan.groups,
            labels=tuple(labels),
            any_label=tuple(f"audience:{each}" for each in asked.audiences),
            choices=asked.choices,
            first=midnight(asked.first) if asked.first else None,
            last=midnight(asked.last + dt.timedelta(days=1)) if asked.last else None,
            now=self.now,
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked at all."""
        asked = self.question
        narrowed = asked.choices or asked.within or asked.first or asked.last
        return not self.plan.groups and not (narrowed and not self.query)

    def run(self, engine: Engine) -> Results:
        asked = self.question
        if self.is_empty:
            if asked.page > 1:
                raise NoSuchPage(f"page: {asked.page}")
            return Results(query=self.query)
        found = self._find(engine)
        last_page = min(max(1, -(-found.total // asked.per_page)), MAX_PAGES)
        if asked.page > last_page:
            raise NoSuchPage(f"page: {asked.page}")
        start = (asked.page - 1) * asked.per_page
        shown = found.ids[start : start + asked.per_page]
        more = found.more[: asked.per_page - len(shown)] if asked.page == 1 else ()
        documents = self._documents([*shown, *more])
        hits = self._hits(shown, documents, start)
        return Results(
            query=self.query,
            hits=hits,
            more=self._hits(more, documents, start + len(shown)),
            total=found.total - (len(shown) - len(hits)),
            counts=found.counts,
            repair=self._repair(),
            is_partial=found.is_partial,
            is_capped=found.total > MAX_PAGES * asked.per_page or found.total > len(found.ids),
            page=asked.page,
            has_words=bool(self.plan.groups),
            terms=self.plan.keys,
        )

    def _find(self, engine: Engine) -> _Found:
        by_date = self.question.sort == "date" or not self.plan.groups
        counted = self.question.with_counts
        order: Order = "date" if by_date else "relevance"
        full = engine.full(self.match, CANDIDATES, order, counted=counted)
        several = len(self.plan.groups) > 1
        if full.total >= _ENOUGH or not several:
            return _Found(self._ordered(full, by_date=by_date), full.total, full.counts)
        if full.total:
            if by_date or self.question.page > 1:
                return _Found(self._ordered(full, by_date=by_date), full.total, full.counts)
            near = engine.partial(self.match, _NEAR)
            ranked = self._ranked([*near.ids, *full.ids])
            held = set(full.ids)
            return _Found(
                [each.id for each in ranked if each.id in held],
                full.total,
                full.counts,
                more=tuple(each.id for each in ranked if each.id not in held),
            )
        near = engine.partial(self.match, CANDIDATES, counted=counted)
        ids = [each.id for each in self._ranked(near.ids)]
        return _Found(ids, near.total, near.counts, is_partial=True)

    def _ordered(self, found: Candidates, *, by_date: bool) -> list[int]:
        if by_date:
            return _newest_first(found.ids)
        return [each.id for each in self._ranked(found.ids)]

    def _ranked(self, ids: Sequence[int]) -> list[Ranked]:
        rows = SearchDocument.objects.filter(pk__in=set(ids)).values_list(
            "pk", "title_keys", "body_keys", "length", "kind"
        )
        weights = {name: kind.weight for name, kind in search_kinds.items()}
        texts = (
            Text(pk, title_keys, body_keys, length, weights.get(kind, 1.0))
            for pk, title_keys, body_keys, length, kind in rows
        )
        average = self.state.keys / max(self.state.documents, 1)
        return rank(self.plan.wanted, texts, average)

    def _documents(self, ids: Sequence[int]) -> dict[int, SearchDocument]:
        rows = SearchDocument.objects.defer("title_keys", "body_keys", "title_words").in_bulk(ids)
        return still_there(rows, self.question.audiences)

    def _hits(
        self, ids: Sequence[int], documents: Mapping[int, SearchDocument], start: int
    ) -> list[Hit]:
        keys = self.plan.keys
        return [
            _hit(documents[pk], start + place, keys, self.now)
            for place, pk in enumerate(ids, start=1)
            if pk in documents
        ]

    def _repair(self) -> Repair | None:
        if not any(word.how in _REPAIRED for word in self.words):
            return None
        return Repair(
            typed=self.query,
            shown=" ".join(word.shown for word in self.words),
            also=tuple(dict.fromkeys(other for word in self.words for other in word.also)),
        )


def _newest_first(ids: Sequence[int]) -> list[int]:
    rows = SearchDocument.objects.filter(pk__in=ids).values_list("pk", "moment")
    oldest = dt.datetime.min.replace(tzinfo=dt.UTC)
    ordered = sorted(rows, key=lambda row: (row[1] or oldest, row[0]), reverse=True)
    return [pk for pk, _moment in ordered]


def _hit(document: SearchDocument, place: int, keys: frozenset[str], now: dt.datetime) -> Hit:
    state, state_ends = state_at(document.facets, now)
    own = f"{document.source}:{document.object_id}"
    return Hit(
        document=document.pk,
        place=place,
        kind=document.kind,
        title=marked(document.title, keys),
        text=best_passage(document.text, keys, otherwise=document.lead),
        plain_title=document.title,
        url=document.url,
        language=document.language,
        path=tuple(document.path),
        # HTML's <time> takes no more than thousandths of a second; nobody reads them.
        moment=document.moment and document.moment.replace(microsecond=0),
        state=state,
        state_ends=state_ends,
        deadline=document.deadline if _is_open(document, now) else None,
        districts=tuple(int(pk) for pk in _labelled(document, "district") if pk.isdecimal()),
        within=tuple(key for key in _labelled(document, "within") if key != own),
        details=document.details,
    )


def _is_open(document: SearchDocument, now: dt.datetime) -> bool:
    """Whether people may take part: from the moment of the thing on, before its deadline."""
    begun = document.moment is None or document.moment <= now
    return begun and document.deadline is not None and now < document.deadline


def _labelled(document: SearchDocument, name: str) -> list[str]:
    """The values of the document's labels of one name, in their order."""
    labels = (label.partition(":") for label in document.labels.split())
    return [value for facet, _colon, value in labels if facet == name]
