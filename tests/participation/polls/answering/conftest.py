import re

import pytest
from django.urls import reverse

from tests.participation.polls import making
from tests.people.duties import person


@pytest.fixture
def citizen(db):
    return person(name="mariia")


@pytest.fixture
def url(poll):
    """An address of the poll, or of another."""
    return lambda name="answer", of=poll: reverse(f"polls:{name}", args=[of.slug])


@pytest.fixture
def everybody(db):
    return making.poll(access="everybody")


@pytest.fixture
def data():
    """What a browser sends: the first question answered, the rest as given."""

    def fill(poll, choice=0, **more):
        (code, options), *_rest = making.codes(poll)
        return {"round": poll.current_round.number, f"q-{code}": options[choice], **more}

    return fill


@pytest.fixture
def words():
    """The words of an answer on one line, without its tags."""

    def read(response):
        html = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.S)
        return " ".join(re.sub(r"<[^>]*>", " ", html).split())

    return read
