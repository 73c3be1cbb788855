"""The demo's queue: every check, reports, appeals, decisions, each once."""

from types import SimpleNamespace

import pytest

from home.services.demo.moderation import make_queue
from home.services.demo.people import find_or_make_people
from portal.core.models import Letter
from portal.discussion.enums import Act, Check
from portal.discussion.models import Comment, CommentAppeal, Decision, HeldBy
from portal.discussion.staff import queue
from tests.factories import pages


@pytest.fixture
def maker(news_index):
    return SimpleNamespace(
        pages={
            ("news/velopatrul", "uk"): pages.NewsPageFactory(parent=news_index),
            ("news/zhestova-mova", "uk"): pages.NewsPageFactory(parent=news_index),
        }
    )


def test_the_queue_holds_every_state_once(maker, settings):
    settings.DISCUSSION_FIRST_COMMENTS = 2
    people = {one.role: one.user for one in find_or_make_people()}
    make_queue(maker, people)
    assert set(HeldBy.objects.values_list("check_name", flat=True)) == set(Check)
    assert all(queue.counts().values())
    assert set(CommentAppeal.objects.values_list("granted", flat=True)) == {None, True}
    assert Decision.objects.get(act=Act.MOVE).comment.depth == 1
    assert Comment.objects.get(reports_count__gt=0).reports.count() == 2
    assert not Letter.objects.filter(to__endswith="@example.org").exists()
    said = Comment.objects.count()
    make_queue(maker, people)
    assert Comment.objects.count() == said


def test_without_accounts_there_is_no_queue(maker):
    make_queue(maker, {})
    assert not Comment.objects.exists()
