"""The list of polls and its feeds."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.core.pagecache.entries import may_be_stored
from portal.participation.polls.models import Round
from portal.participation.polls.pages.states import counted_words
from portal.participation.polls.results.counting import Tally
from portal.places.models import Topic
from tests.civic_pages.reading import fresh_until, html, main, rows
from tests.participation.polls import making

INDEX = "/opytuvannia/"


def poll(title, opens, closes, **fields):
    now = timezone.now()
    return making.poll(
        title=title,
        opens_at=now + timedelta(days=opens),
        closes_at=now + timedelta(days=closes),
        **fields,
    )


@pytest.fixture
def several(home):
    return [
        poll("Давно завершене", -30, -20),
        poll("Щойно завершене", -9, -1),
        poll("Ще триває", -1, 9),
        poll("Завершується", -5, 1),
        poll("Попереду", 2, 9),
        poll("Чернетка", -1, 9, live=False),
        poll("Для своїх", -1, 9, is_private=True),
    ]


@pytest.mark.usefixtures("several")
def test_what_closes_next_is_first_and_what_is_over_last(client):
    assert rows(main(client, INDEX)) == [
        "Завершується",
        "Ще триває",
        "Попереду",
        "Щойно завершене",
        "Давно завершене",
    ]


@pytest.mark.usefixtures("several")
@pytest.mark.parametrize(
    ("state", "titles"),
    [
        ("open", ["Завершується", "Ще триває"]),
        ("closing", ["Завершується"]),
        ("upcoming", ["Попереду"]),
        ("closed", ["Щойно завершене", "Давно завершене"]),
    ],
)
def test_list_is_narrowed_by_state(client, state, titles):
    assert rows(main(client, f"{INDEX}?state={state}")) == titles


@pytest.mark.parametrize("query", ["state=ended", "topic=nemaie", "district=0", "page=2", "page=x"])
def test_unknown_value_or_page_is_not_found(client, home, query):
    assert client.get(f"{INDEX}?{query}").status_code == 404


@pytest.mark.usefixtures("several")
def test_list_is_the_same_for_everybody_until_a_poll_turns(home):
    opens = timezone.now() + timedelta(seconds=60)
    making.poll(opens_at=opens)
    response = Client().get(INDEX)
    headers = [(name, value) for name, value in response.items()]
    assert may_be_stored("200 OK", headers, response)
    assert not response.cookies
    assert fresh_until(response) <= opens.timestamp() + 0.001


def test_poll_of_a_topic_is_found_by_it(client, home):
    topic = Topic.objects.create(name="Транспорт", locale=home.locale)
    ours = making.poll(title="Про автобуси")
    ours.topics.set([topic])
    ours.save()
    making.poll(title="Про сквери")
    assert rows(main(client, f"{INDEX}?topic={topic.slug}")) == ["Про автобуси"]


def test_empty_list_says_what_comes(client, home):
    assert 'class="empty"' in main(client, INDEX)
    assert 'class="empty"' in main(client, f"{INDEX}?state=open")


def test_list_costs_the_same_with_more_polls(client, home):
    making.poll(title="Перше")

    def spent():
        client.get(INDEX)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(INDEX)
        return len(queries)

    before = spent()
    for number in range(5):
        making.poll(title=f"Ще {number}")
    assert spent() == before


# --- Feeds ------------------------------------------------------------------------------------------


def feed(client, query=""):
    return json.loads(html(client, f"{INDEX}feed.json{query}"))["items"]


@pytest.mark.usefixtures("several")
def test_feed_names_public_polls(client):
    titles = {item["title"] for item in feed(client)}
    assert "Ще триває" in titles
    assert not titles & {"Чернетка", "Для своїх"}


def test_sealed_round_is_announced_with_the_head_of_its_chain(client, home):
    over = poll("Завершене", -9, -1)
    Round.objects.filter(poll=over).update(
        sealed_at=timezone.now(),
        chain_head="ab" * 32,
        tally=Tally(ballots={"email": 1284}, voided={"email": 16}).as_json(),
        counted=1300,
    )
    announced, opened = feed(client)
    assert "ab" * 32 in announced["content_text"]
    assert "1\xa0284" in announced["content_text"]
    assert announced["id"] != opened["id"]


@pytest.mark.parametrize("name", ["rss/", "atom/", "feed.json"])
def test_each_feed_follows_the_selection(client, several, name):
    text = html(client, f"{INDEX}{name}?state=closed")
    assert "Щойно завершене" in text
    assert "Ще триває" not in text
    assert client.get(f"{INDEX}{name}?state=nemaie").status_code == 404


@pytest.mark.parametrize(
    ("ballots", "words"),
    [
        ({"email": 4, "paper": 1, "unverified": 3}, "5 голосів, 3 без перевірки"),
        ({"verified": 1}, "1 голос"),
        ({"unverified": 2}, "2 без перевірки"),
        ({}, ""),
    ],
)
def test_what_was_not_checked_or_does_not_count_is_never_added(ballots, words):
    counted = counted_words(Tally(ballots=ballots, voided={"unverified": 21, "email": 2}))
    assert counted.replace(" голос", " голос").replace(" без", " без") == words


def test_a_closed_poll_stands_in_the_list_with_what_counts(db, client):
    found = poll("Листівка", -9, -2)
    tally = Tally(ballots={"email": 15, "unverified": 12}, voided={"unverified": 21}).as_json()
    Round.objects.filter(poll=found).update(tally=tally, counted=48)
    page = client.get(INDEX).content.decode()
    assert "Листівка" in page
    assert ">15<" in page
    assert ">48<" not in page
