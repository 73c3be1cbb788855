"""What becomes of a discussion when its page is moved, deleted or translated."""

import pytest
from django.db.models import ProtectedError
from django.urls import reverse
from wagtail.models import Page

from portal.discussion.hosts import Host, discussion_of
from portal.discussion.models import Comment, Discussion
from portal.discussion.services import comments
from portal.discussion.things import things_of
from search.models import SearchDocument
from tests.factories import pages

pytestmark = pytest.mark.django_db


def test_a_discussion_goes_along_when_its_page_is_moved(say, host, home, news_index, index_now):
    comment = say("Чому закрили велопарковку?")
    index_now()
    # A site has one section of news; here is another one under its address.
    Page.objects.filter(pk=news_index.pk).update(slug="insha-strichka")
    other = pages.NewsIndexPageFactory(parent=home)
    host.original.move(other, pos="last-child")
    index_now()
    moved = type(host.original).objects.get(pk=host.original.pk)
    assert discussion_of(Host.of(moved)) == comment.discussion
    [document] = SearchDocument.objects.filter(source="comments")
    assert f"within:pages:{other.pk}" in document.labels


def test_a_page_with_comments_is_not_deleted(say, host, admin_client):
    say("Це мають читати й далі.")
    with pytest.raises(ProtectedError):
        host.original.delete()
    url = reverse("wagtailadmin_pages:delete", args=[host.original.pk])
    answer = admin_client.post(url, follow=True)
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "Видалити не можна" in shown and "можна зняти з публікації" in shown
    assert Page.objects.filter(pk=host.original.pk).exists() and Comment.objects.exists()


def test_nor_is_a_section_with_such_a_page(say, host, news_index, admin_client):
    say("Це мають читати й далі.")
    admin_client.post(reverse("wagtailadmin_pages:delete", args=[news_index.pk]))
    assert Page.objects.filter(pk=host.original.pk).exists()


def test_translations_share_one_discussion(say, host, citizen, english, english_home, news_index):
    say("Коли відкриють?")
    english_index = news_index.copy_for_translation(english)
    english_index.save_revision().publish()
    version = host.original.copy_for_translation(english)
    version.title = "Dream 3.0"
    version.save_revision().publish()
    version = type(host.original).objects.get(pk=version.pk)
    comments.post(user=citizen, host=Host.of(version), text="When is it open?", lang="en")
    assert Discussion.objects.count() == 1 and Comment.objects.count() == 2
    thing = things_of([host.key])[host.key]
    assert (thing.title("en"), thing.title("uk")) == ("Dream 3.0", "Мрія 3.0")
    assert things_of([f"p{version.pk}"]) == {}
