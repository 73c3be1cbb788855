"""What was moved in from another site, so that a second run brings no second copy."""

from typing import ClassVar

from django.db import models


class ImportedItem(models.Model):
    """One item of one source. It stays when an editor deletes the page: deleted is not missing."""

    # Readers never see it: it does not make their pages anew.
    raises_version = False

    source = models.CharField(max_length=200)
    guid = models.CharField(max_length=500)
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    imported_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["source", "guid"], name="one_import_of_an_item"),
        ]

    def __str__(self) -> str:
        return self.guid


class ImportedImage(models.Model):
    """A picture fetched for an import, known by where it came from: it is fetched once."""

    # Readers never see it: it does not make their pages anew.
    raises_version = False

    url = models.CharField(max_length=1000, unique=True)
    image = models.ForeignKey("core.PortalImage", on_delete=models.CASCADE, related_name="+")

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return self.url
