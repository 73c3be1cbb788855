"""The portal's own image and document models, there from the first migration."""

from typing import Any, ClassVar, Self

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    Filter,
    Image,
    ImageQuerySet,
    get_upload_to,
)
from wagtail.utils.file import hash_filelike

from portal.core.uploads.documents import check_document
from portal.core.uploads.fields import CheckedDocumentField, CleanPictureField
from portal.core.uploads.pictures import CleanPicture, clean_picture


class PictureQuerySet(ImageQuerySet):
    """Pictures that come with the list of their made files."""

    _specs: frozenset[str] = frozenset()

    def with_shapes(self, specs: frozenset[str]) -> Self:
        """Learn which of these files exist when the pictures are read: one query more."""
        clone = self._chain()
        clone._specs = specs
        return clone

    def _clone(self) -> Self:
        clone = super()._clone()
        clone._specs = self._specs
        return clone

    def _fetch_all(self) -> None:
        is_new = self._result_cache is None
        super()._fetch_all()
        if is_new and self._specs:
            from portal.core.pictures.shapes import attach_shapes

            attach_shapes(self._result_cache, self._specs)


class PortalImage(AbstractImage):
    """A picture in the library; what it shows is said again at each placement, where it is translated."""

    file = CleanPictureField(
        verbose_name=_("file"),
        upload_to=get_upload_to,
        width_field="width",
        height_field="height",
    )
    credit = models.CharField(
        _("credit"),
        max_length=200,
        blank=True,
        help_text=_("Who made the picture, as it should stand under it."),
    )
    # Such a picture is never offered as JPEG.
    has_alpha = models.BooleanField(default=False, editable=False)

    objects = PictureQuerySet.as_manager()

    admin_form_fields = (
        *(name for name in Image.admin_form_fields if name != "tags"),
        "credit",
        "tags",
    )

    # Whether the last save changed what the picture shows: its file or its focal point.
    look_has_changed: bool = False

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.file and not self.file._committed:
            # Here as well as in the field: a refusal inside the query would break the transaction,
            # and what is known of the file is written before the field has its turn.
            cleaned = clean_picture(self.file.file)
            self.file = cleaned  # type: ignore[assignment]
            self.take_facts(cleaned)
        before = type(self).objects.filter(pk=self.pk).values(*_LOOK).first() if self.pk else None
        super().save(*args, **kwargs)
        self.look_has_changed = before is None or any(
            before[name] != (self.file.name if name == "file" else getattr(self, name))
            for name in _LOOK
        )

    def take_facts(self, picture: CleanPicture) -> None:
        """What is known of the file: read from what is stored, not from what was sent."""
        self.width, self.height = picture.width, picture.height
        self.has_alpha = picture.has_alpha
        self.file_size = picture.size
        self.file_hash = hash_filelike(picture)

    def generate_rendition_file(self, filter: Filter, *, source: File | None = None) -> File:
        """Wagtail leaves its temporary file open: hand on the bytes instead."""
        made = super().generate_rendition_file(filter, source=source)
        with made:
            made.seek(0)
            return ContentFile(made.read(), name=made.name)


_LOOK = ("file", "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")


class PortalRendition(AbstractRendition):
    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_of_a_kind"
            ),
        ]

    def get_upload_to(self, filename: str) -> str:
        """A folder for each content: the address never shows another picture, so it may be kept for ever."""
        return f"images/{self.image.get_file_hash()[:12]}/{self.file.field.storage.get_valid_name(filename)}"


class PortalDocument(AbstractDocument):
    file = CheckedDocumentField(upload_to="documents", verbose_name=_("file"))

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.file and not self.file._committed:  # type: ignore[attr-defined]
            check_document(self.file)
        super().save(*args, **kwargs)
