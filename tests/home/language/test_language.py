"""Every kind of page, every screen of the staff and every letter, in Ukrainian and in English.

Looked for: words of the other language, and dates and numbers as programs write them. `LANGUAGE_REPORT=path`
writes down what was found, page by page.
"""

import os
import re
from collections import Counter
from io import BytesIO
from pathlib import Path
from unittest import mock

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.db import DatabaseError, OperationalError
from django.test import Client, RequestFactory
from django.utils import translation
from PIL import Image
from wagtail.users.models import UserProfile

from portal.core import views
from portal.core.letters.outbox import SUBJECT
from portal.core.limits import views as limit_views
from portal.core.models import PortalImage
from tests.home.language.judging import Content, Judge, Words
from tests.home.language.mail import WRITTEN, everything
from tests.home.language.reading import pieces
from tests.home.language.signs import torn_headings
from tests.home.language.walking import Walk
from tests.home.making import whole_demo

LANGUAGES = ("uk", "en")
STAFF = ("editor", "moderator", "officer", "administrator", "chief")
# What is built of the reader's rights is judged for each role anew: buttons, menus, states, and all
# screens of our own rooms. The rest says to each role what it says to the first who opens it.
OF_EACH_ROLE = re.compile(
    r"wagtailadmin_(?:home|explore_root|account|pages:history)$"
    r"|wagtailadmin_pages:edit (?:NewsPage|ForumPage|ConsultationPage)$"
    r"|(?!wagtail)[a-z_]+(?::|$)"
)
# Pages of one kind differ in the words of editors alone.
SAME_KIND = 2


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo with its people, made once for this module."""
    with (
        mock.patch.object(PortalImage, "generate_rendition_file", _dot),
        whole_demo(django_db_blocker, tmp_path_factory, accounts=True),
    ):
        yield Judge(Content(), Words())


def _dot(_image, _filter, *, source=None):
    """A thumbnail without its milliseconds of encoding."""
    file = BytesIO()
    Image.new("RGB", (1, 1)).save(file, "PNG")
    return ContentFile(file.getvalue(), name="dot.png")


@pytest.fixture(scope="module")
def found():
    """Page → what is wrong with it; written down at the end where somebody wants to read it."""
    pages = {}
    yield pages
    if path := os.environ.get("LANGUAGE_REPORT"):
        lines = [
            f"{page}\n" + "".join(f"    {each}\n" for each in sorted(set(faults)))
            for page, faults in sorted(pages.items())
        ]
        Path(path).write_text("\n".join(lines), encoding="utf-8")


def judged(judge, html, language, *, of_staff=False):
    faults = [
        f"«{fault}» ({piece.where}): {piece.text[:160]}"
        for piece in pieces(html)
        for fault in judge.faults(piece, language, of_staff=of_staff)
    ]
    if language == "uk" and not of_staff:
        faults += [f"«{text}» (a no-break space is missing)" for text in torn_headings(html)]
    return faults


def signed_in(name, language):
    person = get_user_model()._default_manager.get(email=f"{name}@example.org")
    person.language = language
    person.save(update_fields=["language"])
    UserProfile.get_for_user(person)
    UserProfile.objects.filter(user=person).update(preferred_language=language)
    client = Client()
    client.force_login(person)
    return client


def walked(judge, found, client, language, *starts, inside, of_staff=False, seen=None, who=""):
    most = lambda shape: SAME_KIND if shape.endswith(" page") else 1  # noqa: E731
    walk = Walk(
        client, inside=inside, most=most, seen=seen, anew=OF_EACH_ROLE if of_staff else None
    )
    faults = {}
    count = 0
    for answer in walk.walk(*starts):
        count += 1
        if answer.status >= 500:
            faults[answer.url] = [str(answer.status)]
        if wrong := judged(judge, answer.html, language, of_staff=of_staff):
            faults[answer.url] = wrong
    found.update({f"{language} {who} {url}": wrong for url, wrong in faults.items()})
    return count, faults


def of_readers(language):
    """Whether an address is of the public part in this language."""
    if language == "uk":
        return lambda path: not path.startswith(("/admin/", "/en/"))
    return lambda path: path.startswith("/en/")


@pytest.mark.parametrize(("language", "start"), [("uk", "/"), ("en", "/en/")])
def test_pages_of_readers(demo, db, found, language, start):
    count, faults = walked(
        demo, found, Client(), language, start, inside=of_readers(language), who="reader"
    )
    assert count > 60
    assert faults == {}


@pytest.mark.parametrize(
    ("language", "start"), [("uk", "/oblikovyi-zapys/"), ("en", "/en/account/")]
)
def test_pages_of_accounts(demo, db, found, language, start):
    seen = Counter()
    faults, count = {}, 0
    for name in ("activist", "expert", "newcomer", "clerk"):
        pages, wrong = walked(
            demo, found, signed_in(name, language), language, start,
            inside=lambda path: path.startswith(start), seen=seen, who=name,
        )  # fmt: skip
        count, faults = count + pages, faults | wrong
    assert count > 15
    assert faults == {}


# Hundreds of screens in each language: done with LANGUAGE_WALK=1.
@pytest.mark.walk
@pytest.mark.timeout(900)
@pytest.mark.parametrize("language", LANGUAGES)
def test_screens_of_the_staff(demo, db, found, language):
    seen = Counter()
    faults, count = {}, 0
    for name in STAFF:
        pages, wrong = walked(
            demo, found, signed_in(name, language), language, "/admin/",
            inside=lambda path: path.startswith("/admin/"), of_staff=True, seen=seen, who=name,
        )  # fmt: skip
        count, faults = count + pages, faults | wrong
    assert count > 120
    assert faults == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters(demo, db, found, language):
    letters = everything("activist@example.org", language)
    assert len(letters) > 60
    faults = {}
    for letter in letters:
        # What people and editors wrote is in the language in which they wrote it.
        html = (letter.html or letter.text).replace("\u00a0", " ")
        for written in WRITTEN:
            html = html.replace(written, " ")
        wrong = judged(demo, html, language, of_staff=True)
        wrong += judged(demo, letter.subject, language, of_staff=True)
        wrong += [f"«{sign}»" for sign in ('"', " \n\n", "\n\n\n") if sign in letter.text]
        wrong += [f"«{line}»" for line in letter.text.splitlines() if "  " in line.lstrip()]
        # What lists of letters and locked phones show of a subject.
        if len(letter.subject) > SUBJECT or "482913" in letter.subject:
            wrong.append(letter.subject)
        if wrong:
            faults[letter.subject] = wrong
    found.update({f"{language} letter {subject}": wrong for subject, wrong in faults.items()})
    assert faults == {}


def away(request):
    """503: the database does not answer."""
    try:
        raise OperationalError from DatabaseError()
    except OperationalError:
        return views.server_error(request)


ERRORS = {
    400: lambda request: views.bad_request(request, Exception()),
    403: lambda request: views.forbidden(request, Exception()),
    404: lambda request: views.not_found(request, Exception()),
    410: views.gone,
    413: views.too_large,
    429: limit_views.too_many,
    500: views.server_error,
    503: away,
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", ERRORS)
def test_pages_of_errors(demo, db, found, language, number, client):
    path = "/en/nowhere/" if language == "en" else "/nide/"
    request = RequestFactory().get(path)
    request.user, request.session = get_user_model()(), client.session
    with translation.override(language):
        html = ERRORS[number](request).content.decode()
    assert f'lang="{language}"' in html
    assert judged(demo, html, language) == []


# --- The test itself -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "language", "fault"),
    [
        ("<p>Привіт</p><button>Delete page</button>", "uk", "Delete page"),
        ('<p>Привіт</p><a aria-label="More options">…</a>', "uk", "More options"),
        ('<input type="submit" value="Search">', "uk", "Search"),
        ('<p>Hello</p><i title="Вилучити"></i>', "en", "Вилучити"),
        ('<div data-w-config=\'{"text": "Save the page first"}\'></div>', "uk", "Save the page first"),
        ("<p>Подано 2026-11-22 о 16:00</p>", "uk", "2026-11-22"),
        ("<p>Усього 12345 голосів</p>", "uk", "12345"),
        ("<p>Середнє 1.5 бала</p>", "uk", "1.5"),
        ("<p>Подано 23 листопад</p>", "uk", "23 листопад"),
        ("<p>Подано 06 червня</p>", "uk", "06 червня"),
        ("<p>Подано 6 Червня</p>", "uk", "6 Червня"),
        ("<p>Подано 6 June 2019</p>", "uk", "June"),
        ("<p>Sent on 6 червня 2019</p>", "en", "червня"),
        ("<p>Archive: червень</p>", "en", "червень"),
        ("<p>Sent on 6 june 2019</p>", "en", "6 june"),
        ("<p>Sent on 06 June 2019</p>", "en", "06 June"),
        ("<h2>Новини й події</h2>", "uk", "Новини й події"),
        ("<main lang='uk'><h3>Як голосувати в <b>громаді</b></h3></main>", "uk", "Як голосувати в"),
        ("<p>On 11/22/2026</p>", "en", "11/22/2026"),
        ("<p>On Nov. 22, 2026</p>", "en", "Nov."),
        ("<p>An average of 1,5 points</p>", "en", "1,5"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_seen(demo, db, html, language, fault):
    assert any(f"«{fault}" in each for each in judged(demo, html, language))


@pytest.mark.parametrize(
    ("html", "language"),
    [
        ('<p lang="en">Delete page</p>', "uk"),
        ("<code>manage.py migrate</code><script>var name = 'Delete page'</script>", "uk"),
        ("<p>Пишіть на olena@example.org або в Telegram; 18.03.1998, 10:00–18:30</p>", "uk"),
        ("<p>Усього 12\u00a0345 голосів, 1,5 бала</p>", "uk"),
        ("<p>Подано 6\u00a0червня, архів за червень 2019, 2019 червень</p>", "uk"),
        ("<p>6 June 2019, June: 12</p>", "en"),
        ("<h2>Новини й\u00a0події</h2><p>Новини й події</p>", "uk"),
        ('<h2 lang="en">A road is opened</h2><h2><span>Я — тут</span></h2>', "uk"),
        ('<p>Hello</p><a lang="uk" title="Вилучити">Привіт</a>', "en"),
        ("<p>12,345 votes, 1.5 points, 22 November 2026</p>", "en"),
        ('<div data-w-config=\'{"class": "wagtail.widgets.Select", "name": "lead_image"}\'></div>', "uk"),
    ],
)  # fmt: skip
def test_what_is_right_is_left(demo, db, html, language):
    assert judged(demo, html, language) == []
