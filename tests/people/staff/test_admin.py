"""The part of staff in the admin: every role at every entrance, and what is shown there."""

import csv
from datetime import date, timedelta
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import registry

from portal.people.data.shell import make_shell
from portal.people.enums import RequestState, Role
from portal.people.models import (
    Appeal,
    Block,
    Expert,
    FactorRecovery,
    Identity,
    RoleRequest,
    SignIn,
    User,
)
from portal.people.services.roles import roles_of
from portal.places.models import Topic
from tests.people.duties import department, fresh, member, person

PEOPLE = {Role.MODERATOR, Role.ADMINISTRATOR}
ADMINISTRATOR = {Role.ADMINISTRATOR}
HEADS = {Role.CHIEF_EDITOR, Role.ADMINISTRATOR}


@pytest.fixture
def scene(citizen, administrator):
    """One of everything that staff opens."""
    now = timezone.now()
    block = Block.objects.create(
        user=citizen, by=administrator, reason="Образи", ends_at=now + timedelta(days=1)
    )
    return {
        "person": citizen.pk,
        "block": block.pk,
        "appeal": Appeal.objects.create(block=block, text="Не згоден").pk,
        "expert": RoleRequest.objects.create(
            user=citizen, role=Role.EXPERT, position="Еколог", text="Досвід"
        ).pk,
        "representative": RoleRequest.objects.create(
            user=citizen, role=Role.REPRESENTATIVE, position="Голова", text="Статут"
        ).pk,
        "recovery": FactorRecovery.objects.create(
            user=citizen, asked_by=administrator, reason="Загубив"
        ).pk,
    }


ENTRANCES = [
    ("wagtailusers_users:index", None, PEOPLE),
    ("wagtailusers_users:index_results", None, PEOPLE),
    ("wagtailusers_users:edit", "person", PEOPLE),
    ("wagtailusers_users:duties", "person", ADMINISTRATOR),
    ("wagtailusers_users:block", "person", PEOPLE),
    ("wagtailusers_users:lift", "block", PEOPLE),
    ("wagtailusers_users:switch", "person", ADMINISTRATOR),
    ("wagtailusers_users:factor", "person", HEADS),
    ("people_appeals", None, PEOPLE),
    ("people_appeal", "appeal", PEOPLE),
    ("people_requests", None, {Role.EDITOR, *HEADS}),
    ("people_request", "expert", {Role.EDITOR, Role.CHIEF_EDITOR}),
    ("people_request", "representative", HEADS),
    ("people_recoveries", None, HEADS),
    ("people_recovery", "recovery", HEADS),
]


@pytest.mark.parametrize(
    ("name", "key", "allowed"), ENTRANCES, ids=[f"{name}-{key}" for name, key, _who in ENTRANCES]
)
def test_each_entrance_opens_to_its_roles_alone(client, scene, name, key, allowed):
    for role in Role:
        who = person(role, name=f"{role.value}-here")
        client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
        answer = client.get(reverse(name, args=[scene[key]] if key else []))
        assert (answer.status_code == 200) is (role in allowed), role
        if role not in allowed:
            assert answer.status_code in (302, 403)
            refused = client.post(reverse(name, args=[scene[key]] if key else []), {})
            assert refused.status_code in (302, 403, 405)
    client.logout()
    assert client.get(reverse(name, args=[scene[key]] if key else [])).status_code == 302


def test_the_list_shows_what_staff_needs(sign_in, moderator, scene, citizen):
    page = sign_in(moderator).get(reverse("wagtailusers_users:index")).text
    for words in (citizen.email, "Олена Коваль", "заблоковано"):
        assert words in page
    assert "password" not in page.lower()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "citizen@"}, True),
        ({"q": "коваль"}, True),
        ({"q": "КОВАЛЬ олена"}, True),
        ({"q": "Шевченко"}, False),
        ({"q": '"'}, False),
        ({"q": "слово " * 5000}, False),
        ({"q": "я" * 5000}, False),
        ({"q": "citizen шевченко"}, False),
        ({"level": "10"}, True),
        ({"level": "30"}, False),
        ({"role": "participant"}, True),
        ({"role": "clerk"}, False),
        ({"blocked": "yes"}, True),
        ({"blocked": "no"}, False),
        ({"active": "yes"}, True),
        ({"active": "no"}, False),
        ({"last_login_from": "2099-01-01"}, False),
        ({"role": "nonsense"}, True),
        ({"department": "999999"}, True),
    ],
)
def test_filters_and_search(sign_in, moderator, scene, citizen, query, found):
    answer = sign_in(moderator).get(reverse("wagtailusers_users:index"), query)
    assert answer.status_code == 200
    assert (citizen.email in answer.text) is found


