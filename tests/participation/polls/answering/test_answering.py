"""Answering as somebody the portal knows: who may, what is kept of it, what is refused and how."""

import re
from datetime import timedelta
from random import Random
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from portal.core.originals import original_locale_id
from portal.participation.polls import receipts
from portal.participation.polls.enums import Channel
from portal.participation.polls.errors import AlreadyVoted
from portal.participation.polls.models import Ballot, Participation, Poll, Round
from portal.people.enums import Role
from portal.people.models import Block, Identity
from portal.places.models import District
from tests.participation.polls import making
from tests.people.duties import person

HTMX = {"headers": {"HX-Request": "true"}}
CODE = re.compile(r'class="receipt__code"[^>]*>([^<]+)<')


def counted():
    return Ballot.objects.count(), Participation.objects.count()


def close(poll):
    Poll.objects.filter(pk=poll.pk).update(closes_at=timezone.now() - timedelta(minutes=1))


def identity(user, birth="1980-05-01", **fields):
    return Identity.objects.create(
        user=user, birth_date=birth, level=20, person_hash=user.email, source="desk", **fields
    )


# --- What is counted ---


def test_a_ballot_is_counted_and_its_receipt_stands_in_the_answer(enter, citizen, poll, url, data):
    client = enter(citizen)
    response = client.post(url(), data(poll))
    assert response.status_code == 200
    receipt = receipts.read(CODE.search(response.content.decode())[1])
    ballot = Ballot.objects.get()
    assert ballot.key == receipts.key_of(str(poll.translation_key), 1, receipt)
    assert ballot.channel == Channel.EMAIL
    assert Participation.objects.get().user == citizen


@pytest.mark.parametrize("has_end", [True, False])
def test_a_receipt_names_the_end_that_there_is(enter, citizen, url, data, words, has_end):
    poll = making.poll(**({} if has_end else {"closes_at": None}))
    text = words(enter(citizen).post(url(of=poll), data(poll)))
    assert ("Після завершення (" in text.replace("\xa0", " ")) == has_end


def test_nothing_holds_the_answer_or_the_receipt_beside_the_person(
    enter, citizen, poll, url, data, caplog
):
    client = enter(citizen)
    response = client.post(url(), data(poll))
    receipt = CODE.search(response.content.decode())[1]
    assert "no-store" in response["Cache-Control"]
    kept = f"{dict(client.session)} {client.cookies} {response.headers} {caplog.text}"
    (code, options), *_rest = making.codes(poll)
    for secret in (receipt, receipt.replace("-", ""), Ballot.objects.get().key, code, *options):
        assert secret not in kept


def test_the_second_ballot_is_refused_with_what_was_chosen(enter, citizen, poll, url, data, words):
    client = enter(citizen)
    client.post(url(), data(poll))
    response = client.post(url(), data(poll, 1))
    assert response.status_code == 409
    assert str(AlreadyVoted.words) in words(response)
    assert response.content.decode().count(" checked") == 1
    assert "receipt__code" not in response.content.decode()
    assert counted() == (1, 1)


def test_who_has_voted_is_told_before_the_form(enter, citizen, poll, url, data):
    client = enter(citizen)
    client.post(url(), data(poll))
    response = client.get(url())
    assert response.status_code == 200
    assert "data-poll-form" not in response.content.decode()


# --- When ---


def test_after_the_close_the_answers_stand_there_to_be_copied(
    enter, citizen, poll, url, data, words
):
    close(poll)
    text = making.codes(poll)[2][0]
    response = enter(citizen).post(url(), data(poll, **{f"q-{text}": "Не загубіть мене"}))
    assert response.status_code == 409
    assert "Не загубіть мене" in response.content.decode()
    assert 'type="submit">Проголосувати' not in response.content.decode()
    assert counted() == (0, 0)


@pytest.mark.parametrize("way", ["upcoming", "closed"])
def test_without_a_vote_there_is_no_form_but_when_it_is(client, poll, url, words, way):
    if way == "closed":
        close(poll)
    else:
        Poll.objects.filter(pk=poll.pk).update(opens_at=timezone.now() + timedelta(days=1))
    response = client.get(url())
    assert response.status_code == 200
    assert "data-poll-form" not in response.content.decode()
    assert response.cookies.keys() <= {"csrftoken"}


@pytest.mark.parametrize("change", [{"live": False}, {"is_private": True}])
def test_what_is_hidden_is_not_there_and_tells_nothing(
    enter, citizen, poll, url, data, words, change
):
    Poll.objects.filter(pk=poll.pk).update(**change)
    client = enter(citizen)
    text = making.codes(poll)[2][0]
    assert client.get(url()).status_code == 404
    sent = data(poll, **{f"q-{text}": "Довгий текст, якого шкода. " * 5})
    response = client.post(url(), sent)
    assert response.status_code == 404
    assert "якого шкода" in response.content.decode()
    assert poll.title not in words(response)
    part = client.post(url(), sent, **HTMX)
    assert part.status_code == 404
    assert "<html" not in part.content.decode()
    assert counted() == (0, 0)


