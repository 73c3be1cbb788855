"""Wagtail's upload forms, which refuse in words what the fields would refuse with an exception."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from portal.core.uploads.broken import BROKEN_FILE
from portal.core.uploads.documents import check_document
from portal.core.uploads.pictures import CleanPicture, clean_picture


class PictureUploadField(WagtailImageField):
    """Wagtail's field answers 500 for a file that only begins like a picture."""

    def check_image_pixel_size(self, f: Any) -> None:
        try:
            super().check_image_pixel_size(f)
        except BROKEN_FILE:
            raise ValidationError(
                self.error_messages["invalid_image"], code="invalid_image"
            ) from None


class PictureForm(BaseImageForm):
    """Single upload, multiple upload and the chooser."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("file"):
            self.fields["file"] = PictureUploadField(
                label=field.label, required=field.required, widget=field.widget
            )

    def clean_file(self) -> File | CleanPicture:
        upload = self.cleaned_data["file"]
        return clean_picture(upload) if "file" in self.changed_data else upload


class DocumentForm(BaseDocumentForm):
    def clean_file(self) -> File:
        upload: File = self.cleaned_data["file"]
        if "file" in self.changed_data:
            check_document(upload)
        return upload