def test_people_of_a_department_are_found(sign_in, moderator, citizen):
    of = department()
    officer = member(person(Role.OFFICER, name="officer"), of)
    page = sign_in(moderator).get(reverse("wagtailusers_users:index"), {"department": of.pk}).text
    assert officer.email in page
    assert citizen.email not in page


def test_the_list_asks_no_more_for_more_people(sign_in, moderator, citizen):
    client = sign_in(moderator)
    url = reverse("wagtailusers_users:index")
    client.get(url)
    with CaptureQueriesContext(connection) as before:
        client.get(url)
    for number in range(8):
        person(Role.EDITOR, Role.CLERK, name=f"p{number}")
    with CaptureQueriesContext(connection) as after:
        client.get(url)
    assert len(after) <= len(before)


def test_a_look_is_logged_and_shows_no_birth_date_and_no_hash(sign_in, moderator, scene, citizen):
    Identity.objects.create(
        user=citizen,
        level=30,
        source="hub",
        person_hash="f" * 64,
        key_id="k1",
        last_name="Коваль",
        first_name="Олена",
        birth_date=date(1987, 6, 5),
    )
    SignIn.objects.create(user=citizen, method="code", network="203.0.113.0/24", device="Firefox")
    page = sign_in(moderator).get(reverse("wagtailusers_users:edit", args=[citizen.pk])).text
    assert "hub" in page
    for secret in ("1987", "5 червня", "f" * 64, "203.0.113", "Firefox", "password"):
        assert secret not in page
    entries = registry.get_logs_for_instance(citizen).filter(action="people.view")
    assert entries.get().user == moderator


def test_nobody_makes_deletes_or_impersonates_accounts(sign_in, citizen):
    client = sign_in(person(name="root", is_superuser=True))
    for address in (
        "/admin/users/add/",
        "/admin/users/new/",
        f"/admin/users/delete/{citizen.pk}/",
        f"/admin/users/{citizen.pk}/delete/",
        f"/admin/users/copy/{citizen.pk}/",
        f"/admin/bulk/people/user/assign_role/?id={citizen.pk}",
        f"/admin/bulk/people/user/delete/?id={citizen.pk}",
        f"/admin/bulk/people/user/set_active_state/?id={citizen.pk}",
    ):
        assert client.get(address).status_code == 404, address
        assert client.post(address).status_code == 404, address
    assert User.objects.filter(pk=citizen.pk).exists()


def test_groups_are_no_form_for_anybody(sign_in, administrator):
    for user in (administrator, person(name="root", is_superuser=True)):
        client = sign_in(user)
        for address in ("/admin/groups/", "/admin/groups/new/", "/admin/groups/edit/1/"):
            assert client.get(address).status_code == 302, address
            assert client.post(address, {"name": "Хакери"}).status_code in (302, 403), address


def duties(**fields):
    return {"roles": [], "position": "", "expert_position": "", **fields}


def test_an_administrator_gives_roles_departments_and_topics(
    sign_in, administrator, citizen, letters
):
    of, topic = (
        department(),
        Topic.objects.create(name="Довкілля", locale_id=department("А").locale_id),
    )
    url = reverse("wagtailusers_users:duties", args=[citizen.pk])
    answer = sign_in(administrator).post(
        url,
        duties(
            roles=["officer", "expert"],
            departments=[of.pk],
            position="Спеціаліст",
            topics=[topic.pk],
            expert_position="Еколог",
        ),
    )
    assert answer.status_code == 302
    user = fresh(citizen)
    assert roles_of(user) == {Role.PARTICIPANT, Role.OFFICER, Role.EXPERT}
    assert user.departments.get().department == of
    assert list(user.expert.topics.all()) == [topic]
    assert len(letters(citizen)) == 2


@pytest.mark.parametrize(
    "fields",
    [
        {"roles": ["officer"]},
        {"roles": ["expert"]},
        {"roles": ["superuser"]},
        {"roles": ["participant"]},
        {"roles": ["editor"], "departments": ["999999"]},
    ],
)
def test_half_a_duty_is_refused(sign_in, administrator, citizen, fields):
    url = reverse("wagtailusers_users:duties", args=[citizen.pk])
    assert sign_in(administrator).post(url, duties(**fields)).status_code == 422
    assert roles_of(fresh(citizen)) == {Role.PARTICIPANT}


