"""An evaluation from beginning to end."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import connection

from search import engines
from search.engines.base import Engine
from search.evaluation.files import Judgement, read_documents, read_judgements
from search.evaluation.measures import DEPTH, Answer, Report
from search.evaluation.scratch import scratch_database
from search.indexing import write_items
from search.models import SearchDocument
from search.results import Question
from search.services import find
from search.synonyms import shipped

SOURCE = "evaluation"


class EngineMissing(Exception):
    """The engine that was named is not configured here."""


class Loaded(NamedTuple):
    engine: str
    documents: int
    # What analysing and writing them took.
    seconds: float


@dataclass(frozen=True, slots=True)
class _Set:
    name: str
    judgements: Sequence[Judgement]


def evaluate(
    documents: Path,
    judgements: Sequence[Path],
    *,
    engine_name: str | None = None,
    out: Path | None = None,
) -> tuple[Loaded, dict[str, Report]]:
    """Load the documents into a scratch index of the engine and ask all questions of it.

    Returns what was loaded and a report for each file of judgements, by its name without ending; writes
    «NAME.tsv» into `out`. Raises BadFile, OSError, EngineMissing.
    """
    name = engine_name or settings.SEARCH_ENGINE
    sets = [_Set(path.stem, read_judgements(path)) for path in judgements]
    # SQLite needs nothing that is configured: its scratch is a file.
    if name != engines.SQLITE and (problem := engines.problem_of(name)):
        raise EngineMissing(problem)
    is_sqlite = name == engines.SQLITE or connection.vendor == "sqlite"
    with scratch_database(sqlite=is_sqlite), engines.scratch(name) as engine:
        began = time.perf_counter()
        write_items(SOURCE, read_documents(documents), engine=engine)
        loaded = Loaded(name, SearchDocument.objects.count(), time.perf_counter() - began)
        ids = dict(SearchDocument.objects.values_list("pk", "object_id"))
        reports = {}
        for each in sets:
            answers = [_ask(one, engine, ids) for one in each.judgements]
            reports[each.name] = Report.of(answers)
            if out is not None:
                _write(out / f"{each.name}.tsv", answers)
    return loaded, reports


def _ask(judgement: Judgement, engine: Engine, ids: dict[int, str]) -> Answer:
    """The page of results is timed as a reader waits for it; then the answer is read to its depth."""
    began = time.perf_counter()
    find(Question(judgement.query, "uk"), engine=engine, synonyms=shipped)
    seconds = time.perf_counter() - began
    results = find(
        Question(judgement.query, "uk", per_page=DEPTH, with_counts=False),
        engine=engine,
        synonyms=shipped,
    )
    found = [ids[hit.document] for hit in (*results.hits, *results.more)]
    return Answer(judgement, found[:DEPTH], seconds, repaired=results.repair is not None)


def _write(path: Path, answers: Sequence[Answer]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        for each in answers:
            file.write(f"{each.judgement.id}\t{' '.join(each.ids)}\n")
