"""What staff does to a poll in public, by the pages for it: done, refused with what was typed, not theirs."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.participation.polls.enums import NoteKind
from portal.participation.polls.models import Poll, PollNote, Round
from portal.participation.polls.services.sealing import seal
from portal.people.enums import Role
from tests.participation.polls.making import codes, vote
from tests.participation.polls.staff.forms import moment
from tests.people.duties import person

WEEK = timedelta(days=7)
ACTS = ("polls_extend", "polls_close_early", "polls_open_again", "polls_correct")


def page(act, poll):
    return reverse(act, args=[poll.pk])


@pytest.fixture
def voted(poll):
    vote(poll)
    return poll


@pytest.fixture
def sent(voted):
    """`sent(act)`: what the form of an act sends when everything is right."""
    until = voted.closes_at + WEEK
    (code, _options), *_rest = codes(voted)

    def data(act, **change):
        own = {
            "polls_extend": {"until": moment(until)},
            "polls_close_early": {"sure": "on"},
            "polls_open_again": {"opens_at": moment(until), "closes_at": moment(until + WEEK)},
            "polls_correct": {"what": f"uk|{code}:text:", "text": "Коли Вам зручно?"},
        }[act]
        return {"reason": "Був збій", **own, **change}

    return data


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        ("polls_extend", NoteKind.EXTENDED),
        ("polls_close_early", NoteKind.CLOSED_EARLY),
        ("polls_open_again", NoteKind.REOPENED),
        ("polls_correct", NoteKind.WORDING),
    ],
)
def test_an_act_is_done_and_told_to_everybody(as_chief, voted, sent, act, kind):
    if act == "polls_open_again":
        seal(voted.current_round, voted.closes_at + WEEK)
    form = as_chief.get(page(act, voted))
    assert f"<strong>{voted.title}</strong>" in form.content.decode()
    answer = as_chief.post(page(act, voted), sent(act))
    assert answer.status_code == 302, answer.context["form"].errors
    note = PollNote.objects.exclude(kind=NoteKind.SEALED).get()
    assert (note.kind, note.text, note.by.email) == (kind, "Був збій", "chief@example.org")
    public = as_chief.get(voted.get_absolute_url()).content.decode()
    assert "Був збій" in public
    # What was promised, or said, stands beside what holds now.
    assert ("<del>" in public) == (act != "polls_open_again")
    if act in {"polls_extend", "polls_close_early"}:
        assert note.ends == (voted.closes_at, Poll.objects.get(pk=voted.pk).closes_at)


@pytest.mark.parametrize(
    ("act", "change"),
    [
        ("polls_extend", {"until": ""}),
        ("polls_extend", {"until": moment(timezone.now())}),
        ("polls_extend", {"reason": ""}),
        ("polls_close_early", {"sure": ""}),
        ("polls_close_early", {"reason": " "}),
        ("polls_open_again", {}),
        ("polls_open_again", {"opens_at": "31.02.2020 10:00"}),
        ("polls_correct", {"what": "uk|ffffffff:text:"}),
        ("polls_correct", {"what": "нема"}),
        ("polls_correct", {"text": ""}),
    ],
)
def test_a_slip_is_told_and_nothing_is_done(as_chief, voted, sent, act, change):
    before = Poll.objects.values().get(), Round.objects.values().get()
    answer = as_chief.post(page(act, voted), sent(act, **change))
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert (Poll.objects.values().get(), Round.objects.values().get()) == before
    assert not PollNote.objects.exists()


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(
    "role", [Role.EDITOR, Role.OFFICER, Role.MODERATOR, Role.CLERK, None], ids=str
)
def test_others_neither_see_nor_send_the_form(client, voted, sent, act, role):
    client.force_login(person(*([role] if role else []), name="other"))
    for answer in (client.get(page(act, voted)), client.post(page(act, voted), sent(act))):
        assert answer.status_code in (302, 403, 404)
        assert not str(answer.headers.get("Location", "")).endswith(f"/edit/{voted.pk}/")
    assert not PollNote.objects.exists()


def test_there_is_nothing_to_do_to_a_poll_that_is_not_there_or_is_a_translation(
    as_chief, voted, in_english
):
    english = in_english(voted)
    for act in ACTS:
        assert as_chief.post(page(act, english), {}).status_code == 404
        assert as_chief.get(reverse(act, args=[0])).status_code == 404
