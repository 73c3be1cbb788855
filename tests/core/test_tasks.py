"""Tasks that fail are tried again, those of a killed worker are taken over; periodic work comes round."""

import logging
import os
import socket
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from portal.core import chores, periodic, scheduled, tasks
from portal.core.models import PeriodicRun
from portal.core.registry import Registry
from tests.core import retried
from tests.factories.pages import NewsPageFactory

HOST = socket.gethostname()[:30]
# No process has this number: the kernel's highest is lower.
NOBODY = 2**22 + 1


@pytest.fixture(autouse=True)
def queue(settings):
    """The queue of production, and no work left by the test before."""
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "search"]}
    }
    retried.failures_left["count"] = 0
    retried.done.clear()


def work():
    """One worker does what is ready and ends."""
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)


def row_of(result):
    return DBTaskResult.objects.get(pk=result.id)


def come_due(result):
    DBTaskResult.objects.filter(pk=result.id).update(run_after=timezone.now())


def running(worker, *, minutes=0, task=retried.shaky, tries=1):
    """A row as a worker left it that was killed so many minutes ago."""
    result = task.enqueue(*(["x"] if task is retried.shaky else []))
    DBTaskResult.objects.filter(pk=result.id).update(
        status=TaskResultStatus.RUNNING,
        started_at=timezone.now() - timedelta(minutes=minutes),
        worker_ids=[worker] * tries,
    )
    return result


# --- Retries ---------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_task_that_succeeds_runs_once():
    result = retried.shaky.enqueue("letter")
    work()
    work()
    assert retried.done == ["letter"]
    assert row_of(result).status == TaskResultStatus.SUCCESSFUL


@pytest.mark.django_db(transaction=True)
def test_failed_task_waits_for_its_next_try_and_then_succeeds():
    retried.failures_left["count"] = 1
    result = retried.shaky.enqueue("letter")
    before = timezone.now()
    work()
    row = row_of(result)
    assert row.status == TaskResultStatus.READY
    assert timedelta(seconds=29) < row.run_after - before < timedelta(seconds=40)
    work()
    assert retried.done == []  # not due yet

    come_due(result)
    work()
    assert retried.done == ["letter"]
    assert row_of(result).status == TaskResultStatus.SUCCESSFUL


@pytest.mark.django_db(transaction=True)
def test_task_is_given_up_after_its_last_try(caplog):
    retried.failures_left["count"] = 99
    result = retried.shaky.enqueue("letter")
    for _ in range(5):
        come_due(result)
        work()
    assert retried.failures_left["count"] == 96
    assert row_of(result).status == TaskResultStatus.FAILED
    assert "failed 3 times; given up" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_plain_task_is_not_tried_again():
    result = retried.plain.enqueue()
    work()
    tasks.retry_failed()
    assert row_of(result).status == TaskResultStatus.FAILED


@pytest.mark.django_db
def test_failure_that_was_never_rescheduled_is_found_later():
    result = retried.shaky.enqueue("letter")
    DBTaskResult.objects.filter(pk=result.id).update(
        status=TaskResultStatus.FAILED, finished_at=timezone.now(), worker_ids=["gone"]
    )
    assert tasks.retry_failed() == 1
    assert tasks.retry_failed() == 0
    assert row_of(result).status == TaskResultStatus.READY


@pytest.mark.parametrize(("tries", "seconds"), [(1, 30), (2, 45), (3, 45), (500, 45)])
def test_pause_doubles_up_to_its_limit(tries, seconds):
    policy = tasks.Policy(first_pause=timedelta(seconds=30), longest_pause=timedelta(seconds=45))
    assert policy.pause_after(tries) == timedelta(seconds=seconds)


def test_less_than_one_try_is_refused():
    with pytest.raises(ValueError, match="at least once"):
        tasks.retried(tries=0)


@pytest.mark.django_db
def test_task_of_a_transaction_that_is_rolled_back_never_was(django_db_blocker):
    from django.db import transaction

    with pytest.raises(RuntimeError), transaction.atomic():
        retried.shaky.enqueue("letter")
        raise RuntimeError
    assert not DBTaskResult.objects.exists()


# --- What a killed worker left ------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("task", [retried.shaky, retried.plain], ids=["retried", "plain"])
def test_task_of_a_dead_worker_on_this_machine_runs_again_at_once(task):
    result = running(f"{HOST}:{NOBODY}:abc", task=task)
    assert tasks.take_over_lost() == 1
    assert row_of(result).status == TaskResultStatus.READY


@pytest.mark.django_db
@pytest.mark.parametrize(
    "worker",
    [f"{HOST}:{os.getppid()}:abc", "another-machine:1:abc", "a name of its own", ""],
    ids=["lives", "other machine", "own name", "no name"],
)
def test_task_that_may_still_run_is_left_alone_until_its_lease_ends(worker):
    result = running(worker)
    assert tasks.take_over_lost() == 0
    assert row_of(result).status == TaskResultStatus.RUNNING
    assert tasks.take_over_lost(now=timezone.now() + timedelta(minutes=16)) == 1


@pytest.mark.django_db
def test_earlier_worker_with_this_processs_number_is_dead():
    """In a container every worker is process 1."""
    tasks.begin_work()
    result = running(f"{HOST}:{os.getpid()}:earlier")
    assert tasks.take_over_lost() == 1
    assert row_of(result).status == TaskResultStatus.READY


