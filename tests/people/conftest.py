import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from portal.people.models import User
from portal.people.services import consents


@pytest.fixture
def person(db):
    """Makes people with a confirmed address, who agreed to the texts in force."""

    def make(email="olena@kyiv.ua", password=None, **fields):
        user = User.objects.create_user(email, password, **fields)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        consents.give(user)
        user.refresh_from_db()
        return user

    return make


@pytest.fixture
def last_code():
    """The code in the newest letter."""

    def find():
        return re.search(r"^    (\d{6})$", mail.outbox[-1].body, re.M).group(1)

    return find
