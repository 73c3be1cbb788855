"""Drafts may be half-empty; what is published is not, whatever the way."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.core.publishing import NotReadyToPublish
from portal.core.scheduled import publish_and_expire
from portal.participation.polls.models import Poll
from portal.participation.polls.questions.forms import code_of
from tests.participation.polls.making import block, poll
from tests.participation.polls.staff.forms import filled, moment, questions, url


def ask(text="Коли?", *options, **more):
    return block("single", text, *(options or ("Уранці", "Увечері")), **more)


def send(client, data, *, publish=True, pk=None):
    address = url("edit", pk) if pk else url("add")
    return client.post(address, {**data, **({"action-publish": "1"} if publish else {})})


def test_an_editor_publishes_a_poll_from_one_form(as_chief):
    # The field of the title grows with it, and takes line breaks.
    send(as_chief, filled(title="Коли вам\r\nзручно?\n"))
    made = Poll.objects.get()
    assert made.live
    assert made.title == "Коли вам зручно?"
    assert made.slug == "koly-vam-zruchno"
    assert made.current_round.number == 1


def test_a_draft_may_be_half_empty(as_chief):
    unfinished = block("multiple", "", "Уранці", maximum="4")
    data = filled(unfinished, opens_at="", closes_at="")
    assert send(as_chief, data, publish=False).status_code == 302
    assert not Poll.objects.get().live


def test_an_editor_without_the_right_to_publish_saves_a_draft(client, db):
    from portal.people.enums import Role
    from tests.people.duties import person

    client.force_login(person(Role.EDITOR))
    send(client, filled())
    assert not Poll.objects.get().live


yesterday = timezone.now() - timedelta(days=1)
WRONG = {
    "no end": ({"closes_at": ""}, "closes_at", "до якого"),
    "no beginning": ({"opens_at": ""}, "opens_at", "з якого"),
    "closed before it opens": (
        {"opens_at": moment(timezone.now() + timedelta(days=9))},
        "closes_at",
        "раніше, ніж відкриється",
    ),
    "over already": (
        {"opens_at": moment(yesterday - timedelta(days=1)), "closes_at": moment(yesterday)},
        "closes_at",
        "уже минув",
    ),
    "age of people who are not known": ({"min_age": "18"}, "min_age", "підтверджен"),
    "no question": (questions(), "questions", "хоча б одне запитання"),
    "a wrong site": ({"embed_origins": "http://example.org/a"}, "embed_origins", "не є адресою"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_missing_is_told_at_its_field(as_chief, name):
    changes, field, words = WRONG[name]
    data = filled()
    if field == "questions":
        data = {key: value for key, value in data.items() if not key.startswith("questions-")}
    answer = send(as_chief, {**data, **changes})
    assert answer.status_code == 200
    form = answer.context["form"]
    errors = form.errors.as_data()[field][0]
    said = str(getattr(errors, "non_block_errors", errors.messages))
    assert words in said
    assert not Poll.objects.filter(live=True).exists()


def test_faults_of_questions_stand_beside_them(as_chief):
    first, second = ask("Перше?"), ask("Друге?", "Так", "так")
    third = ask("Третє?", shown_if=f"{code_of(first['id'])}=00000000")
    answer = send(as_chief, filled(first, second, third))
    error = answer.context["form"].errors.as_data()["questions"][0]
    assert set(error.block_errors) == {1, 2}
    assert "однаков" in str(error.block_errors[1].non_block_errors)
    assert "залежить" in str(error.block_errors[2].non_block_errors)


def test_bounds_that_no_answer_meets_are_refused(as_chief):
    answer = send(as_chief, filled(block("multiple", "Що?", "А", "Б", minimum="2", maximum="1")))
    error = answer.context["form"].errors.as_data()["questions"][0]
    assert "maximum" in error.block_errors[0].block_errors


def draft(*blocks, **fields):
    """A draft by code, past every form."""
    made = poll(*(blocks or (ask(),)), live=False, **fields)
    made.save_revision()
    return made


@pytest.mark.parametrize("fields", [{"closes_at": None}, {"min_age": 14}])
def test_code_does_not_publish_what_is_not_ready(db, fields):
    made = draft(**fields)
    with pytest.raises(NotReadyToPublish):
        made.latest_revision.publish()
    assert not Poll.objects.get().live


def test_code_does_not_publish_questions_that_cannot_be_answered(db):
    with pytest.raises(NotReadyToPublish) as refused:
        draft(ask("Одне?", "Лише так")).latest_revision.publish()
    assert "Одне?" in refused.value.in_words()
    made = draft(ask(""))
    with pytest.raises(NotReadyToPublish):
        made.latest_revision.publish()


def test_an_editor_sets_when_a_poll_comes_on_the_site_and_leaves_it(as_chief):
    comes, leaves = (timezone.now() + timedelta(days=days) for days in (1, 30))
    send(as_chief, filled(go_live_at=moment(comes), expire_at=moment(leaves)))
    made = Poll.objects.get()
    assert not made.live
    assert made.scheduled_revision.approved_go_live_at == comes.replace(second=0, microsecond=0)
    assert made.get_latest_revision_as_object().expire_at == leaves.replace(second=0, microsecond=0)
    # Of one that is over before it comes, both moments are told and nothing is published.
    send(as_chief, filled(title="Ще одне?", go_live_at=moment(leaves), expire_at=moment(comes)))
    assert not Poll.objects.filter(title="Ще одне?").exists()


def test_the_schedule_leaves_what_is_not_ready(db):
    made = draft(closes_at=None)
    revision = made.latest_revision
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.save()
    assert publish_and_expire().failed == 1
    assert not Poll.objects.get().live


def test_a_poll_that_has_ended_may_be_published_again_with_its_words_mended(as_chief):
    made = poll(closes_at=timezone.now() + timedelta(days=1), first_published_at=timezone.now())
    Poll.objects.filter(pk=made.pk).update(closes_at=timezone.now() - timedelta(hours=1))
    made = Poll.objects.get()
    made.lead = "Виправлений вступ"
    made.save_revision().publish()
    assert Poll.objects.get().lead == "Виправлений вступ"
