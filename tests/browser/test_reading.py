"""What scripts add for a reader: themes and text size that last, menus, a video on request."""

import re

import pytest

from tests.factories.blocks import items, stream
from tests.factories.pages import StandardPageFactory

VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


@pytest.fixture
def reading(served, home):
    """A page with a video and a table wider than a phone."""
    wide = [
        {"type": "text", "heading": f"Стовпець із довгою назвою {number}"} for number in range(6)
    ]
    table = {"caption": "Широка таблиця", "columns": wide, "rows": [{"values": ["слово"] * 6}]}
    page = StandardPageFactory(parent=home, title="Читання", slug="chytannia")
    page.body = stream(
        ("heading", {"text": "Розділ", "level": "h2"}),
        ("video", {"url": VIDEO, "title": "Запис", "captions": "yes"}),
        ("table", {"table": table}),
        (
            "accordion",
            {"items": items({"question": "Хто?", "answer": "<p>Кожен, кому є 14 років.</p>"})},
        ),
    )
    page.save_revision().publish()
    return f"{served}/chytannia/"


def setting(page, name):
    return page.evaluate(f"document.documentElement.dataset.{name} ?? ''")


def test_theme_and_text_size_last_without_a_cookie(reading, served, open_page):
    page = open_page(reading)
    assert setting(page, "theme") == "auto"
    page.get_by_text("Вигляд і доступність").click()
    page.get_by_role("button", name="Темні").click()
    page.get_by_role("button", name="А++").click()
    assert page.get_by_role("button", name="Темні").get_attribute("aria-pressed") == "true"
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.goto(f"{served}/")
    assert (setting(page, "theme"), setting(page, "text")) == ("dark", "larger")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    assert page.context.cookies() == []
    page.get_by_text("Вигляд і доступність").click()
    page.get_by_role("button", name="Авто").click()
    assert setting(page, "theme") == "auto"
    assert page.evaluate("localStorage.getItem('theme')") is None


@pytest.mark.parametrize("kept", ["purple", "<script>", ""])
def test_unknown_theme_in_storage_is_ignored(kept, reading, open_page):
    page = open_page(reading, theme=kept)
    assert setting(page, "theme") == "auto"
    assert page.faults == []


def test_forbidden_storage_breaks_nothing(reading, open_page):
    page = open_page(reading)
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('forbidden') }})"
    )
    page.reload()
    page.get_by_text("Вигляд і доступність").click()
    page.get_by_role("button", name="Світлі").click()
    assert setting(page, "theme") == "light"
    assert page.faults == []


def test_system_theme_is_followed_until_one_is_chosen(reading, open_page):
    grounds = {
        scheme: open_page(reading, scheme=scheme).evaluate(
            "getComputedStyle(document.body).backgroundColor"
        )
        for scheme in ("light", "dark")
    }
    assert grounds["light"] != grounds["dark"]


def test_menus_close_by_escape_and_by_a_click_elsewhere(reading, open_page):
    page = open_page(reading)
    summary = page.get_by_text("Вигляд і доступність")
    is_open = "document.querySelector('.reading').open"
    summary.click()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert page.evaluate(is_open) is False
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    summary.click()
    page.get_by_role("heading", name="Читання").click()
    assert page.evaluate(is_open) is False


def test_video_loads_on_request_only(reading, open_page):
    page = open_page(reading)
    asked = []
    page.route(
        "https://www.youtube-nocookie.com/**",
        lambda route: (
            asked.append(route.request.url),
            route.fulfill(body="<p>player</p>", content_type="text/html"),
        ),
    )
    assert page.locator("iframe").count() == 0
    page.get_by_role("link", name="Увімкнути відео").click()
    frame = page.locator("iframe")
    frame.wait_for()
    assert frame.get_attribute("title") == "Запис"
    assert frame.get_attribute("src").startswith(
        "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?"
    )
    assert "autoplay" not in frame.get_attribute("src") + frame.get_attribute("allow")
    assert page.evaluate("document.activeElement.tagName") == "IFRAME"
    assert len(asked) == 1
    # The policy lets this frame in, and no other.
    assert page.faults == []


def test_player_of_another_site_is_not_let_in(reading, open_page):
    page = open_page(reading)
    page.route("https://evil.example/**", lambda route: pytest.fail("the policy let it through"))
    page.evaluate("document.querySelector('.embed').dataset.embed = 'https://evil.example/'")
    page.get_by_role("link", name="Увімкнути відео").click()
    page.locator("iframe").wait_for()
    assert any("Content Security Policy" in fault for fault in page.faults)


def test_without_scripts_the_video_is_a_link(reading, open_page):
    page = open_page(reading, java_script=False)
    assert page.get_by_role("link", name="Увімкнути відео").get_attribute("href") == VIDEO
    assert not page.get_by_text("Вигляд і доступність").is_visible()


def test_wide_table_is_scrolled_in_its_own_box(reading, open_page):
    page = open_page(reading, width=320)
    box = page.get_by_role("region", name="Широка таблиця")
    box.focus()
    assert page.evaluate("document.activeElement.scrollWidth > document.activeElement.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    caption = page.locator("caption").bounding_box()
    assert caption["width"] <= 320


def test_paper_has_the_words_open_and_no_navigation(reading, open_page):
    page = open_page(reading)
    answer = page.get_by_text("Кожен, кому є 14 років.")
    assert not answer.is_visible()
    page.emulate_media(media="print")
    assert answer.is_visible()
    assert not page.locator(".header").is_visible()
    assert not page.get_by_role("link", name="Увімкнути відео").is_visible()
    printed = "getComputedStyle(document.querySelector('.embed__notes a'), '::after').content"
    assert VIDEO in page.evaluate(printed)


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_paper_is_white_in_every_theme(theme, reading, open_page):
    page = open_page(reading, theme=theme)
    page.emulate_media(media="print")
    style = "getComputedStyle(document.querySelector('%s')).color"
    for part in ("h2", ".article-meta, .embed__notes", "th", ".embed__title"):
        red, green, blue = map(int, re.findall(r"\d+", page.evaluate(style % part))[:3])
        assert max(red, green, blue) < 128, part
