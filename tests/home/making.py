"""The demo content, made once for the tests of one file."""

import contextlib

from django.db import transaction
from django.test.utils import override_settings

from home.services.demo import make_demo
from portal.core.models import PortalImage, PortalRendition
from portal.core.pictures.making import wanted_specs
from portal.core.pictures.presets import PRESETS
from portal.core.pictures.shapes import crop_key

QUEUED = {
    "default": {
        "BACKEND": "django_tasks.backends.dummy.DummyBackend",
        "QUEUES": ["default", "search"],
    }
}


@contextlib.contextmanager
def whole_demo(blocker, tmp_path_factory, *, accounts):
    """What `make_demo` made, in a transaction that is rolled back at the end."""
    media = tmp_path_factory.mktemp("media")
    with (
        blocker.unblock(),
        override_settings(TASKS=QUEUED, MEDIA_ROOT=str(media)),
        transaction.atomic(),
    ):
        made, _people = make_demo(accounts=accounts)
        _pretend_pictures_are_made()
        yield made
        transaction.set_rollback(True)


def _pretend_pictures_are_made():
    """Rows as the worker leaves them, without its minutes of encoding."""
    PortalRendition.objects.bulk_create(
        PortalRendition(
            image=image, filter_spec=spec, focal_point_key=crop_key(image),
            file=f"images/{image.pk}", width=800, height=450,
        )
        for image in PortalImage.objects.all()
        for spec in wanted_specs(image, PRESETS)
    )  # fmt: skip