def test_staff_try_out_a_private_poll(enter, poll, url):
    Poll.objects.filter(pk=poll.pk).update(is_private=True)
    member = person(Role.EDITOR, name="redaktor")
    assert enter(member).get(url()).status_code == 200


def test_a_form_of_an_earlier_round_is_shown_anew(enter, citizen, poll, url, data, words):
    stored = data(poll, 1)
    making.vote(poll)
    Round.objects.update(sealed_at=timezone.now(), chain_head="0" * 64)
    Round.objects.create(poll=poll, number=2)
    client = enter(citizen)
    response = client.post(url(), stored)
    assert response.status_code == 409
    html = response.content.decode()
    assert 'name="round" value="2"' in html
    assert html.count(" checked") == 1
    assert counted() == (1, 1)
    assert client.post(url(), {**stored, "round": 2}).status_code == 200


@pytest.mark.parametrize("number", ["", "-1", "x", "9" * 400, "1\0"])
def test_a_round_that_is_none_is_refused(enter, citizen, poll, url, data, number):
    assert enter(citizen).post(url(), {**data(poll), "round": number}).status_code == 409
    assert counted() == (0, 0)


# --- Who ---


def test_a_guest_is_led_to_the_sign_in_and_finds_the_answers_again(
    client, enter, citizen, poll, url, data
):
    text = making.codes(poll)[2][0]
    response = client.post(f"{url()}?back=/novyny/", data(poll, 1, **{f"q-{text}": "Так"}))
    assert response.status_code == 302
    assert unquote(response["Location"]).endswith(f"?next={url()}?back=/novyny/")
    assert not client.session.items()
    cookie = response.cookies["poll_answers"]
    assert cookie["path"] == url()
    assert cookie["httponly"]
    client.cookies[cookie.key] = cookie.value
    enter(citizen)
    html = client.get(url()).content.decode()
    assert html.count(" checked") == 1
    assert "Так</textarea>" in html
    assert "error-summary" not in html
    assert client.cookies["poll_answers"]["max-age"] == 0
    assert "kept_form" not in client.session


def test_a_guests_script_is_led_to_the_door(client, poll, url, data):
    response = client.post(url(), data(poll), **HTMX)
    assert response.status_code == 204
    assert "vkhid" in response["HX-Redirect"]
    assert "poll_answers" in response.cookies


def test_answers_too_long_for_a_cookie_stay_in_the_page(client, poll, url, data):
    letters = "".join(Random(1).choices("абвгдежзиклмнопрст", k=3000))
    text = making.codes(poll)[2][0]
    response = client.post(url(), data(poll, **{f"q-{text}": letters}))
    assert response.status_code == 403
    assert letters in response.content.decode()
    assert "poll_answers" not in response.cookies


def test_a_forged_kept_form_is_nothing(client, poll, url):
    client.cookies["poll_answers"] = "eyJhIjoxfQ:1:x"
    response = client.get(url())
    assert response.status_code == 200
    assert " checked" not in response.content.decode()


def test_who_is_blocked_is_refused_with_their_words(enter, citizen, poll, url, data):
    now = timezone.now()
    Block.objects.create(
        user=citizen, by=person(), reason="спам", begins_at=now, ends_at=now + timedelta(days=1)
    )
    text = making.codes(poll)[2][0]
    client = enter(citizen)
    response = client.post(url(), data(poll, **{f"q-{text}": "Усе одно"}))
    assert response.status_code == 403
    assert "Усе одно</textarea>" in response.content.decode()
    page = client.get(url()).text
    assert "data-poll-form" not in page
    assert reverse("account_blocks") in page
    assert counted() == (0, 0)


@pytest.mark.parametrize("access", ["email", "everybody"])
def test_who_is_below_the_age_is_refused(enter, url, data, access):
    poll = making.poll(min_age=18, access=access)
    young = person(level=20)
    identity(young, birth=timezone.localdate() - timedelta(days=365 * 15))
    assert enter(young).post(url(of=poll), data(poll)).status_code == 403
    assert counted() == (0, 0)


def test_a_poll_with_an_age_has_no_guests(client, url, data, words):
    poll = making.poll(min_age=18, access="everybody")
    # Not by whom: a person proven by a service of the state is as good as one seen at a desk.
    assert "Потрібно: підтверджена особа. Від 18 років." in words(client.get(url(of=poll)))
    assert client.post(url(of=poll), data(poll)).status_code == 302
    assert counted() == (0, 0)


