"""The log of the site tells what was done to people without saying who they are."""

import pytest
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from portal.people.enums import Role
from portal.people.services.roles import give
from tests.people.duties import department

pytestmark = pytest.mark.django_db


def test_log_names_accounts_by_their_numbers(person):
    user = person("olena.kovalenko@kyiv.ua", first_name="Олена", last_name="Коваленко")
    log(instance=user, action="people.block", user=user)
    give(Role.REPRESENTATIVE, user)
    labels = set(ModelLogEntry.objects.values_list("label", flat=True))
    assert labels == {f"#{user.pk}"}


def test_editor_reads_no_names_of_people_in_the_history_of_the_site(client, person, home):
    user = person("olena.kovalenko@kyiv.ua")
    log(instance=user, action="people.block")
    editor = person("redaktor@kyiv.ua", first_name="Ірина")
    give(Role.EDITOR, editor)
    client.force_login(editor)
    page = client.get("/admin/reports/site-history/").content.decode()
    assert "olena.kovalenko" not in page and f"#{user.pk}" in page


def test_log_of_other_things_keeps_their_names(home):
    parks = department("Парки")
    log(instance=parks, action="wagtail.edit")
    assert ModelLogEntry.objects.latest("pk").label == "Парки"
