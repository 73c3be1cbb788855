"""What keeps guests' forms from being sent by machines. Nothing here names anybody."""

from typing import ClassVar

from django.db import models


class UsedChallenge(models.Model):
    """A proof of work that was taken: its unique key refuses it a second time."""

    signature = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.signature


class MailCode(models.Model):
    """A code that was sent to an address: known by a random handle that a guest's form or a session carries.

    `digest` is a keyed hash of code, address, form and handle, so that neither the code nor the address
    can be read here, and a code opens nothing but the form for which it was sent.
    """

    handle = models.CharField(max_length=43, unique=True)
    digest = models.CharField(max_length=64)
    expires_at = models.DateTimeField(db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(tries__lte=5), name="five_tries_a_code"),
        ]

    def __str__(self) -> str:
        return self.handle
