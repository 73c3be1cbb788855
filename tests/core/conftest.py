import pytest

from tests.factories.pages import SectionPageFactory, StandardPageFactory
from tests.factories.site import one_of_each


@pytest.fixture
def site_pages(home):
    """Every type of public page, by name; the front page too."""
    return {"front page": home, **one_of_each(home)}


@pytest.fixture
def site(home):
    return home.get_site()


@pytest.fixture
def about(home, news_index):
    news_index.show_in_menus = True
    news_index.save_revision().publish()
    section = SectionPageFactory(
        parent=home, title="Про портал", slug="pro-portal", show_in_menus=True
    )
    StandardPageFactory(parent=section, title="Правила", slug="pravyla", show_in_menus=True)
    return section
