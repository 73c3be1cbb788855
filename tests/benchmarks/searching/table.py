"""The figures of the search as they are printed."""


def lines(report):
    for name, figures in report["engines"].items():
        yield from _speed(name, figures)
    yield from _quality(report["engines"])
    yield ""
    for one in report["agreement"]:
        yield (
            f"{' and '.join(one['engines'])}: the same first ten in {one['first_ten']:.1%} of "
            f"{one['questions']} questions, the same counts in {one['counts']:.1%}"
        )


def _speed(name, figures):
    memory = figures["memory"]
    yield (
        f"\n{name}, {figures['documents']:,} documents, load {figures['load']}: "
        f"{figures['per_second']:,} indexed a second, {memory['more_mb']} MB more a process, "
        f"the first answer after {memory['first_ms']} ms"
    )
    yield (
        f"{'ms':16}{'median':>9}{'p95':>9}{'CPU':>9}{'facets':>9}{'p95':>9}{'queries':>9}"
        f"{'hits':>9}{'empty':>9}"
    )
    for kind, one in figures["kinds"].items():
        yield (
            f"{kind:16}{one['median']:>9}{one['p95']:>9}{one['cpu']:>9}{one['facets_median']:>9}"
            f"{one['facets_p95']:>9}{one['queries']:>9}{one['hits']:>9}{one['empty']:>9.0%}"
        )
    for letters, one in figures["suggestions"].items():
        yield f"{f'after {letters}':16}{one['median']:>9}{one['p95']:>9}"


def _quality(engines):
    """Ours once for each engine, each with Wagtail's own on the same."""
    for name, figures in engines.items():
        yield f"\n{f'judged, {name}':24}{'portal':>27}{'Wagtail’s own':>27}"
        head = f"{'recall@10':>11}{'MRR':>8}{'empty':>8}"
        yield f"{'':24}{head}{head}"
        for kind, both in figures["quality"].items():
            cells = "".join(
                f"{one['recall']:>11}{one['mrr']:>8}{one['empty']:>8.0%}" for one in both.values()
            )
            yield f"{kind:24}{cells}"
