"""What may be discussed is one thing to the rest of the portal, whatever kind it is of."""

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from portal.discussion.enums import Closing, State, Voice
from portal.discussion.hosts import Host, discussion_of, host_of, key_of, made_discussion
from portal.discussion.models import Comment, Discussion, KindSettings
from portal.discussion.permissions import closing_of, voices_of
from portal.discussion.services import comments, subscriptions
from portal.discussion.services.errors import DiscussionClosed
from portal.discussion.things import split, things_of
from portal.participation.polls.models import Poll
from portal.people.enums import Role
from search.models import SearchDocument
from tests.discussion.conftest import agreed
from tests.factories import pages
from tests.participation.polls import making
from tests.people.duties import department, member, person

pytestmark = pytest.mark.django_db
KINDS = ("page", "poll")


@pytest.fixture
def poll(bureau):
    return making.poll(title="Коли форум?", department=bureau, has_discussion=True)


@pytest.fixture(params=KINDS)
def thing(request, bureau):
    """One of each kind, of one department."""
    if request.param == "poll":
        return request.getfixturevalue("poll")
    return request.getfixturevalue("news")


@pytest.fixture
def host(thing):
    return Host.of(thing)


@pytest.fixture
def enter(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def moderator(db):
    return agreed(person(Role.MODERATOR, name="sofiia"))


def read(key, user=None):
    request = RequestFactory().get("/")
    request.user, request.session = user, {}
    return host_of(key, request)


def part(host):
    return reverse("discussion:part", args=[host.key])


def write(host):
    return reverse("discussion:write", args=[host.key])


# --- The row and the key ----------------------------------------------------------------------------


def test_a_discussion_is_about_one_thing(news, poll):
    for wrong in ({"page": news, "poll": poll}, {}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Discussion.objects.create(**wrong)


def test_a_thing_has_one_discussion(host):
    row = made_discussion(host)
    assert made_discussion(host) == row == discussion_of(host)
    assert Discussion.objects.about(host.key).get() == row
    assert (row.key, row.thing.pk, str(row)) == (host.key, host.original.pk, host.title)
    with pytest.raises(IntegrityError), transaction.atomic():
        Discussion.objects.create(**{host.things.column: host.original})


@pytest.mark.parametrize("key", ["x1", "o0", "p", "o1e3", "O1", "о1", "", "o" + "9" * 40])
def test_what_is_no_key_names_nothing(key, poll):
    assert split(key) is None
    assert things_of([key]) == {}
    with pytest.raises(Http404):
        read(key)
    assert not Discussion.objects.about(key).exists()


def test_what_has_no_discussion_has_no_host(home):
    with pytest.raises(LookupError):
        Host.of(home)


def test_a_poll_is_found_in_the_readers_language_under_one_key(poll, in_english):
    english = in_english(poll, title="When is the forum?")
    assert key_of(english) == key_of(poll) == f"o{poll.pk}"
    assert read(key_of(poll)).title == "Коли форум?"
    with translation.override("en"):
        found = read(key_of(poll))
        assert (found.title, found.original) == ("When is the forum?", poll)
        assert found.url == f"/en/polls/{poll.slug}/"
    [thing] = things_of([key_of(poll)]).values()
    assert thing.titles == {"uk": "Коли форум?", "en": "When is the forum?"}


def test_a_draft_translation_of_a_poll_is_not_read(poll, in_english):
    in_english(poll, title="Not yet", live=False)
    with translation.override("en"):
        assert read(key_of(poll)).version == poll


HIDDEN = [{"live": False}, {"is_private": True}, {"has_discussion": False}]


@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_is_said_of_a_hidden_poll_is_hidden(client, poll, say, hidden):
    comment = say("Таємне слово", at=Host.of(poll))
    Poll.objects.filter(pk=poll.pk).update(**hidden)
    with pytest.raises(Http404):
        read(key_of(poll))
    for name, argument in (
        ("thread", key_of(poll)),
        ("part", key_of(poll)),
        ("comment", comment.pk),
    ):
        answer = client.get(reverse(f"discussion:{name}", args=[argument]))
        assert answer.status_code == 404
        assert "Таємне" not in answer.content.decode()
    [thing] = things_of([key_of(poll)]).values()
    assert not thing.is_shown and not thing.is_open_to(comment.user)


def test_an_english_version_names_no_discussion_of_its_own(poll, in_english):
    english = in_english(poll)
    with pytest.raises(Http404):
        read(f"o{english.pk}")
    assert things_of([f"o{english.pk}"]) == {}


# --- Who reads, writes, moderates, answers ----------------------------------------------------------


def test_a_guest_reads_and_is_led_to_the_door(client, host, say):
    say("Перше слово")
    answer = client.get(part(host))
    assert answer.status_code == 200 and "Перше слово" in answer.content.decode()
    assert not answer.cookies
    sent = client.post(write(host), {"text": "Слово"})
    assert sent.status_code == 302 and "next=" in sent["Location"]
    assert Comment.objects.count() == 1


def test_a_citizen_writes_and_comes_back(enter, host, citizen):
    sent = enter(citizen).post(write(host), {"text": "Дякую!"})
    comment = Comment.objects.get()
    assert (comment.discussion, comment.state) == (discussion_of(host), State.PUBLISHED)
    assert sent["Location"].endswith(f"/{comment.pk}/#c{comment.pk}")
    shown = enter(citizen).get(reverse("discussion:comment", args=[comment.pk])).content.decode()
    assert f'href="{host.url}"' in shown and host.title in shown.replace("\xa0", " ")


def test_both_languages_of_a_poll_share_what_is_said(
    enter, poll, in_english, citizen, english_home
):
    in_english(poll, title="When is the forum?")
    client = enter(citizen)
    client.post(f"/obhovorennia/{key_of(poll)}/napysaty/", {"text": "Українською"})
    client.post(f"/en/discussion/{key_of(poll)}/write/", {"text": "In English"})
    assert sorted(Comment.objects.values_list("lang", "comment")) == [
        ("en", "In English"),
        ("uk", "Українською"),
    ]
    shown = client.get(f"/en/discussion/{key_of(poll)}/").content.decode()
    assert "Українською" in shown and "In English" in shown and "When is the forum?" in shown


def test_who_may_not_set_a_discussion_up_does_not_see_how(enter, host, citizen, moderator):
    address = reverse("discussion_setup", args=[host.key])
    data = {"is_closed": "on", "closed_reason": "Питання вичерпано", "premoderated": ""}
    for refused in (citizen, person(Role.EDITOR, name="editor")):
        assert enter(refused).post(address, data).status_code in (302, 403)
        assert discussion_of(host) is None
    assert enter(moderator).post(address, data).status_code == 302
    assert closing_of(host, discussion_of(host)).closing == Closing.EDITOR
    shown = enter(moderator).get(reverse("discussion_settings"), {"q": host.title[:5]})
    assert address in shown.content.decode()


def test_who_publishes_a_poll_sets_its_discussion_up(enter, poll):
    client = enter(person(Role.CHIEF_EDITOR, name="chief"))
    address = reverse("discussion_setup", args=[key_of(poll)])
    assert client.get(address).status_code == 200
    listed = client.get(reverse("wagtailsnippets_polls_poll:edit", args=[poll.pk]))
    assert address in listed.content.decode() and 'name="has_discussion"' in listed.content.decode()


def test_the_department_of_the_thing_answers_for_it(host, officer, say, enter):
    stranger = member(person(Role.OFFICER, name="stranger"), department("Інше управління"))
    assert [each.voice for each in voices_of(officer, host)] == [Voice.CITIZEN, Voice.OFFICIAL]
    assert [each.voice for each in voices_of(stranger, host)] == [Voice.CITIZEN]
    question = say("Коли відкриють басейн?", is_question=True)
    address = reverse("discussion_question", args=[question.pk])
    assert enter(stranger).get(address).status_code == 404
    shown = enter(officer).get(reverse("discussion_questions")).content.decode()
    assert "басейн" in shown and host.title in shown
    assert enter(officer).get(address).status_code == 200


def test_a_question_under_a_poll_for_staff_waits_for_nobody(poll, officer, say, enter):
    say("Коли відкриють басейн?", at=Host.of(poll), is_question=True)
    Poll.objects.update(is_private=True)
    shown = enter(officer).get(reverse("discussion_questions")).content.decode()
    assert "басейн" not in shown


def test_the_queue_names_the_thing(enter, host, say, moderator):
    comment = say("Слово")
    comments.move(comment=comment, to=State.HELD)
    client = enter(moderator)
    assert host.title in client.get(reverse("discussion_queue_tab", args=["held"])).text
    shown = client.get(reverse("discussion_queue_item", args=[comment.pk])).text
    assert f'href="{host.url}"' in shown


def test_each_kind_has_its_own_settings(poll, news, say):
    KindSettings.objects.create(kind="polls", premoderated=True)
    assert say("Про опитування", at=Host.of(poll)).state == State.HELD
    assert say("Про новину", at=Host.of(news)).state == State.PUBLISHED


# --- A poll ends ------------------------------------------------------------------------------------


def test_a_discussion_ends_with_its_poll_and_goes_on_with_it(poll, say, citizen):
    host = Host.of(poll)
    say("Ще встигли", at=host)
    assert closing_of(host, discussion_of(host)) is None
    closed = closing_of(host, discussion_of(host), at=poll.closes_at)
    assert (closed.closing, closed.at) == (Closing.THING, poll.closes_at)
    Poll.objects.update(closes_at=timezone.now())
    with pytest.raises(DiscussionClosed):
        say("Запізно", at=Host.of(Poll.objects.get()))
    # Extended, or opened again.
    Poll.objects.update(closes_at=None)
    assert say("Далі", at=Host.of(Poll.objects.get())).state == State.PUBLISHED


# --- Found, told, followed, moved -------------------------------------------------------------------


def found():
    return list(SearchDocument.objects.filter(source="comments").values_list("title", flat=True))


@pytest.mark.parametrize("hidden", HIDDEN)
def test_comments_are_found_under_their_poll_while_it_is_there(poll, say, index_now, hidden):
    say("Чому закрили велопарковку?", at=Host.of(poll))
    index_now()
    [document] = SearchDocument.objects.filter(source="comments")
    assert document.title == "Коментар до: Коли форум?"
    assert f"within:polls:{poll.pk}" in document.labels
    for name, value in hidden.items():
        setattr(poll, name, value)
    poll.save()
    index_now()
    assert found() == []
    for name, value in hidden.items():
        setattr(poll, name, not value)
    poll.title = "Де форум?"
    poll.save()
    index_now()
    assert found() == ["Коментар до: Де форум?"]


def test_search_asks_as_often_for_many_things_as_for_one_of_each(poll, news, news_index, say):
    from portal.core.search_items import search_sources

    def count(keys):
        with CaptureQueriesContext(connection) as asked:
            assert len(list(search_sources.get("comments").items(keys))) == len(keys)
        return len(asked)

    first = [say("Слово", at=Host.of(each)).pk for each in (poll, news)]
    others = [making.poll(title=f"{number}", has_discussion=True) for number in range(2)]
    others.append(pages.NewsPageFactory(parent=news_index))
    more = [say(f"Слово {number}", at=Host.of(each)).pk for number, each in enumerate(others)]
    count(first)
    assert count([*first, *more]) == count(first)


def test_who_follows_hears_and_finds_the_thing_in_the_account(host, say, neighbour, enter):
    subscriptions.follow(user=neighbour, host=host)
    comment = say("Новий коментар тут")
    [letter] = mail.outbox
    assert letter.to == [neighbour.email] and host.title in letter.subject
    assert f"/{comment.pk}/#c{comment.pk}" in letter.body
    shown = enter(neighbour).get(reverse("account_notices")).content.decode()
    assert reverse("discussion:thread", args=[host.key]) in shown and host.title in shown


@pytest.mark.parametrize("hidden", HIDDEN)
def test_nobody_hears_of_what_is_said_where_they_may_not_read(poll, say, neighbour, enter, hidden):
    host = Host.of(poll)
    subscriptions.follow(user=neighbour, host=host)
    Poll.objects.update(**hidden)
    say("Таємне", at=host)
    assert mail.outbox == []
    assert poll.title not in enter(neighbour).get(reverse("account_notices")).content.decode()


@pytest.mark.parametrize("place", ["", "vidpovisty/"])
def test_a_thread_goes_from_a_page_to_a_poll_by_its_address(
    news, poll, say, enter, moderator, place
):
    thread = say("Не туди", at=Host.of(news))
    data = {"where": f"{Host.of(poll).url}{place}", "reason": "Там про це", "agreed": key_of(poll)}
    address = reverse("discussion_thread_move", args=[thread.pk])
    assert enter(moderator).post(address, data).status_code == 302
    thread.refresh_from_db()
    assert thread.discussion == discussion_of(Host.of(poll))


@pytest.mark.parametrize("hidden", HIDDEN)
def test_no_thread_goes_to_a_poll_that_is_not_shown(news, poll, say, enter, moderator, hidden):
    thread = say("Не туди", at=Host.of(news))
    Poll.objects.update(**hidden)
    data = {"where": Host.of(poll).url, "reason": "Там про це", "agreed": key_of(poll)}
    address = reverse("discussion_thread_move", args=[thread.pk])
    assert enter(moderator).post(address, data).status_code == 422
    thread.refresh_from_db()
    assert thread.discussion == discussion_of(Host.of(news))


# --- It costs what a page costs ---------------------------------------------------------------------


def asked(act):
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


def test_a_poll_takes_no_more_queries_than_a_page(client, poll, news, say):
    costs = {}
    for thing in (news, poll):
        host = Host.of(thing)
        first = say("Перше", at=host)
        client.get(part(host))
        permalink = reverse("discussion:comment", args=[first.pk])
        costs[thing] = [
            asked(lambda host=host: client.get(part(host))),
            asked(lambda permalink=permalink: client.get(permalink)),
            asked(lambda host=host, first=first: say("Друге", at=host, to=first)),
        ]
    assert all(
        of_poll <= of_page for of_poll, of_page in zip(costs[poll], costs[news], strict=True)
    )
