"""A rule of the community is translated by those who keep order; a topic by the chief editor."""

import pytest
from django.urls import reverse

from portal.discussion.models import Rule
from portal.people.enums import Role
from portal.people.services import consents
from portal.places.models import Topic
from tests.people.duties import person

pytestmark = pytest.mark.django_db


def ask(client, role, thing, english):
    user = person(role)
    consents.give(user)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    meta = thing._meta
    url = reverse(
        "wagtail_localize:submit_snippet_translation",
        args=[meta.app_label, meta.model_name, thing.pk],
    )
    return client.post(url, {"locales": [english.pk]})


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.MODERATOR])
def test_who_may_change_it_may_translate_it(client, english, role):
    rule = Rule.objects.create(number=77, title="Без реклами", text="Реклама йде геть.")
    assert ask(client, role, rule, english).status_code == 302
    assert Rule.objects.filter(translation_key=rule.translation_key, locale=english).exists()


@pytest.mark.parametrize("role", [Role.OFFICER, Role.EDITOR, Role.CLERK])
def test_who_may_not_is_refused(client, english, role):
    rule = Rule.objects.create(number=77, title="Без реклами", text="Реклама йде геть.")
    answer = ask(client, role, rule, english)
    assert answer.status_code in (302, 403)
    assert not Rule.objects.filter(locale=english, number=77).exists()


def test_a_moderator_keeps_no_topics(client, english):
    topic = Topic.objects.create(name="Екологія")
    ask(client, Role.MODERATOR, topic, english)
    assert not Topic.objects.filter(locale=english).exists()
