"""Letters that wait to be sent."""

from typing import ClassVar

from django.db import models
from django.utils import timezone


class Letter(models.Model):
    """A letter in the outbox: written in the transaction that causes it, removed when it is sent.

    What cannot be delivered is removed after a day (`portal/core/letters/outbox.py`): letters hold
    addresses and codes.
    """

    to = models.EmailField()
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField()
    # Header lines besides the usual ones, such as List-Unsubscribe.
    headers = models.JSONField(default=dict)
    written_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"{self.subject} ({self.written_at:%d.%m.%Y %H:%M})"
