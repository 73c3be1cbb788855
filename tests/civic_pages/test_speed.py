"""What pages cost does not depend on how many news there are (times are `make bench`'s matter)."""

import pytest

from civic_pages.models import NewsPage, Rubric
from civic_pages.services.bulk import make_news
from home.models import HomePage
from portal.core.remember import memory
from portal.places.models import District, Topic
from tests.factories.media import ImageFactory

pytestmark = pytest.mark.django_db

_FEW, _MANY = 100, 500


@pytest.fixture
def ask(client, home, english_home, news_index, remembering, django_assert_max_num_queries):
    """`ask()`: queries by address, the first time after a change and from then on."""
    for model in (Rubric, Topic, District):
        for name in ("Перше", "Друге"):
            model.objects.create(name=name, locale=home.locale)
    ImageFactory(size=(640, 360))
    for page in (home, english_home):
        page.body = [
            ("hero", {"title": "Разом"}),
            ("news", {"title": "Новини", "cards": 2, "lines": 7}),
            ("topics", {"title": "Теми"}),
        ]
        page.save_revision().publish()
    assert HomePage.objects.count() == 2

    def paths():
        rubric = Rubric.objects.first().slug
        return {
            "/": (12, 30),
            "/en/": (12, 30),
            "/novyny/": (12, 20),
            f"/novyny/?rubric={rubric}": (12, 20),
            "/novyny/?page=4": (12, 20),
            f"/novyny/{NewsPage.objects.earliest('date').date:%Y/}": (12, 20),
            NewsPage.objects.latest("date").url: (10, 20),
        }

    def count():
        found = {}
        for number, (path, (most, most_first)) in enumerate(paths().items()):
            assert client.get(path).status_code == 200  # files of pictures are made now
            memory.clear()
            with django_assert_max_num_queries(most_first) as first:
                client.get(path)
            with django_assert_max_num_queries(most) as again:
                client.get(path)
            found[number] = (len(first), len(again))
        return found

    return count


def test_queries_do_not_grow_with_the_news(ask):
    make_news(count=_FEW)
    few = ask()
    make_news(count=_MANY - _FEW, seed=2)
    assert ask() == few
