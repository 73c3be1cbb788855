"""Every kind of page in every look: nothing for axe to find, no fault in the console, no cookie."""

import pytest
from django.core.management import call_command

from civic_pages.models import ConsultationPage, ForumPage, ForumSeriesPage, NewsPage
from home.models import SectionPage, StandardPage
from tests.browser.looks import faults_at_all_widths

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


def faults_of(page, path):
    """Everything that is wrong with one address at all widths and in all looks."""
    page.faults.clear()
    page.goto(path, wait_until="load")
    found = faults_at_all_widths(page, path)
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
