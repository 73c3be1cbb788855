"""Every kind of page in every look: nothing for axe to find, no fault in the console, no cookie."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from civic_pages.models import ConsultationPage, ForumPage, ForumSeriesPage, NewsPage
from home.models import SectionPage, StandardPage

LOOKS = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "contrast": {"color_scheme": "light", "forced_colors": "none"},
    "forced": {"color_scheme": "light", "forced_colors": "active"},
}
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
FIXED = [
    "/",
    "/en/",
    "/novyny/",
    "/en/news/",
    "/novyny/2019/",
    "/forumy/",
    "/konsultatsii/",
    "/poshuk/?q=форум",
    "/poshuk/?q=щщщщщ",
    "/nema-takoi-storinky/",
]


def addresses():
    """One page of each type beside the lists: the one with most in it."""
    originals = {"locale__language_code": "uk"}
    found = list(FIXED)
    for model in (
        NewsPage,
        ForumSeriesPage,
        ForumPage,
        ConsultationPage,
        SectionPage,
        StandardPage,
    ):
        pages = model.objects.live().public().filter(**originals)
        page = max(pages, key=lambda page: len(str(getattr(page.body, "raw_data", ""))))
        found.append(page.url)
    news = max(
        NewsPage.objects.live().filter(**originals), key=lambda page: len(str(page.body.raw_data))
    )
    found += [f"{news.url}druk/", f"/novyny/{news.date:%Y/%m/%d}/"]
    return found


def violations(page):
    """What axe finds in each look of the page as it stands."""
    found = []
    for look, media in LOOKS.items():
        page.emulate_media(**media)
        page.evaluate(
            "look => { document.documentElement.dataset.theme = look }",
            look if look in {"dark", "contrast"} else "auto",
        )
        report = Axe().run(page, options=RULES).response["violations"]
        found += [f"{look}: {rule['id']}: {rule['nodes'][0]['target']}" for rule in report]
    return found


@pytest.mark.timeout(900)
@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_type(demo, open_page, width):
    faults = []
    for path in addresses():
        page = open_page(demo + path, width=width)
        # Of a missing page the browser itself complains.
        found = [fault for fault in page.faults if "404" not in fault]
        found += [f"cookie {cookie['name']}" for cookie in page.context.cookies()]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append("scrolls sideways")
        found += violations(page)
        faults += [f"{path} {width}: {fault}" for fault in found]
        page.context.close()
    assert faults == []
