"""The platform's own periodic work. Rooms register theirs beside it in `registry.periodic`."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.core.pagecache import stamp
from portal.core.registry import periodic

_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR
# How long the rows of finished tasks are kept: for a look back, not for ever. They name pages, no people.
_KEEP_DONE = timedelta(days=2)
_KEEP_FAILED = timedelta(days=30)


def publish_scheduled() -> None:
    from portal.core.scheduled import publish_and_expire

    publish_and_expire()


def look_after_tasks() -> None:
    from portal.core import tasks

    tasks.take_over_lost()
    tasks.retry_failed()


def forget_tasks() -> int:
    """Remove the rows of tasks done or failed long ago; returns how many."""
    now = timezone.now()
    done = DBTaskResult.objects.successful().filter(finished_at__lt=now - _KEEP_DONE)
    failed = DBTaskResult.objects.failed().filter(finished_at__lt=now - _KEEP_FAILED)
    return done.delete()[0] + failed.delete()[0]


def forget_sessions() -> None:
    """Remove sessions that have run out: they hold who was signed in."""
    call_command("clearsessions")


def forget_limits() -> int:
    """Remove what is kept of uses that are free again; returns how many."""
    from portal.core.limits import stores

    return stores.forget_uses()


def forget_letters() -> int:
    """Remove letters that nobody will get any more; returns how many."""
    from portal.core.letters.outbox import forget_unsent

    return forget_unsent()


def forget_proofs() -> int:
    """Remove used proofs of work and codes whose time is over; returns how many."""
    from portal.core.proof import challenges, codes

    return challenges.forget_used() + codes.forget_expired()


def forget_backups() -> int:
    """Remove backups, and what restores set aside, that are older than people are told; returns how many."""
    from portal.core.backup import keeping

    return keeping.forget_old()


def register() -> None:
    periodic.register("publish scheduled", (_MINUTE, publish_scheduled))
    periodic.register("look after tasks", (_MINUTE, look_after_tasks))
    periodic.register("forget tasks", (_DAY, forget_tasks))
    periodic.register("forget sessions", (_DAY, forget_sessions))
    periodic.register("forget limits", (_HOUR, forget_limits))
    periodic.register("forget letters", (_HOUR, forget_letters))
    periodic.register("forget proofs", (_HOUR, forget_proofs))
    periodic.register("forget backups", (_DAY, forget_backups))
    periodic.register("prune stamps", (_HOUR, stamp.prune))
