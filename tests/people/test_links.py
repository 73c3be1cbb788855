"""Links from new accounts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.people.enums import Level
from portal.people.links import are_links_held, has_links
from portal.people.permissions import may_post_links
from tests.people.duties import person


@pytest.mark.parametrize(
    "text",
    [
        "https://casino.example/",
        "дивіться HTTP://x.y",
        "www.kazyno.ua",
        "заходьте на kazyno.com",
        "мій сайт: kyiv-today.com.ua/новини",
        "столиця.укр",
    ],
)
def test_links_are_found_however_they_are_written(text):
    assert has_links(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "О. Коваль, еколог.",
        "Живу на Подолі.Люблю парки.",
        "напр. дерева, т. ч. дуби",
        "пишіть на olena@example.org",
        "версія 2.5 і 14.30",
    ],
)
def test_what_is_no_link_is_left_alone(text):
    assert not has_links(text)


def test_an_account_is_new_for_a_week_unless_its_person_is_proven(db):
    user = person(name="new")
    assert not may_post_links(user)
    assert are_links_held(user, "www.kazyno.ua")
    assert not are_links_held(user, "Люблю парки")
    assert may_post_links(user, at=timezone.now() + timedelta(days=8))
    user.level = Level.DESK
    assert may_post_links(user)
