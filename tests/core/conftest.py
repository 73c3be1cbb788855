import pytest

from tests.factories.site import one_of_each


@pytest.fixture
def site_pages(home):
    """Every type of public page, by name; the front page too."""
    return {"front page": home, **one_of_each(home)}