@pytest.mark.django_db
def test_task_that_kills_every_worker_is_given_up():
    result = running(f"{HOST}:{NOBODY}:abc", tries=3)
    assert tasks.take_over_lost() == 0
    row = row_of(result)
    assert (row.status, row.exception_class_path) == (
        TaskResultStatus.FAILED,
        "portal.core.tasks.WorkerLost",
    )
    assert tasks.retry_failed() == 0


# --- Periodic work -------------------------------------------------------------------------------------


@pytest.fixture
def table(monkeypatch):
    registry = Registry("periodic work")
    monkeypatch.setattr(periodic, "periodic", registry)
    return registry


@pytest.mark.django_db
def test_work_comes_round_when_its_time_is_over(table):
    runs = []
    table.register("count", (60, lambda: runs.append(1)))
    now = timezone.now()
    assert periodic.run_due(now) == ["count"]
    assert periodic.run_due(now + timedelta(seconds=59)) == []
    assert periodic.run_due(now + timedelta(seconds=60)) == ["count"]
    assert len(runs) == 2


@pytest.mark.django_db
def test_what_was_missed_is_done_once(table):
    runs = []
    table.register("count", (60, lambda: runs.append(1)))
    now = timezone.now()
    periodic.run_due(now)
    periodic.run_due(now + timedelta(days=3))
    assert periodic.run_due(now + timedelta(days=3, seconds=1)) == []
    assert len(runs) == 2


@pytest.mark.django_db
def test_of_two_workers_one_begins(table, monkeypatch):
    table.register("count", (60, lambda: None))
    now = timezone.now()
    assert periodic._claim("count", every=timedelta(seconds=60), now=now)
    assert not periodic._claim("count", every=timedelta(seconds=60), now=now)


@pytest.mark.django_db
def test_failure_keeps_nothing_else_from_its_turn(table, caplog):
    runs = []

    def fail():
        raise RuntimeError("broken")

    table.register("broken", (60, fail))
    table.register("count", (60, lambda: runs.append(1)))
    now = timezone.now()
    assert periodic.run_due(now) == ["broken", "count"]
    periodic.run_due(now + timedelta(minutes=1))
    assert len(runs) == 2
    assert PeriodicRun.objects.get(name="broken").failures == 2
    assert "Periodic work failed: broken (2 in a row)" in caplog.text


@pytest.mark.django_db
def test_worker_is_missed_when_none_was_seen(table):
    table.register("count", (60, lambda: None))
    assert periodic.overdue()
    periodic.run_due()
    assert not periodic.overdue()
    assert periodic.overdue(timezone.now() + timedelta(minutes=4))


# --- The platform's own chores -------------------------------------------------------------------------


@pytest.fixture
def waiting_news(news_index):
    """Three news items whose moment has just come."""
    pages = []
    for number in range(3):
        page = NewsPageFactory(parent=news_index, live=False, title=f"Чекає {number}")
        page.go_live_at = timezone.now() - timedelta(minutes=number + 1)
        page.save_revision(approved_go_live_at=page.go_live_at)
        pages.append(page)
    return pages


@pytest.mark.django_db
def test_broken_item_keeps_no_other_from_being_published(waiting_news, monkeypatch, caplog):
    broken = waiting_news[1]
    original = scheduled.Revision.publish

    def publish(self, *args, **kwargs):
        if self.object_id == str(broken.pk):
            raise RuntimeError("this page cannot be published")
        return original(self, *args, **kwargs)

    monkeypatch.setattr(scheduled.Revision, "publish", publish)
    with caplog.at_level(logging.ERROR):
        call_command("publish_scheduled")
    for page in waiting_news:
        page.refresh_from_db()
    assert [page.live for page in waiting_news] == [True, False, True]
    assert "Not done on schedule" in caplog.text


@pytest.mark.django_db
def test_item_that_failed_is_tried_at_the_next_run(waiting_news, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(scheduled.Revision, "publish", lambda *_args, **_kwargs: 1 / 0)
        assert scheduled.publish_and_expire().failed == 3
    assert scheduled.publish_and_expire().published == 3
    waiting_news[0].refresh_from_db()
    assert waiting_news[0].live


@pytest.mark.django_db
def test_expired_page_is_taken_down_and_a_dry_run_does_nothing(news_index, capsys):
    page = NewsPageFactory(parent=news_index, expire_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled", "--dryrun")
    page.refresh_from_db()
    assert page.live
    call_command("publish_scheduled")
    page.refresh_from_db()
    assert not page.live
    assert page.expired
    assert "taken down: 1" in capsys.readouterr().out


@pytest.mark.django_db
def test_rows_of_finished_tasks_are_forgotten_after_their_time():
    now = timezone.now()
    for status, age in [("SUCCESSFUL", 1), ("SUCCESSFUL", 3), ("FAILED", 3), ("FAILED", 31)]:
        result = retried.shaky.enqueue("x")
        DBTaskResult.objects.filter(pk=result.id).update(
            status=status, finished_at=now - timedelta(days=age)
        )
    retried.shaky.enqueue("waiting")
    assert chores.forget_tasks() == 2
    assert DBTaskResult.objects.count() == 3
