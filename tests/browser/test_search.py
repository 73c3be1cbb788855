"""The search by keyboard, by touch and without scripts; axe on each of its states."""

import json
import re
from functools import partial
from urllib.parse import quote

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from tests.browser.looks import faults_at_all_widths
from tests.factories.pages import NewsPageFactory

BOX = "main [name=q]"


@pytest.fixture
def site(served, home, news_index):
    for slug, title in (
        ("zony", "Консультація щодо зелених зон"),
        ("dvory", "Консультують мешканців про двори"),
        ("parky", "Парки міста"),
    ):
        NewsPageFactory(
            parent=news_index, title=title, slug=slug, lead="Консультація триває до п’ятниці."
        )
    call_command("update_index", verbosity=0)
    return served


def box(page):
    return page.locator(BOX)


def options(page):
    return page.get_by_role("option")


def type_in(page, text):
    box(page).click()
    page.keyboard.type(text, delay=20)
    expect(options(page).first).to_be_visible()


def ask_again(page, text):
    box(page).fill("")
    type_in(page, text)
    page.keyboard.press("ArrowDown")


def selected(page):
    """The line that `aria-activedescendant` names, which must be the one that looks chosen."""
    name = box(page).get_attribute("aria-activedescendant")
    if not name:
        assert page.locator("[role=option][aria-selected=true]").count() == 0
        return None
    line = page.locator(f"#{name}")
    assert line.get_attribute("aria-selected") == "true"
    assert page.locator("[role=option][aria-selected=true]").count() == 1
    return line.locator("span").inner_text()


def test_suggestions_by_keyboard(site, open_page):
    page = open_page(f"{site}/poshuk/")
    expect(box(page)).to_have_attribute("role", "combobox")
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    type_in(page, "конс")
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    status = page.locator("form [role=status]").first
    expect(status).to_have_text(re.compile(r"^\d підказ"))
    lines = [line.inner_text() for line in options(page).locator("span").all()]
    assert selected(page) is None

    page.keyboard.press("ArrowDown")
    assert selected(page) == lines[0] == box(page).input_value()
    page.keyboard.press("ArrowUp")
    assert selected(page) is None
    assert box(page).input_value() == "конс"
    page.keyboard.press("ArrowUp")
    assert selected(page) == lines[-1]
    page.keyboard.press("Home")
    assert selected(page) is None
    assert page.evaluate("document.activeElement.selectionStart") == 0
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.selectionStart") == len("конс")

    page.keyboard.press("Escape")
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    assert box(page).input_value() == "конс"
    page.keyboard.press("ArrowDown")
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Tab")
    expect(options(page).first).to_be_hidden()
    assert not page.faults
    assert page.context.cookies() == []


def test_a_title_leads_to_its_page_and_a_word_to_its_results(site, open_page):
    page = open_page(f"{site}/poshuk/")
    type_in(page, "консультація щ")
    # What is offered for the last letter, not for the one before.
    expect(options(page).first).to_contain_text("зелених")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/novyny/zony/")
    page.go_back()
    box(page).fill("")
    type_in(page, "консул")
    options(page).filter(has_not=page.locator("small")).first.click()
    page.wait_for_url(re.compile(r"/poshuk/\?q="))


def test_a_question_of_ones_own_goes_its_way(site, open_page):
    page = open_page(f"{site}/poshuk/")
    type_in(page, "конс")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/poshuk/?q={quote('конс')}")
    expect(options(page)).to_have_count(0)


def test_only_the_last_beginning_is_answered(site, open_page):
    page = open_page(f"{site}/poshuk/")
    asked = []
    page.on("request", lambda request: "pidkazky" in request.url and asked.append(request.url))
    type_in(page, "консультація")
    assert len(asked) < len("консультація")
    box(page).fill("")
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    page.keyboard.type("парк", delay=20)
    expect(options(page).first).to_contain_text("Парки")


def test_back_and_forward_leave_it_working(site, open_page):
    page = open_page(f"{site}/poshuk/")
    type_in(page, "конс")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/novyny/**")
    page.go_back()
    expect(options(page).first).to_be_hidden()
    box(page).fill("")
    type_in(page, "парк")
    expect(box(page)).to_have_attribute("aria-expanded", "true")


def test_by_touch(site, chrome):
    context = chrome.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
    page = context.new_page()
    page.goto(f"{site}/poshuk/")
    box(page).tap()
    page.keyboard.type("конс", delay=20)
    options(page).first.tap()
    page.wait_for_url(f"{site}/novyny/**")
    context.close()


def test_without_scripts_it_is_a_form(site, open_page):
    page = open_page(f"{site}/poshuk/", java_script=False)
    box(page).fill("консультації")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/poshuk/\?q="))
    expect(page.locator("ol.results a").first).to_be_visible()
    page.locator("a.facet__link").filter(has_text="Новини").click()
    page.wait_for_url(re.compile("type=news"))
    page.locator("a.tag--on").click()
    expect(page.locator("a.tag--on")).to_have_count(0)


@pytest.mark.timeout(600)
def test_every_state_in_every_look(site, open_page):
    page = open_page("about:blank")
    page.set_default_timeout(120_000)
    found = []
    for path, text in (
        ("/poshuk/?q=консультація", ""),
        ("/poshuk/?q=консультація&type=news&year=2019", ""),
        ("/poshuk/?q=rjycekmnfwsz", ""),
        ("/poshuk/?q=щщщщщ", ""),
        ("/poshuk/", "конс"),
    ):
        page.faults.clear()
        page.goto(site + path, wait_until="load")
        ask = partial(ask_again, page, text) if text else lambda: None
        found += faults_at_all_widths(page, path, before=ask)
        found += [f"{path}: {fault}" for fault in page.faults]
    assert not found, json.dumps(found, ensure_ascii=False, indent=1)
