"""Answers at whole steps of time."""

import pytest
from django.http import HttpResponse

from portal.people.accounts import steady


@pytest.mark.parametrize(
    ("took", "step", "rest"),
    [(0.1, 0.25, 0.15), (0.25, 0.25, 0.0), (0.26, 0.25, 0.24), (3, 0, 0.0)],
)
def test_rest_of_step(took, step, rest):
    assert steady.rest_of_step(took, step) == pytest.approx(rest)


def test_only_posts_wait(rf, settings, monkeypatch):
    waited = []
    monkeypatch.setattr(steady.time, "sleep", waited.append)
    settings.STEADY_ANSWER_MS = 250
    view = steady.steady(lambda request: HttpResponse("так"))
    assert view(rf.get("/")).content == view(rf.post("/")).content
    assert len(waited) == 1 and 0 < waited[0] <= 0.25


def test_the_doors_are_steady(client, db, monkeypatch, settings):
    waited = []
    monkeypatch.setattr(steady.time, "sleep", waited.append)
    settings.STEADY_ANSWER_MS = 250
    for path in ("vkhid/", "vkhid/parol/", "reiestratsiia/", "parol/zabuly/"):
        client.post(f"/oblikovyi-zapys/{path}", {})
    assert len(waited) == 4
