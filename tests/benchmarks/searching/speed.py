"""How fast documents are indexed, questions answered, facets counted and words suggested."""

import statistics
import time

from tests.benchmarks.searching import made

SOURCE = "benchmark"


def fill(engine, count):
    """Index the documents; returns how many a second."""
    from django.db import connection

    from search.indexing import write_items

    items = list(made.items(count))
    began = time.perf_counter()
    write_items(SOURCE, items, engine=engine)
    seconds = time.perf_counter() - began
    if connection.vendor == "postgresql":
        # As its own helper does after a minute.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return round(count / seconds)


def measure(engine, count):
    """(figures by kind of question, answers by question).

    Each question is asked once: asked again, its words would be remembered.
    """
    questions = made.questions(count)
    for texts in questions.values():
        for text in texts[: made.WARMING]:
            ask(text, engine)
    kinds, answers = {}, {}
    for kind, texts in questions.items():
        seconds, cpu, facets = [], [], []
        for text in texts[made.WARMING :]:
            began, cpu_began = time.perf_counter(), time.process_time()
            results = ask(text, engine)
            seconds.append(time.perf_counter() - began)
            cpu.append(time.process_time() - cpu_began)
            facets.append(_more_for_facets(text, engine))
            answers[f"{kind} {text}"] = told(results)
        ours = [answers[f"{kind} {text}"] for text in texts[made.WARMING :]]
        kinds[kind] = {
            **_times(seconds),
            "cpu": _times(cpu)["median"],
            **{f"facets_{name}": value for name, value in _times(facets).items()},
            "queries": max(_queries(text, engine) for text in texts[: made.WARMING]),
            "hits": round(statistics.median(total for _ids, total, _counts in ours)),
            "empty": sum(not ids for ids, _total, _counts in ours) / len(ours),
        }
    return kinds, answers


def suggestions(count):
    """Times by number of letters; the database answers on every engine."""
    from search.suggestions import suggest

    found = {}
    for letters, texts in made.beginnings(count).items():
        seconds = []
        for text in texts:
            began = time.perf_counter()
            suggest(text, made.LANGUAGE)
            seconds.append(time.perf_counter() - began)
        found[f"{letters} letters"] = _times(seconds[made.WARMING :])
    return found


def _more_for_facets(text, engine):
    """Seconds that the same question takes longer with counts than without."""
    began = time.perf_counter()
    ask(text, engine, with_counts=False)
    between = time.perf_counter()
    ask(text, engine)
    return max(0.0, time.perf_counter() - between - (between - began))


def ask(text, engine, *, with_counts=True):
    from search.results import Question
    from search.services import find
    from search.synonyms import shipped

    question = Question(text, made.LANGUAGE, with_counts=with_counts)
    return find(question, engine=engine, synonyms=shipped)


def told(results):
    """What engines have to agree on: the first ten, how many there are, and what is counted."""
    first = [hit.url for hit in (*results.hits, *results.more)[:10]]
    return first, results.total, results.counts


def _queries(text, engine):
    from django.db import connection

    statements = []

    def note(execute, sql, params, many, context):
        statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        ask(text, engine)
    return len(statements)


def _times(seconds):
    """Median, and what 19 of 20 stay below, in milliseconds."""
    ordered = sorted(seconds)
    return {
        "median": round(statistics.median(ordered) * 1000, 1) if ordered else 0.0,
        "p95": round(ordered[int(len(ordered) * 0.95)] * 1000, 1) if ordered else 0.0,
    }
