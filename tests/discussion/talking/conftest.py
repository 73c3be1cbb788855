import re

import pytest
from django.urls import reverse

from portal.people.services import consents


@pytest.fixture
def enter(client):
    """Signs somebody in who has agreed to the texts in force."""

    def sign_in(user):
        consents.give(user)
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def urls(host):
    """Addresses by name: of the thing, or of a comment."""

    def find(name, comment=None):
        return reverse(f"discussion:{name}", args=[comment.pk if comment else host.key])

    return find


@pytest.fixture
def words():
    """The words of an answer on one line, without its tags."""

    def read(response):
        html = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.S)
        return " ".join(re.sub(r"<[^>]*>", " ", html).split())

    return read
