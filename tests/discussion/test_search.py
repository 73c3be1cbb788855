"""Comments among what is found: under their page, and only as long as they are read there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageViewRestriction

from portal.core.originals import locale_ids
from portal.core.pagecache import stamp
from portal.core.search_items import search_kinds, search_sources
from portal.discussion.enums import State
from portal.discussion.hosts import Host
from portal.discussion.models import Comment, Rule
from portal.discussion.services import comments
from search.models import SearchDocument
from search.results import Question
from search.services import find
from tests.factories import pages

pytestmark = pytest.mark.django_db


def documents():
    rows = SearchDocument.objects.filter(source="comments").order_by("pk")
    return list(rows.values_list("object_id", flat=True))


def found(query, **more):
    return find(Question(query, "uk", **more)).hits


def test_a_comment_is_found_under_its_page(say, host, index_now, news_index):
    comment = say("Чому закрили велопарковку біля басейну?")
    index_now()
    [hit] = found("велопарковки")
    assert hit.plain_title == "Коментар до: Мрія 3.0"
    assert hit.url == f"{reverse('discussion:comment', args=[comment.pk])}#c{comment.pk}"
    assert (hit.kind, hit.language) == ("comments", "uk")
    assert f"pages:{host.original.pk}" in hit.within and f"pages:{news_index.pk}" in hit.within
    assert [hit.document for hit in found("велопарковка", within=f"pages:{host.original.pk}")]
    assert search_kinds.get("comments").single == "Коментар"


@pytest.mark.parametrize("how", ["deleted", "hidden"])
def test_it_leaves_at_once_not_when_a_worker_has_time(say, citizen, index_now, how):
    comment, other = say("Чому закрили велопарковку?"), say("А велопарковку відкриють?")
    index_now()
    # As in a new transaction: a version is raised once in each.
    connection.run_on_commit.clear()
    before = stamp.read()
    if how == "deleted":
        comments.delete(comment=comment, by=citizen)
    else:
        comments.move(comment=comment, to=State.HIDDEN, rule=Rule.objects.first())
    # Its document is there still; stored pages of results are not asked again without this.
    assert documents() == [str(comment.pk), str(other.pk)]
    assert stamp.read() != before
    answer = find(Question("велопарковка", "uk"))
    assert [hit.url.rpartition("#c")[2] for hit in answer.hits] == [str(other.pk)]
    assert answer.total == 1


def test_writing_throws_no_stored_page_away(say, host):
    connection.run_on_commit.clear()
    before = stamp.read()
    say("Чому закрили велопарковку?")
    assert stamp.read() == before


def test_its_pages_title_finds_the_page_alone(say, host, index_now):
    say("Дуже чекаємо на неї всім двором.")
    index_now()
    assert [hit.kind for hit in found("Мрія")] == ["news"]


def test_a_page_stands_before_what_is_said_of_it(say, host, index_now):
    host.original.lead = "Про басейн."
    host.original.save()
    for number in range(3):
        say(f"Басейн! Басейн, коли басейн {number}?")
    index_now()
    assert [hit.kind for hit in found("басейн")] == ["news", "comments", "comments", "comments"]


def test_it_has_the_topics_of_its_page_and_its_own_language(say, host, citizen, index_now, bureau):
    comment = comments.post(user=citizen, host=host, text="Where is the pool?", lang="en")
    index_now()
    [item] = search_sources.get("comments").items([str(comment.pk)])
    assert (item.language, item.department) == ("en", bureau.pk)
    assert item.title == "Comment on: Мрія 3.0" and item.url.startswith("/en/discussion/")
    assert set(item.offered_to) == set(locale_ids())


@pytest.mark.parametrize("to", [State.HIDDEN, State.DELETED, State.HELD])
def test_what_nobody_reads_leaves_at_once(say, index_now, to):
    comment = say("Чому закрили велопарковку?")
    index_now()
    assert documents() == [str(comment.pk)]
    comments.move(comment=comment, to=to)
    index_now()
    assert documents() == [] and found("велопарковка") == []


def _unpublish(page):
    page.unpublish()


def _restrict(page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def _restrict_above(page):
    PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="login")


def _take_away(page):
    page.has_discussion = False
    page.save()


@pytest.mark.parametrize("close", [_unpublish, _restrict, _restrict_above, _take_away])
def test_it_leaves_with_its_page_and_comes_back(say, host, index_now, close):
    comment = say("Чому закрили велопарковку?")
    index_now()
    close(host.original)
    index_now()
    assert documents() == []
    PageViewRestriction.objects.all().delete()
    page = type(host.original).objects.get(pk=host.original.pk)
    page.has_discussion = True
    page.save_revision().publish()
    index_now()
    assert documents() == [str(comment.pk)]


def test_a_new_title_of_the_page_is_seen_and_a_draft_is_not(say, host, index_now):
    say("Чому закрили велопарковку?")
    index_now()
    page = host.original
    page.title = "Інша назва"
    page.save_revision()
    index_now()
    assert found("велопарковка")[0].plain_title == "Коментар до: Мрія 3.0"
    page.get_latest_revision().publish()
    index_now()
    assert found("велопарковка")[0].plain_title == "Коментар до: Інша назва"


def test_a_changed_text_is_found_by_its_new_words(say, citizen, index_now):
    comment = say("Чому закрили велопарковку?")
    index_now()
    comments.edit(comment=comment, by=citizen, text="Чому закрили бібліотеку?")
    index_now()
    assert found("велопарковка") == [] and len(found("бібліотека")) == 1


def test_the_index_equals_what_it_is_made_from(say, index_now):
    from search.indexing import comparing

    stays = say("Чому закрили велопарковку?")
    gone = say("Це скоро сховають звідси.")
    index_now()
    comments.move(comment=gone, to=State.HIDDEN)
    index_now()
    # Pages of the migrations were never indexed here.
    assert comparing.compare().ghosts == 0 and documents() == [str(stays.pk)]
    assert not comparing.compare()


def test_queries_do_not_grow_with_comments(say, news_index):
    source = search_sources.get("comments")

    def count(keys):
        with CaptureQueriesContext(connection) as asked:
            assert len(list(source.items(keys))) == len(keys)
        return len(asked)

    other = Host.of(pages.NewsPageFactory(parent=news_index))
    first = say("Один коментар до новини.")
    one = count([str(first.pk)])
    say("Другий коментар до новини.")
    say("Третій, до іншої новини.", at=other)
    assert count([str(pk) for pk in Comment.objects.values_list("pk", flat=True)]) == one


def test_saving_a_page_without_comments_asks_one_question(host, django_assert_num_queries):
    from portal.discussion.things.pages import _saved

    with django_assert_num_queries(1):
        _saved(type(host.original), host.original)
    with django_assert_num_queries(0):
        _saved(type(host.original), host.original, update_fields=frozenset({"latest_revision"}))
