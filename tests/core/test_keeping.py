"""{% kept %}: made once for each content version and set of keys, and only where that is sound."""

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from portal.core.remember import CurrentRequestMiddleware

pytestmark = pytest.mark.django_db


class Counted:
    """Tells how often it was printed."""

    def __init__(self):
        self.times = 0

    def __str__(self):
        self.times += 1
        return f"<{self.times}>"


def shown(thing, *, path="/", method="get", visits=2, **context):
    """What several uses within one request give."""
    template = Template(
        '{% load keeping %}{% autoescape off %}{% kept "piece" key other %}{{ thing }}{% endkept %}{% endautoescape %}'
    )
    found = []

    def answer(_request):
        found.extend(
            template.render(Context({"key": "1", "other": "a", "thing": thing} | context))
            for _ in range(visits)
        )

    CurrentRequestMiddleware(answer)(getattr(RequestFactory(), method)(path))
    return found


def test_it_is_made_once():
    assert shown(Counted()) == ["<1>", "<1>"]


def test_other_keys_are_other_pieces():
    template = Template(
        '{% load keeping %}{% for key in keys %}{% kept "piece" key %}{{ key }}{% endkept %}{% endfor %}'
    )
    found = []
    CurrentRequestMiddleware(
        lambda _request: found.append(template.render(Context({"keys": ["1", "2", "1"]})))
    )(RequestFactory().get("/"))
    assert found == ["121"]


def test_another_language_is_another_piece():
    template = Template('{% load keeping %}{% kept "piece" "1" %}{{ word }}{% endkept %}')
    found = []

    def answer(_request):
        for language in ("uk", "en"):
            with translation.override(language):
                found.append(template.render(Context({"word": language})))

    CurrentRequestMiddleware(answer)(RequestFactory().get("/"))
    assert found == ["uk", "en"]


@pytest.mark.parametrize("key", ["", None])
def test_without_a_key_nothing_is_kept(key):
    assert shown(Counted(), key=key) == ["<1>", "<2>"]


@pytest.mark.parametrize(
    ("path", "method"), [("/admin/pages/1/edit/preview/", "get"), ("/", "post")]
)
def test_previews_and_changes_are_not_kept(path, method):
    assert shown(Counted(), path=path, method=method) == ["<1>", "<2>"]


def test_templates_under_work_are_not_kept(settings):
    settings.DEBUG = True
    assert shown(Counted()) == ["<1>", "<2>"]


def test_without_a_request_nothing_is_kept():
    thing = Counted()
    template = Template('{% load keeping %}{% kept "piece" "1" %}{{ thing }}{% endkept %}')
    for _ in range(2):
        template.render(Context({"thing": thing}))
    assert thing.times == 2


@pytest.mark.django_db(transaction=True)
def test_a_change_makes_it_anew(home):
    thing = Counted()
    assert shown(thing, visits=1) == ["<1>"]
    assert shown(thing, visits=1) == ["<1>"]
    home.title = "Інша головна"
    home.save()
    assert shown(thing, visits=1) == ["<2>"]
