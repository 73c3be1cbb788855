"""Pictures of the library: for the staff."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from django.conf import settings
from wagtail.images import get_image_model

from portal.core.search_items import STAFF, SearchItem

SOURCE: Final = "images"


class ImageSource:
    def object_ids(self) -> Iterator[str]:
        rows = get_image_model().objects.order_by("pk").values_list("pk", flat=True)
        return (str(pk) for pk in rows.iterator(chunk_size=2000))

    def items(self, object_ids: Sequence[str]) -> Iterable[SearchItem]:
        """Two queries: the pictures, their tags."""
        images = get_image_model().objects.filter(pk__in=object_ids).prefetch_related("tags")
        for image in images:
            tags = " ".join(tag.name for tag in image.tags.all())
            yield SearchItem(
                object_id=str(image.pk),
                language=settings.LANGUAGE_CODE,
                kind=SOURCE,
                title=image.title,
                url="",
                text="\n".join(filter(None, (image.description, image.credit, tags))),
                moment=image.created_at,
                audience=STAFF,
            )
