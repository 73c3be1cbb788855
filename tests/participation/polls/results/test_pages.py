"""Results as readers meet them: in a page, on pages of their own, as files."""

import io
import json
import re
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone, translation

from portal.participation.polls.enums import Channel, ShowResults
from portal.participation.polls.models import Ballot, Poll, Round
from portal.participation.polls.results import verifying
from portal.participation.polls.results.live import renew
from portal.participation.polls.results.state import results_of
from portal.participation.polls.services.ballots import Voter
from portal.participation.polls.services.sealing import seal
from tests.factories.media import ImageFactory
from tests.participation.polls.making import block, codes, guest, vote
from tests.participation.polls.making import poll as make_poll

TAG = Template("{% load poll_results %}{% poll_results poll %}")


def shown(poll):
    request = RequestFactory().get("/")
    return TAG.render(Context({"poll": Poll.objects.get(pk=poll.pk), "request": request}))


def url(name, poll, *args):
    return reverse(f"polls:{name}", args=[poll.slug, *args])


def test_nothing_is_told_before_the_end(poll):
    vote(poll)
    html = shown(poll)
    assert "bars" not in html
    assert "poll__note" in html


def test_a_poll_to_come_says_nothing_of_results(db, now):
    coming = make_poll(opens_at=now + timedelta(days=1))
    assert shown(coming).strip() == ""


def test_live_results_wait_for_their_first_step(db):
    live = make_poll(results=ShowResults.LIVE)
    vote(live)
    assert "bars" not in shown(live)
    renew(live.current_round)
    assert "bars" in shown(live)


def test_between_the_end_and_the_seal_the_moment_is_told(poll, after_close, settings):
    vote(poll)
    found = results_of(poll, now=after_close)
    assert not found.is_shown
    # By the city's clock, not by that of the database.
    seal_by = timezone.localtime(poll.closes_at) + settings.POLLS_SEAL_AFTER
    assert f"{seal_by.hour}:{seal_by:%M}" in found.message
    ends = timezone.localtime(poll.closes_at)
    assert f"{ends.hour}:{ends:%M}" in results_of(poll).message


def test_a_count_that_moves_says_when_by_the_citys_clock(db):
    live = make_poll(results=ShowResults.LIVE)
    vote(live)
    at = datetime(2026, 7, 6, 7, 5, tzinfo=UTC)
    renew(live.current_round, now=at)
    live = Poll.objects.get(pk=live.pk)
    assert "6 липня 2026 р., 10:05" in results_of(live).notice


def test_sealed_results_show_channels_apart_as_bars_and_as_a_table(poll, sealed):
    html = shown(poll)
    assert html.count('<table class="table">') == 2
    assert 'width="100.0%"' in html
    assert "100,0\u00a0%" in html
    assert sealed.chain_head in html
    assert "style=" not in html
    # No word of anybody.
    assert "пандуси" not in html
    found = results_of(poll)
    first = found.questions[0]
    assert [part.is_apart for part in first.parts] == [False, True]
    assert first.parts[0].lists[0].bars[0].is_first
    assert len(first.tables[0].columns) == 4


def test_results_cost_the_same_with_few_and_many_ballots(poll, sealed, django_assert_num_queries):
    fresh = Poll.objects.get(pk=poll.pk)
    with django_assert_num_queries(1):
        results_of(fresh)
    Ballot.objects.all().delete()
    fresh = Poll.objects.get(pk=poll.pk)
    with django_assert_num_queries(1):
        results_of(fresh)


KINDS = [
    (block("ranking", "Ранжуйте", "А", "Б", "В"), lambda q, o: [o[1], o[0], o[2]]),
    (block("scale", "Оцініть", points=5, low_label="погано", high_label="добре"), lambda q, o: 4),
    (block("number", "Скільки?", unit="хв"), lambda q, o: "1234"),
    (block("date", "Коли?"), lambda q, o: "2019-06-03"),
]


