import re

import pytest
from django.contrib.auth.models import Group
from django.contrib.staticfiles import finders

from portal.people.models import User
from portal.people.roles import EDITORS


@pytest.fixture
def editor(client, db):
    user = User.objects.create_user("editor@example.org", "a long password")
    user.groups.add(Group.objects.get(name=EDITORS))
    client.force_login(user)
    return user


def test_editor_reads_the_guide_in_ukrainian(client, editor):
    html = client.get("/admin/posibnyk/").content.decode()
    assert "Посібник редактора" in html
    assert "Версію для друку портал робить сам" in html


def test_every_picture_of_the_guide_is_there_and_described(client, editor):
    html = client.get("/admin/posibnyk/").content.decode()
    pictures = re.findall(r'<img src="/static/(guide/[^"]+)"[^>]* alt="([^"]*)"', html)
    assert len(pictures) >= 5
    assert all(finders.find(path) and len(alt) > 20 for path, alt in pictures)


def test_contents_lead_to_headings_that_exist(client, editor):
    page = client.get("/admin/posibnyk/").content.decode()
    html = page[page.index('class="guide"') :]
    links = set(re.findall(r'href="#([a-z]+)"', html))
    assert links
    assert links <= set(re.findall(r'<h2 id="([a-z]+)"', html))


def test_strangers_are_sent_to_sign_in(client, db):
    assert client.get("/admin/posibnyk/").status_code == 302


def test_account_without_access_to_the_admin_reads_nothing(client, db):
    client.force_login(User.objects.create_user("resident@example.org", "a long password"))
    assert client.get("/admin/posibnyk/").status_code == 302
