from types import SimpleNamespace

import pytest

from portal.discussion import tasks
from portal.discussion.hosts import made_discussion
from portal.discussion.models import Notice
from portal.discussion.services import subscriptions


@pytest.fixture
def follow(host):
    return lambda user, at=None: subscriptions.follow(user=user, host=at or host)


@pytest.fixture
def discussion(host):
    return made_discussion(host)


@pytest.fixture
def noted():
    """Who is to hear of what: {(person, comment): cause}."""
    return lambda: {
        (user, comment): cause
        for user, comment, cause in Notice.objects.values_list("user_id", "comment_id", "cause")
    }


@pytest.fixture
def queued(settings, monkeypatch):
    """Letters wait, as they do outside of tests; who is to hear of a comment is found at once."""
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "search"]}
    }
    monkeypatch.setattr(tasks, "tell_of", SimpleNamespace(enqueue=tasks.tell_of.func))
