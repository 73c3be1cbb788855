"""What is measured of the answers to judged questions."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from search.evaluation.files import Judgement

# How deep answers are looked at.
DEPTH = 100
_FIRST = 10


@dataclass(frozen=True, slots=True)
class Answer:
    """The ids that were found, best first, at most DEPTH; and how long it took, in seconds."""

    judgement: Judgement
    ids: Sequence[str]
    seconds: float
    # Whether the question was answered in other words.
    repaired: bool = False

    def recall(self, depth: int) -> float:
        """Share of the relevant documents (at most `depth` of them) among the first `depth`."""
        relevant = self.judgement.relevant
        possible = min(depth, len(relevant))
        return len(relevant.intersection(self.ids[:depth])) / possible if possible else 0.0

    def precision(self, depth: int) -> float:
        """Share of relevant documents among the first `depth` that are shown."""
        shown = self.ids[:depth]
        return len(self.judgement.relevant.intersection(shown)) / len(shown) if shown else 0.0

    def reciprocal_rank(self) -> float:
        for place, each in enumerate(self.ids, start=1):
            if each in self.judgement.relevant:
                return 1 / place
        return 0.0


@dataclass(frozen=True, slots=True)
class Report:
    """The figures over all questions that have relevant documents; times in milliseconds over all."""

    questions: int
    recall_10: float
    recall_100: float
    precision_10: float
    mrr: float
    without_result: float
    repaired: float
    median_ms: float
    p95_ms: float

    @classmethod
    def of(cls, answers: Sequence[Answer]) -> "Report":
        judged = [each for each in answers if each.judgement.relevant]
        times = sorted(each.seconds * 1000 for each in answers)
        return cls(
            questions=len(answers),
            recall_10=_mean([each.recall(_FIRST) for each in judged]),
            recall_100=_mean([each.recall(DEPTH) for each in judged]),
            precision_10=_mean([each.precision(_FIRST) for each in judged]),
            mrr=_mean([each.reciprocal_rank() for each in judged]),
            without_result=_mean([float(not each.ids) for each in answers]),
            repaired=_mean([float(each.repaired) for each in answers]),
            median_ms=statistics.median(times) if times else 0.0,
            p95_ms=times[min(len(times) - 1, int(len(times) * 0.95))] if times else 0.0,
        )

    def lines(self) -> list[str]:
        """The report as it is printed."""
        return [
            f"questions       {self.questions}",
            f"recall@10       {self.recall_10:.3f}",
            f"recall@100      {self.recall_100:.3f}",
            f"precision@10    {self.precision_10:.3f}",
            f"MRR             {self.mrr:.3f}",
            f"without result  {self.without_result:.3f}",
            f"repaired        {self.repaired:.3f}",
            f"median          {self.median_ms:.1f} ms",
            f"p95             {self.p95_ms:.1f} ms",
        ]


def _mean(values: Sequence[float]) -> float:
    return statistics.fmean(values) if values else 0.0
