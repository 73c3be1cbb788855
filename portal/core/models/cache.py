"""Small shared values by which every web worker learns that something changed."""

from django.db import models


class Stamp(models.Model):
    """The content version: one row, raised on every change a reader could see."""

    number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)


class GoneAddress(models.Model):
    """The address of a page that was deleted: it answers 410, not 404."""

    path = models.CharField(max_length=1000, unique=True)
    deleted_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.path
