"""A guest's form waits for its person; the profile is private; a page only for experts and officials."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils.text import capfirst

from portal.people import resume
from portal.people.enums import Level, Role
from portal.people.models import Expert, Identity, RoleRequest, User
from portal.places.models import District, Topic
from tests.people.duties import department, member
from tests.people.duties import person as make

pytestmark = pytest.mark.django_db
PROFILE = "/oblikovyi-zapys/"
EXPERT = "/oblikovyi-zapys/roli/expert/"
REPRESENTATIVE = "/oblikovyi-zapys/roli/representative/"


@pytest.fixture
def topic(home):
    return Topic.objects.create(name="Екологія", locale=home.locale)


@pytest.fixture
def typed(topic):
    return {"position": "Лікарка", "text": "Двадцять років <b>досвіду</b>", "topics": [topic.pk]}


def sign_in(client, email, last_code):
    client.post("/oblikovyi-zapys/vkhid/", {"email": email})
    return client.post("/oblikovyi-zapys/vkhid/kod/", {"code": last_code()})


class TestGuestComesBack:
    def test_to_the_same_form_with_what_was_typed(self, client, person, typed, last_code):
        person()
        answer = client.post(EXPERT, typed)
        assert answer.url == "/oblikovyi-zapys/vkhid/?next=%2Foblikovyi-zapys%2Froli%2Fexpert%2F"
        page = client.get(answer.url).content.decode()
        assert "Введене збережено" in page
        client.post(answer.url, {"email": "olena@kyiv.ua", "next": EXPERT})
        answer = client.post("/oblikovyi-zapys/vkhid/kod/", {"code": last_code(), "next": EXPERT})
        assert answer.url == EXPERT
        page = client.get(EXPERT).content.decode()
        assert "Двадцять років &lt;b&gt;досвіду&lt;/b&gt;" in page and 'value="Лікарка"' in page
        assert "Двадцять років" not in client.get(EXPERT).content.decode()

    def test_but_not_in_another_browser(self, client, person, typed):
        person()
        client.post(EXPERT, typed)
        assert "Лікарка" not in Client().get(EXPERT).content.decode()

    def test_and_not_on_another_page(self, client, typed):
        client.post(EXPERT, typed)
        assert "Лікарка" not in client.get(REPRESENTATIVE).content.decode()

    def test_secrets_are_never_kept(self, client):
        client.post(EXPERT, {"password": "таємниця", "csrfmiddlewaretoken": "x", "text": "так"})
        assert client.session["kept_form"]["typed"] == {"text": ["так"]}

    def test_too_much_is_refused_in_place(self, client, typed):
        answer = client.post(EXPERT, {**typed, "text": "а" * (resume.MAX_LENGTH + 1)})
        assert answer.status_code == 403
        assert "kept_form" not in client.session

    def test_a_get_of_a_guest_keeps_nothing(self, client):
        page = client.get(EXPERT).content.decode()
        assert "Потрібно: підтверджена електронна адреса." in page
        assert "sessionid" not in client.cookies


class TestEndedSession:
    """Who was signed out meanwhile (elsewhere, by the clock) types nothing twice."""

    TYPED = {"shown_name": "Олена К.", "about": "Люблю липи і тишу", "language": "uk"}

    def test_the_profile_waits_for_its_person(self, client, person, last_code):
        person()
        answer = client.post(PROFILE, self.TYPED)
        assert answer.url == f"/oblikovyi-zapys/vkhid/?next={PROFILE.replace('/', '%2F')}"
        assert "Введене збережено" in client.get(answer.url).text
        sign_in(client, "olena@kyiv.ua", last_code)
        page = client.get(PROFILE).text
        assert "Люблю липи і тишу" in page and "Введене вами збереглося" in page
        assert client.post(PROFILE, self.TYPED).url == PROFILE
        assert User.objects.get().about == "Люблю липи і тишу"

    def test_what_is_too_long_to_keep_is_in_the_page(self, client, person):
        person()
        answer = client.post(PROFILE, {**self.TYPED, "about": "а" * (resume.MAX_LENGTH + 1)})
        assert answer.status_code == 403
        assert "Сеанс завершено" in answer.text and "а" * resume.MAX_LENGTH in answer.text
        assert "no-store" in answer["Cache-Control"]

    def test_reading_asks_to_sign_in(self, client):
        for path in (PROFILE, f"{PROFILE}storinka/"):
            assert client.get(path).url.startswith("/oblikovyi-zapys/vkhid/?next=")


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REPRESENTATIVE, Role.CLERK])
def test_every_role_is_named_to_its_person(client, db, role):
    client.force_login(make(role))
    page = client.get("/oblikovyi-zapys/roli/").text
    assert f"<li>{capfirst(role.label)}</li>" in page
    assert "як мешканець" not in page


class TestRoleRequest:
    def test_expert(self, client, person, typed, topic):
        client.force_login(person())
        assert client.post(EXPERT, typed).url == "/oblikovyi-zapys/roli/"
        request = RoleRequest.objects.get()
        assert request.role == "expert" and list(request.topics.all()) == [topic]
        assert "Розглядають" in client.get("/oblikovyi-zapys/roli/").content.decode()

    def test_only_one_at_a_time(self, client, person, typed):
        client.force_login(person())
        client.post(EXPERT, typed)
        answer = client.post(EXPERT, typed)
        assert answer.status_code == 422
        assert "Вашу заявку вже розглядають." in answer.content.decode()
        assert RoleRequest.objects.count() == 1

    def test_a_representative_is_a_proven_person(self, client, person):
        client.force_login(person())
        data = {"organisation": "ГО «Парк»", "position": "Голова", "text": "Статут", "edrpou": ""}
        answer = client.post(REPRESENTATIVE, data)
        assert answer.url.startswith("/oblikovyi-zapys/osoba/?next=")
        assert not RoleRequest.objects.exists()

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("edrpou", "32855968"),
            ("edrpou", "12"),
            ("organisation", ""),
            ("text", ""),
            ("text", "а" * 3001),
        ],
    )
    def test_bad_input(self, client, person, field, value):
        from datetime import date

        user = person()
        Identity.objects.create(
            user=user,
            person_hash="a" * 64,
            key_id="12345678",
            last_name="Коваль",
            first_name="Олена",
            birth_date=date(1980, 1, 1),
            level=Level.DESK,
            source="desk",
        )
        User.objects.filter(pk=user.pk).update(level=Level.DESK)
        client.force_login(user)
        good = {
            "organisation": "ГО «Парк»",
            "position": "Голова",
            "text": "Статут",
            "edrpou": "32855961",
        }
        answer = client.post(REPRESENTATIVE, {**good, field: value})
        assert answer.status_code == 422 and not RoleRequest.objects.exists()
        assert "ГО «Парк»" in answer.content.decode() or field == "organisation"
        assert client.post(REPRESENTATIVE, good).status_code == 302

    @pytest.mark.parametrize("role", ["administrator", "editor", "nobody"])
    def test_no_other_role_is_asked_for(self, client, person, role):
        client.force_login(person())
        assert client.get(f"/oblikovyi-zapys/roli/{role}/").status_code == 404


class TestProfile:
    def test_is_for_its_person_alone(self, client, person):
        assert client.get(PROFILE).status_code == 302
        client.force_login(person())
        answer = client.get(PROFILE)
        assert answer.status_code == 200 and "no-store" in answer.headers["Cache-Control"]

    def test_is_saved(self, client, person, home, topic):
        user = person()
        district = District.objects.create(name="Дніпровський", locale=home.locale)
        client.force_login(user)
        answer = client.post(
            PROFILE,
            {
                "shown_name": "Олена",
                "about": "Люблю парки",
                "district": district.pk,
                "topics": [topic.pk],
                "language": "en",
            },
        )
        assert answer.status_code == 302
        user.refresh_from_db()
        assert (user.shown_name, user.language, user.district) == ("Олена", "en", district)
        assert list(user.topics.all()) == [topic]

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("about", "а" * 301),
            ("language", "ru"),
            ("district", "999"),
            ("topics", "x"),
            ("topics", "9" * 21),
            ("district", "9" * 21),
            ("shown_name", "\0"),
        ],
    )
    def test_bad_input_changes_nothing(self, client, person, field, value):
        user = person(shown_name="Олена")
        client.force_login(user)
        answer = client.post(PROFILE, {"shown_name": "Інша", "language": "uk", field: value})
        assert answer.status_code == 422 and "error-summary" in answer.content.decode()
        user.refresh_from_db()
        assert user.shown_name == "Олена"

    def test_nobody_gives_themselves_rights(self, client, person):
        user = person()
        client.force_login(user)
        client.post(
            PROFILE,
            {
                "language": "uk",
                "is_staff": "1",
                "is_superuser": "1",
                "level": "30",
                "is_public": "1",
                "email": "x@y.ua",
            },
        )
        user.refresh_from_db()
        assert not (user.is_staff or user.is_superuser or user.is_public)
        assert (user.level, user.email) == (Level.EMAIL, "olena@kyiv.ua")

    def test_names(self, person):
        assert User(first_name="Олена", last_name="Коваль").public_name == "Олена К."
        assert User(email="olena@kyiv.ua").public_name == "Учасник"
        assert User(shown_name="Олена К.").initials == "ОК"
        assert User(shown_name="🌻").initials == "–"


class TestPublicPage:
    def test_of_an_expert_who_opened_it(self, client, person, topic):
        user = person(shown_name="Олена Коваль")
        expert = Expert.objects.create(user=user, position="Лікарка")
        expert.topics.set([topic])
        client.force_login(user)
        client.post("/oblikovyi-zapys/storinka/", {"is_public": "on"})
        user.refresh_from_db()
        assert user.public_slug == "olena-koval"
        answer = Client().get("/liudy/olena-koval/")
        page = answer.content.decode()
        assert answer.status_code == 200 and "Лікарка" in page and "Екологія" in page
        assert "olena@kyiv.ua" not in page
        assert not answer.cookies
        assert Client().get("/en/people/olena-koval/").status_code == 200

    def test_of_an_official(self, client, person, home):
        user = member(person(shown_name="Василь Дієвий"), department())
        client.force_login(user)
        client.post("/oblikovyi-zapys/storinka/", {"is_public": "on"})
        assert "Управління довкілля" in Client().get("/liudy/vasyl-diievyi/").content.decode()

    def test_of_nobody_else(self, client, person):
        user = person(public_slug="olena", is_public=True)
        client.force_login(user)
        assert client.get("/liudy/olena/").status_code == 404
        assert client.get("/oblikovyi-zapys/storinka/").status_code == 404
        assert client.post("/oblikovyi-zapys/storinka/", {"is_public": "on"}).status_code == 404

    def test_closed_and_switched_off_are_not_there(self, client, person):
        user = person(public_slug="olena", is_public=True)
        Expert.objects.create(user=user, position="Лікарка")
        assert client.get("/liudy/olena/").status_code == 200
        for change in ({"is_public": False}, {"is_public": True, "is_active": False}):
            User.objects.filter(pk=user.pk).update(**change)
            assert client.get("/liudy/olena/").status_code == 404

    def test_two_of_one_name(self, client, person):
        slugs = []
        for number in range(2):
            user = person(f"olena{number}@kyiv.ua", shown_name="Олена")
            Expert.objects.create(user=user, position="Лікарка")
            client.force_login(user)
            client.post("/oblikovyi-zapys/storinka/", {"is_public": "on"})
            user.refresh_from_db()
            slugs.append(user.public_slug)
        assert slugs == ["olena", "olena-2"]


def test_anonymous_pages_lead_to_the_sign_in_without_a_cookie(client, home):
    answer = client.get("/")
    assert "/oblikovyi-zapys/vkhid/?next=/" in answer.content.decode()
    assert not answer.cookies and "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize(
    "path", ["/\\evil.example", "//evil.example", "/\t/evil.example", "https://evil.example"]
)
def test_the_way_back_from_the_levels_stays_on_the_portal(client, person, home, path):
    client.force_login(person())
    answer = client.get("/oblikovyi-zapys/osoba/", {"next": path})
    assert "evil.example" not in answer.content.decode()
    assert (
        'href="/forumy/"'
        in client.get("/oblikovyi-zapys/osoba/", {"next": "/forumy/"}).content.decode()
    )


class TestFrame:
    """The way here and the page that is marked in the menu, which is folded on a phone."""

    @pytest.fixture
    def page(self, client, person):
        client.force_login(person(password="Синій-обрій-17"))

        def page(path):
            soup = BeautifulSoup(client.get(path).text, "html.parser")
            crumbs = [each.get_text() for each in soup.select(".breadcrumbs li")]
            marked = [each.get_text() for each in soup.select(".side-nav [aria-current]")]
            assert soup.select_one(".side-nav > details:not([open]) > summary")
            return crumbs, marked

        return page

    def test_on_the_first_page(self, page):
        assert page(PROFILE) == (["Головна", "Обліковий запис"], ["Профіль"])

    @pytest.mark.parametrize(
        ("path", "crumbs", "marked"),
        [
            ("bezpeka/", [], "Безпека облікового запису"),
            ("bezpeka/kliuchi/", ["Безпека облікового запису"], "Безпека облікового запису"),
            ("parol/zminyty/", ["Безпека облікового запису"], "Безпека облікового запису"),
            ("kod-z-arkusha/", ["Підтвердження особи"], "Підтвердження особи"),
        ],
    )
    def test_on_pages_below(self, page, path, crumbs, marked):
        found = page(PROFILE + path)
        assert found == (["Головна", "Обліковий запис", *(crumbs or [marked])], [marked])
