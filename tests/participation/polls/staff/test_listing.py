from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.participation.polls.enums import Access, PollState
from portal.participation.polls.models import Poll, Round
from portal.participation.polls.questions.forms import read_condition, read_form
from portal.participation.polls.staff.copying import copy_of
from portal.participation.polls.staff.listing import in_state
from portal.people.enums import Role
from tests.participation.polls.making import block, poll, vote
from tests.participation.polls.staff.forms import url
from tests.people.duties import person

HOUR = timedelta(hours=1)


def made_in(state):
    now = timezone.now()
    window = {
        PollState.UPCOMING: (now + HOUR, now + 9 * HOUR),
        PollState.OPEN: (now - HOUR, now + timedelta(days=9)),
        PollState.CLOSING: (now - HOUR, now + HOUR),
        PollState.COUNTING: (now - 9 * HOUR, now - HOUR),
        PollState.CLOSED: (now - 9 * HOUR, now - HOUR),
    }[state]
    made = poll(title=state.value, opens_at=window[0], closes_at=window[1])
    if state == PollState.CLOSED:
        Round.objects.filter(poll=made).update(sealed_at=now, chain_head="a" * 64)
    return made


def test_the_filter_of_states_tells_what_the_polls_tell(db):
    for state in PollState:
        made_in(state)
    poll(title="upcoming", opens_at=None)
    for state in PollState:
        found = Poll.objects.filter(in_state(state, timezone.now()))
        assert {each.title for each in found} == {state.value}
        assert {each.state for each in found} == {state}


def test_the_list_counts_checked_and_other_ballots_apart(as_chief):
    made = poll(access=Access.EVERYBODY)
    vote(made, 1)
    vote(made, 2)
    html = as_chief.get(url("list")).content.decode()
    assert "без перевірки: 2" in html
    assert "Відкрито" in html


def test_a_row_leads_to_what_is_done_to_its_poll(as_chief):
    made = poll()
    html = as_chief.get(url("list")).content.decode()
    translate = reverse(
        "wagtail_localize:submit_snippet_translation", args=["polls", "poll", made.pk]
    )
    close = reverse("polls_close_early", args=[made.pk])
    for address in (url("copy", made.pk), translate, close):
        assert f'href="{address}"' in html


def test_the_list_names_the_language_of_a_translation(as_chief, in_english):
    words = "Англійська"
    assert f"<br>{words}" not in (as_chief.get(url("list")).content.decode())
    in_english(poll(), title="When does it suit you?")
    assert f"<br>{words}" in as_chief.get(url("list")).content.decode()


def test_the_list_asks_no_more_for_more_polls(as_chief):
    poll()
    as_chief.get(url("list"))
    with CaptureQueriesContext(connection) as few:
        as_chief.get(url("list"))
    for number in range(5):
        vote(poll(title=f"Опитування {number}"), number)
    with CaptureQueriesContext(connection) as many:
        as_chief.get(url("list"))
    assert len(many) <= len(few) + 1


@pytest.fixture
def conditional(db):
    first = block("single", "Чи ходите ви в парк?", "Так", "Ні")
    code = first["id"].replace("-", "")[:8]
    option = first["value"]["options"][0]["id"].replace("-", "")[:8]
    return poll(first, block("short_text", "Коли?", shown_if=f"{code}={option}"))


def test_a_copy_has_its_own_codes_and_its_condition_follows_them(conditional):
    copy = copy_of(conditional)
    old, new = read_form(conditional.questions), read_form(copy.questions)
    assert not set(old.by_code) & set(new.by_code)
    assert [each.text for each in new] == [each.text for each in old]
    condition = new.questions[1].condition
    assert condition.question == new.questions[0].code
    assert condition.options == (new.questions[0].options[0].code,)
    assert read_condition("") is None
    assert (copy.pk, copy.slug, copy.opens_at, copy.closes_at, copy.live) == (
        None, "", None, None, False,
    )  # fmt: skip


def test_the_copy_form_opens_with_the_questions(as_chief, conditional):
    vote(conditional)
    answer = as_chief.get(url("copy", conditional.pk))
    assert answer.status_code == 200
    assert "questions" in answer.context["form"].fields
    assert Poll.objects.count() == 1


@pytest.mark.parametrize(("ordering", "turn"), [("by_title", 1), ("-by_title", -1)])
def test_titles_are_sorted_by_the_alphabet(as_chief, ordering, turn):
    for title in ("Яр", "Ґрунт", "Єдність", "Ігри", "Дім"):
        poll(title=title)
    page = as_chief.get(url("list"), {"ordering": ordering})
    rows = [each.title for each in page.context["object_list"]]
    assert rows == ["Ґрунт", "Дім", "Єдність", "Ігри", "Яр"][::turn]


def test_chooser_offers_the_original_whatever_the_language_of_the_page(as_chief, in_english):
    made = poll()
    in_english(made, title="When does it suit you?")
    for name in ("poll_chooser:choose", "poll_chooser:choose_results"):
        answer = as_chief.get(reverse(name), {"locale": "en"})
        html = answer.json()["html"] if name.endswith("choose") else answer.content.decode()
        assert made.title in html
        assert "When does it suit you?" not in html
        assert 'name="locale"' not in html


@pytest.mark.parametrize(
    ("role", "status"), [(Role.EDITOR, 200), (Role.CLERK, 403), (Role.MODERATOR, 403)]
)
def test_drafts_of_polls_are_chosen_by_who_writes_pages_alone(client, home, role, status):
    made = poll(live=False)
    client.force_login(person(role))
    for address in (
        reverse("poll_chooser:choose"),
        reverse("poll_chooser:choose_results"),
        reverse("poll_chooser:chosen", args=[made.pk]),
        reverse("poll_chooser:chosen_multiple") + f"?id={made.pk}",
    ):
        # As Wagtail's script asks.
        answer = client.get(address, headers={"X-Requested-With": "XMLHttpRequest"})
        assert answer.status_code == status, address
