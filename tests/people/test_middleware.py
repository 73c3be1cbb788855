"""What is checked of a signed-in person at every request."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from civic_pages.models import NewsPage
from portal.people.enums import STAFF_ROLES, Role
from portal.people.roles import GROUPS
from portal.people.second_factor import lacks_factor, may_remove
from tests.factories import pages
from tests.factories.editor import filled_form
from tests.people.duties import department, fresh, member, person


def enter(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def give_factor(user, kind=Authenticator.Type.TOTP):
    return Authenticator.objects.create(user=user, type=kind, data={"secret": "x"})


class TestSecondFactor:
    @pytest.fixture(autouse=True)
    def switched_on(self, settings):
        settings.SECOND_FACTOR_FOR_STAFF = True

    @pytest.mark.parametrize("role", STAFF_ROLES)
    def test_staff_without_one_is_led_to_the_page_that_explains(self, client, db, role):
        enter(client, person(role, name=role.value))
        answer = client.get("/admin/reports/locked/")
        assert answer.status_code == 302
        way = reverse("account_factor_needed")
        assert answer["Location"] == f"{way}?next=%2Fadmin%2Freports%2Flocked%2F"
        page = client.get(answer["Location"])
        assert page.status_code == 200
        assert reverse("mfa_activate_totp") in page.text
        assert reverse("mfa_add_webauthn") in page.text

    def test_a_superuser_needs_one_as_well(self, client, db):
        enter(client, person(name="root", is_superuser=True))
        assert client.get("/admin/").status_code == 302

    @pytest.mark.parametrize(
        "address",
        [
            "/admin/",
            "/admin/api/main/pages/",
            "/admin/account/",
            "/admin/users/",
            "/admin/pages/2/edit/preview/",
            "/admin/pages/2/view_draft/",
            "/admin/choose-page/",
            "/admin/bulk/wagtailcore/page/delete/?id=2",
            "/admin/password_reset/",
            "/admin/sprite/",
        ],
    )
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_there_is_no_way_around(self, client, db, address, method):
        enter(client, person(Role.EDITOR, name="editor"))
        answer = getattr(client, method)(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_factor_needed"))

    def test_scripts_are_told_in_json(self, client, db):
        enter(client, person(Role.EDITOR, name="editor"))
        answer = client.get(
            "/admin/api/main/pages/", headers={"x-requested-with": "XMLHttpRequest"}
        )
        assert answer.status_code == 403
        assert answer.json()["url"] == reverse("account_factor_needed")

    @pytest.mark.parametrize("kind", [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
    def test_a_factor_opens_the_admin_and_leads_back(self, client, db, kind):
        user = person(Role.EDITOR, name="editor")
        enter(client, user)
        client.get("/admin/reports/locked/", follow=True)
        give_factor(user, kind)
        answer = client.get(reverse("account_factor_needed"))
        assert answer["Location"] == "/admin/reports/locked/"
        assert client.get("/admin/").status_code == 200

    def test_spare_codes_alone_are_no_factor(self, client, db):
        user = person(Role.EDITOR, name="editor")
        give_factor(user, Authenticator.Type.RECOVERY_CODES)
        assert lacks_factor(user)

    @pytest.mark.parametrize(
        "back", ["https://evil.example/", "//evil.example/", "/\\evil.example"]
    )
    def test_nobody_is_led_to_another_site(self, client, db, back):
        user = person(Role.EDITOR, name="editor")
        give_factor(user)
        enter(client, user)
        answer = client.get(reverse("account_factor_needed"), {"next": back})
        assert answer["Location"] == "/admin/"

    @pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.EXPERT, Role.REPRESENTATIVE])
    def test_citizens_need_none(self, db, role):
        assert not lacks_factor(person(role, name=role.value))

    def test_demo_people_are_let_off_while_developing_and_nowhere_else(self, db, settings):
        demo = person(Role.EDITOR, name="editor")
        assert demo.email in settings.DEMO_PEOPLE
        assert lacks_factor(demo)
        settings.DEBUG = True
        assert not lacks_factor(demo)
        assert lacks_factor(person(Role.EDITOR, name="someone"))

    def test_the_last_factor_stays_while_the_role_demands_one(self, db):
        editor, citizen = person(Role.EDITOR, name="editor"), person(name="citizen")
        first = give_factor(editor)
        assert not may_remove(first)
        second = give_factor(editor, Authenticator.Type.WEBAUTHN)
        assert may_remove(first)
        first.delete()
        assert not may_remove(second)
        assert may_remove(give_factor(citizen))

    def test_wagtails_sign_in_lets_nobody_in_by_a_password(self, client, db, django_user_model):
        django_user_model.objects.create_superuser("root@example.org", "дуже-довгий-пароль")
        for address in ("/admin/login/", "/_util/login/"):
            data = {"username": "root@example.org", "password": "дуже-довгий-пароль"}
            answer = client.post(address, data)
            assert answer.status_code in (302, 303)
            assert "_auth_user_id" not in client.session


class TestRights:
    def test_a_change_of_rights_gives_the_session_a_new_key(self, client, db):
        user = person(Role.EDITOR, name="editor")
        enter(client, user)
        client.get("/admin/")
        before = client.session.session_key
        client.get("/admin/")
        assert client.session.session_key == before
        user.groups.add(Group.objects.get(name=GROUPS[Role.MODERATOR]))
        assert client.get("/admin/").status_code == 200
        assert client.session.session_key != before

    @pytest.mark.parametrize(
        "change",
        [
            lambda user, group: user.groups.add(group),
            lambda user, group: group.user_set.add(user),
            lambda user, group: user.groups.set([group]),
            lambda user, group: user.groups.clear(),
            lambda user, group: user.groups.first().user_set.clear(),
            lambda user, group: user.groups.first().permissions.clear(),
            lambda user, group: member(user, department()),
        ],
    )
    def test_every_way_counts(self, db, change):
        user = person(Role.EDITOR, name="editor")
        before = user.rights_version
        change(user, Group.objects.get(name=GROUPS[Role.CLERK]))
        assert fresh(user).rights_version > before

    def test_a_superuser_made_in_the_shell_counts_and_other_saves_do_not(self, db):
        user = person(Role.EDITOR, name="editor")
        user.first_name = "Ольга"
        user.save()
        assert fresh(user).rights_version == user.rights_version
        user.is_superuser = True
        user.save()
        assert fresh(user).rights_version == user.rights_version + 1

    def test_an_older_object_sets_nothing_back(self, db):
        user = person(Role.EDITOR, name="editor")
        older = fresh(user)
        user.groups.clear()
        counted = fresh(user).rights_version
        older.first_name = "Ольга"
        older.save()
        assert fresh(user).rights_version == counted
        assert fresh(user).first_name == "Ольга"

    def test_a_guest_gets_no_cookie_and_costs_nothing(self, client, home):
        answer = client.get("/")
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")


class TestKeptText:
    def test_what_an_editor_typed_is_kept_when_the_role_goes(self, client, home):
        index = pages.NewsIndexPageFactory(parent=home)
        page = pages.NewsPageFactory(parent=index)
        user = person(Role.CHIEF_EDITOR, name="chief")
        enter(client, user)
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        text = "Довгий текст, який редакторка писала пів дня і не хоче втратити. " * 3
        data = filled_form(client, url, NewsPage, lead=text)
        user.groups.set(Group.objects.filter(name=GROUPS[Role.MODERATOR]))
        answer = client.post(url, data)
        assert answer.status_code == 403
        assert text.strip() in answer.text
        assert "Нічого не збережено" in answer.text
        assert NewsPage.objects.get(pk=page.pk).lead != text
        # And when everything of staff is gone.
        user.groups.clear()
        answer = client.post(url, data)
        assert answer.status_code == 403
        assert text.strip() in answer.text

    def test_what_is_allowed_goes_its_way(self, client, home):
        index = pages.NewsIndexPageFactory(parent=home)
        page = pages.NewsPageFactory(parent=index)
        enter(client, person(Role.CHIEF_EDITOR, name="chief"))
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        data = filled_form(client, url, NewsPage, title="Змінено")
        data["action-publish"] = "1"
        assert client.post(url, data).status_code == 302

    def test_a_form_without_its_token_has_its_own_page(self, home):
        client = enter(Client(enforce_csrf_checks=True), person(Role.EDITOR, name="editor"))
        answer = client.post(reverse("wagtailadmin_pages:edit", args=[home.pk]), {"title": "Х"})
        assert answer.status_code == 403
        assert "Форму не прийнято" in answer.text

    def test_reading_and_scripts_get_wagtails_own_answer(self, client, home):
        enter(client, person(Role.MODERATOR, name="moder"))
        url = reverse("wagtailadmin_pages:edit", args=[home.pk])
        assert client.get(url).status_code == 302
        answer = client.post(url, headers={"x-requested-with": "XMLHttpRequest"})
        assert answer.status_code == 403
        assert "kept-" not in answer.text
