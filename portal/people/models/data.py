"""What people do with their own data: take it along, change their address."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DataExport(models.Model):
    """Everything the portal keeps of a person in one file, made in the background, there for 48 hours."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="data_exports"
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    ready_at = models.DateTimeField(_("ready"), null=True, blank=True)
    # When it was given up: every try has failed.
    failed_at = models.DateTimeField(_("failed"), null=True, blank=True)
    expires_at = models.DateTimeField(_("there until"), null=True, blank=True)
    # A random name in the private storage, chosen when it is asked for so that a second try writes
    # over the first; empty after the file is removed.
    file = models.CharField(max_length=100, blank=True, editable=False)
    size = models.PositiveBigIntegerField(_("size, bytes"), default=0)

    class Meta:
        verbose_name = _("copy of personal data")
        verbose_name_plural = _("copies of personal data")
        ordering: ClassVar[list[str]] = ["-asked_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(ready_at=None, failed_at=None),
                name="people_one_export_at_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.asked_at:%d.%m.%Y}"

    @property
    def is_being_made(self) -> bool:
        return self.ready_at is None and self.failed_at is None

    def is_there(self, at: datetime) -> bool:
        """Whether the file can be fetched at a moment."""
        return bool(self.ready_at and self.file and self.expires_at and at < self.expires_at)


class AddressChange(models.Model):
    """A new e-mail address, taken over once both addresses have confirmed it."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="address_change"
    )
    new_email = models.EmailField(_("new e-mail address"))
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    # Hashes of the codes sent to each address.
    old_code = models.CharField(max_length=128, editable=False)
    new_code = models.CharField(max_length=128, editable=False)
    old_confirmed_at = models.DateTimeField(null=True, blank=True)
    new_confirmed_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("change of address")
        verbose_name_plural = _("changes of address")

    def __str__(self) -> str:
        return f"{self.user}, {self.asked_at:%d.%m.%Y}"
