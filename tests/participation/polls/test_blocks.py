"""Polls inside texts."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ReferenceIndex

from civic_pages.blocks import ArticleBody
from home.blocks import HomeBody
from portal.core.pagecache.entries import may_be_stored
from portal.participation.polls.blocks import PollBlock, PollResultsBlock
from portal.participation.polls.chooser import title_for_editors
from portal.participation.polls.models import Poll
from tests.civic_pages.reading import main
from tests.factories import pages
from tests.factories.blocks import stream
from tests.participation.polls import making


def item(parent, *blocks, **fields):
    return pages.NewsPageFactory(parent=parent, body=stream(*blocks), **fields)


def test_poll_stands_in_the_text_with_a_way_to_the_form_and_back(news_index, poll):
    page = item(news_index, ("poll", {"poll": poll.pk}))
    response = Client().get(page.url)
    text = response.content.decode()
    assert f'id="opytuvannia-{poll.slug}"' in text
    assert "back=%2Fnovyny%2F" in text
    headers = [(name, value) for name, value in response.items()]
    assert may_be_stored("200 OK", headers, response)
    assert "X-Fresh-Until" in response


def test_results_stand_without_the_way_to_the_form(client, news_index, poll):
    text = main(client, item(news_index, ("poll_results", {"poll": poll.pk})).url)
    assert poll.title in text.replace("\xa0", " ")
    assert "data-hx-get" not in text


@pytest.mark.parametrize("hidden", [{"live": False}, {"is_private": True}])
@pytest.mark.parametrize("kind", ["poll", "poll_results"])
def test_poll_that_readers_may_not_see_leaves_no_trace(client, news_index, poll, hidden, kind):
    page = item(news_index, (kind, {"poll": poll.pk}))
    Poll.objects.filter(pk=poll.pk).update(**hidden)
    text = main(client, page.url)
    assert "opytuvannia-" not in text
    assert 'role="note"' not in text


def test_deleted_poll_breaks_no_page(client, news_index):
    assert "opytuvannia-" not in main(client, item(news_index, ("poll", {"poll": 987654})).url)


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"live": False}, "draft"), ({"is_private": True}, "private"), (None, "gone")],
)
def test_preview_tells_why_nothing_is_shown(rf, home, poll, change, reason):
    from django.template.context import Context

    from portal.participation.polls.templatetags.polls import section_of

    request = rf.get("/")
    request.is_preview = True
    if change is not None:
        Poll.objects.filter(pk=poll.pk).update(**change)
    given = Poll.objects.get(pk=poll.pk) if change is not None else None
    assert section_of(Context({"request": request}), given, 3)["missing"] == reason


def test_editors_see_in_the_chooser_that_readers_do_not(home, poll):
    assert title_for_editors(poll) == poll.title
    poll.live = False
    assert title_for_editors(poll) != poll.title


def test_translated_page_shows_the_same_poll_in_its_language(
    client, news_index, poll, translated, english, in_english
):
    page = item(news_index, ("poll", {"poll": poll.pk}))
    in_english(poll, title="When does it suit you?")
    text = main(client, translated(page, title="News").url)
    assert "When does it suit you?" in text
    assert f"/en/polls/{poll.slug}/" in text


def test_many_polls_in_a_page_cost_as_many_queries_as_one(client, news_index):
    polls = [making.poll(title=f"Опитування {number}") for number in range(4)]
    one = item(news_index, ("poll", {"poll": polls[0].pk}))
    many = item(news_index, *(("poll", {"poll": poll.pk}) for poll in polls))

    def spent(page):
        client.get(page.url)
        with CaptureQueriesContext(connection) as queries:
            client.get(page.url)
        return len(queries)

    assert spent(many) == spent(one)


def test_reference_index_knows_where_a_poll_stands(news_index, poll):
    page = item(news_index, ("poll", {"poll": poll.pk}))
    found = ReferenceIndex.get_references_to(poll).values_list("object_id", flat=True)
    assert set(found) == {str(page.pk)}


def test_block_keeps_the_original_whatever_version_was_chosen(home, poll, in_english):
    version = in_english(poll, title="When?")
    chooser = PollBlock().child_blocks["poll"]
    assert chooser.get_prep_value(version) == poll.pk
    assert chooser.get_translatable_segments(poll) == []


@pytest.mark.parametrize("body", [ArticleBody(), HomeBody()])
@pytest.mark.parametrize("kind", ["poll", "poll_results"])
def test_the_menu_of_blocks_shows_a_poll(admin_client, home, poll, body, kind):
    address = reverse("wagtailadmin_block_preview")
    answer = admin_client.get(address, {"id": body.child_blocks[kind].definition_prefix})
    assert answer.status_code == 200
    assert poll.title in answer.content.decode()


@pytest.mark.parametrize("block", [PollBlock(), PollResultsBlock()])
def test_editors_are_told_what_the_block_is(block):
    assert block.meta.icon
    assert block.meta.label
    assert block.meta.group
    assert block.meta.description
    assert block.child_blocks["poll"].field.help_text


def test_every_text_takes_polls():
    assert {"poll", "poll_results"} <= set(ArticleBody().child_blocks)
