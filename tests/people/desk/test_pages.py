"""The pages of the desk: the clerk's form and lists, and where a person enters the code."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.people.desk.codes import as_typed
from portal.people.enums import Level
from portal.people.models import DeskCheck, Identity, User
from portal.people.services import desk
from portal.people.services.identity import attach
from tests.people.desk.conftest import NUMBER, electronic, make_user, seen, typed

# --- The clerk's pages ---------------------------------------------------------------------------------


@pytest.fixture
def at_desk(clerk):
    client = Client()
    client.force_login(clerk)
    return client


def test_a_clerk_gets_a_sheet_with_the_code_once(at_desk, resident):
    answer = at_desk.post(reverse("desk_new"), typed())
    page = answer.content.decode()
    code = re.search(r'<p class="lost__code">(\S+)</p>', page)[1]
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert resident.email in page
    assert NUMBER not in page
    check = DeskCheck.objects.get()
    assert check.last_name == "Коваленко"
    assert as_typed(code) not in check.code_hash
    client = Client()
    client.force_login(resident)
    answer = client.post(reverse("desk_code"), {"sheet": code})
    assert answer["Location"] == reverse("account_levels")
    resident.refresh_from_db()
    assert resident.level == Level.DESK


def test_the_fields_for_days_have_their_scripts(at_desk):
    assert "date-time-chooser.js" in at_desk.get(reverse("desk_new")).text


def test_a_list_counts_without_bending_the_name_of_what_it_counts(at_desk, resident):
    at_desk.post(reverse("desk_new"), typed())
    assert "Усього: 1" in at_desk.get(reverse("desk_checks")).text


def test_the_number_is_never_put_back_into_the_form(at_desk):
    page = at_desk.post(reverse("desk_new"), typed(email="wrong")).content.decode()
    assert "КОВАЛЕНКО" in page
    assert NUMBER not in page
    assert not DeskCheck.objects.exists()


def test_nor_into_the_page_of_who_may_check_no_more(at_desk, clerk):
    clerk.user_permissions.clear()
    answer = at_desk.post(reverse("desk_new"), typed())
    assert answer.status_code == 403
    assert "КОВАЛЕНКО" in answer.text
    assert NUMBER not in answer.text


@pytest.mark.parametrize(
    "change",
    [
        {"person_number": NUMBER[:-1] + str((int(NUMBER[-1]) + 1) % 10)},
        {"person_number": "------"},
        {"birth_date": "13.04.1987"},
        {"birth_date": "12.04.2987"},
        {"checked_on": "01.01.2019"},
        {"last_name": "---"},
        {"document": "library_card"},
        {"district": "77777"},
        {"district": "9" * 30},
        {"email": "resident@ехample.org"},
        {"email": "resident@localhost"},
        {"email": "resident@mailinator.com"},
    ],
)
def test_slips_of_a_clerk_are_told(at_desk, change):
    answer = at_desk.post(reverse("desk_new"), typed(**change))
    assert answer.status_code == 422
    assert "lost__code" not in answer.content.decode()
    assert not DeskCheck.objects.exists()


def test_a_duplicate_is_told_without_whose_it_is(at_desk, resident):
    attach(user=resident, facts=electronic())
    page = at_desk.post(reverse("desk_new"), typed(email="new@example.org")).content.decode()
    assert "Цю особу вже підтверджено" in page
    assert resident.email not in page


def test_pages_of_the_desk_are_for_the_desk(resident):
    check = reverse("desk_revoke", args=[1])
    editor = Client()
    editor.force_login(make_user("editor@example.org", "access_admin"))
    reader = Client()
    reader.force_login(resident)
    for path in (reverse("desk_checks"), reverse("desk_new"), check):
        assert editor.get(path).status_code == 302
        assert reader.get(path).status_code in {302, 403}
        assert Client().get(path).status_code == 302
    assert editor.post(reverse("desk_new"), typed()).status_code in {302, 403}
    assert not DeskCheck.objects.exists()


def test_a_reviewer_does_not_record(reviewer):
    client = Client()
    client.force_login(reviewer)
    assert client.get(reverse("desk_checks")).status_code == 200
    assert client.get(reverse("desk_new")).status_code == 302


def test_a_reviewer_sees_all_checks_a_clerk_their_own(at_desk, clerk, resident, reviewer):
    colleague = make_user("colleague@example.org", "verify_at_desk")
    desk.record_check(clerk=colleague, email=resident.email, seen=seen())
    assert resident.email not in at_desk.get(reverse("desk_checks")).content.decode()
    client = Client()
    client.force_login(reviewer)
    assert resident.email in client.get(reverse("desk_checks")).content.decode()
    shown = client.get(reverse("desk_checks"), {"state": "used"}).content.decode()
    assert resident.email not in shown
    exported = client.get(reverse("desk_checks"), {"export": "csv"})
    text = b"".join(exported.streaming_content).decode()
    assert resident.email not in text
    assert "Коваленко" not in text


def test_the_list_asks_the_same_number_of_questions_for_any_number_of_checks(reviewer, clerk):
    client = Client()
    client.force_login(reviewer)

    def questions():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(reverse("desk_checks")).status_code == 200
        return len(queries)

    desk.record_check(clerk=clerk, email="a@example.org", seen=seen())
    questions()
    few = questions()
    for name in "bcdef":
        desk.record_check(clerk=clerk, email=f"{name}@example.org", seen=seen())
    assert questions() == few


def test_a_check_is_revoked_on_a_page_of_its_own(at_desk, clerk, resident):
    recorded = desk.record_check(clerk=clerk, email=resident.email, seen=seen())
    path = reverse("desk_revoke", args=[recorded.check.pk])
    assert at_desk.get(path).status_code == 200
    assert DeskCheck.objects.get().revoked_at is None
    assert at_desk.post(path).status_code == 302
    assert DeskCheck.objects.get().revoked_at is not None


# --- The person's page -----------------------------------------------------------------------------


def test_the_page_for_the_code_is_for_people_who_signed_in(db):
    answer = Client().get(reverse("desk_code"))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


def test_a_wrong_code_says_how_many_tries_are_left(clerk, resident):
    desk.record_check(clerk=clerk, email=resident.email, seen=seen())
    client = Client()
    client.force_login(resident)
    page = client.post(reverse("desk_code"), {"sheet": "wrong"}).content.decode()
    assert "Залишилося 4 спроби" in page
    assert "wrong" in page


def test_whose_account_was_made_at_the_desk_agrees_and_types_the_code_once(clerk):
    recorded = desk.record_check(clerk=clerk, email="new@example.org", seen=seen())
    client = Client()
    client.force_login(recorded.check.user)
    asked = client.post(reverse("desk_code"), {"sheet": recorded.code})
    assert asked.status_code == 403
    carried = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', asked.text))
    boxes = dict(re.findall(r'type="checkbox" name="(\w+)" value="([^"]*)"', asked.text))
    assert len(boxes) == 2
    answer = client.post(reverse("desk_code"), carried | boxes)
    assert answer.status_code == 302
    assert User.objects.get(email="new@example.org").level == Level.DESK


def test_without_a_check_there_is_nothing_to_enter(resident):
    client = Client()
    client.force_login(resident)
    answer = client.post(reverse("desk_code"), {"sheet": "ACEHKM47"})
    assert answer.status_code == 422
    assert not Identity.objects.exists()