@pytest.mark.parametrize(
    ("asked", "answer"),
    KINDS,
    ids=lambda each: getattr(each, "get", id)("type", "") if isinstance(each, dict) else "",
)
def test_every_kind_has_its_numbers(db, asked, answer):
    from portal.participation.polls.services.ballots import cast
    from tests.participation.polls.making import codes

    poll = make_poll(asked)
    ((code, options),) = codes(poll)
    cast(poll=poll, voter=guest(1), given={code: answer(code, options)})
    seal(poll.current_round, poll.closes_at + timedelta(minutes=1))
    (question,) = results_of(Poll.objects.get(pk=poll.pk)).questions
    assert question.tables
    assert question.parts[0].lists or question.parts[0].facts
    assert shown(poll)


def test_pages_of_a_round_are_for_everybody_without_cookies(poll, sealed, client):
    for name in ("round", "check", "print"):
        answer = client.get(url(name, poll, 1))
        assert answer.status_code == 200, name
        assert not answer.cookies
        assert "csrfmiddlewaretoken" not in answer.text
    assert client.get(url("check", poll)).status_code == 200


@pytest.mark.parametrize("name", ["check", "print"])
def test_before_the_seal_there_is_nothing_to_check(poll, client, name):
    vote(poll)
    assert client.get(url(name, poll, 1)).status_code == 404
    assert client.get(url("ballots", poll, 1, "json")).status_code == 404
    assert client.get(url("files", poll, 1, "xlsx")).status_code == 404


def test_a_private_poll_and_a_round_that_never_was_are_not_there(poll, sealed, client):
    assert client.get(url("round", poll, 2)).status_code == 404
    assert client.get(url("files", poll, 1, "exe")).status_code == 404
    Poll.objects.update(is_private=True)
    for name, more in (("round", ()), ("check", ()), ("ballots", ("csv",)), ("files", ("csv",))):
        assert client.get(url(name, poll, 1, *more)).status_code == 404


def test_the_list_of_ballots_holds_and_has_no_words(poll, sealed, client):
    for suffix in ("json", "csv"):
        answer = client.get(url("ballots", poll, 1, suffix))
        content = b"".join(answer.streaming_content)
        assert list(verifying.faults(verifying.read(content), head=sealed.chain_head)) == []
        assert "пандуси" not in content.decode()


def test_results_are_the_same_in_every_file(poll, sealed, client):
    def get(suffix):
        return client.get(url("files", poll, 1, suffix))

    data = json.loads(get("json").content)
    assert data["tally"] == Round.objects.get().tally
    table = openpyxl.load_workbook(io.BytesIO(get("xlsx").content)).active
    rows = [tuple(cell.value for cell in row) for row in table.rows]
    assert len(rows) == len(get("csv").text.splitlines())
    assert rows[1][3:] == (1, 4)
    assert table.title == "Результати"


@pytest.mark.parametrize("language", ["uk", "en"])
def test_other_is_named_and_no_code(db, client, language):
    """The list is one file for both languages; what a receipt shows is in the reader's."""
    poll = make_poll(block("single", "Коли?", "Уранці", has_other=True))
    (code, _options), *_rest = codes(poll)
    receipt = vote(poll, choice=1, texts={code: "Опівночі"})
    seal(poll.current_round, poll.closes_at + timedelta(minutes=1))
    with translation.override(language):
        listed, check = url("ballots", poll, 1, "csv"), url("check", poll, 1)
    last = b"".join(client.get(listed).streaming_content).decode().splitlines()[-2]
    assert last.endswith(",Інше")
    shown = client.post(check, {"receipt": receipt}).text
    assert {"uk": ">Інше<", "en": ">Other<"}[language] in shown


def test_no_text_runs_as_a_formula(db, client):
    poll = make_poll(block("single", "=HYPERLINK(1)", "+1", "-2"))
    vote(poll)
    seal(poll.current_round, poll.closes_at + timedelta(minutes=1))
    lines = client.get(url("files", poll, 1, "csv")).text.splitlines()
    assert lines[1].startswith("'=")
    table = openpyxl.load_workbook(
        io.BytesIO(client.get(url("files", poll, 1, "xlsx")).content)
    ).active
    assert table["A2"].data_type == "s"
    ballots = b"".join(client.get(url("ballots", poll, 1, "csv")).streaming_content).decode()
    assert ",+1" not in ballots
    assert ",'+1" in ballots


