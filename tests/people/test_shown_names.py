"""Names that others see."""

import pytest
from django.core.exceptions import ValidationError

from portal.people import shown_names
from portal.people.models import User


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Олена К.", "Олена К."),
        ("  Дем’янчук-Їжак   Ґ. ", "Дем’янчук-Їжак Ґ."),
        ("John Smith", "John Smith"),
        ("Олена Smith", "Олена Smith"),
        ("\u202eОлена\u200b", "Олена"),
        ("Адмінська Ольга", "Адмінська Ольга"),
        ("", ""),
    ],
)
def test_names_of_people(typed, kept):
    assert shown_names.clean(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "\u200b\u200b",
        "😀😀",
        "casino https://evil.example",
        "www.evil.example",
        "olena@kyiv.ua",
        "Оlena",
        "Адміністратор порталу",
        "МОДЕРАТОР",
        "Ад\u200bміністратор",
    ],
)
def test_names_that_are_none(typed):
    with pytest.raises(ValidationError):
        shown_names.clean(typed)


@pytest.mark.django_db
def test_forms_refuse_them(client, person, home):
    typed = {"shown_name": "Адміністратор порталу", "language": "uk"}
    signing_up = {"email": "nova@kyiv.ua", "consent_personal_data": "1", "consent_rules": "1"}
    answer = client.post("/oblikovyi-zapys/reiestratsiia/", {**signing_up, **typed})
    assert answer.status_code == 422 and not User.objects.exists()
    user = person()
    client.force_login(user)
    assert client.post("/oblikovyi-zapys/", typed).status_code == 422
    user.refresh_from_db()
    assert user.shown_name == ""
