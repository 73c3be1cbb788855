"""Tasks that may fail: tried again, ever later, and taken over from a worker that was killed.

    @retried(tries=6, first_pause=timedelta(seconds=30))
    def send_letter(letter_id: int) -> None: …

    send_letter.enqueue(letter.pk)      # inside the transaction that causes it

A task is a row of the database (django-tasks-db). A try appends the worker's id to the row, so the
number of tries is known; a failed row is set ready again for a later time. A retried task must do no
harm when it runs twice: a worker may be killed after the work and before the row says so.
"""

import logging
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import DEFAULT_TASK_QUEUE_NAME, TaskResultStatus, task
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

logger = logging.getLogger(__name__)

# What Wagtail and other packages enqueue: put in the index, find references. They may run twice.
_LOST_TRIES = 3
_LOST_LEASE = timedelta(minutes=15)


@dataclass(frozen=True)
class Policy:
    """How often and when a task is tried again.

    `lease`: a try that runs longer is taken for lost and given to another worker.
    """

    tries: int = 6
    first_pause: timedelta = timedelta(seconds=30)
    longest_pause: timedelta = timedelta(hours=1)
    lease: timedelta = _LOST_LEASE

    def pause_after(self, tries: int) -> timedelta:
        """Twice as long after each failed try."""
        return min(self.first_pause * 2 ** min(tries - 1, 20), self.longest_pause)


_policies: dict[str, Policy] = {}


def retried(
    *,
    tries: int = Policy.tries,
    first_pause: timedelta = Policy.first_pause,
    longest_pause: timedelta = Policy.longest_pause,
    lease: timedelta = Policy.lease,
    queue_name: str = DEFAULT_TASK_QUEUE_NAME,
) -> Callable[[Callable[..., Any]], Task[..., Any]]:
    """Make a function a task that is tried `tries` times in all.

    Raises ValueError when that is less than once.
    """
    if tries < 1:
        raise ValueError("A task is tried at least once.")

    def decorate(function: Callable[..., Any]) -> Task[..., Any]:
        made: Task[..., Any] = task(queue_name=queue_name)(function)
        _policies[made.module_path] = Policy(tries, first_pause, longest_pause, lease)
        return made

    return decorate


def schedule_retry(row: DBTaskResult) -> bool:
    """Set a failed task ready again when it has tries left; returns whether it was."""
    policy = _policies.get(row.task_path)
    tries = len(row.worker_ids)
    if policy is None or row.status != TaskResultStatus.FAILED or row.finished_at is None:
        return False
    if tries >= policy.tries:
        return False
    run_after = row.finished_at + policy.pause_after(tries)
    return _requeue(row, run_after=run_after)


def retry_failed() -> int:
    """Set every failed task with tries left ready again; returns how many.

    The worker does so itself after each failure; this is for one that ended in between.
    """
    failed = DBTaskResult.objects.failed().filter(task_path__in=_policies)
    return sum(schedule_retry(row) for row in failed.iterator())


def take_over_lost(*, now: datetime | None = None) -> int:
    """Give tasks whose worker was killed to another; returns how many.

    Lost is what has run longer than its lease, or whose worker ran on this machine and does no more.
    """
    now = now or timezone.now()
    count = 0
    for row in DBTaskResult.objects.running().iterator():
        policy = _policies.get(row.task_path, Policy(tries=_LOST_TRIES))
        expired = row.started_at is None or row.started_at < now - policy.lease
        if not expired and not _is_dead(row.worker_ids[-1] if row.worker_ids else ""):
            continue
        tries = len(row.worker_ids)
        if tries < policy.tries:
            count += _requeue(row, run_after=now)
            logger.warning(
                "Task id=%s path=%s was lost by its worker; it runs again", row.pk, row.task_path
            )
        else:
            lost = DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.RUNNING)
            lost.update(
                status=TaskResultStatus.FAILED,
                finished_at=now,
                exception_class_path=f"{__name__}.WorkerLost",
                traceback="",
            )
            logger.error(
                "Task id=%s path=%s lost its worker %d times; given up",
                row.pk,
                row.task_path,
                tries,
            )
    return count


class WorkerLost(Exception):
    """Stands in the row of a task whose every worker was killed while it ran."""


def after_task(*, task_result: Any, **_arguments: Any) -> None:
    """Receiver of `task_finished`: the next try is fixed at once, the last failure is said aloud."""
    row = getattr(task_result, "db_result", None)
    if row is None or row.status != TaskResultStatus.FAILED or row.task_path not in _policies:
        return
    if not schedule_retry(row):
        logger.error(
            "Task id=%s path=%s failed %d times; given up",
            row.pk,
            row.task_path,
            len(row.worker_ids),
        )


def _requeue(row: DBTaskResult, *, run_after: datetime) -> bool:
    """The row as if it had just been enqueued, but for its tries; only if nobody else changed it."""
    same = DBTaskResult.objects.filter(pk=row.pk, status=row.status, started_at=row.started_at)
    return bool(
        same.update(
            status=TaskResultStatus.READY,
            run_after=run_after,
            started_at=None,
            finished_at=None,
            exception_class_path="",
            traceback="",
        )
    )


def worker_id() -> str:
    """This process, so that others on the machine can tell whether it lives: host, process, a random part."""
    return f"{socket.gethostname()[:30]}:{os.getpid()}:{get_random_string(12)}"


def _is_dead(worker: str) -> bool:
    """Whether the worker ran on this machine and its process is gone."""
    host, _, rest = worker.partition(":")
    number = rest.partition(":")[0]
    if host != socket.gethostname()[:30] or not number.isdigit():
        return False
    if int(number) == os.getpid():
        return worker != _current
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


# The id of the worker in this process; empty where no worker runs.
_current = ""


def begin_work() -> str:
    """The id under which this process works from now on."""
    global _current  # noqa: PLW0603 - one worker a process
    _current = worker_id()
    return _current