@pytest.mark.parametrize(
    ("names", "named"),
    [
        (["Подільський"], "мешканці Подільського району"),
        (["Подільський", "Оболонський"], "мешканці Оболонського й Подільського районів"),
        (["Поділ"], "мешканці району Поділ"),
    ],
)
def test_residents_of_other_districts_are_told_which_ones_answer(
    enter, poll, url, data, words, client, names, named
):
    there, *here = (
        District.objects.create(name=name, locale_id=original_locale_id())
        for name in ("Дарницький", *names)
    )
    poll.voter_districts.set(here)
    poll.save()
    elsewhere, unknown = person(level=20, name="a"), person(level=20, name="b")
    identity(elsewhere, district=there)
    for user in (elsewhere, unknown):
        response = enter(user).post(url(), data(poll))
        assert response.status_code == 403
        # In the refusal and in the rules beside it.
        assert words(response).count(named) >= 2
    assert counted() == (0, 0)
    # Before anything is filled in: in the form, and where the poll stands.
    assert named in words(client.get(url()))
    assert f"Лише {named}" in words(client.get(poll.get_absolute_url()))


def test_districts_are_named_in_english_too(client, poll, english, words):
    here = District.objects.create(name="Подільський", locale_id=original_locale_id())
    District.objects.create(name="Podilskyi", locale=english, translation_key=here.translation_key)
    poll.voter_districts.set([here])
    poll.save()
    with translation.override("en"):
        text = words(client.get(poll.get_absolute_url()))
    assert "Only residents of the Podilskyi district" in text


# --- Forged and broken requests ---


def test_another_site_can_neither_vote_nor_fill_in_the_form(citizen, enter, poll, url, data, words):
    enter(citizen)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(citizen)
    text = making.codes(poll)[2][0]
    sent = data(poll, **{f"q-{text}": "чуже слово"})
    response = strict.post(url(), sent, headers={"Origin": "https://evil.example"})
    assert response.status_code == 403
    assert "чуже слово" not in response.content.decode()
    # Not a word of cookies: they are in order.
    assert "надіслано не зі сторінки порталу" in words(response)
    assert counted() == (0, 0)


def test_without_cookies_the_answers_stay_in_the_page(citizen, poll, url, data, words):
    strict = Client(enforce_csrf_checks=True)
    text = making.codes(poll)[2][0]
    sent = data(poll, **{f"q-{text}": "моє слово"})
    for more in ({}, {"HX-Request": "true"}):
        response = strict.post(url(), sent, headers={"Origin": "http://testserver", **more})
        strict.cookies.clear()
        assert response.status_code == 403
        assert "моє слово" in response.content.decode()
        assert "cookie" in words(response)
        assert ("<html" in response.content.decode()) is not bool(more)
    for source in ("null", "http://testserver.evil.example", "//testserver"):
        response = strict.post(url(), sent, headers={"Origin": source})
        assert "моє слово" not in response.content.decode()
    assert counted() == (0, 0)


def test_an_answer_to_a_foreign_question_is_refused(enter, citizen, poll, url, data, words):
    response = enter(citizen).post(url(), data(poll, **{"q-deadbeef": "4f1c09aa"}))
    assert response.status_code == 422
    assert gettext("This question does not belong to the poll.") in words(response)
    assert counted() == (0, 0)


def test_the_way_back_is_kept_and_leads_to_this_portal_alone(enter, citizen, poll, url, data):
    client = enter(citizen)
    html = client.get(f"{url()}?back=/novyny/a/?x=1").content.decode()
    assert f'href="/novyny/a/?x=1#opytuvannia-{poll.slug}"' in html
    for evil in (
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
    ):
        assert "evil" not in client.get(url(), {"back": evil}).content.decode()
    html = client.post(f"{url()}?back=/novyny/a/", data(poll)).content.decode()
    assert f'href="/novyny/a/#opytuvannia-{poll.slug}"' in html


# --- Inside a page ---


def test_the_part_has_no_frame_and_takes_no_vote(enter, citizen, poll, url, data):
    client = enter(citizen)
    response = client.get(url("part"))
    assert "<html" not in response.content.decode()
    assert f'data-hx-post="{url()}"' in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert client.post(url("part"), data(poll)).status_code == 405
    done = client.post(url(), data(poll), **HTMX)
    assert "<html" not in done.content.decode()
    assert "data-focus" in done.content.decode()


def test_the_form_speaks_the_language_of_the_page(client, poll, english):
    version = poll.copy_for_translation(english)
    version.title, version.live = "When?", True
    version.save()
    assert "When?" in client.get(f"/en/polls/{poll.slug}/answer/").content.decode()


def test_questions_cost_no_queries(enter, citizen, url):
    few = making.poll(making.block("single", "Одне?", "Так", "Ні"))
    many = making.poll(
        *(making.block("single", f"Питання {number}?", "Так", "Ні") for number in range(20)),
        making.block("ranking", "Порядок?", "А", "Б", "В"),
    )
    client = enter(citizen)
    client.get(url(of=few))
    found = []
    for poll in (few, many):
        with CaptureQueriesContext(connection) as queries:
            client.get(url(of=poll))
        found.append(len(queries))
    assert found[0] == found[1]


def test_a_form_without_a_proof_of_work_shows_none(client, poll):
    page = client.get(f"/opytuvannia/{poll.slug}/vidpovisty/").content.decode()
    assert 'name="round"' in page
    assert "Proof." not in page
