"""What the search node missed while it was away."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class RepairKind(models.TextChoices):
    OBJECT = "OBJECT", _("an object to put in or take out")
    REBUILDING = "REBUILDING", _("an index that is being made anew")


class IndexRepair(models.Model):
    """A change that Elasticsearch did not get. Append-only, so that writers never wait for each other."""

    # Readers never see it: it does not make their pages anew.
    raises_version = False

    kind = models.CharField(max_length=12, choices=RepairKind.choices, default=RepairKind.OBJECT)
    # OBJECT: the model's label («civic_pages.NewsPage»); REBUILDING: the name of the index.
    subject = models.CharField(max_length=200)
    object_id = models.CharField(max_length=50, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("change missing in the search index")
        verbose_name_plural = _("changes missing in the search index")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["kind", "created_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.object_id}".strip()
