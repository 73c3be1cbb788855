"""Nobody changes a profile or asks for roles without end, and what was typed is kept."""

import pytest

from portal.core.limits import Limit, Rule
from portal.people.enums import Level
from portal.people.services import consents

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreed(person):
    """Makes people who have agreed to the texts in force."""

    def make(email, **fields):
        user = person(email, **fields)
        consents.give(user)
        return user

    return make


@pytest.fixture(autouse=True)
def once(settings, home):
    settings.LIMITS = settings.LIMITS | {"profile": Limit((Rule(1, 3600, "person"),), closed=False)}


@pytest.mark.parametrize("path", ["/oblikovyi-zapys/", "/oblikovyi-zapys/roli/expert/"])
def test_a_profile_is_not_changed_without_end(client, agreed, path):
    client.force_login(agreed("olena@kyiv.ua", level=Level.IDENTITY))
    assert client.post(path, {"text": "Про себе"}).status_code in (302, 422)
    refused = client.post(path, {"text": "Про себе ще раз"})
    assert refused.status_code == 429
    assert "Про себе ще раз" in refused.content.decode()


def test_another_person_is_counted_apart(client, agreed):
    for email in ("olena@kyiv.ua", "taras@kyiv.ua"):
        client.force_login(agreed(email))
        assert client.post("/oblikovyi-zapys/", {}).status_code in (302, 422)
