from datetime import timedelta

import pytest
from django.utils import timezone

from portal.participation.polls.services import paper
from portal.people.enums import Role
from tests.participation.polls import making
from tests.people.duties import person


@pytest.fixture
def poll(db):
    """Open now, for people with an address: one choice of two, required; several; a text."""
    return making.poll()


@pytest.fixture
def round_(poll):
    return poll.current_round


@pytest.fixture
def after_close(poll):
    """A moment after the poll's end."""
    return poll.closes_at + timedelta(minutes=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def clerk(db):
    return person(Role.CLERK, name="clerk")


@pytest.fixture
def register(clerk):
    """Registers that many people, each by a number of their own."""
    numbers = iter(range(1000))

    def give(poll, count=1, **more):
        for _turn in range(count):
            paper.register(poll=poll, number=f"АВ {next(numbers):06}", by=clerk, **more)

    return give


@pytest.fixture
def in_english(english):
    """`in_english(poll, **words)`: its English version, published unless said otherwise."""

    return lambda poll, **words: making.version(poll, english, **words)
