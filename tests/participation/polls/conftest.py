from datetime import timedelta

import pytest
from django.utils import timezone

from tests.participation.polls import making


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
