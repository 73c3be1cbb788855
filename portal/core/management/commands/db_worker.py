"""The worker: django-tasks-db's own, for all queues, with the periodic table beside it."""

import logging
import threading
from argparse import ArgumentParser
from typing import Any

from django.db import Error as DatabaseError
from django.db import close_old_connections, connections
from django_tasks.signals import task_finished, task_started
from django_tasks_db.management.commands.db_worker import Command as PackageCommand

from portal.core import logs, periodic, tasks

logger = logging.getLogger("portal.worker")

# How often it is looked whether periodic work is due, in seconds.
_LOOK_EVERY = 5.0


class Command(PackageCommand):
    help = "Do background tasks of all queues, and the work that comes round."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--no-periodic", action="store_true", help="Leave the periodic work to other workers."
        )
        parser.set_defaults(queue_name="*", worker_id=None, reload=False)

    def configure_logging(self, verbosity: int) -> None:
        """The settings say what is logged; only asking for more on the command line changes it."""
        if verbosity > 1:
            super().configure_logging(verbosity)

    def handle(self, *, no_periodic: bool = False, **options: Any) -> None:
        options["worker_id"] = options["worker_id"] or tasks.begin_work()
        task_started.connect(_name_task, dispatch_uid="portal_name_task")
        task_finished.connect(_after_task, dispatch_uid="portal_after_task")
        stop = threading.Event()
        if not no_periodic and not options["batch"]:
            threading.Thread(target=_come_round, args=(stop,), name="periodic", daemon=True).start()
        try:
            super().handle(**options)
        except DatabaseError as error:
            # The supervisor starts it again: a database that is away for a while stops nothing for good.
            logger.error(
                "The database does not answer (%s); the worker ends.", type(error).__name__
            )
            raise SystemExit(1) from error
        finally:
            stop.set()


def _name_task(*, task_result: Any, **_arguments: Any) -> None:
    logs.request_id.set(f"task-{task_result.id}")


def _after_task(*, task_result: Any, **_arguments: Any) -> None:
    tasks.after_task(task_result=task_result)
    logs.request_id.set("-")


def _come_round(stop: threading.Event) -> None:
    """Look for due work until told to stop, with a database that may be away."""
    while not stop.is_set():
        try:
            close_old_connections()
            periodic.run_due()
        except DatabaseError as error:
            logger.warning("Periodic work waits for the database (%s)", type(error).__name__)
            connections.close_all()
        # An open connection would keep a restored database file from being noticed.
        close_old_connections()
        stop.wait(_LOOK_EVERY)