def test_an_administrator_becomes_no_superuser_and_changes_not_themselves(sign_in, administrator):
    client = sign_in(administrator)
    own = reverse("wagtailusers_users:duties", args=[administrator.pk])
    assert client.get(own).status_code == 302
    assert client.post(own, duties(roles=["chief_editor"])).status_code == 403
    other = person(Role.PARTICIPANT, name="other")
    url = reverse("wagtailusers_users:duties", args=[other.pk])
    extra = {"is_superuser": "on", "is_staff": "on", "groups": "1", "user_permissions": "1"}
    client.post(url, duties(roles=["moderator"], **extra))
    assert not fresh(other).is_superuser
    assert not fresh(other).user_permissions.exists()
    client.post("/admin/account/", {"is_superuser": "on", "groups": "1"})
    assert not fresh(administrator).is_superuser
    assert roles_of(fresh(administrator)) - {Role.PARTICIPANT} == {Role.ADMINISTRATOR}
    root = person(name="root", is_superuser=True)
    assert client.get(reverse("wagtailusers_users:duties", args=[root.pk])).status_code == 302
    assert client.get(reverse("wagtailusers_users:switch", args=[root.pk])).status_code == 200
    client.post(reverse("wagtailusers_users:switch", args=[root.pk]), {"is_active": "no"})
    assert fresh(root).is_active


def test_an_account_is_switched_off_and_on(sign_in, administrator, citizen):
    client = sign_in(administrator)
    url = reverse("wagtailusers_users:switch", args=[citizen.pk])
    off, on = {"is_active": "no"}, {"is_active": "yes"}
    assert 'name="is_active" value="no"' in client.get(url).text
    client.post(url, off)
    # Pressed twice, or by a colleague in the same moment: it stays as it was asked for.
    client.post(url, off)
    assert not fresh(citizen).is_active
    assert client.post(url, {}).status_code == 422
    assert not fresh(citizen).is_active
    assert 'name="is_active" value="yes"' in client.get(url).text
    client.post(url, on)
    assert fresh(citizen).is_active
    client.post(reverse("wagtailusers_users:switch", args=[administrator.pk]), off)
    assert fresh(administrator).is_active


def test_blocking_by_the_form(sign_in, moderator, citizen):
    client = sign_in(moderator)
    url = reverse("wagtailusers_users:block", args=[citizen.pk])
    today = timezone.localdate()
    for wrong in (today - timedelta(days=1), today + timedelta(days=400), "колись"):
        assert client.post(url, {"until": wrong, "reason": "Образи"}).status_code == 422
    assert client.post(url, {"until": today, "reason": ""}).status_code == 422
    assert not Block.objects.exists()
    client.post(url, {"until": today, "reason": "Образи"})
    block = Block.objects.get()
    assert timezone.localtime(block.ends_at).date() == today + timedelta(days=1)
    client.post(reverse("wagtailusers_users:lift", args=[block.pk]), {"reason": "Помилка"})
    assert Block.objects.get().lifted_at


def test_requests_are_granted_and_refused_with_an_answer(sign_in, scene, citizen, letters):
    topic = Topic.objects.create(name="Довкілля", locale_id=department("А").locale_id)
    editor = person(Role.EDITOR, name="editor")
    client = sign_in(editor)
    url = reverse("people_request", args=[scene["expert"]])
    assert client.post(url, {"granted": "no"}).status_code == 422
    assert client.post(url, {"granted": "yes", "position": ""}).status_code == 422
    assert RoleRequest.objects.get(pk=scene["expert"]).state == RequestState.PENDING
    client.post(url, {"granted": "yes", "position": "Еколог", "topics": [topic.pk]})
    assert Expert.objects.get().named_by == editor
    assert RoleRequest.objects.get(pk=scene["expert"]).state == RequestState.GRANTED
    again = client.post(url, {"granted": "no", "answer": "Ні"})
    assert again.status_code == 422
    assert Role.EXPERT in roles_of(fresh(citizen))
    chief = sign_in(person(Role.CHIEF_EDITOR, name="chief"))
    chief.post(
        reverse("people_request", args=[scene["representative"]]),
        {"granted": "no", "answer": "Немає статуту"},
    )
    assert RoleRequest.objects.get(pk=scene["representative"]).answer == "Немає статуту"
    assert Role.REPRESENTATIVE not in roles_of(fresh(citizen))
    assert len(letters(citizen)) == 2


