"""Closing discussions, reading comments first, settings of kinds, the stop list and rules in the admin."""

from datetime import timedelta

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry, PageLogEntry

from portal.discussion.enums import Closing, State
from portal.discussion.kinds import kinds
from portal.discussion.models import Discussion, KindSettings, StopWord
from portal.discussion.permissions import closing_of
from portal.discussion.services.closing import set_discussion
from portal.discussion.services.errors import NotAllowed
from portal.people.enums import Role
from tests.people.duties import person


@pytest.fixture
def enter(client, db):
    def open_(user):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return open_


def test_a_discussion_is_closed_with_a_reason_and_opened_again(enter, moderator, host, talk):
    url = reverse("discussion_setup", args=[host.key])
    client = enter(moderator)
    assert client.post(url, {"is_closed": "on"}).status_code == 422
    assert talk() is None
    client.post(url, {"is_closed": "on", "closed_reason": "Рішення ухвалено"})
    closed = closing_of(host, talk())
    assert (closed.closing, closed.reason) == (Closing.EDITOR, "Рішення ухвалено")
    client.post(url, {"closed_reason": "Рішення ухвалено"})
    assert closing_of(host, talk()) is None
    assert talk().closed_reason == ""
    acts = PageLogEntry.objects.filter(action__startswith="discussion.").order_by("pk")
    assert list(acts.values_list("action", flat=True)) == ["discussion.close", "discussion.open"]


def test_it_closes_by_itself_at_a_moment_to_come(enter, moderator, host, talk):
    url = reverse("discussion_setup", args=[host.key])
    client = enter(moderator)
    client.post(url, {"closes_at": "2019-06-06T14:30"})
    assert talk() is None
    client.post(url, {"closes_at": "2100-06-06T14:30"})
    assert closing_of(host, talk()) is None
    late = talk().closes_at + timedelta(seconds=1)
    assert closing_of(host, talk(), at=late).closing == Closing.TIME


def test_comments_are_read_first_where_that_is_set(moderator, host, say, talk):
    set_discussion(host=host, by=moderator, is_closed=False, premoderated=True)
    comment = say()
    assert (comment.state, comment.held_by.get().check_name) == (State.HELD, "premoderation")
    set_discussion(host=host, by=moderator, is_closed=False, premoderated=False)
    assert say("Інше").state == State.PUBLISHED


def test_who_may_not_publish_the_page_sets_nothing(enter, host, citizen):
    for user in (citizen, person(Role.EDITOR, name="ed"), person(Role.CLERK, name="cl")):
        with pytest.raises(NotAllowed):
            set_discussion(host=host, by=user, is_closed=True, reason="Ні")
        assert enter(user).get(reverse("discussion_setup", args=[host.key])).status_code in (
            302,
            403,
        )
    assert not Discussion.objects.exists()


def test_the_chief_editor_sets_that_of_a_page_and_finds_the_way(enter, host):
    client = enter(person(Role.CHIEF_EDITOR, name="chief"))
    url = reverse("discussion_setup", args=[host.key])
    assert client.get(url).status_code == 200
    page = client.get(reverse("wagtailadmin_pages:edit", args=[host.original.pk]))
    assert url in page.content.decode()
    home = host.original.get_parent().get_parent()
    assert client.get(reverse("discussion_setup", args=[f"p{home.pk}"])).status_code == 404


def test_every_kind_is_shown_and_set(enter, administrator, say):
    client = enter(administrator)
    url = reverse("discussion_kinds")
    page = client.get(url).content.decode()
    data = {}
    for name, kind in kinds.items():
        assert str(kind.label) in page
        data[f"{name}-level"] = kind.level.value
    assert client.post(url, {**data, "news-premoderated": "on"}).status_code == 302
    assert KindSettings.objects.get().kind == "news"
    assert say().state == State.HELD
    assert ModelLogEntry.objects.filter(action="discussion.kinds").count() == 1
    assert client.post(url, {**data, "news-level": "7"}).status_code == 422


def test_the_list_of_discussions_finds_a_page(enter, moderator, say, host):
    say()
    client = enter(moderator)
    url = reverse("discussion_settings")
    link = reverse("discussion_setup", args=[host.key])
    assert link in client.get(url, {"q": "Мрія"}).content.decode()
    assert link not in client.get(url, {"q": "Інше"}).content.decode()


@pytest.mark.parametrize("word", ["два слова", "!", ""])
def test_the_stop_list_takes_single_words(enter, moderator, word):
    client = enter(moderator)
    url = reverse("wagtailsnippets_discussion_stopword:add")
    assert client.post(url, {"word": word, "note": ""}).status_code == 200
    assert client.post(url, {"word": " Казино ", "note": ""}).status_code == 302
    listed = client.get(reverse("wagtailsnippets_discussion_stopword:list")).content.decode()
    assert "казино" in listed


def test_the_stop_list_is_sorted_by_the_alphabet(enter, moderator):
    StopWord.objects.bulk_create(StopWord(word=word) for word in ("ядро", "ґава", "єнот", "дим"))
    page = enter(moderator).get(reverse("wagtailsnippets_discussion_stopword:list"))
    assert [row.word for row in page.context["object_list"]] == ["ґава", "дим", "єнот", "ядро"]
    assert "Слово" in page.content.decode()


def test_a_rule_is_written_but_not_deleted(enter, moderator, rule):
    client = enter(moderator)
    assert client.get(reverse("wagtailsnippets_discussion_rule:list")).status_code == 200
    assert (
        client.get(reverse("wagtailsnippets_discussion_rule:edit", args=[rule.pk])).status_code
        == 200
    )
    delete = client.post(reverse("wagtailsnippets_discussion_rule:delete", args=[rule.pk]))
    assert delete.status_code in (302, 403)
    rule.refresh_from_db()
    assert rule.is_current
