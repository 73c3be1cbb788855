"""What must not be counted, sent over HTTP: words, the right status, what was typed kept, nothing half-written."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from portal.participation.polls.models import Ballot, Participation, Poll, Trace
from portal.people.data.erasure import erase
from portal.people.models import Identity
from tests.participation.polls import making
from tests.participation.polls.making import block
from tests.people.duties import person


def written():
    return Ballot.objects.count(), Participation.objects.count(), Trace.objects.count()


def proven(name, number):
    user = person(name=name, level=20)
    Identity.objects.create(
        user=user, birth_date="1980-05-01", level=20, person_hash=number, source="desk"
    )
    return type(user).objects.get(pk=user.pk)


@pytest.fixture
def departed(enter, url, data):
    """A poll for proven people, in which one voted who then left the portal."""
    poll = making.poll(access="verified")
    first = proven("persha", "особа")
    assert enter(first).post(url(of=poll), data(poll)).status_code == 200
    erase(first)
    return poll


def test_who_left_and_registered_again_has_voted(departed, enter, url, data, words):
    again = enter(proven("znovu", "особа"))
    before = written()
    assert "data-poll-form" not in again.get(url(of=departed)).text
    response = again.post(url(of=departed), data(departed, 1))
    assert response.status_code == 409
    assert " checked" in response.text
    assert written() == before


def test_another_person_is_not_taken_for_who_left(departed, enter, url, data):
    assert enter(proven("insha", "інша")).post(url(of=departed), data(departed)).status_code == 200
    assert Ballot.objects.count() == 2


@pytest.mark.parametrize("after", ["end", "taken off"])
def test_a_page_of_yesterday_leads_to_words_not_to_a_vote(client, home, poll, after):
    """The page that was stored names the part; what the part says is of now."""
    page = Client().get(f"/opytuvannia/{poll.slug}/").text
    part = page.partition('data-hx-get="')[2].partition('"')[0]
    if after == "end":
        Poll.objects.filter(pk=poll.pk).update(closes_at=timezone.now() - timedelta(hours=1))
    else:
        Poll.objects.filter(pk=poll.pk).update(live=False)
    response = client.get(part, headers={"HX-Request": "true"})
    assert response.status_code == (200 if after == "end" else 404)
    assert "data-poll-form" not in response.text
    said = "Опитування завершено" if after == "end" else "Цього опитування вже немає"
    assert said in response.text.replace("\xa0", " ")


def test_a_form_of_yesterday_with_a_token_of_yesterday_keeps_what_was_typed(poll, url, data):
    client = Client(enforce_csrf_checks=True)
    client.get(url())
    text = making.codes(poll)[2][0]
    stale = {"csrfmiddlewaretoken": "x" * 64, f"q-{text}": "Учорашнє"}
    response = client.post(url(), data(poll, **stale), headers={"Origin": "http://testserver"})
    assert response.status_code == 403
    assert "Учорашнє" in response.text
    assert written() == (0, 0, 0)


@pytest.mark.parametrize(
    ("kind", "typed"),
    [("number", "-1"), ("date", "99999-01-01"), ("number", "NaN"), ("date", "0000-00-00")],
)
def test_one_wrong_answer_among_right_ones_writes_nothing(enter, citizen, url, kind, typed):
    wrong = block(kind, "Скільки?", minimum=None, maximum=None)
    if kind == "number":
        wrong["value"]["minimum"] = 0
    poll = making.poll(block("single", "Так?", "Так", "Ні"), wrong)
    (first, options), (second, _none) = making.codes(poll)
    sent = {"round": 1, f"q-{first}": options[0], f"q-{second}": typed}
    response = enter(citizen).post(url(of=poll), sent)
    assert response.status_code == 422
    assert f'value="{typed}"' in response.text
    assert response.text.count(" checked") == 1
    assert written() == (0, 0, 0)


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(enter, citizen, poll, url, method):
    assert getattr(enter(citizen), method)(url()).status_code == 405


def test_answers_that_are_files_or_lists_are_words_not_errors(enter, citizen, poll, url, data):
    from django.core.files.uploadedfile import SimpleUploadedFile

    (first, options), *_rest = making.codes(poll)
    client = enter(citizen)
    upload = SimpleUploadedFile("x.txt", b"x")
    assert client.post(url(), {"round": 1, f"q-{first}": upload}).status_code == 422
    twice = client.post(url(), {"round": 1, f"q-{first}": [options[0], "zzz"]})
    assert twice.status_code == 422
    assert written() == (0, 0, 0)
