"""Reporting, appealing, the rules and the log, as people meet them."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from portal.discussion.enums import Act, State
from portal.discussion.models import CommentAppeal, Report, Rule
from portal.discussion.moderation import figures
from portal.discussion.services import appeals, comments, reports
from portal.discussion.services.decisions import decide
from portal.discussion.services.errors import (
    AlreadyDecided,
    AppealWaits,
    NotAllowed,
    NothingToAppeal,
    NothingToReport,
    OwnComment,
    ReportedAlready,
)
from portal.discussion.staff import queue
from portal.people.services import consents
from tests.discussion.moderation.conftest import fresh


def enter(user):
    consents.give(user)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_author_of_what_was_not_published_is_led_to_the_decision(
    hold, moderator, rule, citizen, neighbour, mailoutbox
):
    decision = decide(comment=hold(), by=moderator, act=Act.REJECT, rule=rule, word="Без реклами")
    page = reverse("discussion:appeal", args=[decision.pk])
    permalink = reverse("discussion:comment", args=[decision.comment_id])
    answer = enter(citizen).get(permalink)
    assert (answer.status_code, answer["Location"]) == (302, page)
    for stranger in (enter(neighbour), Client()):
        assert stranger.get(permalink).status_code == 404
    # The word and the button lead there, too.
    assert mailoutbox[-1].body.count(page) == 2


# --- Reports ---


@pytest.mark.parametrize("how", ["hidden", "unpublished"])
def test_of_a_comment_that_is_gone_meanwhile_the_report_is_kept(say, neighbour, rule, news, how):
    comment = say("Лайка")
    if how == "hidden":
        comments.move(comment=comment, to=State.HIDDEN, rule=rule)
    else:
        news.unpublish()
    url = reverse("discussion:report", args=[comment.pk])
    client = enter(neighbour)
    assert client.get(url).status_code == 404
    answer = client.post(url, {"rule": rule.pk, "text": "Ось що тут не так"})
    assert answer.status_code == 404 and "Ось що тут не так" in answer.text
    assert "Лайка" not in answer.text and not Report.objects.exists()


def test_a_report_is_made_once_with_a_rule(say, rule, neighbour):
    comment = say()
    url = reverse("discussion:report", args=[comment.pk])
    client = enter(neighbour)
    answer = client.post(url, {"rule": rule.pk, "text": "Образа\u202e"})
    assert answer.url == reverse("discussion:comment", args=[comment.pk])
    made = Report.objects.get()
    assert (made.rule, made.text, made.decision) == (rule, "Образа", None)
    assert fresh(comment).reports_count == 1
    assert client.post(url, {"rule": rule.pk}).status_code == 409
    assert fresh(comment).reports_count == 1


def test_neither_ones_own_nor_what_nobody_reads_is_reported(say, hide, report, citizen, neighbour):
    with pytest.raises(OwnComment):
        report(say("Своє"), by=citizen)
    hidden = hide(say("Приховане")).comment
    with pytest.raises(NothingToReport):
        report(hidden)
    assert enter(neighbour).get(reverse("discussion:report", args=[hidden.pk])).status_code == 404
    assert not Report.objects.exists()


def test_a_report_names_a_rule_in_force(say, rule, neighbour):
    comment = say()
    url = reverse("discussion:report", args=[comment.pk])
    assert "form" in enter(neighbour).post(url, {}).context
    Rule.objects.filter(number=3).update(is_current=False)
    with pytest.raises(NothingToReport):
        reports.report(comment=comment, user=neighbour, rule=Rule.objects.get(pk=rule.pk))
    assert enter(neighbour).post(url, {"rule": rule.pk}).status_code == 422
    assert not Report.objects.exists()


def test_a_guest_is_led_to_the_door_and_a_twice_sent_report_counts_once(
    client, say, report, neighbour
):
    comment = say()
    answer = client.post(reverse("discussion:report", args=[comment.pk]), {"rule": "1"})
    assert answer.status_code == 302
    report(comment)
    with pytest.raises(ReportedAlready):
        report(comment)
    assert fresh(comment).reports_count == 1


# --- Appeals ---


def test_an_author_appeals_once_and_another_answers(
    say, hide, citizen, moderator, colleague, letters, talk
):
    decision = hide(say())
    url = reverse("discussion:appeal", args=[decision.pk])
    client = enter(citizen)
    assert "3. Поважайте співрозмовників" in client.get(url).content.decode()
    assert client.post(url, {"text": "Це не образа"}).status_code == 302
    client.post(url, {"text": "Ще раз"})
    made = CommentAppeal.objects.get()
    assert made.text == "Це не образа"
    with pytest.raises(NotAllowed):
        appeals.answer(row=made, by=moderator, granted=False, text="Ні")
    with pytest.raises(NotAllowed):
        appeals.answer(row=made, by=citizen, granted=True, text="Так")
    with pytest.raises(AppealWaits):
        decide(comment=decision.comment, by=moderator, act=Act.RESTORE)
    outcome = appeals.answer(row=made, by=colleague, granted=True, text="Ваша правда")
    assert fresh(decision.comment).state == State.PUBLISHED
    assert talk().published_count == 1
    assert (outcome.appeal, outcome.waited_since) == (made, made.made_at)
    with pytest.raises(AlreadyDecided):
        appeals.answer(row=made, by=colleague, granted=False, text="Ні")
    assert "Ваша правда" in client.get(url).content.decode()
    assert letters(citizen)[1:] == [
        "Вашу апеляцію отримано",
        "Вашу апеляцію задоволено",
    ]


def test_a_refused_appeal_leaves_the_comment_hidden(say, hide, citizen, colleague, letters):
    decision = hide(say())
    made = appeals.appeal(decision=decision, user=citizen, text="Ні")
    outcome = appeals.answer(row=made, by=colleague, granted=False, text="Це образа")
    assert (outcome.act, fresh(decision.comment).state) == (Act.KEEP, State.HIDDEN)
    with pytest.raises(NothingToAppeal):
        appeals.appeal(decision=decision, user=citizen, text="Ще раз")


def test_who_deletes_the_comment_withdraws_the_appeal(
    client, say, hide, citizen, colleague, letters
):
    decision = hide(say())
    row = appeals.appeal(decision=decision, user=citizen, text="Ні")
    comments.delete(comment=fresh(decision.comment), by=citizen)
    row.refresh_from_db()
    assert (row.granted, row.decided_by) == (None, None)
    assert row.decided_at is not None
    assert letters(citizen)[-1] == "Вашу апеляцію закрито"
    entry = ModelLogEntry.objects.get(action="discussion.withdraw")
    assert entry.data == {"decision": decision.pk}
    assert not queue.waiting_appeals().exists()
    with pytest.raises(AlreadyDecided):
        appeals.answer(row=row, by=colleague, granted=True, text="Так")
    page = enter(citizen).get(reverse("discussion:appeal", args=[decision.pk]))
    assert "Відкликано" in page.text
    assert ",withdrawn,1," in client.get(reverse("discussion:log_csv")).text


def test_others_learn_nothing_of_a_decision(say, hide, neighbour, client):
    url = reverse("discussion:appeal", args=[hide(say()).pk])
    assert enter(neighbour).get(url).status_code == 404
    assert client.get(url).status_code == 302


def test_what_was_left_or_taken_back_is_not_appealed(say, report, hide, citizen, moderator):
    comment = say()
    report(comment)
    kept = decide(comment=comment, by=moderator, act=Act.KEEP)
    hidden = hide(comment)
    decide(comment=fresh(comment), by=moderator, act=Act.RESTORE)
    for decision in (kept, hidden):
        with pytest.raises(NothingToAppeal):
            appeals.appeal(decision=decision, user=citizen, text="Ні")


# --- Rules and log ---


def test_a_report_of_a_number_beyond_all_is_a_404(client, db):
    url = reverse("discussion:report", args=[1]).replace("/1/", f"/{'9' * 40}/")
    assert client.get(url).status_code == 404


def test_the_rules_are_the_same_page_for_all(client, db):
    answer = client.get(reverse("discussion:rules"))
    page = answer.content.decode()
    assert reverse("discussion:rules") == "/obhovorennia/pravyla/"
    assert not answer.cookies
    for number in range(1, 8):
        assert f'id="{number}"' in page
    assert "Respect the people you talk to" in client.get("/en/discussion/rules/").content.decode()


def test_a_rule_out_of_force_is_not_on_the_page(client, db):
    Rule.objects.filter(number=7).update(is_current=False)
    assert 'id="7"' not in client.get(reverse("discussion:rules")).content.decode()


def test_the_number_of_a_rule_is_the_originals_in_every_language(rule):
    rule.number = 30
    rule.save()
    assert set(
        Rule.objects.filter(translation_key=rule.translation_key).values_list("number", flat=True)
    ) == {30}


@pytest.fixture
def year(say, report, hide, moderator, colleague, citizen, rule):
    """Two hidden, one of them restored on appeal; one left after two hours."""
    kept = say("Перше")
    report(kept)
    Report.objects.update(made_at=timezone.now() - timedelta(hours=2))
    decide(comment=kept, by=moderator, act=Act.KEEP)
    hide(say("Друге"))
    made = appeals.appeal(decision=hide(say("Третє")), user=citizen, text="Ні")
    appeals.answer(row=made, by=colleague, granted=True, text="Так")
    return timezone.localdate().year


def test_the_log_counts_by_rule_and_by_month(year, rule):
    found = figures.of_year(year)
    [line] = [line for line in found.by_rule if line.title == str(rule)]
    assert (line.hidden, line.kept, line.reports) == (2, 1, 1)
    assert (line.appeals, line.granted, line.refused) == (1, 1, 0)
    assert (line.median_minutes, line.median_words) == (120, "2 години")
    assert found.total.total == 3


def test_the_log_names_nobody(year, client, citizen, moderator):
    answer = client.get(reverse("discussion:log"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert not answer.cookies
    for secret in (citizen.public_name, moderator.public_name, "Друге"):
        assert secret not in page


@pytest.mark.parametrize("asked", ["1999", "x", "99999", "٢٠٢٦"])
def test_a_year_without_a_log_is_a_404(client, db, asked):
    assert client.get(reverse("discussion:log"), {"year": asked}).status_code == 404
    assert client.get(reverse("discussion:log_csv"), {"year": asked}).status_code == 404


def test_the_file_holds_the_same_figures(year, client):
    text = client.get(reverse("discussion:log_csv")).content.decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text)))
    assert {(row["rule_number"], row["what"], row["count"]) for row in rows} == {
        ("3", "hide", "2"),
        ("3", "keep", "1"),
        ("", "reports", "1"),
        ("", "appeals", "1"),
        ("", "granted", "1"),
    }
