"""The evaluation: its files, its figures, and the floors that the demo's content must hold."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from search.evaluation.files import BadFile, Judgement, read_documents, read_judgements
from search.evaluation.measures import Answer, Report
from search.evaluation.run import EngineMissing, evaluate
from search.models import SearchDocument
from tests.search.judged.documents import demo_items


def write(path, *lines):
    path.write_text(
        "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    )
    return path


DOCUMENTS = (
    {"id": "a", "title": "Громадський бюджет", "body": "Про бюджет."},
    {"id": 2, "title": "Двір", "body": "", "type": "news", "language": "uk"},
)


def test_documents_are_read(tmp_path):
    first, second = read_documents(write(tmp_path / "d.jsonl", *DOCUMENTS, ""))
    assert (first.object_id, first.kind, first.language) == ("a", "pages", "uk")
    assert (second.object_id, second.kind, second.text) == ("2", "news", "")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "no JSON"),
        ("[1]", "no JSON object"),
        ({"title": "x", "body": ""}, "«id»"),
        ({"id": "", "title": "x"}, "«id»"),
        ({"id": "b", "title": None}, "«title»"),
        ({"id": "a", "title": "x"}, "twice"),
    ],
)
def test_a_bad_document_is_named(tmp_path, line, reason):
    with pytest.raises(BadFile, match=rf"d\.jsonl, line 3.*{reason}"):
        list(read_documents(write(tmp_path / "d.jsonl", *DOCUMENTS, line)))


def test_judgements_are_read(tmp_path):
    file = write(
        tmp_path / "j.jsonl",
        {"qid": 1, "q": "бюджет", "rel": ["a", 2]},
        {"qid": "2", "q": "двір", "rel": {"a": 0, "2": 3}},
        {"qid": "3", "q": "", "rel": []},
    )
    assert [each.relevant for each in read_judgements(file)] == [{"a", "2"}, {"2"}, set()]


@pytest.mark.parametrize(
    "line", [{"qid": "1", "q": "x"}, {"qid": "1", "rel": []}, {"qid": "1", "q": 1.5, "rel": []}]
)
def test_a_bad_judgement_is_named(tmp_path, line):
    with pytest.raises(BadFile, match=r"j\.jsonl, line 1"):
        read_judgements(write(tmp_path / "j.jsonl", line))


def answer(relevant, ids, seconds=0.01):
    return Answer(Judgement("1", "q", frozenset(relevant)), ids, seconds)


def test_figures():
    two = answer("ab", ["x", "a", "b"])
    assert (two.recall(10), two.recall(2), two.reciprocal_rank()) == (1.0, 0.5, 0.5)
    assert two.precision(10) == pytest.approx(2 / 3)
    none = answer("a", [])
    assert (none.recall(10), none.precision(10), none.reciprocal_rank()) == (0, 0, 0)


def test_recall_is_of_as_many_as_fit():
    ids = [str(number) for number in range(30)]
    assert answer(ids, ids[:10]).recall(10) == 1.0


def test_questions_without_an_answer_count_in_times_and_empty_pages_only():
    report = Report.of([answer("a", ["a"], 0.001), answer("", [], 0.003)])
    assert (report.questions, report.recall_10, report.without_result) == (2, 1.0, 0.5)
    assert report.median_ms == pytest.approx(2)
    assert Report.of([]).questions == 0


@pytest.mark.django_db
def test_the_real_index_is_never_touched(tmp_path, capsys):
    SearchDocument.objects.create(
        source="pages", object_id="1", language="uk", kind="pages", title="Справжній", labels="", facets="{}", digest=""
    )  # fmt: skip
    call_command(
        "evaluate_search",
        documents=write(tmp_path / "d.jsonl", *DOCUMENTS),
        judgements=[
            write(
                tmp_path / "бюджет.jsonl",
                {"qid": "q1", "q": "громадського бюджету", "rel": ["a"]},
                {"qid": "q2", "q": "справжній", "rel": []},
            )
        ],
        out=tmp_path / "out",
    )
    assert (tmp_path / "out" / "бюджет.tsv").read_text() == "q1\ta\nq2\t\n"
    printed = capsys.readouterr().out
    assert "2 documents" in printed
    assert "recall@10       1.000" in printed
    assert [row.title for row in SearchDocument.objects.all()] == ["Справжній"]


@pytest.mark.django_db
def test_names_of_one_database_mend_no_words_of_another(tmp_path):
    """Both are at the same version of their vocabulary."""
    for name, wrong in (("Фесюренко", "фесюрэнко"), ("Бальмаруха", "бальмаруга")):
        _loaded, reports = evaluate(
            write(tmp_path / "d.jsonl", {"id": "a", "title": f"Розповідає {name}", "body": ""}),
            [write(tmp_path / "names.jsonl", {"qid": "1", "q": wrong, "rel": ["a"]})],
            engine_name=engines_here()[0],
        )
        assert reports["names"].recall_10 == 1.0


@pytest.mark.django_db
@pytest.mark.parametrize("broken", ["documents", "judgements"])
def test_a_file_that_is_not_there_is_a_clear_message(tmp_path, broken):
    files = {
        "documents": write(tmp_path / "d.jsonl", *DOCUMENTS),
        "judgements": write(tmp_path / "j.jsonl", {"qid": "1", "q": "x", "rel": []}),
    }
    files[broken] = tmp_path / "nowhere.jsonl"
    with pytest.raises(CommandError, match=r"nowhere\.jsonl"):
        call_command(
            "evaluate_search", documents=files["documents"], judgements=[files["judgements"]]
        )


@pytest.mark.django_db
def test_an_engine_that_is_not_there_is_named(tmp_path, settings):
    settings.ELASTICSEARCH_URL = ""
    files = write(tmp_path / "d.jsonl", *DOCUMENTS), [write(tmp_path / "j.jsonl")]
    with pytest.raises(EngineMissing, match="ELASTICSEARCH_URL"):
        evaluate(*files, engine_name="elasticsearch")
    if connection.vendor == "sqlite":
        with pytest.raises(EngineMissing, match="postgres does not go with"):
            evaluate(*files, engine_name="postgres")


JUDGED = Path(__file__).parent / "judged"
# What the demo's content must at least give: recall of the first ten, and mean reciprocal rank.
FLOORS = {
    "inflected": (0.99, 0.95),
    "ambiguous": (0.97, 0.9),
    "names": (0.975, 0.95),
    "phrases": (0.97, 0.95),
    "apostrophes": (0.99, 0.95),
    "ghe": (0.98, 0.9),
    "hyphens": (0.95, 0.9),
    "typos": (0.95, 0.9),
    "typos_real": (0.9, 0.85),
    "layout": (0.98, 0.95),
    "latin": (0.98, 0.95),
    "russian": (0.95, 0.9),
    "citizen": (0.95, 0.93),
    "english": (0.98, 0.9),
    "abbreviations": (0.9, 0.9),
}
MOST_FALSE_CORRECTIONS = 0.01


def _holds(report, recall, mrr):
    return report.recall_10 >= recall and report.mrr >= mrr


def engines_here():
    if connection.vendor == "sqlite":
        return ["sqlite"]
    return ["postgres", "elasticsearch"] if settings.ELASTICSEARCH_URL else ["postgres"]


@pytest.mark.django_db
@pytest.mark.parametrize("engine", engines_here())
def test_the_demo_is_found(tmp_path, engine):
    """One test, for its documents are loaded once; it names everything that fell short."""
    documents = tmp_path / "documents.jsonl"
    documents.write_text("\n".join(json.dumps(item) for item in demo_items()))
    files = sorted(JUDGED.glob("*.jsonl"))
    _loaded, reports = evaluate(documents, files, engine_name=engine)
    assert reports.keys() - {"absent"} == FLOORS.keys()
    short = {
        kind: report.lines()
        for kind, report in reports.items()
        if kind in FLOORS and not _holds(report, *FLOORS[kind])
    }
    assert short == {}
    assert reports["citizen"].without_result == 0
    assert reports["absent"].repaired <= MOST_FALSE_CORRECTIONS
