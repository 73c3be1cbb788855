import time

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from portal.people.models import User
from portal.people.services import consents

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def person(db):
    """Somebody who has agreed to everything and signs in by codes."""
    user = User.objects.create_user("olena@example.com", first_name="Олена", last_name="Коваль")
    consents.give(user)
    return user


@pytest.fixture
def other(db):
    user = User.objects.create_user("taras@example.com", first_name="Тарас", last_name="Мельник")
    consents.give(user)
    return user


@pytest.fixture
def sign_in(db):
    """A browser of somebody's, signed in some seconds ago."""

    def sign_in(user, *, ago=0, client=None):
        client = client or Client()
        client.force_login(user)
        session = client.session
        session["account_authentication_methods"] = [{"method": "code", "at": time.time() - ago}]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
        UserSession.objects.create(
            user=user, ip="203.0.113.77", session_key=session.session_key, user_agent=FIREFOX
        )
        return client

    return sign_in
