"""What people do with their own data: take it along, change their address."""

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
    expires_at = models.DateTimeField(_("there until"), null=True, blank=True)
    # A random name in the private storage; empty before it is made and after it is removed.
    file = models.CharField(max_length=100, blank=True, editable=False)
    size = models.PositiveBigIntegerField(_("size, bytes"), default=0)

    class Meta:
        verbose_name = _("copy of personal data")
        verbose_name_plural = _("copies of personal data")
        ordering: ClassVar[list[str]] = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.user}, {self.asked_at:%d.%m.%Y}"


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
