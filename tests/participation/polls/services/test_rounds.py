from datetime import timedelta

import pytest
from django.utils import timezone

from portal.participation.polls.enums import NoteKind
from portal.participation.polls.errors import Ended, NotAllowed, NotNow
from portal.participation.polls.models import Poll, PollNote, Round
from portal.participation.polls.services.rounds import close_early, extend, open_again
from portal.people.enums import Role
from tests.participation.polls.making import guest, vote
from tests.people.duties import person

WEEK = timedelta(days=7)


@pytest.fixture
def chief(db):
    return person(Role.CHIEF_EDITOR)


def seal(poll):
    Round.objects.filter(poll=poll).update(sealed_at=timezone.now(), chain_head="a" * 64)


def test_an_extension_moves_the_end_with_a_public_reason(poll, chief):
    vote(poll)
    until = poll.closes_at + WEEK
    extend(poll=poll, until=until, reason=" Був збій ", by=chief)
    assert Poll.objects.get().closes_at == until
    note = PollNote.objects.get()
    assert (note.kind, note.text, note.by) == (NoteKind.EXTENDED, "Був збій", chief)
    assert note.data == {"before": poll.closes_at.isoformat(), "until": until.isoformat()}


def test_a_draft_does_not_take_the_extension_back(poll, chief):
    revision = poll.save_revision()
    until = poll.closes_at.replace(microsecond=0) + WEEK
    extend(poll=poll, until=until, reason="Збій", by=chief)
    revision.refresh_from_db()
    revision.publish()
    assert Poll.objects.get().closes_at == until


@pytest.mark.parametrize(
    ("until", "reason", "after"),
    [
        (-timedelta(minutes=1), "Збій", timedelta(0)),
        (WEEK, "   ", timedelta(0)),
        (WEEK, "а" * 1001, timedelta(0)),
        (WEEK, "Збій", timedelta(days=8)),
    ],
)
def test_an_extension_is_refused_whole(poll, chief, until, reason, after):
    with pytest.raises(NotNow):
        extend(
            poll=poll,
            until=poll.closes_at + until,
            reason=reason,
            by=chief,
            now=timezone.now() + after,
        )
    assert Poll.objects.get().closes_at == poll.closes_at
    assert not PollNote.objects.exists()


def test_who_may_not_publish_may_not_move_an_end(poll):
    editor = person(Role.EDITOR)
    for act in (
        lambda: extend(poll=poll, until=poll.closes_at + WEEK, reason="Збій", by=editor),
        lambda: close_early(poll=poll, reason="Збій", by=editor),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_after_an_early_close_nobody_votes(poll, chief):
    close_early(poll=poll, reason="Рішення скасовано", by=chief)
    with pytest.raises(Ended):
        vote(Poll.objects.get())
    assert PollNote.objects.get().kind == NoteKind.CLOSED_EARLY
    with pytest.raises(NotNow):
        close_early(poll=poll, reason="Ще раз", by=chief)


def test_a_sealed_poll_is_opened_again_with_a_count_of_its_own(poll, chief):
    vote(poll, 1)
    revision = poll.save_revision()
    close_early(poll=poll, reason="Усе", by=chief)
    seal(poll)
    now = timezone.now().replace(microsecond=0)
    open_again(poll=poll, opens_at=now, closes_at=now + WEEK, reason="Другий тур", by=chief)
    again = Poll.objects.get()
    assert list(again.rounds.values_list("number", flat=True)) == [1, 2]
    vote(again, 1, round_number=2)
    # What editors go on with has the new dates.
    revision.refresh_from_db()
    assert revision.as_object().closes_at == now + WEEK


@pytest.mark.parametrize("state", ["open", "in the past", "upside down"])
def test_it_is_not_opened_again_before_the_seal_or_for_no_time(poll, chief, state):
    now = timezone.now()
    opens, closes = now, now + WEEK
    if state != "open":
        seal(poll)
    if state == "in the past":
        opens, closes = now - WEEK, now - timedelta(days=1)
    if state == "upside down":
        opens, closes = closes, opens
    with pytest.raises(NotNow):
        open_again(poll=poll, opens_at=opens, closes_at=closes, reason="Ще", by=chief)
    assert Round.objects.count() == 1


def test_an_extension_reaches_the_translation(poll, chief, english):
    poll.copy_for_translation(english).save()
    until = poll.closes_at + WEEK
    extend(poll=poll, until=until, reason="Збій", by=chief)
    assert set(Poll.objects.values_list("closes_at", flat=True)) == {until}
    vote(poll, voter=guest(3))
