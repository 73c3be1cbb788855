import pytest
from django.core import mail
from django.core.cache import cache
from django.test import override_settings
from django.utils import timezone, translation
from wagtail.models import Locale, Site

from home.models import HomePage
from portal.core.models import Letter
from portal.people.services import consents
from search import engines, outage
from search.indexing.drain import drain
from search.models import SearchChange
from tests.factories import pages

pytest_plugins = [
    "tests.plugins.addresses",
    "tests.plugins.catalogues",
    "tests.plugins.databases",
    "tests.plugins.order",
    "tests.plugins.servers",
]


@pytest.fixture(autouse=True)
def clean_state():
    """Each test begins in Ukrainian, with an empty cache and nothing remembered.

    What is remembered by content version goes too: two tests may reach the same version.
    """
    from portal.core import remember
    from portal.core.originals import forget_locales

    translation.activate("uk")
    cache.clear()
    remember.memory.clear()
    forget_locales()
    Site.clear_site_root_paths_cache()
    yield
    translation.activate("uk")


@pytest.fixture
def home(db):
    """The Ukrainian front page made by the migration."""
    return HomePage.objects.get(locale__language_code="uk")


@pytest.fixture
def index_now(db):
    """Has everything found that was saved so far: the suite as a whole does not index what it saves.

    Elasticsearch, which knows nothing of rolled back transactions, gets a new index in each test.
    """
    has_own_index = False

    def index():
        nonlocal has_own_index
        outage.end()
        SearchChange.objects.update(after=timezone.now())
        node = engines.node()
        if node is None:
            drain()
            return
        if not has_own_index:
            with override_settings(SEARCH_ENGINE=engines.database().name):
                drain()
            node.rebuild()
            has_own_index = True
        drain()
        node.refresh()

    return index


@pytest.fixture
def enter(client):
    """Signs somebody in who has agreed to the texts in force."""

    def sign_in(user):
        consents.give(user)
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def letters(db):
    """Subjects of the letters to an address, in the order in which they were written."""

    def subjects(user):
        waiting = [row.subject for row in Letter.objects.filter(to=user.email).order_by("pk")]
        return [each.subject for each in mail.outbox if user.email in each.to] + waiting

    return subjects


@pytest.fixture
def english(db):
    return Locale.objects.get(language_code="en")


@pytest.fixture
def english_home(home, english):
    """The English front page, live at /en/."""
    page = home.copy_for_translation(english, copy_parents=False)
    page.title = page.draft_title = "Home"
    page.save_revision().publish()
    return HomePage.objects.get(pk=page.pk)


@pytest.fixture
def translated(english, english_home):
    """`translated(page, title=…)`: its live English version."""

    def make(page, **changes):
        copy = page.get_translation_or_none(english)
        copy = copy.specific if copy else page.copy_for_translation(english, copy_parents=True)
        for name, value in changes.items():
            setattr(copy, name, value)
        copy.draft_title = copy.title
        copy.save_revision().publish()
        return type(page).objects.get(pk=copy.pk)

    return make


@pytest.fixture
def news_index(home):
    return pages.NewsIndexPageFactory(parent=home)


@pytest.fixture
def forum_index(home):
    return pages.ForumIndexPageFactory(parent=home)


@pytest.fixture
def consultation_index(home):
    return pages.ConsultationIndexPageFactory(parent=home)
