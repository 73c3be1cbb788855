import re

import pytest
from django.urls import reverse


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
