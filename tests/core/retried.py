"""Tasks for tests/core/test_tasks.py: a task must stand in a module to be found again by its path."""

from datetime import timedelta

from django_tasks import task

from portal.core.tasks import retried

failures_left = {"count": 0}
done = []


@retried(tries=3, first_pause=timedelta(seconds=30), longest_pause=timedelta(seconds=45))
def shaky(name):
    if failures_left["count"]:
        failures_left["count"] -= 1
        raise ConnectionError("the other side does not answer")
    done.append(name)


@task()
def plain():
    raise ConnectionError("nobody tries this again")
