import pytest

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
