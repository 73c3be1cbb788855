"""A number in an address that no database can hold is nowhere, whatever asks for it."""

import re

import pytest
from django.http import Http404
from django.urls import Resolver404, get_resolver, resolve
from django.utils.module_loading import import_string

from portal.people.enums import Role
from tests.people.duties import person

HUGE = "9" * 30
NAME = "portal.core.middleware.NoSuchNumberMiddleware"


def addresses(resolver, before="/"):
    """Every address that takes a whole number, of every installed application."""
    for each in resolver.url_patterns:
        address = before + str(each.pattern)
        if hasattr(each, "url_patterns"):
            yield from addresses(each, address)
        elif "<int:" in address:
            filled = re.sub(r"<(?:slug|str):\w+>", "x", re.sub(r"<int:\w+>", HUGE, address))
            if not re.search(r"[<(^$\\]", filled):
                yield filled


def test_no_view_is_asked_about_it(settings, rf):
    assert NAME in settings.MIDDLEWARE
    middleware = import_string(NAME)(lambda request: None)
    asked = 0
    for address in addresses(get_resolver()):
        try:
            match = resolve(address)
        except Resolver404:
            continue  # A word stands where the pattern knows some words only.
        with pytest.raises(Http404):
            middleware.process_view(rf.get(address), match.func, match.args, match.kwargs)
        asked += 1
    assert asked > 80
    assert middleware.process_view(rf.get("/"), None, (), {"pk": 2**63 - 1}) is None


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["", "release/", "appeal/"])
def test_staff_are_told_that_there_is_no_such_thing(client, path):
    chief = person(Role.CHIEF_EDITOR, name="chief", is_superuser=True)
    client.force_login(chief, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(f"/admin/moderation/{HUGE}/{path}").status_code == 404


@pytest.mark.django_db
def test_nor_does_a_choice_of_many_hold_it(client, home):
    chief = person(Role.CHIEF_EDITOR, name="chief", is_superuser=True)
    client.force_login(chief, backend="django.contrib.auth.backends.ModelBackend")
    path = "/admin/bulk/wagtailcore/page/publish/?next=/admin/&id="
    assert [client.get(path + given).status_code for given in (HUGE, "zzz", "")] == [404] * 3
    assert client.get(path + str(home.pk)).status_code == 200
