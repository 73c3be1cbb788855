"""The engines of one database, in a process of its own that writes what it found as JSON.

Wagtail decides when Django starts what its tables look like, so one process cannot have two databases.
"""

import json
import os
import sys
from contextlib import contextmanager
from pathlib import Path


def main():
    import django

    django.setup()
    from search import engines
    from tests.benchmarks.searching import quality

    found = {}
    database = engines.database().name
    for name in sys.argv[3:]:
        with scratch(name, database) as engine:
            figures, answers = speeds(engine, int(sys.argv[2]))
        with scratch(name, database) as engine:
            figures["quality"], judged = quality.measure(engine)
        found[name] = {"figures": figures, "answers": answers | judged}
    Path(sys.argv[1]).write_text(json.dumps(found))


@contextmanager
def scratch(name, database):
    """An empty scratch of the engine, in a scratch of the database."""
    from search import engines
    from search.evaluation.scratch import scratch_database

    with scratch_database(sqlite=database == "sqlite"), engines.scratch(name) as engine:
        yield engine


def speeds(engine, count):
    from tests.benchmarks.searching import made, memory, speed

    figures = {"documents": count, "per_second": speed.fill(engine, count)}
    varied = [text for texts in made.questions(count).values() for text in texts[:34]][:200]
    figures["memory"] = memory.measure(engine, varied)
    figures["kinds"], answers = speed.measure(engine, count)
    figures["suggestions"] = speed.suggestions(count)
    figures["load"] = round(os.getloadavg()[0], 1)
    return figures, answers


if __name__ == "__main__":
    main()
