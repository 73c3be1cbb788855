import pytest

from portal.discussion.services import answers
from portal.people.enums import Role
from tests.people.duties import department, member, person


@pytest.fixture
def colleague(bureau):
    return member(person(Role.OFFICER, name="vasyl"), bureau, "Головний спеціаліст")


@pytest.fixture
def stranger(db):
    """An officer of another department."""
    return member(person(Role.OFFICER, name="stranger"), department("Інше управління"))


@pytest.fixture
def question(say):
    return say("Коли відкриють басейн?", is_question=True)


@pytest.fixture
def draft(question, officer):
    return answers.begin(question=question, by=officer, text="Відкриємо у вівторок.")


@pytest.fixture
def sent(draft, officer):
    return answers.send(draft=draft, by=officer)


@pytest.fixture
def enter(client):
    """Signs a person in and gives the client."""

    def sign_in(user):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
