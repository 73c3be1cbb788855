"""Model fields through which every stored file passes, whoever saves it: a form, an import, code."""

from django.core.files import File
from django.db.models import FileField
from django.db.models.fields.files import FieldFile
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from portal.core.uploads.broken import BROKEN_FILE
from portal.core.uploads.documents import check_document
from portal.core.uploads.pictures import clean_picture


class CleanPictureFile(WagtailImageFieldFile):
    def get_image_dimensions(self) -> tuple[int | None, int | None]:
        """Asked as soon as a file is set; what is no picture is refused in words when it is saved."""
        try:
            size: tuple[int, int] = super().get_image_dimensions()
        except BROKEN_FILE:
            return None, None
        return size

    def save(self, name: str, content: File, save: bool = True) -> None:
        """Store the cleaned picture. Raises UnsafeFile (a ValidationError) for what is none."""
        content.name = content.name or name
        cleaned = clean_picture(content)
        self.instance.take_facts(cleaned)
        self._dimensions_cache = (cleaned.width, cleaned.height)
        super().save(cleaned.name, cleaned, save)


class CleanPictureField(WagtailImageField):
    attr_class = CleanPictureFile


class CheckedDocumentFile(FieldFile):
    def save(self, name: str, content: File, save: bool = True) -> None:
        """Store the document. Raises UnsafeFile (a ValidationError) for what it must not be."""
        content.name = content.name or name
        check_document(content)
        super().save(name, content, save)


class CheckedDocumentField(FileField):
    attr_class = CheckedDocumentFile
