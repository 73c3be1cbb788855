"""The demo's discussions: the states in which one finds nothing to press, and what is new to somebody."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from home.services.demo import discussion
from home.services.demo.content import read
from home.services.demo.moments import Calendar
from home.services.demo.people import find_or_make_people
from portal.discussion.enums import Check, Closing
from portal.discussion.hosts import Host, discussion_of
from portal.discussion.models import Notice, Visit
from portal.discussion.permissions import closing_of
from portal.participation.polls.models import Poll
from tests.factories import pages
from tests.participation.polls import making

KEPT = ("news/doshchovi-sady", "consultations/statut")
POLL = "posluhy-tsentru-hromady"


@pytest.fixture
def maker(news_index, consultation_index):
    over = timezone.now() - timedelta(days=6)
    made = {
        "news/doshchovi-sady": pages.NewsPageFactory(parent=news_index),
        "consultations/statut": pages.ConsultationPageFactory(
            parent=consultation_index, opens_at=over - timedelta(days=39), closes_at=over
        ),
        "long": pages.NewsPageFactory(parent=news_index, live=False),
    }
    poll = making.poll(opens_at=over - timedelta(days=39), closes_at=over, has_discussion=True)
    return SimpleNamespace(
        pages={(key, "uk"): page for key, page in made.items()},
        calendar=Calendar(timezone.now()),
        library=SimpleNamespace(polls={POLL: poll.pk}),
    )


def test_discussions_are_closed_by_time_and_with_their_thing(maker, monkeypatch, settings):
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "search"]}
    }
    given = read("discussions")
    kept = [one for one in given["discussion"] if (one.get("page") or one["poll"]) in (*KEPT, POLL)]
    kept[0]["seen"] = {"resident": 1}
    monkeypatch.setattr(
        discussion, "read", lambda _name: {"discussion": kept, "long": {"page": "long"}}
    )
    people = {one.role: one.user for one in find_or_make_people()}
    discussion.make_talks(maker, people)
    found = {}
    for key in KEPT:
        host = Host.of(type(maker.pages[key, "uk"]).objects.get(pk=maker.pages[key, "uk"].pk))
        talk = discussion_of(host)
        found[key] = (closing_of(host, talk).closing, talk.published_count)
    poll = Host.of(Poll.objects.get())
    found[POLL] = (closing_of(poll, None).closing, discussion_of(poll).published_count)
    assert found == {
        KEPT[0]: (Closing.TIME, 3),
        KEPT[1]: (Closing.THING, 2),
        POLL: (Closing.THING, 3),
    }
    assert Visit.objects.get().user == people["resident"]
    # Nobody is told of samples.
    assert not Notice.objects.exists()
    assert not DBTaskResult.objects.filter(task_path__contains="tell_of").exists()


def test_what_is_held_says_why():
    held = [
        row
        for one in read("discussions")["discussion"]
        for row in one["comments"]
        if row.get("state") == "held"
    ]
    assert held
    assert all(row["held_by"] in Check.values and row["saw"] for row in held)
