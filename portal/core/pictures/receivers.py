"""When pictures are made: a page that shows them is published, or they themselves change."""

from typing import Any

from django.db.models.signals import post_save
from wagtail.models import Page
from wagtail.signals import page_published

from portal.core.models import PortalImage


def connect() -> None:
    page_published.connect(_page_published, dispatch_uid="pictures of a published page")
    post_save.connect(_image_saved, sender=PortalImage, dispatch_uid="files of a changed picture")


def _page_published(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    from portal.core.pictures.tasks import make_page_pictures
    from portal.core.pictures.walk import pictures_of

    if pictures_of(instance):
        make_page_pictures.enqueue(instance.pk)


def _image_saved(
    sender: type[PortalImage],
    instance: PortalImage,
    created: bool,
    raw: bool = False,
    **kwargs: Any,
) -> None:
    from portal.core.pictures.tasks import remake_pictures

    # A new picture stands nowhere yet.
    if not created and not raw and instance.look_has_changed:
        remake_pictures.enqueue(instance.pk)
