"""Publication and expiry by the clock."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

from portal.core.ukrainian_first import is_held, is_of_translation

logger = logging.getLogger(__name__)


@dataclass
class Outcome:
    """How many things were published, taken down, and could not be."""

    published: int = 0
    expired: int = 0
    failed: int = 0


def expired() -> Iterator[Any]:
    """Live pages and snippets whose time is over, the longest first."""
    others = [
        model
        for model in apps.get_models()
        if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
    ]
    for model in (Page, *others):
        yield from list(
            model._default_manager.filter(live=True, expire_at__lt=timezone.now()).order_by(
                "expire_at"
            )
        )


def due() -> Iterator[Revision]:
    """Revisions whose moment has come: originals before their translations, then the longest first.

    A translation whose original is not live waits on, each asked when its turn comes.
    """
    revisions = list(
        Revision.objects.filter(approved_go_live_at__lt=timezone.now()).order_by(
            "approved_go_live_at"
        )
    )
    revisions.sort(key=is_of_translation)  # stable
    for revision in revisions:
        if not is_held(revision):
            yield revision


def publish_and_expire() -> Outcome:
    """Do all that is due. What fails is logged with its name, stays due and is tried at the next run."""
    outcome = Outcome()
    for item in expired():
        down = partial(item.unpublish, set_expired=True, log_action="wagtail.unpublish.scheduled")
        if _try(item, down):
            outcome.expired += 1
        else:
            outcome.failed += 1
    for revision in due():
        if _try(revision, partial(revision.publish, log_action="wagtail.publish.scheduled")):
            outcome.published += 1
        else:
            outcome.failed += 1
    return outcome


def _try(item: Any, act: Callable[[], object]) -> bool:
    """Whether it went well; its own transaction, so that a failure leaves nothing half done."""
    try:
        with transaction.atomic():
            act()
    except ValidationError as error:
        logger.warning(
            "Not published on schedule: %s %s: %s", item._meta.label, item.pk, error.messages
        )
        return False
    except Exception:
        logger.exception("Not done on schedule: %s %s", item._meta.label, item.pk)
        return False
    return True
