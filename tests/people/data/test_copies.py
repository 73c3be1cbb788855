"""A copy of one's data: asked for, made, fetched by its owner alone, gone after 48 hours."""

import json
from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from portal.core import personal_data
from portal.core.models import Letter
from portal.people.data import copies, exports
from portal.people.data.storage import private_storage
from portal.people.data.tasks import make_copy
from portal.people.models import DataExport, DeskCheck, Identity, SignIn, User
from tests.factories.media import ImageFactory


@pytest.fixture
def archive(person):
    def archive(user=person):
        target = BytesIO()
        exports.write_copy(user, target, at=timezone.now())
        return ZipFile(target)

    return archive


def read(archive, name):
    return json.loads(archive.read(f"data/{name}.json"))


def test_a_copy_names_everything_in_words(archive, person):
    copy = archive()
    account = read(copy, "people.user.pk")
    assert account["назва"] == "Обліковий запис"
    row = account["rows"][0]
    assert row["email"]["value"] == "olena@example.com"
    assert row["last_name"]["назва"]
    assert read(copy, "people.consent.user")["rows"][0]["text"]["value"].startswith("обробка")
    assert "Копія ваших даних" in copy.read("README.txt").decode()
    assert copy.testzip() is None


def test_a_copy_says_what_another_service_told_and_how_one_signed_in(archive, person, settings):
    app = {"provider_id": "city", "name": "Картка киянина", "client_id": "x"}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    said = {"userinfo": {"name": "Олена Коваль"}}
    SocialAccount.objects.create(user=person, provider="city", uid="17", extra_data=said)
    SocialAccount.objects.create(user=person, provider="gone", uid="18")
    SignIn.objects.create(user=person, method="webauthn")
    Identity.objects.create(user=person, level=20, source="desk", person_hash="a" * 64, key_id="k")
    copy = archive()
    accounts = read(copy, "socialaccount.socialaccount.user")["rows"]
    assert [row["provider"]["value"] for row in accounts] == ["Картка киянина", "gone"]
    assert accounts[0]["extra_data"]["value"] == said
    assert read(copy, "people.signin.user")["rows"][0]["method"]["value"] == "ключ доступу"
    source = read(copy, "people.identity.user")["rows"][0]["source"]["value"]
    assert source == "оператор у пункті перевірки"


def test_a_copy_is_in_its_person_s_language(archive, person):
    person.language = "en"
    person.save()
    assert "A copy of your data" in archive().read("README.txt").decode()


def test_a_copy_holds_nothing_of_others(archive, person, other):
    SignIn.objects.create(user=other, method="code", network="198.51.100.0/24")
    SignIn.objects.create(user=person, method="password", network="203.0.113.0/24")
    DeskCheck.objects.create(
        user=person,
        clerk=other,
        person_hash="a" * 64,
        key_id="k",
        last_name="Коваль",
        first_name="Олена",
        document="diia",
        checked_on=date(2026, 1, 2),
        code_hash="secret",
        expires_at=timezone.now(),
    )
    Identity.objects.create(
        user=other,
        level=30,
        source="hub",
        person_hash="b" * 64,
        key_id="k",
        last_name="Мельник",
        first_name="Тарас",
    )
    copy = archive()
    everything = b"".join(copy.read(name) for name in copy.namelist()).decode()
    for foreign in ("taras@example.com", "Мельник", "198.51.100", "b" * 64, "secret"):
        assert foreign not in everything
    assert "203.0.113.0/24" in everything


def test_a_copy_holds_the_uploaded_files(archive, person, other):
    mine = ImageFactory(uploaded_by_user=person)
    ImageFactory(uploaded_by_user=other)
    lost = ImageFactory(uploaded_by_user=person)
    lost.file.storage.delete(lost.file.name)
    copy = archive()
    files = [name for name in copy.namelist() if name.startswith("files/")]
    assert len(files) == 1
    with mine.file.open("rb") as file:
        assert copy.read(files[0]) == file.read()
    assert lost.file.name in copy.read("README.txt").decode()


def test_names_in_the_archive_stay_inside_it(archive, person, monkeypatch):
    stored = private_storage().save("outside.txt", ContentFile(b"x"))
    entry = personal_data.PersonalData(
        model="people.consent",
        key="user",
        title="x",
        not_exported="x",
        erasure=personal_data.Erasure.DELETE,
        files=lambda user: [
            personal_data.PersonalFile("../../etc/passwd", private_storage(), stored),
            personal_data.PersonalFile("/passwd", private_storage(), stored),
        ],
    )
    monkeypatch.setattr(exports, "registered", lambda: [entry])
    assert archive().namelist() == ["files/passwd", "files/2-passwd", "README.txt"]


