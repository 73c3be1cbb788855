"""States by the clock: the same in Python and in SQL, exact at every boundary."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from civic_pages.enums import ConsultationState, ForumState, ForumStatus, SeriesState
from civic_pages.models import ConsultationPage, ForumPage
from civic_pages.states import soon_limit
from portal.core.windows import TICK
from tests.civic_pages.conftest import kyiv
from tests.factories.pages import ConsultationPageFactory, ForumPageFactory

pytestmark = pytest.mark.django_db

STARTS, ENDS = kyiv(2019, 6, 6, 10), kyiv(2019, 6, 6, 16, 30)
OPENS, CLOSES, REPORTED = kyiv(2019, 5, 20, 9), kyiv(2019, 6, 6, 18), kyiv(2019, 6, 20, 12)


def stored_forum_state(page, now):
    found = [state for state in ForumState if page in ForumPage.objects.in_state(state, now)]
    assert len(found) == 1, found
    return found[0]


def stored_consultation_state(page, now):
    found = [
        state
        for state in ConsultationState
        if page in ConsultationPage.objects.in_state(state, now=now)
    ]
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (STARTS - TICK, ForumState.PLANNED),
        (STARTS, ForumState.NOW),
        (ENDS - TICK, ForumState.NOW),
        (ENDS, ForumState.PAST),
        (ENDS + timedelta(days=400), ForumState.PAST),
    ],
)
def test_a_forum_turns_at_its_times(forum_index, now, state):
    forum = ForumPageFactory(parent=forum_index, starts_at=STARTS, ends_at=ENDS)
    assert forum.state_at(now) == state
    assert stored_forum_state(forum, now) == state


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (ForumStatus.CANCELLED, ForumState.CANCELLED),
        (ForumStatus.POSTPONED, ForumState.POSTPONED),
    ],
)
@pytest.mark.parametrize("now", [STARTS - TICK, STARTS, ENDS])
def test_the_editors_word_goes_before_the_clock(forum_index, status, state, now):
    forum = ForumPageFactory(parent=forum_index, starts_at=STARTS, ends_at=ENDS, status=status)
    assert forum.state_at(now) == state
    assert stored_forum_state(forum, now) == state


@pytest.mark.parametrize(
    ("times", "state"),
    [
        ({"starts_at": None, "ends_at": None}, ForumState.PLANNED),
        ({"starts_at": STARTS, "ends_at": None}, ForumState.NOW),
        ({"starts_at": None, "ends_at": ENDS}, ForumState.PAST),
        ({"starts_at": ENDS, "ends_at": ENDS}, ForumState.PAST),
    ],
)
def test_a_forum_without_some_time_has_one_state_all_the_same(forum_index, times, state):
    forum = ForumPageFactory(parent=forum_index, **times)
    assert forum.state_at(ENDS) == state
    assert stored_forum_state(forum, ENDS) == state


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (OPENS - TICK, ConsultationState.PLANNED),
        (OPENS, ConsultationState.OPEN),
        (kyiv(2019, 6, 3) - TICK, ConsultationState.OPEN),
        (kyiv(2019, 6, 3), ConsultationState.SOON),
        (CLOSES - TICK, ConsultationState.SOON),
        (CLOSES, ConsultationState.WORK),
        (REPORTED - TICK, ConsultationState.WORK),
        (REPORTED, ConsultationState.ANSWERED),
    ],
)
def test_a_consultation_turns_at_its_times(consultation_index, now, state):
    page = ConsultationPageFactory(
        parent=consultation_index, opens_at=OPENS, closes_at=CLOSES, reported_at=REPORTED
    )
    assert page.state_at(now) == state
    assert stored_consultation_state(page, now) == state


def test_without_a_report_work_goes_on(consultation_index):
    page = ConsultationPageFactory(parent=consultation_index, opens_at=OPENS, closes_at=CLOSES)
    later = CLOSES + timedelta(days=400)
    assert page.state_at(later) == ConsultationState.WORK
    assert stored_consultation_state(page, later) == ConsultationState.WORK


@pytest.mark.parametrize(
    ("times", "state"),
    [
        ({"opens_at": None, "closes_at": None}, ConsultationState.PLANNED),
        ({"opens_at": OPENS, "closes_at": None}, ConsultationState.OPEN),
        ({"opens_at": None, "closes_at": CLOSES}, ConsultationState.WORK),
    ],
)
def test_a_consultation_without_some_time_has_one_state_all_the_same(
    consultation_index, times, state
):
    page = ConsultationPageFactory(parent=consultation_index, **times)
    assert page.state_at(CLOSES) == state
    assert stored_consultation_state(page, CLOSES) == state


@pytest.mark.parametrize(
    ("closes", "last_calm", "first_warm"),
    [
        # A deadline at midnight: the last day is the one before.
        (kyiv(2019, 6, 7), kyiv(2019, 6, 3) - TICK, kyiv(2019, 6, 3)),
        # Across the clock's change of spring and of autumn midnight is still midnight.
        (kyiv(2019, 4, 2, 18), kyiv(2019, 3, 30) - TICK, kyiv(2019, 3, 30)),
        (kyiv(2019, 10, 29, 18), kyiv(2019, 10, 26) - TICK, kyiv(2019, 10, 26)),
        (kyiv(2020, 1, 1, 12), kyiv(2019, 12, 29) - TICK, kyiv(2019, 12, 29)),
    ],
)
def test_three_days_before_the_last_it_becomes_warm_at_midnight(
    consultation_index, closes, last_calm, first_warm
):
    page = ConsultationPageFactory(
        parent=consultation_index, opens_at=closes - timedelta(days=30), closes_at=closes
    )
    for now, state in ((last_calm, ConsultationState.OPEN), (first_warm, ConsultationState.SOON)):
        assert page.state_at(now) == state
        assert stored_consultation_state(page, now) == state
    assert page.window.remaining(first_warm).days == 3


def test_the_limit_of_soon_is_a_midnight_of_the_city():
    assert soon_limit(kyiv(2019, 6, 3, 23, 59)) == kyiv(2019, 6, 7)
    assert soon_limit(kyiv(2019, 10, 25, 12)) == kyiv(2019, 10, 29)


def test_a_page_knows_when_it_turns_next(forum_index, consultation_index):
    forum = ForumPageFactory(parent=forum_index, starts_at=STARTS, ends_at=ENDS)
    assert forum.next_change(STARTS - TICK) == STARTS
    assert forum.next_change(STARTS) == ENDS
    assert forum.next_change(ENDS) is None
    page = ConsultationPageFactory(
        parent=consultation_index, opens_at=OPENS, closes_at=CLOSES, reported_at=REPORTED
    )
    assert page.next_change(OPENS - TICK) == OPENS
    assert page.next_change(OPENS) == kyiv(2019, 5, 21)
    assert page.next_change(kyiv(2019, 6, 6, 12, 30)) == kyiv(2019, 6, 6, 13)
    assert page.next_change(CLOSES) == REPORTED
    assert page.next_change(REPORTED) is None


@pytest.mark.parametrize("states", [ForumState, ConsultationState, SeriesState])
def test_every_state_has_a_colour_an_icon_and_a_word(states):
    sprite = (Path(settings.BASE_DIR) / "static/icons/sprite.svg").read_text(encoding="utf-8")
    chips = [state.chip for state in states]
    assert all(f'id="{chip.icon}"' in sprite for chip in chips)
    assert len({str(chip.word) for chip in chips}) == len(chips)
    assert all(chip.kind for chip in chips)
