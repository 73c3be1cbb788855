"""The queue in the admin: who sees it, what stands in it, what can be done there."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.discussion.enums import Act, State
from portal.discussion.models import CommentAppeal, Decision, HeldBy, QueueLock
from portal.discussion.services import appeals, comments, decisions, locks
from portal.discussion.staff import queue
from portal.discussion.staff.queue import Tab
from portal.people.enums import Role
from tests.discussion.moderation.conftest import fresh
from tests.people.duties import person


@pytest.fixture
def at(client, moderator):
    """Opens an address of the admin as a moderator."""
    client.force_login(moderator, backend="django.contrib.auth.backends.ModelBackend")

    def open_(name, *args, **data):
        return client.get(reverse(name, args=args), data)

    return open_


@pytest.fixture
def send(client, moderator):
    def post(name, *args, **data):
        client.force_login(moderator, backend="django.contrib.auth.backends.ModelBackend")
        return client.post(reverse(name, args=args), data, follow=True)

    return post


PAGES = ["discussion_queue", "discussion_decided", "discussion_settings"]


@pytest.mark.parametrize("role", Role)
def test_the_queue_is_for_moderators_and_administrators(client, db, role):
    client.force_login(
        person(role, name=role.value), backend="django.contrib.auth.backends.ModelBackend"
    )
    may = role in (Role.MODERATOR, Role.ADMINISTRATOR)
    for name in PAGES:
        assert (client.get(reverse(name)).status_code == 200) is may, name
    kinds = client.get(reverse("discussion_kinds")).status_code == 200
    assert kinds is (role == Role.ADMINISTRATOR)


def test_guests_are_sent_to_the_door(client, db):
    assert client.get(reverse("discussion_queue")).status_code == 302


def test_a_held_comment_says_why_and_one_without_a_reason_says_nothing(hold, say, at):
    hold()
    shown = at("discussion_queue_tab", Tab.HELD).text
    assert "Чому затримано" in shown
    assert "Проводить" not in shown
    HeldBy.objects.all().delete()
    assert "Чому затримано" not in at("discussion_queue_tab", Tab.HELD).text


def test_tabs_count_what_waits(say, hold, report, hide, at, citizen, neighbour):
    report(say("Перше"))
    hold()
    appealed = hide(say("Друге"))
    appeals.appeal(decision=appealed, user=citizen, text="Ні")
    newcomer = say("Третє")
    decisions_before = queue.counts()
    assert decisions_before == {"reported": 1, "held": 1, "new": 0, "appeals": 1}
    from portal.discussion.services import comments

    comments.move(comment=newcomer, to=State.HELD)
    HeldBy.objects.create(comment=newcomer, check_name="new_account", detail="1")
    assert queue.counts()["new"] == 1
    page = at("discussion_queue").content.decode()
    assert "Черга (4)" in page or "(4)" in page
    assert "Перше" in page
    assert "Третє" in at("discussion_queue_tab", "new").content.decode()
    assert "Друге" in at("discussion_queue_tab", "appeals").content.decode()
    assert at("discussion_queue_tab", "nonsense").status_code == 404


def test_the_oldest_comes_first(say, report):
    from portal.discussion.models import Report

    first, second = say("Перше"), say("Друге")
    report(second)
    report(first)
    Report.objects.filter(comment=first).update(made_at=timezone.now() - timedelta(days=2))
    rows = queue.waiting(Tab.REPORTED).order_by("since", "pk")
    assert [row.pk for row in rows] == [first.pk, second.pk]


def test_queries_do_not_grow_with_the_queue(say, report, at):
    for number in range(2):
        report(say(f"Думка {number}", by=person(name=f"n{number}")))
    at("discussion_queue")
    with CaptureQueriesContext(connection) as few:
        at("discussion_queue")
    for number in range(2, 12):
        report(say(f"Думка {number}", by=person(name=f"n{number}")))
    with CaptureQueriesContext(connection) as many:
        assert at("discussion_queue").content.decode().count("data-item") == 12
    assert len(many) == len(few)


def test_opening_locks_and_a_colleague_is_told_who_looks(say, report, at, colleague):
    comment = say()
    report(comment)
    locks.claim(comment, colleague)
    page = at("discussion_queue_item", comment.pk).content.decode()
    assert str(colleague) in page
    assert "data-decide" not in page
    QueueLock.objects.update(until=timezone.now() - timedelta(seconds=1))
    page = at("discussion_queue_item", comment.pk).content.decode()
    assert "data-decide" in page
    assert QueueLock.objects.get().by.email == "sofiia@example.org"


def test_a_decision_leads_to_the_next(say, report, send, rule):
    first, second = say("Перше"), say("Друге")
    report(first)
    report(second)
    url = f"{reverse('discussion_queue_item', args=[first.pk])}?tab=reported"
    send("discussion_queue")  # signs in
    from django.test import Client

    client = Client()
    client.force_login(
        QueueLock._meta.get_field("by").related_model.objects.get(email="sofiia@example.org"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    answer = client.post(
        url, {"act": "hide", "rule": rule.pk, "word": "Так не годиться", "seen": 0}
    )
    assert answer.url == f"{reverse('discussion_queue_item', args=[second.pk])}?tab=reported"
    decision = Decision.objects.get()
    assert (decision.act, decision.rule, decision.word) == (Act.HIDE, rule, "Так не годиться")


def test_hiding_without_a_rule_comes_back_with_the_word_kept(say, report, send):
    comment = say()
    report(comment)
    page = send("discussion_queue_item", comment.pk, act="hide", word="Слово", seen=0)
    assert "Слово" in page.content.decode()
    assert not Decision.objects.exists()


def test_a_decision_that_came_too_late_says_so(say, report, send, colleague, rule):
    comment = say()
    report(comment)
    decisions.decide(comment=comment, by=colleague, act=Act.KEEP)
    page = send("discussion_queue_item", comment.pk, act="hide", rule=rule.pk, seen=0)
    assert "Це вже розглянув хтось інший." in page.content.decode()
    assert fresh(comment).state == State.PUBLISHED


def test_many_at_once_but_not_ones_own_nor_a_colleagues(
    say, report, send, moderator, colleague, rule, neighbour
):
    ours, theirs, own = say("Перше"), say("Друге"), say("Третє", by=moderator)
    for comment in (ours, theirs, own):
        report(comment)
    locks.claim(theirs, colleague)
    page = send(
        "discussion_queue_bulk",
        "reported",
        pk=[ours.pk, theirs.pk, own.pk, "x", 999999],
        act="hide",
        rule=rule.pk,
    )
    assert [fresh(each).state for each in (ours, theirs, own)] == [
        State.HIDDEN,
        State.PUBLISHED,
        State.PUBLISHED,
    ]
    text = page.content.decode()
    assert f"№\u00a0{theirs.pk}" in text
    assert f"№\u00a0{own.pk}" in text


def test_a_refused_decision_keeps_the_word_and_the_rule(say, report, send, rule, citizen):
    comment = say()
    report(comment)
    read = queue.text_mark(comment)
    comments.edit(comment=comment, by=citizen, text="Зовсім інше")
    page = send(
        "discussion_queue_item",
        comment.pk,
        act="hide",
        rule=rule.pk,
        word="Так не годиться",
        seen=0,
        said=read,
    )
    assert page.status_code == 409
    assert "Зовсім інше" in page.text and "Так не годиться" in page.text
    form = page.context["form"]
    assert form["rule"].value() == rule.pk
    # What was read this time may be decided about.
    assert form["said"].value() == queue.text_mark(fresh(comment))


@pytest.mark.parametrize(
    "data", [{}, {"act": "hide", "word": "Слово"}, {"act": "burn", "word": "Слово"}]
)
def test_a_bulk_without_comments_or_decision_changes_nothing_and_keeps_what_is_typed(
    say, report, send, data
):
    comment = say()
    report(comment)
    page = send("discussion_queue_bulk", "reported", pk=comment.pk if data else "x", **data)
    assert page.status_code == 422
    assert not Decision.objects.exists()
    if data:
        assert f'id="tick-{comment.pk}" checked' in page.text and ">Слово</textarea>" in page.text


def test_leaving_a_comment_to_colleagues_leads_back_to_its_tab(hold, at, client, moderator):
    held = hold()
    assert "?tab=held" in at("discussion_queue_tab", "held").text
    url = reverse("discussion_queue_release", args=[held.pk])
    assert client.post(f"{url}?tab=held").url == reverse("discussion_queue_tab", args=["held"])
    assert client.post(f"{url}?tab=x").url == reverse("discussion_queue_tab", args=["reported"])


def test_what_was_put_back_is_held_against_nobody(say, hide, at, colleague, citizen):
    off, back, read = say("Зняте"), say("Повернуте"), say("Читане")
    hide(off)
    hide(read)
    appealed = appeals.appeal(decision=hide(back), user=citizen, text="Ні")
    appeals.answer(row=appealed, by=colleague, granted=True, text="Так")
    against = at("discussion_queue_item", read.pk).context["against"]
    assert [decision.comment_id for decision in against] == [off.pk]


def test_who_answers_an_appeal_reads_it_and_who_may_not_keeps_nobody_away(
    say, hide, at, citizen, colleague
):
    own, others = hide(say("Перше")), hide(say("Друге"), by=colleague)
    for decision in (own, others):
        appeals.appeal(decision=decision, user=citizen, text="Це була цитата з газети")
        assert "Це була цитата з газети" in at("discussion_queue_item", decision.comment_id).text
    assert [lock.comment_id for lock in QueueLock.objects.all()] == [others.comment_id]


def test_an_appeal_is_answered_by_another(say, hide, send, citizen, colleague, moderator, letters):
    own = hide(say("Перше"))
    others = hide(say("Друге"), by=colleague)
    for decision in (own, others):
        appeals.appeal(decision=decision, user=citizen, text="Не згоден")
    send("discussion_queue_appeal", own.comment_id, granted="yes", answer="Так")
    assert CommentAppeal.objects.get(decision=own).decided_at is None
    send("discussion_queue_appeal", others.comment_id, granted="yes", answer="Ваша правда")
    assert fresh(others.comment).state == State.PUBLISHED
    assert letters(citizen)[-1] == "Вашу апеляцію задоволено"


def test_the_first_page_of_the_admin_shows_what_waits(say, report, at, client):
    assert "panel-moderation" not in at("wagtailadmin_home").content.decode()
    report(say())
    assert (
        reverse("discussion_queue_tab", args=["reported"])
        in at("wagtailadmin_home").content.decode()
    )
    client.force_login(
        person(Role.EDITOR, name="ed"), backend="django.contrib.auth.backends.ModelBackend"
    )
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("discussion_queue") not in page


def test_a_text_changed_meanwhile_is_read_again_first(say, hold, send, at, citizen):
    held = hold()
    read = queue.text_mark(held)
    card = at("discussion_queue_tab", "held").content.decode()
    assert f'name="said-{held.pk}" value="{read}"' in card
    assert f'name="said" value="{read}"' in at("discussion_queue_item", held.pk).content.decode()
    comments.edit(comment=held, by=citizen, text="Купуйте штори і штори")
    one = {"act": "publish", "seen": 0, "said": read}
    page = send("discussion_queue_item", held.pk, **one).content.decode()
    assert "Коментар тим часом змінився." in page
    send("discussion_queue_bulk", "held", act="publish", pk=[held.pk], **{f"said-{held.pk}": read})
    assert fresh(held).state == State.HELD
    send("discussion_queue_item", held.pk, **{**one, "said": queue.text_mark(fresh(held))})
    assert fresh(held).state == State.PUBLISHED


def test_a_moderator_neither_learns_who_reported_them_nor_keeps_colleagues_away(
    say, report, at, moderator, neighbour
):
    type(neighbour).objects.filter(pk=neighbour.pk).update(shown_name="Явдоха")
    own, other = say("Моє", by=moderator), say("Чуже")
    for comment in (own, other):
        report(comment, text="Скарга сусіда")
    mine = at("discussion_queue_item", own.pk).content.decode()
    assert "Явдоха" not in mine
    assert "Скарга сусіда" not in mine
    assert not QueueLock.objects.exists()
    theirs = at("discussion_queue_item", other.pk).content.decode()
    assert "Явдоха" in theirs
    listed = at("discussion_queue_tab", "reported").content.decode()
    assert listed.count("Скарга сусіда") == 1
