"""Decisions: who may take them, what they leave behind, and that nothing of it can be taken back unseen."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from portal.discussion.enums import Act, Check, State, Voice
from portal.discussion.models import Decision, HeldBy, QueueLock
from portal.discussion.permissions import Speaker
from portal.discussion.services import comments, locks
from portal.discussion.services.decisions import acts_for, decide
from portal.discussion.services.errors import (
    AlreadyDecided,
    HigherVoice,
    LockedByOther,
    NotAllowed,
    OwnComment,
    RuleNeeded,
)
from portal.people.enums import Role
from tests.discussion.moderation.conftest import fresh
from tests.people.duties import person


def test_a_held_comment_is_published_and_its_author_told(hold, moderator, citizen, letters, talk):
    comment = hold()
    decision = decide(comment=comment, by=moderator, act=Act.PUBLISH)
    assert fresh(comment).state == State.PUBLISHED
    assert (decision.before, decision.rule) == (State.HELD, None)
    assert talk().published_count == 1
    assert letters(citizen)[-1] == "Ваш коментар опубліковано"


def test_hiding_names_a_rule_and_tells_how_to_appeal(say, hide, citizen, rule, letters):
    from portal.core.models import Letter

    decision = hide(say(), word="Не переходьте на особистості.")
    row = fresh(decision.comment)
    assert (row.state, row.rule) == (State.HIDDEN, rule)
    assert letters(citizen) == ["Ваш коментар приховано"]
    text = Letter.objects.get(to=citizen.email).text if not mail.outbox else mail.outbox[-1].body
    assert f"/decisions/{decision.pk}/" in text or f"/rishennia/{decision.pk}/" in text
    assert "3. Поважайте співрозмовників" in text
    assert "Не переходьте на особистості." in text


def test_letters_name_no_page_that_is_not_open_to_their_reader(
    say, hide, report, host, citizen, neighbour
):
    comment = say("Моє слово")
    report(comment)
    host.original.unpublish()
    mail.outbox.clear()
    hide(comment)
    sent = {letter.to[0]: letter.body + letter.alternatives[0][0] for letter in mail.outbox}
    assert set(sent) == {citizen.email, neighbour.email}
    assert "Моє слово" in sent[citizen.email]
    assert not [text for text in sent.values() if "Мрія 3.0" in text]


def test_neither_hiding_nor_rejecting_goes_without_a_rule(say, hold, moderator):
    with pytest.raises(RuleNeeded):
        decide(comment=say(), by=moderator, act=Act.HIDE)
    with pytest.raises(RuleNeeded):
        decide(comment=hold("Ще одні штори"), by=moderator, act=Act.REJECT)
    assert not Decision.objects.exists()


def test_a_rejected_comment_can_be_published_after_all(hold, moderator, rule, talk):
    comment = hold()
    decide(comment=comment, by=moderator, act=Act.REJECT, rule=rule)
    assert (fresh(comment).state, talk().published_count) == (State.REJECTED, 0)
    decision = decide(comment=comment, by=moderator, act=Act.PUBLISH)
    assert (fresh(comment).state, talk().published_count) == (State.PUBLISHED, 1)
    assert decision.rule == rule


@pytest.mark.parametrize(
    ("state", "published", "acts"),
    [
        (State.HELD, False, (Act.PUBLISH, Act.REJECT)),
        (State.HELD, True, (Act.PUBLISH, Act.HIDE)),
        (State.PUBLISHED, True, (Act.KEEP, Act.HIDE)),
        (State.HIDDEN, True, (Act.RESTORE,)),
        (State.REJECTED, False, (Act.PUBLISH,)),
        (State.DELETED, True, ()),
    ],
)
def test_what_can_be_decided_follows_from_the_state(state, published, acts):
    from portal.discussion.models import Comment

    assert (
        acts_for(
            Comment(
                state=state, comment="Слова", published_at=timezone.now() if published else None
            )
        )
        == acts
    )


def test_nobody_decides_without_the_right(say, hide, citizen, neighbour):
    comment = say(by=citizen)
    with pytest.raises(NotAllowed):
        hide(comment, by=neighbour)
    with pytest.raises(NotAllowed):
        hide(comment, by=person(Role.CHIEF_EDITOR, name="olena"))


def test_nobody_decides_about_their_own(say, hide, moderator, administrator):
    for person_ in (moderator, administrator):
        with pytest.raises(OwnComment):
            hide(say(by=person_), by=person_)


def test_an_official_answer_is_taken_off_by_an_administrator_alone(
    say, hide, officer, bureau, moderator, administrator, report
):
    question = say()
    answer = say(
        "Восени.",
        by=officer,
        to=question,
        speaker=Speaker(Voice.OFFICIAL, bureau.pk, "Начальниця відділу"),
    )
    with pytest.raises(HigherVoice):
        hide(answer)
    report(answer)
    decide(comment=answer, by=moderator, act=Act.KEEP)
    hide(answer, by=administrator)
    with pytest.raises(HigherVoice):
        decide(comment=answer, by=moderator, act=Act.RESTORE)


def test_reports_are_answered_by_the_decision(say, hide, report, neighbour, rule, letters):
    comment = say()
    made = report(comment)
    other = person(name="third")
    report(comment, by=other)
    decision = hide(comment)
    made.refresh_from_db()
    assert made.decision == decision
    assert decision.waited_since == made.made_at
    assert fresh(comment).reports_count == 0
    for who in (neighbour, other):
        assert letters(who) == ["Результат розгляду вашої скарги"]


def test_keeping_takes_the_reported_rule_and_does_not_trouble_the_author(
    say, report, moderator, citizen, neighbour, rule, letters
):
    comment = say()
    report(comment)
    decision = decide(comment=comment, by=moderator, act=Act.KEEP)
    assert decision.rule == rule
    assert letters(citizen) == []
    assert letters(neighbour) == ["Результат розгляду вашої скарги"]


def test_there_is_nothing_to_keep_where_nobody_reported(say, moderator):
    with pytest.raises(AlreadyDecided):
        decide(comment=say(), by=moderator, act=Act.KEEP)


def test_what_a_colleague_decided_meanwhile_is_not_overwritten(
    say, report, hide, moderator, colleague
):
    comment = say()
    report(comment)
    decide(comment=comment, by=colleague, act=Act.KEEP)
    with pytest.raises(AlreadyDecided):
        hide(comment, seen=0)
    assert fresh(comment).state == State.PUBLISHED


def test_a_comment_that_a_colleague_looks_at_is_left_alone(say, hide, moderator, colleague):
    comment = say()
    assert locks.claim(comment, colleague).by == colleague
    assert locks.claim(comment, moderator).by == colleague
    with pytest.raises(LockedByOther):
        hide(comment, by=moderator)
    QueueLock.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert locks.claim(comment, moderator).by == moderator
    hide(comment, by=moderator)
    assert not QueueLock.objects.exists()


def test_a_released_comment_is_free_and_nobody_releases_anothers(say, moderator, colleague):
    comment = say()
    locks.claim(comment, colleague)
    locks.release(comment, moderator)
    assert locks.is_locked_against(moderator, comment)
    locks.release(comment, colleague)
    assert not locks.is_locked_against(moderator, comment)


def test_deleting_a_reported_comment_tells_those_who_reported(
    say, report, citizen, neighbour, letters
):
    comment = say()
    report(comment)
    comments.delete(comment=fresh(comment), by=citizen)
    assert fresh(comment).reports_count == 0
    assert letters(neighbour) == ["Результат розгляду вашої скарги"]


def test_the_history_of_the_site_names_nobody(say, hide, citizen):
    hide(say("Прізвище й адреса"))
    entry = ModelLogEntry.objects.get(action="discussion.hide")
    assert entry.data["rule"] == 3
    for secret in (citizen.public_name, "Прізвище"):
        assert secret not in f"{entry.label} {entry.data}"


# --- A log that is only added to ---


@pytest.fixture
def decision(say, hide):
    return hide(say())


def test_models_and_querysets_refuse_to_change_a_decision(decision):
    decision.word = "інше"
    for act in (
        decision.save,
        decision.delete,
        lambda: Decision.objects.update(word="інше"),
        lambda: Decision.objects.all().delete(),
        lambda: Decision.objects.bulk_update([decision], ["word"]),
        lambda: decision.comment.decisions.update(word="інше"),
    ):
        with pytest.raises(TypeError):
            act()


@pytest.mark.parametrize(
    "sql", ["UPDATE discussion_decision SET word = 'інше'", "DELETE FROM discussion_decision"]
)
def test_the_database_itself_refuses(decision, sql):
    with (
        pytest.raises(DatabaseError, match="only added to"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert Decision.objects.get().word == ""


def test_waiting_begins_when_a_check_held_it(say, moderator, citizen):
    comment = say()
    comments.move(comment=comment, to=State.HELD)
    at = timezone.now() - timedelta(hours=5)
    HeldBy.objects.create(comment=comment, check_name=Check.STOP_WORD, at=at)
    assert decide(comment=comment, by=moderator, act=Act.PUBLISH).waited_since == at


# --- Two at once ---


@pytest.mark.django_db(transaction=True)
def test_two_moderators_at_once_one_wins(say, report, hide, moderator, colleague, rule):
    comment = say()
    report(comment)
    gate, outcomes = threading.Barrier(2), []

    def run(by, act):
        try:
            gate.wait(timeout=20)
            decide(comment=comment, by=by, act=act, rule=rule, seen=0)
            outcomes.append(act)
        except AlreadyDecided as refusal:
            outcomes.append(str(refusal))
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=run, args=(moderator, Act.HIDE)),
        threading.Thread(target=run, args=(colleague, Act.KEEP)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert Decision.objects.count() == 1
    assert "Це вже розглянув хтось інший." in outcomes
    won = Decision.objects.get().act
    assert fresh(comment).state == (State.HIDDEN if won == Act.HIDE else State.PUBLISHED)
