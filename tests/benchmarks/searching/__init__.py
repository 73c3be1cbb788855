"""The search: how fast, how large, how well beside Wagtail's own, and whether engines agree."""

import json
import os
import subprocess
import sys
from itertools import combinations
from pathlib import Path

from tests.benchmarks.surroundings import ROOT

DOCUMENTS = 4_000
# Beyond this number of full matches engines choose which of them are ranked.
_RANKED = 1_000


def measure(folder):
    """Figures of every engine that the environment has, in scratch databases only."""
    count = int(os.environ.get("BENCH_SEARCH_DOCUMENTS") or DOCUMENTS)
    node = ["elasticsearch"] if os.environ["ELASTICSEARCH_URL"] else []
    postgres = os.environ.get("BENCH_DATABASE_URL", "")
    found = _run(
        folder, count, f"sqlite:///{folder}/search.sqlite3", "sqlite", [] if postgres else node
    )
    if postgres:
        found |= _run(folder, count, postgres, "postgres", node)
    answers = {name: one.pop("answers") for name, one in found.items()}
    return {
        "engines": {name: one["figures"] for name, one in found.items()},
        "agreement": [
            {"engines": [first, second], **_agreement(answers[first], answers[second])}
            for first, second in combinations(answers, 2)
        ],
    }


def _run(folder, count, url, database, others):
    file = Path(folder) / "search.json"
    command = [sys.executable, "-m", f"{__name__}.run", str(file), str(count), database, *others]
    subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url, "SEARCH_ENGINE": database},
        check=True,
    )
    return json.loads(file.read_text())


def _agreement(first, second):
    """Shares of questions with the same first ten, and with the same counts of every facet."""
    ranked = [key for key, (_ids, total, _counts) in first.items() if total <= _RANKED]
    return {
        "questions": len(ranked),
        "first_ten": _share(first[key][0] == second[key][0] for key in ranked),
        "counts": _share(first[key][2] == second[key][2] for key in first),
    }


def _share(equal):
    found = list(equal)
    return round(sum(found) / len(found), 4) if found else 1.0
