import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.test import RequestFactory
from django.utils import translation
from wagtail.models import PageViewRestriction

from portal.discussion.hosts import Host, discussion_of, host_of, key_of
from portal.discussion.models import Discussion
from portal.discussion.services import comments


@pytest.fixture
def ask():
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    request.session = {}
    return lambda key: host_of(key, request)


def test_a_page_is_found_by_its_key_in_the_readers_language(ask, news, translated):
    english = translated(news)
    assert key_of(english) == key_of(news)
    assert ask(key_of(news)).version == news
    with translation.override("en"):
        found = ask(key_of(news))
    assert (found.version, found.original) == (english, news)


def test_both_languages_share_one_discussion(news, translated, citizen, neighbour):
    english = translated(news)
    comments.post(user=citizen, host=Host.of(news), text="Так", lang="uk")
    comments.post(user=neighbour, host=Host.of(english), text="Yes", lang="en")
    assert Discussion.objects.count() == 1
    assert discussion_of(Host.of(english)).published_count == 2


@pytest.mark.parametrize("key", ["p0", "p999999", "x1", "p1e3", "", "p-1", "p1 ", "p" + "9" * 40])
def test_what_is_no_key_is_not_found(ask, news, key):
    with pytest.raises(Http404):
        ask(key)


def test_what_is_not_for_readers_is_not_found(ask, news, translated, home):
    english = translated(news)
    for pk in (english.pk, home.pk):
        with pytest.raises(Http404):
            ask(f"p{pk}")
    restriction = PageViewRestriction.objects.create(page=news, restriction_type="login")
    with pytest.raises(Http404):
        ask(key_of(news))
    restriction.delete()
    news.has_discussion = False
    news.save_revision().publish()
    with pytest.raises(Http404):
        ask(key_of(news))
    news.has_discussion = True
    news.save_revision().publish()
    assert ask(key_of(news)).original == news
    news.unpublish()
    with pytest.raises(Http404):
        ask(key_of(news))
