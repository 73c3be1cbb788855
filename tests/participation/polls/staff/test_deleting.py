"""What citizens gave is never deleted, and no page loses its poll."""

import pytest
from django.urls import reverse
from wagtail.models import ReferenceIndex

from portal.core.exceptions import Refusal
from portal.discussion.enums import State
from portal.discussion.hosts import Host
from portal.discussion.models import Comment, Discussion
from portal.discussion.services import comments, subscriptions
from portal.discussion.services.moving import move_thread
from portal.participation.polls import deleting
from portal.participation.polls.models import Ballot, Poll, Round
from portal.people.enums import Role
from tests.discussion.conftest import agreed
from tests.participation.polls import making
from tests.participation.polls.making import poll as make
from tests.participation.polls.making import vote
from tests.participation.polls.staff.forms import url
from tests.people.duties import person


def test_a_poll_without_ballots_goes_with_its_rounds_and_translations(poll, english):
    poll.copy_for_translation(english).save()
    poll.delete()
    assert not Poll.objects.exists()
    assert not Round.objects.exists()


def test_a_poll_with_ballots_stays_in_code(poll):
    vote(poll)
    with pytest.raises(Refusal, match="1 голос"):
        poll.delete()
    with pytest.raises(Refusal):
        Poll.objects.filter(pk=poll.pk).delete()
    assert Ballot.objects.count() == 1
    assert Poll.objects.count() == 1


def test_the_admin_refuses_before_anybody_confirms(as_chief, poll):
    vote(poll)
    answer = as_chief.get(url("delete", poll.pk), follow=True)
    html = answer.content.decode()
    assert "не видалено" in html
    assert url("unpublish", poll.pk) in html
    assert as_chief.post(url("delete", poll.pk)).status_code == 302
    assert Poll.objects.count() == 1


def test_of_many_none_goes_while_one_must_stay(as_chief, poll):
    other = make(title="Без голосів")
    vote(poll)
    address = "/admin/bulk/polls/poll/delete/"
    answer = as_chief.post(f"{address}?id={poll.pk}&id={other.pk}", follow=True)
    assert "не видалено" in answer.content.decode()
    assert Poll.objects.count() == 2
    as_chief.post(f"{address}?id={other.pk}")
    assert Poll.objects.count() == 1


def test_a_poll_that_stands_in_a_page_names_it(poll, monkeypatch):
    monkeypatch.setattr(deleting, "places_of", lambda _poll: ["Новина про сквер"])
    with pytest.raises(Refusal, match="Новина про сквер") as refused:
        poll.delete()
    assert reverse("wagtailsnippets_polls_poll:usage", args=[poll.pk]) in dict(refused.value.links)


def test_its_own_translation_is_no_place(poll, english):
    poll.copy_for_translation(english).save()
    ReferenceIndex.create_or_update_for_object(poll)
    assert deleting.places_of(poll) == []


def test_taken_down_the_original_takes_its_translation_along(poll, english):
    poll.copy_for_translation(english).save()
    Poll.objects.get(locale=english)
    poll.unpublish()
    assert not Poll.objects.filter(live=True).exists()


def test_taken_down_a_translation_leaves_the_original(poll, english):
    poll.copy_for_translation(english).save()
    Poll.objects.get(locale=english).unpublish()
    assert Poll.objects.get(pk=poll.pk).live


# --- With a discussion ------------------------------------------------------------------------------


@pytest.fixture
def discussed(poll):
    Poll.objects.update(has_discussion=True)
    return Host.of(Poll.objects.get())


@pytest.fixture
def comment(discussed):
    return comments.post(
        user=agreed(person(name="mariia")), host=discussed, text="Дякую!", lang="uk"
    )


def test_a_poll_with_comments_stays(as_chief, poll, comment):
    with pytest.raises(Refusal, match="у його обговоренні 1 коментар"):
        poll.delete()
    with pytest.raises(Refusal):
        Poll.objects.filter(pk=poll.pk).delete()
    answer = as_chief.post(url("delete", poll.pk), follow=True).content.decode()
    assert "не видалено" in answer and url("unpublish", poll.pk) in answer
    assert Poll.objects.exists() and Comment.objects.exists()


@pytest.mark.parametrize("state", [State.HIDDEN, State.DELETED])
def test_so_does_one_whose_comments_nobody_reads(poll, comment, state):
    comments.move(comment=comment, to=state)
    with pytest.raises(Refusal):
        poll.delete()


def test_so_does_one_that_the_log_of_moderation_names(poll, comment):
    other = making.poll(title="Інше", has_discussion=True)
    by = person(Role.MODERATOR, name="sofiia")
    move_thread(thread=comment, by=by, reason="Там про це", to=Host.of(other))
    with pytest.raises(Refusal, match="журналі модерації"):
        poll.delete()


def test_an_empty_discussion_goes_along(poll, discussed, english):
    poll.copy_for_translation(english).save()
    subscriptions.follow(user=agreed(person(name="yurii")), host=discussed)
    assert Discussion.objects.exists()
    poll.delete()
    assert not Poll.objects.exists() and not Discussion.objects.exists()


def test_a_translation_goes_while_people_talk(poll, comment, english):
    poll.copy_for_translation(english).save()
    Poll.objects.get(locale=english).delete()
    assert Poll.objects.get() == poll and Discussion.objects.exists()
