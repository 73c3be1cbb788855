"""What the portal promises at 10,000 news items; `make bench` says where it does not keep it."""

SMALL, LARGE = 100, 10_000
_LISTS = (
    "home", "home in English", "news index", "news index, filtered", "news index, a deep page",
    "forum index", "forum index, English", "consultation index", "consultations, English",
    "series of forums",
)  # fmt: skip
_ARTICLES = ("article", "the richest article", "the richest in English")
QUERIES = dict.fromkeys(_LISTS, 12) | dict.fromkeys(_ARTICLES, 10)
CPU_MS = dict.fromkeys(
    ("home", "news index", "news index, filtered", "news index, a deep page"), 20
)
# A stored page beside the same answer, headers and body, from a bare WSGI function, in one run.
STORED_TO_BARE = 0.75
FRESH_SECONDS = 1.0
# Bulk-made news with their search documents, seconds a thousand.
BULK_SECONDS = 10
# Processor time is measured with noise: growth beyond this counts.
GROWTH = 1.5


def broken(report):
    """The promises that this run does not keep, in words."""
    small, large = report["pages"][str(SMALL)], report["pages"][str(LARGE)]
    found = []
    for name, most in QUERIES.items():
        if large[name]["queries"] > most:
            found.append(f"{name}: {large[name]['queries']} queries, at most {most}")
    for name, most in CPU_MS.items():
        if large[name]["cpu_ms"] > most:
            found.append(f"{name}: {large[name]['cpu_ms']} ms, at most {most}")
    for name, cost in large.items():
        if cost["queries"] > small[name]["queries"]:
            found.append(f"{name}: {small[name]['queries']} queries grow to {cost['queries']}")
        if cost["cpu_ms"] > small[name]["cpu_ms"] * GROWTH:
            found.append(f"{name}: {small[name]['cpu_ms']} ms grow to {cost['cpu_ms']}")
    if report["cache"]["ratio"] < STORED_TO_BARE:
        found.append(f"a stored page reaches {report['cache']['ratio']:.0%} of the bare answer")
    if report["freshness"]["worst"] > FRESH_SECONDS:
        found.append(f"a publish is seen after {report['freshness']['worst']} s")
    if report["bulk_seconds_per_1000"] > BULK_SECONDS:
        found.append(f"bulk news take {report['bulk_seconds_per_1000']} s a thousand")
    return found
