"""python -m tests.benchmarks [pages] [search] [accounts] [discussions] [polls]: prints the table, writes var/bench.json.

BENCH_DIR keeps the content between runs, BENCH_DATABASE_URL measures on an (empty) PostgreSQL,
BENCH_REDIS_URL shares pages, BENCH_ELASTICSEARCH_URL adds an engine, BENCH_SEARCH_DOCUMENTS says how
many documents are searched. Takes some minutes; on a busy machine only queries are to be trusted.
"""

import json
import os
import platform
import sys
import time
from dataclasses import asdict
from pathlib import Path

from tests.benchmarks import (
    freshness,
    load,
    pages,
    peers,
    polling,
    sealing,
    searching,
    signing,
    surroundings,
    talking,
    targets,
)
from tests.benchmarks.searching import table


def main():
    parts = sys.argv[1:] or PARTS
    if unknown := set(parts).difference(PARTS):
        say(f"There is no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}.")
        return 2
    folder = surroundings.prepare()
    report = {"machine": machine()}
    for name in parts:
        say(f"{name.capitalize()} …")
        report |= PARTS[name][0](folder)
    report["broken"] = targets.broken(report)
    file = surroundings.ROOT / "var" / "bench.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(report, ensure_ascii=False, indent=1))
    for name in parts:
        PARTS[name][1](report)
    for words in report["broken"]:
        say(f"NOT KEPT: {words}")
    say(f"Written to {file.relative_to(surroundings.ROOT)}")
    return 1 if report["broken"] else 0


def measure_search(folder):
    return {"search": searching.measure(folder)}


def measure_accounts(_folder):
    return {"accounts": {name: asdict(one) for name, one in signing.measure().items()}}


def measure_discussions(_folder):
    surroundings.fill()
    return {"discussions": as_dicts(talking.measure())}


def measure_polls(_folder):
    surroundings.fill()
    made, a_second = polling.measure()
    sealed = {name: asdict(one) for name, one in sealing.measure().items()}
    return {"polls": as_dicts(made), "votes_per_second": a_second, "sealing": sealed}


def as_dicts(measured):
    """Costs by name, by size."""
    return {
        count: {name: asdict(one) for name, one in costs.items()}
        for count, costs in measured.items()
    }


def measure_pages(folder):
    say("Making the portal …")
    surroundings.fill()
    report = {"pages": {}, "peers": peers.PEERS}
    for count in (targets.SMALL, targets.LARGE):
        began = time.monotonic()
        made = surroundings.grow(count)
        if made:
            report["bulk_seconds_per_1000"] = round((time.monotonic() - began) / made * 1000, 1)
        say(f"Pages at {count:,} news …")
        report["pages"][str(count)] = {n: asdict(c) for n, c in pages.measure().items()}
    report.setdefault("bulk_seconds_per_1000", 0)
    say("The page cache …")
    length, loads, ratio = load.compare(folder)
    report["cache"] = {
        "bytes": length,
        "ratio": ratio,
        **{name: asdict(one) for name, one in loads.items()},
    }
    say("Freshness …")
    report["freshness"] = asdict(freshness.measure())
    return report


def show_search(report):
    say("\n".join(table.lines(report["search"])))


def show_accounts(report):
    for name, one in report["accounts"].items():
        say(f"{name}: known {one['known']} ms, unknown {one['unknown']} ms, p = {one['p']}")


def show_discussions(report):
    small, large = (report["discussions"][str(count)] for count in (talking.SMALL, talking.LARGE))
    say(f"\n{'':26}{talking.SMALL:>13,} comments{talking.LARGE:>13,} comments")
    say(f"{'':26}{'queries    ms':>22}{'queries    ms':>22}")
    for name, cost in large.items():
        other = small.get(name)
        line = f"{other['queries']:>15}{other['cpu_ms']:>7}" if other else f"{'':22}"
        say(f"{name:26}{line}{cost['queries']:>15}{cost['cpu_ms']:>7}")
    for name, (queries, milliseconds) in peers.DISCUSSIONS.items():
        say(f"{'peer: ' + name:60}{queries:>7,}{milliseconds or '':>7}")


def show_polls(report):
    small, large = (report["polls"][str(count)] for count in (polling.SMALL, polling.LARGE))
    say(f"\n{'':26}{polling.SMALL:>14,} ballots{polling.LARGE:>14,} ballots")
    say(f"{'':26}{'queries    ms':>22}{'queries    ms':>22}")
    for name, cost in large.items():
        other = small[name]
        line = f"{other['queries']:>15}{other['cpu_ms']:>7}"
        say(f"{name:26}{line}{cost['queries']:>15}{cost['cpu_ms']:>7}")
    say(f"Votes a second, {polling.WORKERS} processes: {report['votes_per_second']}")
    for name, one in report["sealing"].items():
        seconds, longest = one["seconds"], one["longest_transaction"]
        say(
            f"{name} of {polling.LARGE:,} ballots: {seconds} s, the longest transaction {longest} s"
        )


def machine():
    from django.db import connection

    return {
        "cpus": os.cpu_count(),
        "load": os.getloadavg()[0],
        "python": platform.python_version(),
        "database": connection.vendor,
        "shared store": bool(os.environ.get("REDIS_URL")),
    }


def show_pages(report):
    small, large = (report["pages"][str(n)] for n in (targets.SMALL, targets.LARGE))
    say(f"\n{'':26}{'100 news':>16}{'10,000 news':>16}{'first of all':>16}{'Wagtail demo':>18}")
    words = f"{'queries    ms':>16}"
    say(f"{'a page made anew':26}{words * 3}  {words}")
    for name, cost in large.items():
        peer = peers.PEERS.get(name)
        line = f"{name:26}{small[name]['queries']:>9}{small[name]['cpu_ms']:>7}"
        line += f"{cost['queries']:>9}{cost['cpu_ms']:>7}"
        line += f"{cost['first_queries']:>9}{cost['first_cpu_ms']:>7}"
        say(line + (f"{peer[0]:>11}{peer[1]:>7}" if peer else ""))
    cache = report["cache"]
    label = f"the same {cache['bytes']:,} bytes"
    say(f"\n{label:26}{'answers/s':>16}{'CPU ms each':>16}")
    for name in ("stored page", "bare answer", "bare body"):
        say(f"{name:26}{cache[name]['per_second']:>16,}{cache[name]['cpu_ms']:>16}")
    say(f"{'stored / bare answer':26}{cache['ratio']:>16.0%}")
    say(f"{'peer: Django’s middleware':26}{peers.MIDDLEWARE[0]:>16,}{peers.MIDDLEWARE[1]:>16}")
    fresh = report["freshness"]
    say(f"\nSeen after a publish on every worker: {fresh['median']} s, at worst {fresh['worst']} s")
    say(f"Bulk news with search documents: {report['bulk_seconds_per_1000']} s a thousand")


# By name: what measures a part of the report, what prints it.
PARTS = {
    "pages": (measure_pages, show_pages),
    "search": (measure_search, show_search),
    "accounts": (measure_accounts, show_accounts),
    "discussions": (measure_discussions, show_discussions),
    "polls": (measure_polls, show_polls),
}


def say(words):
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    sys.exit(main())
