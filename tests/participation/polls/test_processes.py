"""One voter who sends a ballot two hundred times at once, to four processes."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from portal.core.limits.rules import Limit, Rule
from portal.participation.polls.models import Ballot, Participation, Trace
from portal.people.services import consents
from tests import processes
from tests.participation.polls import making
from tests.people.duties import person

WORKERS, SUBMITS, AT_ONCE = 4, 200, 24
TOKEN = "a" * 32


@pytest.mark.django_db(transaction=True)
def test_two_hundred_submits_leave_one_ballot_and_no_fault(home, client, settings):
    # It is the database that is to refuse, not the limit of thirty in ten minutes.
    settings.LIMITS = {name: Limit((Rule(10_000, 600, "address"),)) for name in settings.LIMITS}
    poll, citizen = making.poll(), person(name="mariia")
    consents.give(citizen)
    client.force_login(citizen)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    (question, options), *_rest = making.codes(poll)
    body = urlencode({"round": 1, f"q-{question}": options[0], "csrfmiddlewaretoken": TOKEN})
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}",
        "HX-Request": "true",
    }
    path = reverse("polls:answer", args=[poll.slug])
    with processes.forked(WORKERS) as ask, ThreadPoolExecutor(AT_ONCE) as voters:
        answers = list(voters.map(lambda _turn: ask("POST", path, body, **headers), range(SUBMITS)))
    assert len({answer.headers["X-Process"] for answer in answers}) == WORKERS
    statuses = Counter(answer.status for answer in answers)
    assert statuses == {HTTPStatus.OK: 1, HTTPStatus.CONFLICT: SUBMITS - 1}
    assert Ballot.objects.count() == Participation.objects.count() == Trace.objects.count() == 1
