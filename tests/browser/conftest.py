"""A real browser against a real server; see tests/plugins/servers.py for when these run."""

import json
import os

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command

from portal.core.static import SITE_CSS, site_css
from tests.plugins.servers import chromium

# Playwright's loop runs in the test's own thread; the database is used there as well.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chrome():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def patient(request):
    """Assertions of the browser wait as long as `PATIENCE` of their module says, else half a minute.

    The machine may be busy, and the first request of a process reads all the code.
    """
    from playwright.sync_api import expect

    expect.set_options(timeout=getattr(request.module, "PATIENCE", 30_000))
    yield
    expect.set_options(timeout=None)


@pytest.fixture(scope="session")
def joined_css(tmp_path_factory):
    """A folder with the joined stylesheet, as collectstatic makes it."""
    folder = tmp_path_factory.mktemp("static")
    (folder / "css").mkdir()
    (folder / SITE_CSS).write_text(site_css(), encoding="utf-8")
    return folder


@pytest.fixture
def served(joined_css, settings, live_server):
    """The address of a running portal with its styles."""
    settings.STATICFILES_DIRS = [*settings.STATICFILES_DIRS, joined_css]
    finders.get_finder.cache_clear()
    settings.BASE_URL = settings.WAGTAILADMIN_BASE_URL = live_server.url
    yield live_server.url
    finders.get_finder.cache_clear()


@pytest.fixture
def demo(served, settings):
    """The demo content behind `served`; pictures in the formats that a worker makes are not made."""
    settings.TASKS = {
        name: {**options, "BACKEND": "django_tasks.backends.dummy.DummyBackend"}
        for name, options in settings.TASKS.items()
    }
    call_command("demo", "--no-accounts", verbosity=0)
    return served


@pytest.fixture
def open_page(chrome):
    """Opens pages in fresh contexts and closes them afterwards; remembers what went wrong in each."""
    contexts = []

    def open_(url, *, width=1280, theme="", scheme="light", java_script=True):
        context = chrome.new_context(
            viewport={"width": width, "height": 900},
            locale="uk-UA",
            color_scheme=scheme,
            java_script_enabled=java_script,
        )
        contexts.append(context)
        if theme:
            context.add_init_script(f"localStorage.setItem('theme', {json.dumps(theme)})")
        page = context.new_page()
        page.faults = []
        page.on(
            "console",
            lambda message: (
                message.type == "error" and page.faults.append(f"console: {message.text}")
            ),
        )
        page.on("pageerror", lambda error: page.faults.append(f"script: {error}"))
        page.goto(url, wait_until="load")
        return page

    yield open_
    for context in contexts:
        context.close()
