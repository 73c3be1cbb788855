"""What must hold where the portal is open to the public."""

import logging
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import Error as DatabaseError
from django.db import connection

from portal.core.catalogues import sound

logger = logging.getLogger(__name__)

REFUSAL = (
    "The database holds demo people, whose passwords anybody can read: %s. Delete their accounts, or start with a "
    "database of your own; see docs/deployment.md."
)


def demo_people() -> list[str]:
    """Addresses of demo accounts that are in the database; none where there is no table yet.

    Raises django.db.Error when the database does not answer.
    """
    users = get_user_model()
    if users._meta.db_table not in connection.introspection.table_names():
        return []
    found = users._default_manager.filter(email__in=settings.DEMO_PEOPLE).values_list(
        "email", flat=True
    )
    return sorted(found)


def refuse_demo_people() -> None:
    """Called when a web process starts. Raises ImproperlyConfigured outside DEBUG with demo people.

    A database that does not answer yet keeps nothing from starting: pages in the cache are served, others
    answer 503 until it is back; the check is made again at the next start and by `check --deploy`.
    """
    if settings.DEBUG:
        return
    try:
        found = demo_people()
    except DatabaseError as error:
        logger.error(
            "The database does not answer at start (%s); only cached pages are served.",
            type(error).__name__,
        )
        return
    finally:
        connection.close()
    if found:
        raise ImproperlyConfigured(REFUSAL % ", ".join(found))


def no_demo_people(
    *, databases: Iterable[str] | None = None, **_arguments: Any
) -> list[checks.CheckMessage]:
    """`check --deploy`: the same refusal before anything is started."""
    try:
        found = demo_people()
    except DatabaseError as error:
        text = f"The database does not answer ({type(error).__name__}): demo people could not be looked for."
        return [checks.Info(text, id="portal.I001")]
    return [checks.Error(REFUSAL % ", ".join(found), id="portal.E001")] if found else []


def mail_goes_somewhere(**_arguments: Any) -> list[checks.CheckMessage]:
    """`check --deploy`: a portal without a mail server cannot send a forgotten password."""
    if not settings.EMAIL_BACKEND.endswith("dummy.EmailBackend"):
        return []
    text = "EMAIL_URL is not set: letters of the portal go nowhere; see docs/deployment.md."
    return [checks.Warning(text, id="portal.W001")]


def private_files_are_shared(**_arguments: Any) -> list[checks.CheckMessage]:
    """`check --deploy`: with object storage the hosts share no folder, so copies of personal data need a bucket too."""
    options = settings.STORAGES["default"].get("OPTIONS", {})
    private = settings.STORAGES["private"].get("OPTIONS", {})
    bucket = options.get("bucket_name")
    if bucket and private.get("bucket_name") == bucket:
        text = "S3_PRIVATE_BUCKET is the bucket that readers are served from: take another one."
        return [checks.Error(text, id="portal.E002")]
    if bucket and not private.get("bucket_name"):
        text = "S3_PRIVATE_BUCKET is not set: copies of personal data lie in VAR_DIR/private of one host."
        return [checks.Warning(text, id="portal.W002")]
    return []


def catalogues_can_be_read(**_arguments: Any) -> list[checks.CheckMessage]:
    """`check`: a catalogue that is cut off or garbled leaves the portal in English."""
    return [
        checks.Warning(sound.ADVICE % (path, reason), id="portal.W003")
        for path, reason in sound.unread(settings.CATALOGUES, settings.LOCALE_PATHS).items()
    ]


def register() -> None:
    checks.register(catalogues_can_be_read, checks.Tags.translation)
    checks.register(no_demo_people, checks.Tags.security, deploy=True)
    checks.register(mail_goes_somewhere, checks.Tags.compatibility, deploy=True)
    checks.register(private_files_are_shared, checks.Tags.security, deploy=True)
