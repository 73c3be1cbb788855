"""What the judged questions over the demo's pages find, beside Wagtail's own search over the same."""

import json
import tempfile
import time
from pathlib import Path

from tests.benchmarks.searching import made, stock

_JUDGED = Path(__file__).resolve().parents[2] / "search" / "judged"


def measure(engine):
    """(figures by kind, ours and stock; our answers by question), in a scratch database."""
    from search.evaluation.files import read_judgements
    from search.models import SearchDocument

    _fill(engine)
    ids = dict(SearchDocument.objects.values_list("pk", "object_id"))
    answers = {}
    kinds = {}
    with stock.over_documents(engine.name) as search:
        for file in sorted(_JUDGED.glob("*.jsonl")):
            judgements = read_judgements(file)
            kinds[file.stem] = {
                "ours": _report(_ours(each, engine, ids, answers) for each in judgements),
                "stock": _report(_stock(each, search) for each in judgements),
            }
    return kinds, answers


def _fill(engine):
    from search.evaluation.files import read_documents
    from search.indexing import write_items
    from tests.search.judged.documents import demo_items

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "documents.jsonl"
        file.write_text("\n".join(json.dumps(item) for item in demo_items()))
        write_items("benchmark", read_documents(file), engine=engine)


def _ours(judgement, engine, ids, answers):
    from search.evaluation.measures import DEPTH, Answer
    from search.results import Question
    from search.services import find
    from search.synonyms import shipped
    from tests.benchmarks.searching.speed import told

    began = time.perf_counter()
    results = find(
        Question(judgement.query, made.LANGUAGE, per_page=DEPTH), engine=engine, synonyms=shipped
    )
    seconds = time.perf_counter() - began
    answers[f"judged {judgement.id}"] = told(results)
    found = [ids[hit.document] for hit in (*results.hits, *results.more)]
    return Answer(judgement, found[:DEPTH], seconds)


def _stock(judgement, search):
    """A question that its backend cannot read (quotes, brackets) has found nothing."""
    from django.db import DatabaseError, transaction

    from search.evaluation.measures import Answer

    began = time.perf_counter()
    try:
        with transaction.atomic():
            found = search(judgement.query)
    except DatabaseError:
        found = []
    return Answer(judgement, found, time.perf_counter() - began)


def _report(answers):
    from search.evaluation.measures import Report

    report = Report.of(list(answers))
    return {
        "questions": report.questions,
        "recall": round(report.recall_10, 3),
        "mrr": round(report.mrr, 3),
        "empty": round(report.without_result, 3),
        "median": round(report.median_ms, 1),
    }
