"""A code opens one form, once, for the address to which it was sent."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from portal.core import chores
from portal.core.models import MailCode
from portal.core.proof import codes
from portal.core.proof.codes import Answer

EMAIL = "olena@example.org"


def wrong_for(code):
    return f"{(int(code) + 1) % 10**6:06}"


@pytest.fixture
def issued(db):
    return codes.issue("proposal", EMAIL)


def test_a_code_confirms_once(issued):
    handle, code = issued
    assert len(code) == 6
    assert codes.check(handle, "proposal", EMAIL, code) is Answer.CONFIRMED
    assert codes.check(handle, "proposal", EMAIL, code) is Answer.GONE


def test_a_code_may_be_typed_with_spaces_and_the_address_in_another_case(issued):
    handle, code = issued
    typed = f" {code[:3]} {code[3:]} "
    assert codes.check(handle, "proposal", " Olena@EXAMPLE.org", typed) is Answer.CONFIRMED


def test_it_is_bound_to_form_and_address(issued):
    handle, code = issued
    assert codes.check(handle, "petition", EMAIL, code) is Answer.WRONG
    assert codes.check(handle, "proposal", "taras@example.org", code) is Answer.WRONG
    assert codes.check(codes.issue("proposal", EMAIL)[0], "proposal", EMAIL, "") is Answer.WRONG


def test_five_tries_and_no_more(issued):
    handle, code = issued
    wrong = wrong_for(code)
    found = [codes.check(handle, "proposal", EMAIL, wrong) for _number in range(5)]
    assert found == [Answer.WRONG] * 4 + [Answer.GONE]
    assert codes.check(handle, "proposal", EMAIL, code) is Answer.GONE


def test_it_runs_out(issued):
    handle, code = issued
    MailCode.objects.update(expires_at=timezone.now())
    assert codes.check(handle, "proposal", EMAIL, code) is Answer.GONE
    assert chores.forget_proofs() == 1


@pytest.mark.parametrize("handle", ["", "unknown", "\0", "й" * 43])
def test_an_unknown_handle_is_gone(db, handle):
    assert codes.check(handle, "proposal", EMAIL, "123456") is Answer.GONE


def test_neither_code_nor_address_is_stored(issued):
    _handle, code = issued
    row = MailCode.objects.get()
    stored = " ".join(str(getattr(row, field.name)) for field in MailCode._meta.fields)
    assert "olena" not in stored
    assert code not in row.digest.split()
    assert len(row.digest) == 64


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_confirmed():
    handle, code = codes.issue("proposal", EMAIL)
    start, found = threading.Barrier(4), []

    def send():
        try:
            start.wait()
            found.append(codes.check(handle, "proposal", EMAIL, code))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.value for answer in found) == ["confirmed"] + ["gone"] * 3
