"""Every kind of page in every look: nothing for axe to find, no fault in the console, no cookie."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command

from civic_pages.models import ConsultationPage, ForumPage, ForumSeriesPage, NewsPage
from home.models import SectionPage, StandardPage

# What a reader's system asks for, and what the reader chose on the page.
LOOKS = {
    "light": ("light", {"color_scheme": "light", "forced_colors": "none"}),
    "dark": ("auto", {"color_scheme": "dark", "forced_colors": "none"}),
    "contrast": ("contrast", {"color_scheme": "light", "forced_colors": "none"}),
    "forced": ("auto", {"color_scheme": "dark", "forced_colors": "active"}),
}
WIDTHS = (320, 1280)
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    # Else each run fetches the stylesheets again, for rules that are not among these.
    "preload": False,
}
TYPES = (NewsPage, ForumSeriesPage, ForumPage, ConsultationPage, SectionPage, StandardPage)
MISSING = "/nema-takoi-storinky/"
LISTS = [
    "/",
    "/en/",
    "/novyny/",
    "/en/news/",
    "/forumy/",
    "/konsultatsii/",
    "/poshuk/",
    "/poshuk/?q=форум",
    "/poshuk/?q=щщщщщ",
    "/styleguide/",
    MISSING,
]


def fullest(model):
    """The Ukrainian page of a type with most in its body."""
    pages = model.objects.live().public().filter(locale__language_code="uk")
    return max(pages, key=lambda page: len(str(page.body.raw_data)))


def addresses():
    """The lists, one page of each type, an item on paper, a day of the archive."""
    news = fullest(NewsPage)
    return [
        *LISTS,
        *(fullest(model).url for model in TYPES),
        f"{news.url}druk/",
        news.date.astimezone().strftime("/novyny/%Y/%m/%d/"),
    ]


def violations(page, look):
    """What axe finds on the page as it stands, in one look."""
    theme, media = LOOKS[look]
    # A colour half-way through its change has another contrast.
    page.emulate_media(**media, reduced_motion="reduce")
    page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
    rules = dict(RULES)
    if media["forced_colors"] == "active":
        # Axe reads -webkit-text-fill-color, which Chromium leaves at the author's value while it paints
        # the system's: the contrast it would measure is on nobody's screen.
        rules["rules"] = {"color-contrast": {"enabled": False}}
    found = page.evaluate(f"axe.run({json.dumps(rules)})")["violations"]
    return [
        f"{rule['id']}: {node['target']}: {node.get('failureSummary', '')}"
        for rule in found
        for node in rule["nodes"]
    ]


def faults_of(page, path):
    """Everything that is wrong with one address at all widths and in all looks."""
    page.faults.clear()
    page.goto(path, wait_until="load")
    page.evaluate(Axe().axe_script)
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{path} {width}: scrolls sideways")
        for look in LOOKS:
            found += [f"{path} {width} {look}: {each}" for each in violations(page, look)]
    # Of a missing page the browser itself complains.
    found += [
        f"{path}: {fault}"
        for fault in page.faults
        if not (path.endswith(MISSING) and "status of 404" in fault)
    ]
    return found + [f"{path}: cookie {cookie['name']}" for cookie in page.context.cookies()]


@pytest.mark.timeout(900)
def test_every_page_type_in_every_look(settings, demo, open_page):
    settings.ROOT_URLCONF = "tests.browser.urls"
    call_command("update_index", verbosity=0)
    page = open_page("about:blank")
    page.set_default_timeout(120_000)  # The machine may be busy.
    found = [fault for path in addresses() for fault in faults_of(page, demo + path)]
    assert not found, "\n".join(found)