def test_a_receipt_finds_its_ballot_and_nothing_else(poll, sealed, receipts, client):
    address = url("check", poll, 1)
    answer = client.post(address, {"receipt": receipts[0].lower()})
    assert answer.status_code == 200
    assert "Уранці" in answer.text
    assert "no-store" in answer["Cache-Control"]
    # What was typed is not given back where it is a receipt.
    assert receipts[0] not in answer.text
    assert "Уранці" not in client.post(address, {"receipt": receipts[1]}).text


def test_a_slip_and_a_strange_code_are_told_apart(poll, sealed, receipts, client):
    from portal.participation.polls.receipts import new_receipt

    address = url("check", poll, 1)
    assert client.post(address, {"receipt": "абв"}).status_code == 422
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"receipt": new_receipt()}).status_code == 404


def test_looking_up_has_a_limit(poll, sealed, client):
    answers = {
        client.post(url("check", poll, 1), {"receipt": "х"}).status_code for _try in range(31)
    }
    assert answers == {422, 429}


def test_an_earlier_round_stays_readable(poll, sealed, client, now):
    Round.objects.create(poll=poll, number=2)
    Poll.objects.update(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=3))
    answer = client.get(url("round", poll, 1))
    assert sealed.chain_head in answer.text
    assert sealed.chain_head not in client.get(url("round", poll, 2)).text
    assert url("round", poll, 2) in answer.text


def test_many_votes_are_grouped_and_told_by_channel(poll):
    from portal.participation.polls.results import words
    from portal.participation.polls.results.counting import Tally

    tally = Tally(ballots={"email": 1284, "paper": 103, "unverified": 12})
    text = words.channels(tally)
    assert "1\u00a0387" in text
    assert "1\u00a0284" in text
    assert "12" in text
    assert Voter(channel=Channel.EMAIL).channel
    assert words.percent(1, 3) == "33,3\u00a0%"
    assert words.percent(1, 0) == "0,0\u00a0%"


def test_what_was_not_checked_stands_apart_and_says_so(poll, sealed):
    html = shown(poll)
    assert html.count("poll-results__part--apart") > 0
    apart = html.partition("poll-results__part--apart")[2]
    assert "Без перевірки" in apart
    assert "До підсумку їх не додано." in apart


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.UNVERIFIED])
def test_nothing_stands_apart_where_all_ballots_are_of_one_sort(poll, channel):
    from portal.participation.polls.results.counting import Tally

    voter = Voter(channel=channel, mail="o@kyiv.ua", mail_domain="kyiv.ua", browser="b")
    vote(poll, voter=voter)
    seal(poll.current_round, poll.closes_at + timedelta(minutes=1))
    html = shown(poll)
    assert "poll-results__part--apart" not in html
    assert ("poll-results__part--unchecked" in html) == (channel == Channel.UNVERIFIED)
    assert Tally.from_json(Round.objects.get().tally).ballots == {channel: 1}


def test_pictures_stand_beside_what_they_got(db):
    image = {"image": ImageFactory().pk, "decorative": False, "alt_text": "Міст надвечір"}
    plain = {**image, "image": ImageFactory().pk, "decorative": True, "alt_text": ""}
    options = ({"image": image, "text": "Міст"}, {"image": plain, "text": "Парк"})
    live = make_poll(block("picture", "Який?", *options), results=ShowResults.LIVE)
    vote(live)
    vote(live, voter=Voter(channel=Channel.EMAIL, mail="o@kyiv.ua", mail_domain="kyiv.ua"))
    renew(live.current_round)
    # Once, beside what counts.
    assert shown(live).count('alt="Міст надвечір"') == 1
    assert shown(live).count("bars__item--picture") == 2


def test_words_that_are_not_in_the_readers_language_say_in_which_they_are(poll, sealed):
    assert 'lang="uk"' not in shown(poll)
    with translation.override("en"):
        html = shown(poll)
    assert re.search(r'<h3 [^>]*lang="uk">1\. ', html)
    assert re.search(r'class="bars__label" lang="uk"', html)
