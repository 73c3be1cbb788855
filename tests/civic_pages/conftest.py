"""What tests of editorial pages share."""

from datetime import datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from portal.places.models import Department, District, Topic, Venue
from tests.factories.pages import (
    ConsultationPageFactory,
    ForumPageFactory,
    ForumSeriesPageFactory,
)

KYIV = ZoneInfo("Europe/Kyiv")


def kyiv(*parts):
    """A moment by the clock on a wall in Kyiv."""
    return datetime(*parts, tzinfo=KYIV)


# The «now» of tests that need one.
NOW = kyiv(2019, 6, 3, 12)


@pytest.fixture
def at(monkeypatch):
    """`at(moment)`: from here on it is that moment for everything that asks Django's clock."""

    def turn(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment.astimezone(ZoneInfo("UTC")))
        return moment

    return turn


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


# --- The city and its forums ------------------------------------------------------------


@pytest.fixture
def district(home):
    return District.objects.create(locale=home.locale, name="Дарницький")


@pytest.fixture
def venue(home):
    return Venue.objects.create(
        locale=home.locale,
        name="Готель «Road»",
        address="вул. Велика Кільцева, 70",
        accessibility="Пандус, ліфт",
        shelter="У будівлі, на 120 осіб",
        latitude=Decimal("50.401200"),
        longitude=Decimal("30.390100"),
    )


@pytest.fixture
def organiser(home):
    return Department.objects.create(
        locale=home.locale, name="Департамент комунікацій", phone="+380 (44) 202-12-34"
    )


@pytest.fixture
def city(home, district, venue, organiser):
    topic = Topic.objects.create(locale=home.locale, name="Розвиток районів")
    return SimpleNamespace(district=district, venue=venue, organiser=organiser, topic=topic)


@pytest.fixture
def make_forum(forum_index, at):
    at(NOW)

    def forum(title, starts, ends=None, parent=forum_index, **fields):
        return ForumPageFactory(
            parent=parent,
            title=title,
            starts_at=starts,
            ends_at=ends or starts + timedelta(hours=2),
            **fields,
        )

    return forum


@pytest.fixture
def series(forum_index, make_forum, district, venue):
    page = ForumSeriesPageFactory(parent=forum_index, title="Столиця діалогу", slug="dialoh")
    make_forum("Міський", kyiv(2019, 9, 20, 10), parent=page, venue=venue)
    make_forum("Дарницький", kyiv(2019, 5, 30, 10), parent=page, district=district, venue=venue)
    make_forum(
        "Скасований", kyiv(2019, 6, 20, 10), parent=page, district=district, status="CANCELLED"
    )
    make_forum("Святошинський", kyiv(2019, 6, 6, 10), parent=page, district=district, venue=venue)
    return page


@pytest.fixture
def forum(make_forum, series, city):
    page = make_forum(
        "Дніпровський",
        kyiv(2019, 6, 13, 10),
        kyiv(2019, 6, 13, 16, 30),
        parent=series,
        district=city.district,
        venue=city.venue,
        organiser=city.organiser,
        lead="Разом опрацюємо концепцію.",
        online_url="https://forum.example.org/?a=1&b=2",
        body=[("text", "<p>Програма дня.</p>")],
    )
    page.topics = [city.topic]
    page.save()
    return page


# --- Consultations ------------------------------------------------------------


@pytest.fixture
def department(home):
    return Department.objects.create(
        locale=home.locale,
        name="Управління екології",
        address="вул. Турівська, 28",
        phone="+380 (44) 202-12-34",
        email="ekolohiia@example.org",
    )


@pytest.fixture
def ask(consultation_index, at):
    at(NOW)

    def consultation(title, opens, closes, **fields):
        many = {
            name: fields.pop(name)
            for name in ("topics", "districts", "audiences")
            if name in fields
        }
        page = ConsultationPageFactory(
            parent=consultation_index, title=title, opens_at=opens, closes_at=closes, **fields
        )
        for name, value in many.items():
            setattr(page, name, value)
        page.save()
        return page

    return consultation