def test_nobody_decides_their_own_request(sign_in, scene, citizen):
    chief = person(Role.CHIEF_EDITOR, name="chief")
    own = RoleRequest.objects.create(
        user=chief, role=Role.REPRESENTATIVE, position="Голова", text="Я"
    )
    url = reverse("people_request", args=[own.pk])
    assert sign_in(chief).post(url, {"granted": "yes"}).status_code == 403
    assert Role.REPRESENTATIVE not in roles_of(fresh(chief))


def test_the_blocker_does_not_decide_the_appeal(sign_in, scene, administrator, moderator):
    url = reverse("people_appeal", args=[scene["appeal"]])
    data = {"granted": "yes", "answer": "Так"}
    assert sign_in(administrator).post(url, data).status_code == 403
    assert Appeal.objects.get().decided_at is None
    sign_in(moderator).post(url, data)
    assert Appeal.objects.get().granted


def test_one_confirms_what_another_asked(sign_in, scene, administrator):
    url = reverse("people_recovery", args=[scene["recovery"]])
    assert sign_in(administrator).post(url, {"grant": "1"}).status_code == 403
    sign_in(person(Role.CHIEF_EDITOR, name="chief")).post(url, {"grant": "1"})
    assert FactorRecovery.objects.get().granted


def test_the_export_holds_figures_and_no_personal_data(sign_in, scene, administrator, citizen):
    url = reverse("wagtailusers_users:index")
    answer = sign_in(administrator).get(url, {"export": "csv"})
    text = b"".join(answer.streaming_content).decode()
    rows = list(csv.reader(StringIO(text)))
    assert len(rows) == 1 + User.objects.count()
    for secret in (citizen.email, "Коваль", "Олена", "example.org"):
        assert secret not in text
    assert f"{timezone.now():%Y-%m}" in text
    xlsx = sign_in(administrator).get(url, {"export": "xlsx"})
    assert xlsx.status_code == 200


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.EDITOR])
def test_the_export_is_the_administrators(sign_in, scene, role):
    who = person(role, name=f"{role.value}-x")
    answer = sign_in(who).get(reverse("wagtailusers_users:index"), {"export": "csv"})
    assert answer.status_code == 302


def test_who_left_has_no_page(sign_in, moderator, citizen):
    make_shell(citizen, timezone.now())
    client = sign_in(moderator)
    assert client.get(reverse("wagtailusers_users:edit", args=[citizen.pk])).status_code == 404
    assert citizen.email not in client.get(reverse("wagtailusers_users:index")).text


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.ADMINISTRATOR, Role.OFFICER, Role.CLERK])
def test_the_admin_opens_to_every_role_of_staff(sign_in, role):
    answer = sign_in(person(role, name=role.value)).get("/admin/")
    assert answer.status_code == 200
    assert ("/admin/users/" in answer.text) is (role in PEOPLE)


@pytest.mark.parametrize("field", ["departments", "topics"])
def test_a_number_that_no_database_holds_is_no_duty(sign_in, administrator, citizen, field):
    url = reverse("wagtailusers_users:duties", args=[citizen.pk])
    typed = {"roles": ["officer"], "position": "Спеціаліст", field: ["9" * 30]}
    answer = sign_in(administrator).post(url, typed)
    assert answer.status_code == 422
    assert "Виберіть зі списку" in answer.text
    assert roles_of(fresh(citizen)) == {Role.PARTICIPANT}


def test_people_are_sorted_by_their_names_and_the_alphabet(sign_in, administrator, citizen):
    User.objects.filter(pk=administrator.pk).update(first_name="Олег", last_name="Яр")
    User.objects.filter(pk=citizen.pk).update(first_name="Ганна", last_name="Ґалаґан")
    for first, last in (("Ївга", "Гай"), ("Єва", "Гай"), ("Дем’ян", "Єнко")):
        User.objects.create(first_name=first, last_name=last, email=f"{first}@example.org")
    page = sign_in(administrator).get(reverse("wagtailusers_users:index"), {"ordering": "by_name"})
    names = [each.get_full_name() for each in page.context["object_list"]]
    assert names == ["Єва Гай", "Ївга Гай", "Ганна Ґалаґан", "Дем’ян Єнко", "Олег Яр"]
