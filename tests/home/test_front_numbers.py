"""The front page's numbers: counted by the clock, in both languages, at a constant cost."""

from datetime import timedelta

import pytest

from civic_pages.enums import ForumStatus
from home.enums import Door
from home.models import HomePage
from tests.factories.media import ImageFactory
from tests.factories.pages import (
    ConsultationPageFactory,
    ForumPageFactory,
    NewsPageFactory,
)
from tests.home.fronts import ALL, consultation, forum, front_now, main_of

# --- Numbers ------------------------------------------------------------------------------------------


def numbers():
    return {door.words: door.number for door in front_now().doors(Door.values)}


def test_numbers_are_counted_by_the_clock(consultation_index, forum_index, now):
    consultation(consultation_index, now, -3, 10)
    consultation(consultation_index, now, -3, 1)
    consultation(consultation_index, now, 1, 10)
    consultation(consultation_index, now, -20, -1)
    forum(forum_index, now, 3)
    forum(forum_index, now, -3)
    forum(forum_index, now, 5, status=ForumStatus.CANCELLED)
    assert numbers() == {
        "консультації чекають на пропозиції": 2,
        "форум попереду": 1,
    }


def test_drafts_are_not_counted(consultation_index, now):
    consultation(consultation_index, now, -3, 10, live=False)
    assert numbers() == {}


def test_a_translation_is_not_counted_twice(english_home, english, consultation_index, now):
    page = consultation(consultation_index, now, -3, 10)
    twin = page.copy_for_translation(english, copy_parents=True)
    for each, title in ((twin.get_parent().specific, "Consultations"), (twin, "Green areas")):
        each.title = each.draft_title = title
        each.save_revision().publish()
    assert list(numbers().values()) == [1]


def test_a_week_of_news_is_seven_days(news_index, now):
    for days in (0, 6, 7, 30):
        NewsPageFactory(parent=news_index, date=now - timedelta(days=days))
    assert numbers() == {"новини за тиждень": 2}


def test_reports_are_those_of_this_year(consultation_index, now):
    consultation(consultation_index, now, -20, -10, reported_at=now - timedelta(minutes=1))
    consultation(consultation_index, now, -800, -790, reported_at=now - timedelta(days=780))
    found = numbers()
    assert [number for words, number in found.items() if "звіт" in words] == [1]


def test_a_door_leads_to_its_list(client, front, consultation_index, now):
    consultation(consultation_index, now, -3, 10)
    html = main_of(client.get("/"))
    assert 'href="/konsultatsii/?state=open"' in html
    assert client.get("/konsultatsii/?state=open").status_code == 200


def test_the_page_lives_until_the_next_consultation_turns(client, front, consultation_index, now):
    consultation(consultation_index, now, -3, 10)
    coming = ConsultationPageFactory(
        parent=consultation_index,
        opens_at=now + timedelta(seconds=90),
        closes_at=now + timedelta(days=3),
    )
    fresh = float(client.get("/").headers["X-Fresh-Until"])
    assert fresh == pytest.approx(coming.opens_at.timestamp(), abs=0.002)


def test_the_page_lives_until_the_next_forum_ends(client, front, forum_index, now):
    ends = now + timedelta(seconds=75)
    ForumPageFactory(parent=forum_index, starts_at=now - timedelta(hours=1), ends_at=ends)
    fresh = float(client.get("/").headers["X-Fresh-Until"])
    assert fresh == pytest.approx(ends.timestamp(), abs=0.002)


# --- Cost ---------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", ["/", "/en/"])
def test_the_whole_page_costs_few_queries_however_much_there_is(
    client,
    english_home,
    front,
    news_index,
    forum_index,
    consultation_index,
    now,
    django_assert_max_num_queries,
    path,
):
    image = ImageFactory(size=(640, 360))
    chosen = [NewsPageFactory(parent=news_index, lead_image=image) for _ in range(3)]
    everything = [
        *ALL[:2],
        ("news", {"title": "Новини", "lead": chosen[0], "cards": 2, "lines": 7}),
        *ALL[3:],
        ("cards", {"title": "Корисне", "pages": [*chosen, forum_index, consultation_index]}),
        ("cta", {"title": "Разом", "label": "Далі", "page": news_index}),
        (
            "text",
            {"title": "Про нас", "text": f'<p><a linktype="page" id="{news_index.pk}">тут</a></p>'},
        ),
    ]
    for page in (front, english_home):
        page.body = everything
        page.save_revision().publish()
    for number in range(12):
        NewsPageFactory(parent=news_index, date=now - timedelta(hours=number), lead_image=image)
        forum(forum_index, now, number + 1)
        consultation(consultation_index, now, -1, number + 1)
    client.get(path)
    with django_assert_max_num_queries(12):
        assert client.get(path).status_code == 200
    # Also the first time after a change, when nothing is remembered.
    NewsPageFactory(parent=news_index, date=now)
    with django_assert_max_num_queries(40):
        client.get(path)


def test_a_preview_of_everything_costs_the_same_however_much_there_is(
    front, news_index, forum_index, consultation_index, now, django_assert_max_num_queries
):
    """An editor's draft is read as it is, nothing is kept of it; the lists in it stay bounded."""
    image = ImageFactory(size=(640, 360))
    chosen = [NewsPageFactory(parent=news_index, lead_image=image) for _ in range(3)]
    front.body = [
        *ALL[:2],
        ("news", {"title": "Новини", "lead": chosen[0], "cards": 2, "lines": 7}),
        *ALL[3:],
        ("cards", {"title": "Корисне", "pages": [*chosen, forum_index, consultation_index]}),
    ]
    front.save_revision()
    draft = HomePage.objects.get(pk=front.pk).get_latest_revision_as_object()

    def ask():
        draft.make_preview_request().render()
        with django_assert_max_num_queries(45) as asked:
            draft.make_preview_request().render()
        return len(asked)

    def more(first, last):
        for number in range(first, last):
            NewsPageFactory(parent=news_index, date=now - timedelta(hours=number), lead_image=image)
            forum(forum_index, now, number + 1)
            consultation(consultation_index, now, -1, number + 1)

    more(0, 13)
    few = ask()
    more(13, 26)
    assert ask() == few
