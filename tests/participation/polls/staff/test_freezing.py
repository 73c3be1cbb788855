"""From a round's first ballot on nothing changes that would make an answer mean something else."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from portal.participation.polls.enums import Access
from portal.participation.polls.models import Poll, PollNote
from tests.participation.polls.making import block, poll, vote
from tests.participation.polls.staff.forms import filled, moment, url


def as_stored(made):
    """The form of this poll as an editor had it open before the first ballot."""
    return filled(
        *made.questions.get_prep_value(),
        title=made.title,
        slug=made.slug,
        opens_at=moment(made.opens_at),
        closes_at=moment(made.closes_at),
    )


def one_question(**fields):
    return poll(block("single", "Коли?", "Уранці", "Увечері"), **fields)


def test_the_form_shows_for_reading_what_stands_still(as_chief):
    made = one_question()
    assert "questions" in as_chief.get(url("edit", made.pk)).context["form"].fields
    vote(made)
    answer = as_chief.get(url("edit", made.pk))
    assert not {"questions", "opens_at", "closes_at", "access"} & set(answer.context["form"].fields)
    html = answer.content.decode()
    assert "Голоси вже є" in html
    assert "Увечері" in html
    # Words, not what Python calls them.
    assert not re.search(r">\s*(None|False|True)\s*<", html)


def test_the_rest_of_a_frozen_poll_is_published_as_ever(as_chief):
    made = one_question()
    before = made.title
    data = {"title": "Нова назва", "slug": made.slug, "lead": "Новий вступ", "action-publish": "1"}
    vote(made)
    # A draft says nothing to readers.
    as_chief.post(url("edit", made.pk), {**data, "action-publish": ""})
    as_chief.post(url("edit", made.pk), data)
    changed = Poll.objects.get()
    assert (changed.title, changed.lead) == ("Нова назва", "Новий вступ")
    # They say what people answer to: everybody reads what stood there before.
    told = {note.data["part"]: note.data for note in PollNote.objects.all()}
    assert (told["title"]["before"], told["lead"]["after"]) == (before, "Новий вступ")
    public = as_chief.get(changed.get_absolute_url()).content.decode()
    assert f"<del>{before}</del>" in public
    assert "</strong>: назва" in public
    as_chief.post(url("edit", made.pk), data)
    assert PollNote.objects.count() == 2
    assert changed.closes_at == made.closes_at
    assert len(changed.questions) == 1


CHANGES = {
    "closes_at": lambda _: {"closes_at": moment(timezone.now() + timedelta(days=30))},
    "access": lambda _: {"access": "everybody"},
    "min_age": lambda _: {"access": "verified", "min_age": "18"},
    "results": lambda _: {"results": "live"},
    "may_change": lambda _: {"may_change": "on"},
    "questions": lambda _: {"questions-0-value-options-0-value": "Опівночі"},
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_form_opened_before_the_first_ballot_is_refused_at_the_field(as_chief, name):
    made = one_question()
    data = as_stored(made) | CHANGES[name](made)
    vote(made)
    answer = as_chief.post(url("edit", made.pk), {**data, "action-publish": "1"})
    assert answer.status_code == 200
    assert "Голоси вже є" in str(answer.context["form"].errors[name])
    assert Poll.objects.get().closes_at == made.closes_at


def test_such_a_form_without_changes_there_is_saved(as_chief):
    made = one_question()
    data = as_stored(made) | {"lead": "Новий вступ", "action-publish": "1"}
    vote(made)
    assert as_chief.post(url("edit", made.pk), data).status_code == 302
    assert Poll.objects.get().lead == "Новий вступ"


def other_draft(made):
    """A draft in which everything that will stand still is different, and the lead is, too."""
    draft = Poll.objects.get(pk=made.pk)
    draft.questions = Poll._meta.get_field("questions").to_python([block("date", "Якого дня?")])
    draft.closes_at = timezone.now() + timedelta(days=60)
    draft.access = Access.EVERYBODY
    draft.lead = "Із чернетки"
    return draft.save_revision()


def facts(made):
    made = Poll.objects.get(pk=made.pk)
    return made.questions.get_prep_value(), made.closes_at, made.access


@pytest.mark.parametrize("way", ["publish", "schedule"])
def test_an_old_revision_brings_back_only_what_does_not_stand_still(db, way):
    from portal.core.scheduled import publish_and_expire

    made = one_question()
    before, revision = facts(made), other_draft(made)
    vote(made)
    if way == "publish":
        revision.publish()
    else:
        revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
        revision.save()
        publish_and_expire()
    assert facts(made) == before
    assert Poll.objects.get().lead == "Із чернетки"


def test_without_ballots_the_same_revision_changes_all(db):
    made = one_question()
    before = facts(made)
    other_draft(made).publish()
    assert facts(made) != before


def test_a_ballot_that_comes_while_the_form_is_saved_stops_it(as_chief, monkeypatch):
    from portal.participation.polls import forms

    made = one_question()
    checked = forms.PollForm._post_clean

    def vote_meanwhile(form):
        checked(form)
        vote(made)

    monkeypatch.setattr(forms.PollForm, "_post_clean", vote_meanwhile)
    data = as_stored(made) | CHANGES["questions"](made) | {"action-publish": "1"}
    before = facts(made)
    answer = as_chief.post(url("edit", made.pk), data, follow=True)
    assert "надійшов перший голос" in answer.content.decode()
    assert facts(made) == before
