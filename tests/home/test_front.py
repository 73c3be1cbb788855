"""The front page's blocks: what they show, no crash on half a draft."""

from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.utils import translation

from home.enums import Door
from home.front import FrontPage
from home.models import HomePage
from portal.participation.polls.models import Poll
from portal.places.models import Topic
from tests.factories.media import ImageFactory
from tests.factories.pages import (
    NewsPageFactory,
    StandardPageFactory,
)
from tests.home.fronts import consultation, forum, front_now, main_of
from tests.participation.polls import making

# --- Greeting -------------------------------------------------------------------------------------


def test_the_greeting_has_the_only_h1_and_the_search(client, front):
    html = main_of(client.get("/"))
    assert html.count("<h1") == 1
    assert "Київ вирішує разом" in html
    assert 'action="/poshuk/"' in html
    assert (
        'href="/poshuk/?q=%D0%B7%D0%B5%D0%BB%D0%B5%D0%BD%D1%96%20%D0%B7%D0%BE%D0%BD%D0%B8"' in html
    )


def test_without_a_greeting_the_title_is_the_h1(client, home):
    html = main_of(client.get("/"))
    assert html.count("<h1") == 1
    assert "<h1>Головна</h1>" in html


@pytest.mark.parametrize(
    "body",
    [
        [("hero", {})],
        [("doors", {"doors": []}), ("doors", {"doors": ["NOTHING", None]})],
        [("news", {"cards": None, "lines": None})],
        [("consultations", {"limit": None}), ("announcements", {}), ("topics", {})],
        [("cta", {}), ("cards", {"pages": []}), ("callout", {}), ("text", {})],
        [("poll", {}), ("poll_results", {"poll": None})],
    ],
)
def test_half_a_draft_does_not_crash(client, home, news_index, body):
    home.body = body
    home.save_revision().publish()
    assert client.get("/").status_code == 200


def test_an_empty_portal_shows_no_empty_sections(
    client, front, news_index, forum_index, consultation_index
):
    html = main_of(client.get("/"))
    assert "<h2" not in html
    assert 'class="doors"' not in html


# --- News ---------------------------------------------------------------------------------------------


def test_the_newest_with_a_picture_leads(news_index, now):
    NewsPageFactory(parent=news_index, title="Без зображення", date=now)
    NewsPageFactory(
        parent=news_index,
        title="Із зображенням",
        date=now - timedelta(hours=1),
        lead_image=ImageFactory(size=(640, 360)),
    )
    shown = front_now().news(lead=None, cards=0, lines=5)
    assert shown.lead.title == "Із зображенням"
    assert [entry.title for day in shown.days for entry in day.entries] == ["Без зображення"]


def test_an_urgent_item_goes_before(news_index, now):
    NewsPageFactory(parent=news_index, date=now, lead_image=ImageFactory(size=(640, 360)))
    NewsPageFactory(
        parent=news_index, title="Терміново", date=now - timedelta(hours=1), is_urgent=True
    )
    assert front_now().news(lead=None, cards=0, lines=5).lead.title == "Терміново"


def test_the_editor_chooses_an_old_one(news_index, now):
    old = NewsPageFactory(parent=news_index, title="Давня", date=now - timedelta(days=400))
    for number in range(12):
        NewsPageFactory(parent=news_index, date=now - timedelta(hours=number))
    shown = front_now().news(lead=old, cards=2, lines=3)
    assert shown.lead.title == "Давня"
    assert len(shown.cards) == 2
    assert len([entry for day in shown.days for entry in day.entries]) == 3


def test_a_chosen_item_that_is_gone_makes_room(client, front, news_index, now):
    old = NewsPageFactory(parent=news_index, title="Знята", date=now - timedelta(days=400))
    front.body = [("news", {"title": "Новини", "lead": old, "cards": 0, "lines": 3})]
    front.save_revision().publish()
    NewsPageFactory(parent=news_index, title="Свіжа", date=now)
    old.unpublish()
    html = main_of(client.get("/"))
    assert "Знята" not in html
    assert "Свіжа" in html


def test_each_item_is_shown_once(client, front, news_index, now):
    for number in range(15):
        NewsPageFactory(
            parent=news_index, title=f"Подія {number:02}", date=now - timedelta(hours=number)
        )
    html = main_of(client.get("/"))
    for number in range(10):
        assert html.count(f">Подія {number:02}</a>") == 1


