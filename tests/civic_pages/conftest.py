"""What tests of editorial pages share."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

KYIV = ZoneInfo("Europe/Kyiv")


def kyiv(*parts):
    """A moment by the clock on a wall in Kyiv."""
    return datetime(*parts, tzinfo=KYIV)


@pytest.fixture
def at(monkeypatch):
    """`at(moment)`: from here on it is that moment for everything that asks Django's clock."""

    def turn(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment.astimezone(ZoneInfo("UTC")))
        return moment

    return turn


@pytest.fixture
def translated(english, english_home):
    """`translated(page, title=…)`: its live English version."""

    def make(page, **changes):
        copy = page.get_translation_or_none(english)
        copy = copy.specific if copy else page.copy_for_translation(english, copy_parents=True)
        for name, value in changes.items():
            setattr(copy, name, value)
        copy.draft_title = copy.title
        copy.save_revision().publish()
        return type(page).objects.get(pk=copy.pk)

    return make


@pytest.fixture
def remembering(monkeypatch):
    """What is remembered by content version is kept, though a test is one transaction.

    A transaction raises the version once, so this one turns with the number of pages.
    """
    from wagtail.models import Page

    from portal.core import remember

    monkeypatch.setattr(remember, "in_transaction", lambda: False)
    monkeypatch.setattr(remember.stamp, "read", lambda: f"test {Page.objects.count()}")
    remember.memory.clear()
    yield
    remember.memory.clear()
