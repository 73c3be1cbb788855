"""Small shared values by which every web worker learns that something changed."""

from django.db import models
from django.utils import timezone


class Stamp(models.Model):
    """A change that readers can see; how many there were is the content version.

    A row for each change, not one counter: transactions that publish at the same time do not wait
    for each other, cannot lock each other out, and one that is rolled back leaves nothing.
    """

    raised_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return str(self.pk)


class GoneAddress(models.Model):
    """The address of a page that was deleted: it answers 410, not 404."""

    path = models.CharField(max_length=1000, unique=True)
    deleted_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.path
