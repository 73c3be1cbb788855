"""Front pages, and what stands on them."""

from datetime import timedelta

from django.test import RequestFactory

from home.enums import Door
from home.front import FrontPage
from tests.factories.pages import (
    ConsultationPageFactory,
    ForumPageFactory,
)

ALL = [
    (
        "hero",
        {"title": "Київ вирішує разом", "lead": "Усе в одному місці.", "hints": ["зелені зони"]},
    ),
    ("doors", {"doors": [Door.CONSULTATIONS, Door.FORUMS, Door.NEWS, Door.REPORTS]}),
    ("news", {"title": "Новини", "cards": 2, "lines": 7}),
    ("consultations", {"title": "Потрібна ваша думка", "limit": 3, "is_tinted": True}),
    ("announcements", {"title": "Анонси подій", "limit": 4}),
    ("topics", {"title": "Теми"}),
]


def front_now():
    return FrontPage(RequestFactory().get("/"))


def consultation(index, now, opens, closes, **fields):
    return ConsultationPageFactory(
        parent=index,
        opens_at=now + timedelta(days=opens),
        closes_at=now + timedelta(days=closes),
        **fields,
    )


def forum(index, now, starts, **fields):
    return ForumPageFactory(
        parent=index,
        starts_at=now + timedelta(days=starts),
        ends_at=now + timedelta(days=starts, hours=3),
        **fields,
    )


def main_of(response):
    assert response.status_code == 200
    return response.content.decode().split("<main")[1].split("</main>")[0]
