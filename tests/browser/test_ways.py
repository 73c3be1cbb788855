"""Other ways through the portal than a mouse and scripts: keys alone, and HTML alone."""

import pytest
from playwright.sync_api import expect

from tests.factories.pages import NewsPageFactory

# One item more than a page of the list holds.
ITEMS = 21
FOCUSED = "element => element === document.activeElement"
# What has the focus, if neither it nor the field around it shows it.
UNSEEN = """() => {
    const rings = [document.activeElement, document.activeElement.closest('.search__field')]
        .filter(Boolean)
        .map(element => getComputedStyle(element))
        .filter(style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2);
    return rings.length ? '' : document.activeElement.outerHTML;
}"""


@pytest.fixture
def site(served, home, news_index):
    news_index.show_in_menus = True
    news_index.save()
    NewsPageFactory.create_batch(ITEMS, parent=news_index)
    return served


def tab_to(page, wanted):
    """Go on with Tab until `wanted` has the focus; each stop on the way shows where one is."""
    for _stop in range(80):
        page.keyboard.press("Tab")
        assert page.evaluate(UNSEEN) == ""
        if wanted.count() and wanted.first.evaluate(FOCUSED):
            return
    pytest.fail(f"Tab never came to {wanted}")


def test_the_first_key_leads_past_the_header(site, open_page):
    page = open_page(f"{site}/novyny/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Перейти до змісту")
    assert skip.evaluate(FOCUSED)
    assert skip.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('#main').contains(document.activeElement)")


def test_menu_and_filters_on_a_phone_by_keys(site, open_page):
    page = open_page(f"{site}/", width=320)
    tab_to(page, page.locator(".menu > summary"))
    page.keyboard.press("Enter")
    tab_to(page, page.locator(".menu__panel").get_by_role("link", name="Новини"))
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/novyny/")
    tab_to(page, page.locator(".filters > summary"))
    page.keyboard.press("Enter")
    tab_to(page, page.locator("a.facet__link"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/novyny/?*")
    expect(page.locator("a.facet__link[aria-current=true]")).to_have_count(1)


def test_theme_and_text_size_by_keys(site, open_page):
    page = open_page(f"{site}/")
    tab_to(page, page.get_by_text("Вигляд і доступність"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="А++"))
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-text", "larger")
    tab_to(page, page.get_by_role("button", name="Темні"))
    page.keyboard.press("Space")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_without_scripts_one_finds_the_way(site, open_page):
    page = open_page(f"{site}/", width=320, java_script=False)
    page.locator(".menu > summary").click()
    page.locator(".menu__panel").get_by_role("link", name="Новини").click()
    page.wait_for_url(f"{site}/novyny/")
    page.locator("a[rel=next]").click()
    page.wait_for_url("**/novyny/?page=2")
    expect(page.locator(".feed__item")).to_have_count(1)
    page.locator(".filters > summary").click()
    page.locator("a.facet__link").first.click()
    page.wait_for_url(lambda address: "/novyny/?" in address and "page=" not in address)
    page.goto(f"{site}/poshuk/")
    page.locator("main input[name=q]").fill("новина")
    page.locator("main form [type=submit]").first.click()
    page.wait_for_url("**/poshuk/?*q=*")
    expect(page.locator(".result")).not_to_have_count(0)