def test_queries_do_not_grow_with_rows(archive, person, django_assert_max_num_queries):
    archive()
    SignIn.objects.bulk_create([SignIn(user=person, method="code") for _ in range(400)])
    with django_assert_max_num_queries(len(personal_data.registered()) + 10):
        archive()


def test_asking_makes_it_and_keeps_it_for_48_hours(sign_in, person):
    client = sign_in(person)
    assert client.post(reverse("people_export_ask")).status_code == 302
    export = DataExport.objects.get()
    assert export.is_there(timezone.now())
    assert export.expires_at - export.ready_at == timedelta(hours=48)
    assert export.size == private_storage().size(export.file)
    response = client.get(reverse("people_export_file", args=[export.pk]))
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"].startswith("attachment")
    assert "no-store" in response["Cache-Control"]
    assert ZipFile(BytesIO(b"".join(response.streaming_content))).testzip() is None
    assert export.file not in client.get(reverse("people_data")).content.decode()


def test_only_its_owner_gets_it(client, sign_in, person, other):
    copies.ask(person)
    export = DataExport.objects.get()
    address = reverse("people_export_file", args=[export.pk])
    assert sign_in(other).get(address).status_code == 404
    assert client.get(address).status_code == 302
    answer = sign_in(person).get(address)
    assert answer.status_code == 200
    # Read, not closed: that would end the test's own connection to the database.
    assert b"".join(answer.streaming_content)
    assert client.get(f"/media/{export.file}").status_code == 404


def test_it_ends_after_48_hours(sign_in, person):
    export = copies.ask(person)
    DataExport.objects.update(expires_at=timezone.now())
    client = sign_in(person)
    assert client.get(reverse("people_export_file", args=[export.pk])).status_code == 404
    assert "48 годин минули" in client.get(reverse("people_data")).content.decode()
    assert copies.forget() == 1
    assert not private_storage().exists(export.file)
    assert DataExport.objects.get().file == ""
    assert copies.forget() == 0


def test_asking_needs_a_recent_proof(client, sign_in, person):
    ask = reverse("people_export_ask")
    assert client.post(ask).status_code == 403
    response = sign_in(person, ago=3600).post(ask)
    assert response.url.startswith(reverse("people_confirm_by_code"))
    # Where one is sent back to after the proof.
    assert "next=" in response.url
    assert sign_in(person).get(ask).url == reverse("people_data")
    assert not DataExport.objects.exists()


def test_one_at_a_time(person):
    DataExport.objects.create(user=person, file="copies/x.zip")
    assert copies.ask(person) is None
    assert DataExport.objects.count() == 1


def test_the_limit_holds(sign_in, person):
    client = sign_in(person)
    answers = [client.post(reverse("people_export_ask")).status_code for _ in range(4)]
    assert answers == [302, 302, 302, 429]


def test_a_second_try_does_no_harm(person):
    export = copies.ask(person)
    before = DataExport.objects.get()
    Letter.objects.all().delete()
    make_copy.call(export.pk)
    after = DataExport.objects.get()
    assert (before.ready_at, before.file) == (after.ready_at, after.file)


def test_who_left_meanwhile_leaves_no_file(person, monkeypatch):
    export = DataExport.objects.create(user=person, file="copies/early.zip")

    def leave(user, target, *, at):
        target.write(b"zip")
        User.objects.filter(pk=user.pk).delete()

    monkeypatch.setattr("portal.people.data.tasks.write_copy", leave)
    make_copy.call(export.pk)
    assert not private_storage().exists("copies/early.zip")


def test_a_copy_nobody_finished_is_given_up(sign_in, person):
    DataExport.objects.create(user=person, file="copies/x.zip")
    client = sign_in(person)
    page = client.get(reverse("people_data")).content.decode()
    assert "копія готується" in page
    assert f'href="{reverse("people_data")}"' in page
    copies.forget(timezone.now() + timedelta(hours=7))
    export = DataExport.objects.get()
    assert export.failed_at
    assert "створити не вдалося" in client.get(reverse("people_data")).content.decode()
    assert copies.ask(person)


def test_strays_are_removed(person, monkeypatch):
    private_storage().save("copies/stray.zip", ContentFile(b"x"))
    copies.forget()
    assert private_storage().exists("copies/stray.zip")
    copies.forget(timezone.now() + timedelta(hours=7))
    assert not private_storage().exists("copies/stray.zip")
