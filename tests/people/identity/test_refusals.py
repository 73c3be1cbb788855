"""What goes wrong on the way to the hub and back: said plainly, and nothing is changed."""

import threading
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from portal.people.enums import Level
from portal.people.identity import attempts
from portal.people.models import Identity, IdentityAttempt, User
from tests.people.identity.conftest import Visitor, make_member

START = "identity_start"


# --- What goes wrong -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choice", "status"),
    [
        ({"how": "denied"}, 403),
        ({"how": "other-state"}, 400),
        ({"how": "no-code"}, 400),
        ({"how": "old-code"}, 400),
        ({"how": "token-garbage"}, 502),
        ({"how": "token-error"}, 503),
        ({"how": "info-refused"}, 400),
        ({"how": "info-garbage"}, 502),
        ({"how": "foreign-envelope"}, 502),
        ({"how": "decrypt-error"}, 503),
        ({"person": "seal"}, 422),
        ({"person": "wrong-number"}, 502),
    ],
)
def test_what_goes_wrong_at_the_hub_is_said_and_changes_nothing(visitor, resident, choice, status):
    visitor.force_login(resident)
    answer = visitor.prove(**choice)
    page = answer.content.decode()
    resident.refresh_from_db()
    assert answer.status_code == status
    assert reverse(START, args=["gov-ua"]) in page
    assert "no-store" in answer["Cache-Control"]
    assert not Identity.objects.exists()
    assert resident.level != Level.IDENTITY


def test_a_hub_that_does_not_answer_is_not_waited_for(visitor, settings, resident):
    settings.IDENTITY_TIMEOUT = 0.3
    visitor.force_login(resident)
    answer = visitor.prove(how="token-slow")
    assert (answer.status_code, answer["Retry-After"]) == (504, "60")


def test_a_hub_that_is_away(visitor, settings, resident):
    visitor.force_login(resident)
    back = visitor.choose(visitor.begin(), person="olena")
    settings.GOV_UA_URL = "http://127.0.0.1:9"
    assert visitor.get(back).status_code == 503


def test_a_state_is_used_once(visitor, resident):
    visitor.force_login(resident)
    back = visitor.choose(visitor.begin(), person="olena")
    assert visitor.get(back).status_code == 302
    assert visitor.get(back).status_code == 400
    assert Identity.objects.count() == 1


def test_only_the_first_of_two_that_read_the_same_session_goes_on(rf, db):
    requests = []
    for _twin in range(2):
        request = rf.get("/")
        request.user, request.session = AnonymousUser(), {}
        requests.append(request)
    first, second = requests
    state = attempts.begin(first, provider="gov-ua")
    second.session = dict(first.session)
    assert attempts.take(first, state, provider="gov-ua").used_at
    with pytest.raises(attempts.UsedState):
        attempts.take(second, state, provider="gov-ua")
    # The loser leaves the session alone: the winner may have signed somebody in meanwhile.
    assert second.session["identity_states"] == [state]


def test_a_state_of_another_session_is_refused(visitor, resident):
    visitor.force_login(resident)
    back = visitor.choose(visitor.begin(), person="olena")
    thief = Client()
    thief.force_login(resident)
    assert thief.get(back).status_code == 400
    assert not Identity.objects.exists()


def test_a_state_begun_by_nobody_does_not_confirm_who_signed_in_meanwhile(visitor, resident):
    back = visitor.choose(visitor.begin(), person="olena")
    visitor.force_login(resident)
    assert visitor.get(back).status_code == 400
    assert not Identity.objects.exists()


def test_a_state_lives_a_quarter_of_an_hour(visitor, resident):
    visitor.force_login(resident)
    back = visitor.choose(visitor.begin(), person="olena")
    IdentityAttempt.objects.update(started_at=timezone.now() - timedelta(minutes=16))
    assert visitor.get(back).status_code == 400
    assert not Identity.objects.exists()


@pytest.mark.parametrize(
    "query", ["", "?code=x", "?state=", "?state=x&code=x", "?state=%00&code=x"]
)
def test_coming_back_without_a_state_of_ours(visitor, query):
    assert visitor.get(reverse("identity_callback", args=["gov-ua"]) + query).status_code == 400


@pytest.mark.parametrize(
    "path",
    ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example", "x"],
)
def test_nobody_is_sent_to_another_site_afterwards(visitor, resident, profile, path):
    visitor.force_login(resident)
    answer = visitor.get(visitor.choose(visitor.begin(next_path=path), person="olena"))
    assert answer["Location"] == profile


def test_english_readers_come_back_to_english_pages(visitor, english_home):
    with translation.override("en"):
        answer = visitor.post(reverse(START, args=["gov-ua"]))
        back = visitor.choose(answer["Refresh"].removeprefix("0; url="), how="denied")
    answer = visitor.get(back)
    assert answer["Content-Language"] == "en"
    assert "stopped" in answer.content.decode()


# --- At once ---------------------------------------------------------------------------------------


def _at_once(*calls):
    """Run the calls in threads that set off together; their results in order."""
    barrier, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(index, call):
        barrier.wait(10)
        try:
            results[index] = call()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(index, call)) for index, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def test_of_two_accounts_that_race_for_a_person_one_wins(transactional_db, hub):
    visitors = []
    for name in ("one", "two", "three"):
        visitor = Visitor()
        visitor.force_login(make_member(f"{name}@example.org"))
        visitors.append((visitor, visitor.choose(visitor.begin(), person="olena")))
    answers = _at_once(*[lambda v=visitor, b=back: v.get(b) for visitor, back in visitors])
    assert sorted(answer.status_code for answer in answers) == [302, 409, 409]
    assert Identity.objects.count() == 1
    assert User.objects.filter(level=Level.IDENTITY).count() == 1


def test_one_state_brought_back_twice_at_once_counts_once(transactional_db, hub):
    user = make_member("one@example.org")
    visitor = Visitor()
    visitor.force_login(user)
    back = visitor.choose(visitor.begin(), person="olena")
    twins = [Client(), Client()]
    for twin in twins:
        twin.cookies = visitor.cookies
    answers = _at_once(*[lambda t=twin: t.get(back) for twin in twins])
    codes = sorted(answer.status_code for answer in answers)
    assert codes[0] == 302
    assert codes[1] in {400, 409}
    assert Identity.objects.count() == 1
