import pytest

from portal.people.enums import Role
from tests.people.duties import person


@pytest.fixture
def administrator(db):
    return person(Role.ADMINISTRATOR, name="admin")


@pytest.fixture
def moderator(db):
    return person(Role.MODERATOR, name="moder")


@pytest.fixture
def citizen(db):
    return person(Role.PARTICIPANT, name="citizen")


@pytest.fixture
def sign_in(client, db):
    """Signs a person in and gives the client."""

    def enter(user):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return enter
