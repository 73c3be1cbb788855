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
        # The sizes were read from the file as it came, perhaps lying on its side.
        self._dimensions_cache = (cleaned.width, cleaned.height)
        self.instance.width, self.instance.height = cleaned.width, cleaned.height
        self.instance.has_alpha = cleaned.has_alpha
        self.instance.file_size = cleaned.size
        self.instance.file_hash = ""
        super().save(cleaned.name, cleaned, save=False)
        self.instance._set_file_hash()
        if save:
            self.instance.save()


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
