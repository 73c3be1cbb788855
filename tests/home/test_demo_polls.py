"""Polls of the demo: the file holds together, and what it makes is in every state."""

import itertools

import pytest
from django.utils import timezone

from home.services.demo.content import read
from home.services.demo.duties import give_duties
from home.services.demo.library import fill_library
from home.services.demo.moments import Calendar
from home.services.demo.people import find_or_make_people
from home.services.demo.polls import make_polls
from portal.participation.polls.enums import Access, Channel, Kind, NoteKind, PollState, ShowResults
from portal.participation.polls.models import (
    Ballot,
    Participation,
    Poll,
    PollNote,
    Round,
    TextAnswer,
    Voiding,
)
from portal.participation.polls.questions.checking import faults
from portal.participation.polls.selectors import form_of
from portal.people.models import User

# What the rows look like needs a few ballots, not hundreds.
FEW = {"email": 2, "verified": 2, "unverified": 2, "bots": 5, "paper": 3}


@pytest.fixture
def made(db, monkeypatch):
    """The demo's polls with few ballots: (the library, the people, the calendar)."""
    few = [
        {
            **poll,
            **{
                name: {**poll[name], "votes": _few(poll[name])}
                for name in ("round",)
                if name in poll
            },
            "votes": _few(poll),
        }
        for poll in read("polls")["poll"]
    ]
    monkeypatch.setattr("home.services.demo.polls.read", lambda _name: {"poll": few})
    people = {person.role: person.user for person in find_or_make_people()}
    library = fill_library()
    give_duties(people, library)
    people = {role: User.objects.get(pk=user.pk) for role, user in people.items()}
    calendar = Calendar(timezone.now())
    make_polls(library, calendar, people)
    return library, people, calendar


def _few(given):
    return {name: min(count, FEW[name]) for name, count in given.get("votes", {}).items()}


def test_every_state_access_kind_and_act_is_there_and_a_second_run_adds_nothing(made):
    polls = list(Poll.objects.originals())
    assert {poll.state for poll in polls} == set(PollState)
    assert {poll.access for poll in polls} == set(Access)
    assert {poll.results for poll in polls} == set(ShowResults)
    forms = [form_of(poll, "uk") for poll in polls]
    questions = list(itertools.chain.from_iterable(forms))
    assert {question.kind for question in questions} == set(Kind)
    assert any(question.condition for question in questions)
    assert [fault for form in forms for fault in faults(form)] == []
    assert {poll.is_private for poll in polls} == {True, False}
    assert Round.objects.filter(number=2).exists()
    assert set(PollNote.objects.values_list("kind", flat=True)) >= {
        NoteKind.EXTENDED, NoteKind.WORDING, NoteKind.REOPENED, NoteKind.SEALED,
    }  # fmt: skip
    assert set(Ballot.objects.values_list("channel", flat=True)) == set(Channel)
    assert set(Voiding.objects.values_list("state", flat=True)) == {"confirmed", "proposed"}
    assert Ballot.objects.filter(voiding__isnull=False).count() == FEW["bots"]
    assert TextAnswer.objects.exists() or Ballot.objects.exclude(texts={}).exists()
    translated = Poll.objects.filter(locale__language_code="en", live=True)
    assert translated.count() >= 2
    for poll in translated:
        assert form_of(poll, "en").by_code.keys() == form_of(poll, "uk").by_code.keys()
        assert form_of(poll, "en").questions[0].text != form_of(poll, "uk").questions[0].text
    rows = [model.objects.count() for model in (Poll, Round, Ballot, Participation, PollNote)]
    make_polls(made[0], made[2], made[1])
    assert rows == [
        model.objects.count() for model in (Poll, Round, Ballot, Participation, PollNote)
    ]


def test_without_accounts_there_is_no_paper_and_no_public_act(db, monkeypatch):
    few = [{**read("polls")["poll"][0], "votes": {"email": 1, "paper": 3}}]
    monkeypatch.setattr("home.services.demo.polls.read", lambda _name: {"poll": few})
    make_polls(fill_library(), Calendar(timezone.now()), {})
    assert list(Ballot.objects.values_list("channel", flat=True)) == [Channel.EMAIL]
    assert not PollNote.objects.exists()


def test_no_ballot_has_a_day_that_the_file_does_not_know():
    for poll in read("polls")["poll"]:
        for question in poll["questions"]:
            if question["kind"] == "picture":
                assert len(question["pictures"]) == len(question["options"]["uk"])
            if question.get("has_other"):
                assert question["says"]