def test_drafts_and_what_waits_are_not_shown(client, front, news_index, now):
    NewsPageFactory(parent=news_index, title="Чернетка", live=False)
    assert "Чернетка" not in main_of(client.get("/"))


# --- Lists --------------------------------------------------------------------------------------------


def test_consultations_that_close_first_come_first(consultation_index, now):
    for closes, title in ((9, "Третя"), (1, "Перша"), (5, "Друга"), (20, "Четверта")):
        consultation(consultation_index, now, -1, closes, title=title)
    consultation(consultation_index, now, -9, -1, title="Завершена")
    assert [page.title for page in front_now().consultations(3)] == ["Перша", "Друга", "Третя"]


def test_announcements_are_the_nearest(forum_index, now):
    for starts, title in ((9, "Далекий"), (1, "Близький"), (-3, "Минулий")):
        forum(forum_index, now, starts, title=title)
    assert [page.title for page in front_now().announcements(4)] == ["Близький", "Далекий"]


def test_topics_with_news_lead_to_them(client, front, home, news_index):
    topic = Topic.objects.create(name="Екологія", locale=home.locale)
    Topic.objects.create(name="Порожня", locale=home.locale)
    NewsPageFactory(parent=news_index).topics.set([topic])
    item = NewsPageFactory(parent=news_index)
    item.topics.set([topic])
    item.save()
    html = main_of(client.get("/"))
    assert 'href="/novyny/?topic=ekolohiia"' in html
    assert "Порожня" not in html


def test_cards_lead_to_chosen_pages(client, home):
    page = StandardPageFactory(parent=home, title="Правила", slug="pravyla")
    gone = StandardPageFactory(parent=home, title="Знята", slug="zniata", live=False)
    home.body = [("cards", {"title": "Корисне", "pages": [page, gone]})]
    home.save_revision().publish()
    html = main_of(client.get("/"))
    assert 'href="/pravyla/"' in html
    assert "Знята" not in html


@pytest.mark.parametrize("kind", ["poll", "poll_results"])
def test_a_poll_stands_across_the_page_and_leaves_no_gap_when_it_is_taken_down(client, home, kind):
    poll = making.poll(results="live")
    home.body = [(kind, {"poll": poll})]
    home.save_revision().publish()
    shown = main_of(client.get("/"))
    assert poll.title in shown
    assert 'class="section"' in shown
    assert '<h2 class="poll__title"' in shown
    Poll.objects.get(pk=poll.pk).unpublish()
    assert 'class="section"' not in main_of(client.get("/"))


# --- English ------------------------------------------------------------------------------------------


def test_english_shows_what_is_there_and_marks_the_rest(
    client, english_home, news_index, front, now
):
    english_home.body = [("news", {"title": "News", "cards": 0, "lines": 5})]
    english_home.save_revision().publish()
    NewsPageFactory(parent=news_index, title="Лише українською", date=now)
    html = main_of(client.get("/en/"))
    assert "Лише українською" in html
    assert 'lang="uk"' in html


def test_numbers_speak_english(english_home, consultation_index, now):
    consultation(consultation_index, now, -3, 10)
    with translation.override("en"):
        doors = FrontPage(RequestFactory().get("/en/")).doors([Door.CONSULTATIONS])
    assert [(door.number, door.words) for door in doors] == [
        (1, "consultation waits for proposals")
    ]


# --- What is kept ---------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_kept_section_is_made_anew_after_a_change(client, front, news_index, now):
    NewsPageFactory(parent=news_index, title="Перша", date=now - timedelta(hours=1))
    assert "Перша" in main_of(client.get("/"))
    NewsPageFactory(parent=news_index, title="Друга", date=now)
    html = main_of(client.get("/"))
    assert "Друга" in html
    front.body = [("text", {"title": "Зовсім інше", "text": "<p>Так.</p>"})]
    front.save_revision().publish()
    assert "Зовсім інше" in main_of(client.get("/"))


@pytest.mark.django_db(transaction=True)
def test_a_preview_shows_the_draft_and_leaves_nothing_behind(admin_client, client, front):
    before = main_of(client.get("/"))
    assert "Київ вирішує разом" in before
    draft = HomePage.objects.get(pk=front.pk)
    raw = draft.body.raw_data
    raw[0]["value"]["title"] = "Чернетка заголовка"
    shown = draft.make_preview_request().render().content.decode()
    assert "Чернетка заголовка" in shown
    assert main_of(client.get("/")) == before
