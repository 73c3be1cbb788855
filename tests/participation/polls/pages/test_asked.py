"""What a page shows of a poll before it is answered, and how two places of one poll keep apart."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.core.pagecache.entries import may_be_stored
from portal.participation.polls.models import Poll, Round
from portal.participation.polls.questions.forms import code_of
from portal.participation.polls.results.live import renew
from portal.participation.polls.services.sealing import seal
from portal.people.enums import Role
from portal.people.services import consents
from tests.civic_pages.reading import html, main, words
from tests.factories import pages
from tests.factories.blocks import stream
from tests.factories.media import ImageFactory
from tests.participation.polls import making
from tests.participation.polls.making import block
from tests.people.duties import person


def address(poll):
    return f"/opytuvannia/{poll.slug}/"


def move(poll, opens, closes, **fields):
    """The window, in days from now."""
    now = timezone.now()
    ends = {"opens_at": now + timedelta(days=opens), "closes_at": now + timedelta(days=closes)}
    Poll.objects.filter(pk=poll.pk).update(**ends, **fields)


def item(parent, *blocks):
    return pages.NewsPageFactory(parent=parent, body=stream(*blocks))


def ids_of(text):
    return Counter(re.findall(r'\sid="([^"]+)"', text))


def pictures(count):
    """A question with as many pictures to choose from."""
    values = [
        {
            "image": {"image": ImageFactory().pk, "decorative": False, "alt_text": f"Вид {number}"},
            "text": f"Малюнок {number}",
        }
        for number in range(count)
    ]
    return block("picture", "Який?", *values)


def test_own_page_says_all_questions_with_their_answers_and_stays_stored(home, poll):
    response = Client().get(address(poll))
    text = words(main(Client(), address(poll)))
    for said in ("Уранці", "Увечері", "1. Коли вам зручно?", "Трансляція", "3. Що ще скажете?"):
        assert said in text
    assert may_be_stored("200 OK", list(response.items()), response)
    assert not response.cookies


def test_in_a_text_the_first_question_stands_and_the_rest_are_counted(news_index, poll):
    text = words(main(Client(), item(news_index, ("poll", {"poll": poll.pk})).url))
    assert "Уранці" in text
    assert "Трансляція" not in text
    assert "І ще 2 питання" in text


@pytest.mark.parametrize("window", [(1, 5), (-5, -1)], ids=["to come", "over"])
def test_in_a_text_nothing_is_asked_when_nobody_can_answer(news_index, poll, window):
    move(poll, *window)
    page = item(news_index, ("poll", {"poll": poll.pk}), ("poll_results", {"poll": poll.pk}))
    assert "Уранці" not in words(main(Client(), page.url))


def test_where_results_name_the_questions_they_are_not_said_again(home):
    poll = making.poll(results="live")
    making.vote(poll)
    assert "asked__item" in main(Client(), address(poll))
    renew(poll.current_round)
    assert "asked__item" not in main(Client(), address(poll))


def test_hidden_texts_of_a_condition_and_pictures_are_told(home):
    first, second = block("single", "Чи буваєте?", "Так", "Ні"), pictures(2)
    yes = code_of(first["value"]["options"][0]["id"])
    second["value"]["shown_if"] = f"{code_of(first['id'])}={yes}"
    poll = making.poll(first, second)
    text = main(Client(), address(poll))
    assert 'alt="Вид 1"' in text
    assert "Так" in words(text.partition("Який?")[2])


def test_pictures_cost_no_queries_of_their_own(home):
    counts = []
    for number in (2, 6):
        poll = making.poll(pictures(number), slug=f"pictures-{number}")
        client = Client()
        client.get(address(poll))
        with CaptureQueriesContext(connection) as queries:
            client.get(address(poll))
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- Twice on one page -------------------------------------------------------------------------------


def test_no_id_is_given_twice_where_a_poll_stands_twice(news_index):
    poll = making.poll(results="live")
    making.vote(poll)
    renew(poll.current_round)
    places = [(kind, {"poll": poll.pk}) for kind in ("poll", "poll_results") * 2]
    text = main(Client(), item(news_index, *places).url)
    assert [name for name, count in ids_of(text).items() if count > 1] == []
    assert "back=%2Fnovyny%2F" in text
    assert f"%23opytuvannia-{poll.slug}-2" in text


def test_the_form_of_the_second_place_has_ids_of_its_own(db, client):
    poll = making.poll(access="everybody")
    found = [
        ids_of(
            client.get(
                f"{address(poll)}chastyna/", {"back": f"/a/#opytuvannia-{poll.slug}{end}"}
            ).text
        )
        for end in ("", "-2")
    ]
    assert found[0]
    assert not set(found[0]) & set(found[1])


@pytest.mark.parametrize("end", ["-x", "-2%22%3E", "-2 onfocus", "-99999", "2"])
def test_a_place_that_is_none_is_the_first(db, client, end):
    poll = making.poll(access="everybody")
    path = f"{address(poll)}chastyna/"
    plain = ids_of(client.get(path).text)
    assert ids_of(client.get(path, {"back": f"/a/#opytuvannia-{poll.slug}{end}"}).text) == plain


# --- What is said once; who sees what is for staff alone ----------------------------------------------


def test_the_ground_and_the_count_are_said_once(home):
    poll = making.poll(results="live", legal_basis="Рішення № 5")
    making.vote(poll)
    renew(poll.current_round)
    text = words(main(Client(), address(poll)))
    assert text.count("Рішення № 5") == 1
    assert text.count("1 без перевірки") == 1


def test_between_the_end_and_the_seal_one_sentence_says_when_results_come(home, poll):
    making.vote(poll)
    move(poll, -5, -0.1)
    text = words(main(Client(), address(poll)))
    assert text.replace("\xad", "").count("Бюлетені") == 1
    assert "результати будуть" in text.replace("\xad", "").lower()


def test_over_is_said_by_the_chip_where_results_follow(home, poll):
    making.vote(poll)
    seal(poll.current_round, poll.closes_at + timedelta(minutes=1))
    move(poll, -5, -2)
    text = words(main(Client(), address(poll)))
    assert "Опитування завершено." not in text
    assert "Завершено" in text


def test_staff_see_the_page_of_a_private_poll_and_nobody_stores_it(client, home, poll):
    Poll.objects.filter(pk=poll.pk).update(is_private=True)
    editor = person(Role.EDITOR)
    consents.give(editor)
    client.force_login(editor)
    response = client.get(address(poll))
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert "Це опитування бачать лише працівники" in words(response.text)
    assert "/plakat/" not in response.text


@pytest.mark.parametrize("who", ["guest", "citizen"])
def test_others_learn_nothing_of_a_private_poll(client, home, poll, who):
    Poll.objects.filter(pk=poll.pk).update(is_private=True)
    if who == "citizen":
        reader = person(name="mariia")
        consents.give(reader)
        client.force_login(reader)
    response = client.get(address(poll))
    assert response.status_code == 404
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "") or who == "citizen"


# --- The block of results -----------------------------------------------------------------------------


def reopened(poll):
    """A second round that began yesterday, the first one sealed."""
    making.vote(poll)
    seal(poll.current_round, poll.closes_at + timedelta(minutes=1))
    Round.objects.create(poll=poll, number=2)
    move(poll, -1, 5)


def test_until_a_new_round_has_results_those_of_the_last_stand_there(news_index, poll):
    reopened(poll)
    text = main(Client(), item(news_index, ("poll_results", {"poll": poll.pk})).url)
    assert "Підсумок туру 1" in words(text)
    assert "bars" in text


def test_there_is_nothing_earlier_to_a_first_round_or_to_one_with_results(news_index, poll):
    page = item(news_index, ("poll_results", {"poll": poll.pk}))
    assert "Підсумок туру" not in words(main(Client(), page.url))
    reopened(poll)
    Poll.objects.filter(pk=poll.pk).update(results="live")
    again = Poll.objects.get(pk=poll.pk)
    making.vote(again)
    renew(again.current_round)
    assert "Підсумок туру" not in words(main(Client(), page.url))


def test_the_widget_shows_what_is_asked(client, home, poll):
    text = words(html(client, f"{address(poll)}widget/"))
    assert "Уранці" in text
    assert "І ще 2 питання" in text
