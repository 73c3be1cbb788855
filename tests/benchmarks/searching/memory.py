"""What the search adds to a process: started afresh, it says so on its standard output.

It is handed the scratch database and the questions as JSON.
"""

import json
import subprocess
import sys
import time
from pathlib import Path


def measure(engine, questions):
    """Megabytes beyond bare Django after the questions, and the first answer of all, in ms."""
    from django.db import connection

    handed = {
        "engine": engine.name,
        "alias": getattr(engine, "alias", ""),
        "connection": {
            name: connection.settings_dict[name] for name in ("ENGINE", "NAME", "OPTIONS")
        },
        "questions": questions,
    }
    said = subprocess.run(
        [sys.executable, "-m", __name__],
        input=json.dumps(handed),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(said.stdout)


def main():
    import django

    handed = json.load(sys.stdin)
    django.setup()
    from django.conf import settings
    from django.db import connections

    settings.DATABASES["default"].update(handed["connection"])
    connections["default"].settings_dict.update(handed["connection"])
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT 1")
    bare = megabytes()
    from search import engines
    from tests.benchmarks.searching import speed

    engine = engines.named(handed["engine"])
    if handed["alias"]:
        engine.alias = handed["alias"]
    seconds = []
    for text in handed["questions"]:
        began = time.perf_counter()
        speed.ask(text, engine)
        seconds.append(time.perf_counter() - began)
    json.dump(
        {
            "bare_mb": round(bare, 1),
            "more_mb": round(megabytes() - bare, 1),
            "first_ms": round(seconds[0] * 1000),
        },
        sys.stdout,
    )


def megabytes():
    """What the process holds in memory now."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("The system does not say what a process holds.")


if __name__ == "__main__":
    main()
