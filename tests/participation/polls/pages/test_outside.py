"""A poll outside the portal: in a frame of another site, on paper, in a shared link."""

import io
import re

import pytest
from PIL import Image

from portal.participation.polls import receipts
from portal.participation.polls.models import Ballot, Poll
from portal.participation.polls.pages import drawing
from portal.participation.polls.pages.widget import snippet
from portal.people.roles import Role
from portal.people.services import consents
from tests.civic_pages.reading import html
from tests.participation.polls import making
from tests.people.duties import person


def base(poll):
    return f"/opytuvannia/{poll.slug}/"


# --- The widget -------------------------------------------------------------------------------------


def test_only_the_sites_that_are_named_may_frame_the_widget(client, home):
    poll = making.poll(embed_origins="https://kyivcity.gov.ua\nhttps://example.org:8443")
    response = client.get(f"{base(poll)}widget/")
    policy = response["Content-Security-Policy"]
    assert "frame-ancestors https://kyivcity.gov.ua https://example.org:8443" in policy
    assert "X-Frame-Options" not in response
    assert not response.cookies
    assert "<form" not in response.content.decode()


@pytest.mark.parametrize("origins", ["", "http://example.org", "https://a.org; script-src *"])
def test_without_a_site_nobody_frames_it(client, home, origins):
    response = client.get(f"{base(making.poll(embed_origins=origins))}widget/")
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"


def test_polls_own_page_is_framed_by_nobody(client, home):
    response = client.get(base(making.poll(embed_origins="https://example.org")))
    assert response["X-Frame-Options"] == "DENY"


def test_widget_leads_to_the_polls_page_in_a_window_of_its_own(client, home, poll):
    page = html(client, f"{base(poll)}widget/")
    assert '<base target="_blank">' in page
    assert f'{base(poll)}" rel="noopener"' in page


def test_snippet_is_there_once_a_site_may_show_the_poll(home, poll):
    assert snippet(poll) == ""
    poll.embed_origins = "https://example.org"
    poll.title = 'Парк «"Наш"»'
    assert f'{base(poll)}widget/"' in snippet(poll)
    assert "&quot;Наш&quot;" in snippet(poll)


def test_editors_copy_the_snippet_from_the_form(client, home):
    poll = making.poll(embed_origins="https://example.org")
    client.force_login(person(Role.CHIEF_EDITOR, name="holova"))
    page = html(client, f"/admin/snippets/polls/poll/edit/{poll.pk}/")
    assert "&lt;iframe src=" in page
    assert f"{base(poll)}{PAPER}" in page


@pytest.mark.parametrize("what", ["widget/", "qr.svg", "picture.png", "plakat/"])
def test_nothing_of_a_private_poll_is_given_out(client, home, poll, what):
    assert client.get(f"{base(poll)}{what}").status_code == 200
    Poll.objects.filter(pk=poll.pk).update(is_private=True)
    assert client.get(f"{base(poll)}{what}").status_code == 404


# --- QR, poster, picture ----------------------------------------------------------------------------


def test_code_and_poster_lead_to_the_poll(client, home, poll):
    code = client.get(f"{base(poll)}qr.svg")
    assert code["Content-Type"] == "image/svg+xml"
    assert code.content.startswith(b"<?xml")
    assert base(poll).rstrip("/") in html(client, f"{base(poll)}plakat/")


def test_picture_is_drawn_once_for_its_words(client, home, poll, monkeypatch):
    first = client.get(f"{base(poll)}picture.png")
    assert Image.open(io.BytesIO(first.content)).size == (1200, 630)
    monkeypatch.setattr(drawing, "draw", lambda words: pytest.fail("drawn again"))
    assert client.get(f"{base(poll)}picture.png").content == first.content


@pytest.mark.parametrize("title", ["Так?", "Чи " + "довго " * 60, "Х" * 200, "₴ №5 ґ “en”"])
def test_any_title_fits_the_picture(title):
    words = drawing.Words("Опитування", title, "до 5 червня", "Спільно", "example.org")
    assert Image.open(io.BytesIO(drawing.draw(words))).size == drawing.SIZE


# --- Paper ------------------------------------------------------------------------------------------

PAPER = "papir/"


@pytest.fixture
def clerk(client, db):
    user = person(Role.CLERK, name="klerk")
    consents.give(user)
    client.force_login(user)
    return user


def test_each_ballot_has_a_receipt_of_its_own_and_nothing_is_kept(client, home, poll, clerk):
    response = client.post(f"{base(poll)}{PAPER}", {"count": 7})
    page = response.content.decode()
    codes = set(re.findall(r'class="ballot__code">([^<]+)<', page))
    assert len(codes) == 7
    assert all(receipts.read(code) for code in codes)
    assert page.count('class="ballot"') == 7
    assert "no-store" in response["Cache-Control"]
    assert not Ballot.objects.exists()


def test_every_kind_of_question_can_be_answered_by_hand(client, home, clerk):
    poll = making.poll(
        making.block("single", "Один?", "Так", "Ні", has_other=True),
        making.block("ranking", "Лад?", "А", "Б"),
        making.block("scale", "Шкала?", points=5, low_label="Ні", high_label="Так"),
        making.block("short_text", "Слово?"),
        making.block("number", "Скільки?", unit="км"),
        making.block("date", "Коли?"),
    )
    page = client.post(f"{base(poll)}{PAPER}", {"count": 1}).content.decode()
    for text in ("Один?", "Лад?", "Шкала?", "Слово?", "Скільки?", "км", "Коли?"):
        assert text in page
    # Whoever types it in types numbers; into a ranking people write places, so it has none of its own.
    assert re.findall(r'ballot__number">(\d)</span> (\w+)', page) == [
        ("1", "Так"),
        ("2", "Ні"),
        ("3", "Інше"),
    ]


@pytest.mark.parametrize("count", ["0", "101", "-1", "багато", ""])
def test_number_of_ballots_that_cannot_be_is_refused(client, home, poll, clerk, count):
    response = client.post(f"{base(poll)}{PAPER}", {"count": count})
    assert response.status_code == 422
    assert 'class="ballot"' not in response.content.decode()


def test_ballots_are_printed_by_staff_alone(client, home, poll):
    assert client.get(f"{base(poll)}{PAPER}").status_code == 302
    other = person(name="inshyi")
    consents.give(other)
    client.force_login(other)
    assert client.get(f"{base(poll)}{PAPER}").status_code == 403
    assert client.post(f"{base(poll)}{PAPER}", {"count": 1}).status_code == 403
