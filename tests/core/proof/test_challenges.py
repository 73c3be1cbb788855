"""An answer counts once, in time, and only if we asked for it."""

import base64
import json
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from portal.core import chores
from portal.core.models import UsedChallenge
from portal.core.proof import challenges
from portal.core.proof.challenges import Proof
from portal.core.registry import periodic
from tests.core.proof.conftest import solved


def changed(payload, change):
    data = json.loads(base64.b64decode(payload))
    change(data)
    return base64.b64encode(json.dumps(data).encode()).decode()


@pytest.mark.django_db
def test_an_answer_counts_once(payload):
    answer = payload()
    assert challenges.check(answer) is Proof.PROVED
    assert challenges.check(answer) is Proof.REFUSED
    assert challenges.check(payload()) is Proof.PROVED


@pytest.mark.django_db
def test_the_same_answer_written_otherwise_is_the_same(payload):
    answer = payload()
    assert challenges.check(answer) is Proof.PROVED
    assert challenges.check(changed(answer, lambda data: data.update(more=1))) is Proof.REFUSED


@pytest.mark.django_db
def test_nothing_is_absent_not_refused():
    assert challenges.check("") is Proof.ABSENT
    assert UsedChallenge.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        lambda data: data["solution"].update(derivedKey="00" * 32),
        lambda data: data["solution"].update(derivedKey=None),
        lambda data: data["challenge"].update(signature="0" * 64),
        lambda data: data["challenge"].pop("signature"),
        lambda data: data["challenge"]["parameters"].update(expiresAt=9_999_999_999),
        lambda data: data["challenge"]["parameters"].update(expiresAt=None),
        lambda data: data["challenge"]["parameters"].update(keySignature="0" * 64),
        lambda data: data["challenge"]["parameters"].update(keyPrefix=""),
        lambda data: data["challenge"]["parameters"].update(cost=10**9),
        lambda data: data.update(challenge=[]),
        lambda data: data.update(solution="1"),
    ],
)
def test_forged_answers_are_refused(payload, change):
    assert challenges.check(changed(payload(), change)) is Proof.REFUSED
    assert UsedChallenge.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "junk", ["x", "é", "AAAA", "e30=", "bnVsbA==", "W10=", "MQ==", "A" * 100_000, "\0", "{}"]
)
def test_junk_is_refused_without_an_error(junk):
    assert challenges.check(junk) is Proof.REFUSED


@pytest.mark.django_db
def test_an_answer_under_another_key_is_refused(payload, settings):
    answer = payload()
    settings.SECRET_KEY = "another one"
    assert challenges.check(answer) is Proof.REFUSED


@pytest.mark.django_db
def test_an_expired_answer_is_refused(monkeypatch, payload):
    monkeypatch.setattr(challenges, "LIFETIME", -5)
    assert challenges.check(payload()) is Proof.REFUSED


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_taken(payload):
    answer, start, found = payload(), threading.Barrier(6), []

    def send():
        try:
            start.wait()
            found.append(challenges.check(answer))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(proof.value for proof in found) == ["proved"] + ["refused"] * 5


@pytest.mark.django_db
def test_used_challenges_are_kept_while_they_could_be_used_again(payload):
    challenges.check(payload())
    assert chores.forget_proofs() == 0
    UsedChallenge.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert chores.forget_proofs() == 1
    assert periodic.get("forget proofs") is not None


def test_the_work_lies_between_known_bounds(settings):
    settings.PROOF_OF_WORK_TRIES = (50, 60)
    for _number in range(5):
        answer = json.loads(base64.b64decode(solved(challenges.new_challenge())))
        assert 50 <= answer["solution"]["counter"] < 60


@pytest.mark.parametrize("path", ["/perevirka-formy/", "/en/form-check/"])
def test_the_endpoint_gives_a_new_one_each_time_and_no_cookie(client, db, path):
    first, second = client.get(path), client.get(path)
    assert first.json()["signature"] != second.json()["signature"]
    assert "no-store" in first.headers["Cache-Control"]
    assert not first.cookies
    assert client.post(path).status_code == 405
