import pytest

from portal.people.enums import Role
from tests.people.duties import person


@pytest.fixture
def chief(db):
    return person(Role.CHIEF_EDITOR, name="chief")


@pytest.fixture
def as_chief(client, chief):
    client.force_login(chief)
    return client
