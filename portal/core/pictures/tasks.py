"""Pictures are made in the worker: AVIF of one large photo takes seconds."""

from django.contrib.contenttypes.models import ContentType
from django_tasks import task
from wagtail.models import Page, ReferenceIndex

from portal.core.models import PortalImage
from portal.core.pagecache.stamp import bump
from portal.core.pictures.making import make_all
from portal.core.pictures.walk import pictures_of


@task()
def make_pictures(image_id: int, presets: list[str]) -> int:
    """Make a picture's missing files for these places; returns how many were made.

    Does nothing for a picture deleted meanwhile. Can run again without harm.
    """
    image = PortalImage.objects.filter(pk=image_id).first()
    made = make_all(image, presets) if image else 0
    if made:
        bump()
    return made


@task()
def make_page_pictures(page_id: int) -> int:
    """Make the missing files of every picture on a page; returns how many were made."""
    page = Page.objects.filter(pk=page_id).specific().first()
    made = 0
    if page is not None:
        wanted: dict[int, tuple[PortalImage, set[str]]] = {}
        for image, presets in pictures_of(page):
            wanted.setdefault(image.pk, (image, set()))[1].update(presets)
        for image, places in wanted.values():
            made += make_all(image, sorted(places))
    if made:
        bump()
    return made


@task()
def remake_pictures(image_id: int) -> int:
    """After a picture's file or focal point changed: make its files for all live pages that show it."""
    image = PortalImage.objects.filter(pk=image_id).first()
    if image is None:
        return 0
    references = ReferenceIndex.get_references_to(image).filter(
        base_content_type=ContentType.objects.get_for_model(Page)
    )
    keys = references.values_list("object_id", flat=True).distinct()
    pages = Page.objects.live().filter(pk__in=[int(key) for key in keys])
    presets: set[str] = set()
    for page in pages.specific():
        for shown, places in pictures_of(page):
            if shown.pk == image.pk:
                presets.update(places)
    made = make_all(image, sorted(presets)) if presets else 0
    bump()
    return made
