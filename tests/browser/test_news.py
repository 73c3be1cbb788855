"""What scripts add to the news: what came since, the way back to the list, paper."""

import re

import pytest

from tests.factories import pages
from tests.factories.pages import NewsIndexPageFactory, NewsPageFactory


@pytest.fixture
def index(served, home):
    return NewsIndexPageFactory(parent=home)


@pytest.fixture
def news(index):
    return NewsPageFactory.create_batch(3, parent=index)


def publish(index, title):
    page = NewsPageFactory(parent=index, title=title)
    page.save_revision().publish()
    return page


def ask_now(page):
    """A minute later: the page is looked at again."""
    page.clock.run_for(61_000)


@pytest.fixture
def open_list(open_page, served):
    def open_(query=""):
        page = open_page("about:blank")
        page.clock.install()
        page.goto(f"{served}/novyny/{query}", wait_until="load")
        return page

    return open_


def test_new_items_are_offered_and_shown_when_wanted(open_list, index, news):
    page = open_list()
    status = page.locator("[data-latest-status]")
    assert status.get_by_role("link").count() == 0
    publish(index, "Щойно перша")
    publish(index, "Щойно друга")
    with page.expect_response(re.compile("latest.json")):
        ask_now(page)
    offer = status.get_by_role("link", name="Показати 2 нові новини")
    offer.wait_for()
    assert page.get_by_role("link", name="Щойно друга").count() == 0
    offer.click()
    page.get_by_role("link", name="Щойно друга").wait_for()
    assert page.locator(".feed__item--new").count() == 2
    assert page.evaluate("document.activeElement.textContent") == "Щойно друга"
    assert page.locator(".feed__item").count() == 5
    assert status.get_by_role("link").count() == 0
    assert "5 новин" in page.locator(".bar__count").inner_text()
    assert page.faults == []


def test_of_unchanged_news_nothing_is_said(open_list, index, news):
    page = open_list()
    with page.expect_response(re.compile("latest.json")):
        ask_now(page)
    assert page.locator("[data-latest-status] a:visible").count() == 0


def test_looking_can_be_paused_and_stays_so(open_list, index, news):
    page = open_list()
    pause = page.get_by_role("button", name="Не перевіряти нові")
    pause.click()
    assert pause.get_attribute("aria-pressed") == "true"
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    ask_now(page)
    assert not [url for url in asked if "latest" in url]
    page.reload()
    assert pause.get_attribute("aria-pressed") == "true"
    assert page.context.cookies() == []


def test_an_address_that_does_not_answer_is_left_alone(open_list, index, news):
    page = open_list()
    page.route("**/latest.json", lambda route: route.abort())
    ask_now(page)
    assert page.locator("[data-latest-status] a:visible").count() == 0
    assert not [fault for fault in page.faults if fault.startswith("script")]


def test_of_a_narrowed_list_only_its_own_items_are_new(open_list, index, news):
    page = open_list(f"?year={news[0].date.year}")
    publish(index, "Щойно")
    with page.expect_response(re.compile(r"latest\.json\?year=")):
        ask_now(page)
    page.get_by_role("link", name="Показати 1 нову новину").wait_for()


def test_the_way_back_leads_to_the_same_page_of_the_list(open_page, served, index):
    items = pages.NewsPageFactory.create_batch(25, parent=index)
    page = open_page(f"{served}/novyny/?year={items[0].date.year}&page=2")
    page.locator(".feed__link").nth(2).click()
    page.wait_for_load_state("load")
    key = page.locator("[data-key]").get_attribute("data-key")
    page.get_by_role("link", name="Перейти до списку").click()
    page.wait_for_url(f"{served}/novyny/?year={items[0].date.year}&page=2#{key}")
    assert page.locator(f"#{key}").is_visible()


def test_the_way_back_from_elsewhere_is_the_list(open_page, served, index, news):
    page = open_page(f"{served}/")
    page.goto(f"{served}{news[0].get_url()}", referer=f"{served}/poshuk/?q=x")
    assert page.get_by_role("link", name="Перейти до списку").get_attribute("href") == "/novyny/"


def test_without_scripts_everything_is_there(open_page, served, index, news):
    page = open_page(f"{served}/novyny/", java_script=False)
    assert page.locator(".feed__item").count() == 3
    assert not page.get_by_text("Не перевіряти нові").is_visible()
    page = open_page(f"{served}{news[0].get_url()}", java_script=False)
    assert page.get_by_role("link", name="Перейти до списку").get_attribute("href") == "/novyny/"


def test_paper_says_when_it_was_printed(open_page, served, index, news):
    page = open_page(f"{served}{news[0].get_url()}druk/")
    assert re.search(r"Надруковано \d{1,2} \S+ \d{4} р\.", page.locator(".print-foot").inner_text())
    assert page.get_by_role("button", name="Друкувати").is_visible()
    assert page.faults == []
