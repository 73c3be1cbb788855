"""What citizens gave is never deleted, and no page loses its poll."""

import pytest
from wagtail.models import ReferenceIndex

from portal.core.exceptions import Refusal
from portal.participation.polls import deleting
from portal.participation.polls.models import Ballot, Poll, Round
from tests.participation.polls.making import poll as make
from tests.participation.polls.making import vote
from tests.participation.polls.staff.forms import url


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
    with pytest.raises(Refusal, match="Новина про сквер"):
        poll.delete()


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
