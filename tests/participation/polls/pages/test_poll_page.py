"""A poll's own page: one for everybody, in either language, until the poll turns."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.core.pagecache.entries import may_be_stored
from portal.participation.polls.enums import NoteKind
from portal.participation.polls.models import Poll, PollNote, Round
from tests.civic_pages.reading import fresh_until, html, main, words
from tests.factories import pages
from tests.factories.blocks import stream
from tests.participation.polls import making


def address(poll, language=""):
    return f"{language}/polls/{poll.slug}/" if language else f"/opytuvannia/{poll.slug}/"


def at(poll, **fields):
    Poll.objects.filter(pk=poll.pk).update(**fields)


def test_page_is_the_same_for_everybody_and_kept_until_the_poll_turns(home, poll):
    response = Client().get(address(poll))
    assert response.status_code == 200
    headers = [(name, value) for name, value in response.items()]
    assert may_be_stored("200 OK", headers, response)
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.content.decode()
    # It tells how many days are left, so it turns at the next midnight at the latest.
    assert fresh_until(response) <= (timezone.now() + timedelta(days=1)).timestamp()


def test_page_lives_no_longer_than_the_poll_is_open(home, poll):
    closes = timezone.now() + timedelta(seconds=90)
    at(poll, closes_at=closes)
    assert fresh_until(Client().get(address(poll))) <= closes.timestamp() + 0.001


def test_open_poll_leads_to_the_form_with_and_without_scripts(client, home, poll):
    page = main(client, address(poll))
    assert f'href="/opytuvannia/{poll.slug}/' in page
    assert 'data-hx-get="/opytuvannia/' in page
    assert "data-htmx=" in page


@pytest.mark.parametrize(
    ("opens", "closes"), [(1, 5), (-5, -1)], ids=["before the opening", "after the close"]
)
def test_no_way_to_the_form_when_it_is_not_open(client, home, poll, opens, closes):
    now = timezone.now()
    at(poll, opens_at=now + timedelta(days=opens), closes_at=now + timedelta(days=closes))
    assert "data-hx-get" not in main(client, address(poll))


@pytest.mark.parametrize("hidden", [{"live": False}, {"is_private": True}])
def test_what_readers_may_not_see_is_nowhere(client, home, poll, hidden):
    at(poll, **hidden)
    assert client.get(address(poll)).status_code == 404


def test_unknown_poll_is_not_found(client, home):
    assert client.get("/opytuvannia/nemaie/").status_code == 404


def test_page_is_read_and_nothing_else(client, home, poll):
    assert client.post(address(poll)).status_code == 405


def test_languages_are_told_of_a_translated_poll(client, english_home, poll, in_english):
    in_english(poll, title="When does it suit you?")
    page = html(client, address(poll))
    assert re.search(f'hreflang="en" href="[^"]*/en/polls/{poll.slug}/"', page)
    assert 'hreflang="x-default"' in page
    english = html(client, f"/en/polls/{poll.slug}/")
    assert "When does it suit you?" in english
    assert f"/en/polls/{poll.slug}/answer/" in english


def test_poll_without_a_translation_is_read_in_ukrainian_under_one_address(
    client, english_home, poll
):
    page = html(client, f"/en/polls/{poll.slug}/")
    assert f'<h1 lang="uk">{poll.title}' in page.replace("\xa0", " ")
    assert f'/opytuvannia/{poll.slug}/">' in page[page.index('rel="canonical"') :][:200]
    assert 'rel="alternate" hreflang' not in page


def test_draft_translation_is_not_read(client, english_home, poll, in_english):
    in_english(poll, title="Not ready yet", live=False)
    assert "Not ready yet" not in html(client, f"/en/polls/{poll.slug}/")


def test_networks_learn_title_lead_and_picture(client, home, poll):
    at(poll, lead="Питаємо про час зустрічей.")
    page = html(client, address(poll))
    assert 'property="og:description" content="Питаємо про час зустрічей."' in page
    assert f"/opytuvannia/{poll.slug}/picture.png" in page
    assert '"BreadcrumbList"' in page


def test_rules_say_who_when_and_on_what_ground(client, home):
    poll = making.poll(
        access="verified", min_age=14, legal_basis="Рішення № 5", may_change=True, results="live"
    )
    text = words(main(client, address(poll)))
    for said in ("Рішення № 5", "14"):
        assert said in text


def test_log_tells_what_was_done_but_not_who(client, home, poll, round_, django_user_model):
    by = django_user_model.objects.create_user("x@example.org", first_name="Тайна")
    PollNote.objects.create(round=round_, kind=NoteKind.EXTENDED, text="Дощ завадив", by=by)
    text = words(main(client, address(poll)))
    assert "Дощ завадив" in text
    assert "Тайна" not in text


def test_earlier_rounds_are_named(client, home, poll):
    assert 'aria-labelledby="h-rounds"' not in main(client, address(poll))
    Round.objects.create(poll=poll, number=2)
    assert 'aria-labelledby="h-rounds"' in main(client, address(poll))


def test_page_names_the_live_public_pages_in_which_the_poll_stands(client, news_index, poll):
    body = stream(("poll", {"poll": poll.pk}))
    pages.NewsPageFactory(parent=news_index, title="Тут воно стоїть", body=body)
    pages.NewsPageFactory(parent=news_index, title="Чернетка з ним", body=body, live=False)
    pages.NewsPageFactory(parent=news_index, title="Без нього")
    text = words(main(client, address(poll)))
    assert "Тут воно стоїть" in text
    assert "Чернетка з ним" not in text
    assert "Без нього" not in text


def test_preview_shows_a_poll_that_nobody_has_saved(rf, home):
    poll = Poll(title="Ще не збережене", locale=home.locale)
    request = rf.get("/")
    request.is_preview = True
    context = poll.get_preview_context(request, "")
    assert context["shown"].words is poll
    assert context["facts"]


# --- The discussion under it ------------------------------------------------------------------------


def test_a_poll_is_discussed_on_its_own_page_in_both_languages(
    client, english_home, poll, in_english
):
    in_english(poll, title="When does it suit you?")
    Poll.objects.update(has_discussion=True)
    for path, part in (
        (address(poll), f"/obhovorennia/o{poll.pk}/chastyna/"),
        (address(poll, "/en"), f"/en/discussion/o{poll.pk}/part/"),
    ):
        shown = client.get(path)
        assert f'data-discussion="{part}"' in shown.text and "discussion.js" in shown.text
        assert client.get(part).status_code == 200
        assert not shown.cookies and "csrfmiddlewaretoken" not in shown.text


def test_without_the_setting_there_is_no_discussion(client, home, poll):
    shown = client.get(address(poll)).text
    assert "data-discussion" not in shown and "discussion.js" not in shown


def test_the_section_takes_no_query(client, home, poll):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(address(poll))
        return len(queries)

    asked()
    without = asked()
    Poll.objects.update(has_discussion=True)
    assert asked() == without


def test_other_sites_get_no_discussion(client, home, poll):
    at(poll, has_discussion=True, embed_origins="https://example.org")
    shown = client.get(f"{address(poll)}widget/").text
    assert poll.title in shown.replace("\xa0", " ") and "discussion" not in shown


def test_an_editor_sees_where_the_discussion_will_be(home, poll):
    poll = Poll(title="Нове", locale_id=poll.locale_id, has_discussion=True)
    shown = poll.make_preview_request().render().text
    assert 'id="discussion"' in shown and "data-discussion=" not in shown
