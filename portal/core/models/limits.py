"""What is kept against abuse: no address, no name, only keyed hashes that run out."""

from typing import ClassVar

from django.db import models


class LimitUse(models.Model):
    """How much of a limit somebody has used, as the moment at which all of it is free again.

    `key` is a keyed hash (portal/core/limits/keys.py). After the moment the row says nothing any more.
    """

    key = models.CharField(max_length=64, primary_key=True)
    free_at_ms = models.BigIntegerField(help_text="Milliseconds since 1970, UTC.")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["free_at_ms"], name="limit_use_free_at"),
        ]

    def __str__(self) -> str:
        return self.key
