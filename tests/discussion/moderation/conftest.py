import pytest

from portal.discussion.enums import Act
from portal.discussion.models import Comment, Rule, StopWord
from portal.discussion.services import decisions, reports
from portal.people.enums import Role
from tests.people.duties import person


@pytest.fixture
def moderator(db):
    return person(Role.MODERATOR, name="sofiia")


@pytest.fixture
def colleague(db):
    return person(Role.MODERATOR, name="petro")


@pytest.fixture
def administrator(db):
    return person(Role.ADMINISTRATOR, name="yurii.p")


@pytest.fixture
def rule(db):
    return Rule.objects.get(number=3, locale__language_code="uk")


@pytest.fixture
def hold(say):
    """A comment that nobody has read yet: a check holds it."""

    def make(text="Купуйте штори оптом", **more):
        StopWord.objects.get_or_create(word="штора")
        return fresh(say(text, **more))

    return make


@pytest.fixture
def report(neighbour, rule):
    def make(comment, by=None, text=""):
        return reports.report(comment=comment, user=by or neighbour, rule=rule, text=text)

    return make


@pytest.fixture
def hide(moderator, rule):
    def make(comment, by=None, **more):
        return decisions.decide(
            comment=comment, by=by or moderator, act=Act.HIDE, rule=rule, **more
        )

    return make


def fresh(comment):
    return Comment.objects.select_related("user", "discussion", "rule").get(pk=comment.pk)
