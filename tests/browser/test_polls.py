"""A citizen votes: without scripts, by keyboard within a page, and where questions depend on others."""

import re

import pytest
from django.core import mail
from django.http import HttpResponse
from django.template import engines
from django.urls import path as url_path
from playwright.sync_api import expect

from portal import urls as project_urls
from portal.participation.polls.models import Ballot, Poll
from portal.participation.polls.questions.forms import code_of
from tests.browser import waiting
from tests.browser.looks import faults_in_all_looks
from tests.participation.polls import making
from tests.participation.polls.making import block

PAGE = """{% extends "base.html" %}{% load polls %}
{% block main %}<div class="wrap section"><h1>Новина</h1><p><a href="#x">Інше посилання</a></p>
{% poll_section poll level=2 %}</div>{% endblock %}"""


def page_with_poll(request):
    poll = Poll.objects.get()
    return HttpResponse(engines["django"].from_string(PAGE).render({"poll": poll}, request))


urlpatterns = [url_path("novyna/", page_with_poll), *project_urls.urlpatterns]
handler404 = project_urls.handler404
handler429 = project_urls.handler429
handler500 = project_urls.handler500


@pytest.fixture(autouse=True)
def own_addresses(settings):
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def poll(home):
    """For everybody; the second question comes after one answer of the first."""
    first = block("single", "Коли вам зручно?", "Уранці", "Увечері", required=True)
    morning = code_of(first["value"]["options"][0]["id"])
    return making.poll(
        first,
        block("short_text", "Чому вранці?", shown_if=f"{code_of(first['id'])}={morning}"),
        block("ranking", "Що важливіше?", "Дороги", "Парки", "Школи"),
        access="everybody",
    )


def test_a_keyboard_votes_within_the_page(open_page, served, poll):
    page = open_page(f"{served}/novyna/")
    assert page.context.cookies() == []
    page.get_by_role("link", name="Коли вам зручно?").focus()
    page.keyboard.press("Tab")
    expect(page.locator("a[data-hx-get]")).to_be_focused()
    waiting.htmx(page)
    page.keyboard.press("Enter")
    expect(page.locator(".poll__kicker[tabindex]")).to_be_focused()
    expect(page.get_by_label("Чому вранці?")).to_be_hidden()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_label("Уранці")).to_be_checked()
    expect(page.get_by_label("Чому вранці?")).to_be_visible()
    page.get_by_label("Чому вранці?").fill("Бо тихо")
    # The last one comes to the top by its button, which keeps the focus and is told aloud.
    higher = page.get_by_role("button", name="Вище: Школи")
    higher.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(higher).to_be_focused()
    expect(page.locator("[data-said]")).to_have_text("Школи: місце 1")
    assert page.locator(".ranking__text").all_inner_texts() == ["Школи", "Дороги", "Парки"]
    page.get_by_role("button", name="Проголосувати").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Дякуємо")).to_be_focused()
    expect(page).to_have_url(f"{served}/novyna/")
    ballot = Ballot.objects.get()
    first, second, third = (code for code, _options in making.codes(poll))
    assert ballot.texts == {second: "Бо тихо"}
    schools = making.codes(poll)[2][1][2]
    assert ballot.answers[third][0] == schools
    assert first in ballot.answers
    assert not mail.outbox
    # Who comes again with this browser is told so before they choose anything.
    page.goto(f"{served}/novyna/")
    page.locator(".poll").hover()
    waiting.htmx(page)
    page.locator("a[data-hx-get]").click()
    expect(page.get_by_text("З цього браузера голос уже зараховано")).to_be_visible()
    expect(page.locator("[data-poll-form]")).to_have_count(0)


def test_who_voted_in_another_tab_is_told_beside_what_they_chose(open_page, served, poll):
    page = open_page(f"{served}/opytuvannia/{poll.slug}/vidpovisty/")
    other = page.context.new_page()
    for tab in (other, page):
        if tab is other:
            tab.goto(page.url)
        tab.get_by_label("Увечері").check()
        tab.get_by_role("button", name="Проголосувати").click()
        expect(tab.locator(".receipt, .callout--warning")).to_be_visible()
    expect(page.locator(".callout--warning")).to_have_count(1)
    expect(page.get_by_label("Увечері")).to_be_checked()
    assert faults_in_all_looks(other) == faults_in_all_looks(page) == []
    assert Ballot.objects.count() == 1


def test_without_scripts_a_letter_confirms_and_one_comes_back(open_page, served, poll):
    page = open_page(f"{served}/novyna/", java_script=False)
    page.locator("a[data-hx-get]").click()
    page.get_by_label("Увечері").check()
    # Shown to everybody here; what is said to a question that was not asked is left out.
    page.get_by_label("Чому вранці?").fill("Не мало б лишитися")
    page.locator("[name=email]").fill("olena@kyiv.ua")
    page.get_by_role("button", name="Проголосувати").click()
    page.locator("[name=confirm_code]").fill(
        re.search(r"^    (\d{6})$", mail.outbox[0].body, re.M)[1]
    )
    page.get_by_role("button", name="Підтвердити").click()
    expect(page.locator(".receipt__code")).to_be_visible()
    assert Ballot.objects.get().texts == {}
    page.get_by_role("link", name="До сторінки").click()
    expect(page).to_have_url(f"{served}/novyna/#opytuvannia-{poll.slug}")


def test_forms_and_errors_are_accessible_in_all_looks(open_page, served, poll):
    page = open_page(f"{served}/opytuvannia/{poll.slug}/vidpovisty/", width=320)
    page.get_by_role("button", name="Проголосувати").click()
    expect(page.locator(".error-summary")).to_be_focused()
    assert faults_in_all_looks(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
