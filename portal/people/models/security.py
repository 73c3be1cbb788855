"""How an account was entered, and how a lost second factor comes back."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SignIn(models.Model):
    """A sign-in, shown to its person so that a foreign one is noticed; kept for 90 days."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sign_ins"
    )
    at = models.DateTimeField(_("time"), default=timezone.now, db_index=True)
    # As allauth names it: code, password, mfa, socialaccount …
    method = models.CharField(_("way"), max_length=40)
    # The network only (/24, /56), as text; and «Firefox, Windows».
    network = models.CharField(_("network"), max_length=50, blank=True)
    device = models.CharField(_("device"), max_length=80, blank=True)
    # SHA-256 of account and device cookie: tells the same browser again, ties no two accounts together.
    device_key = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        ordering: ClassVar[list[str]] = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.method}, {self.at:%d.%m.%Y %H:%M}"


class FactorRecovery(models.Model):
    """A second factor taken off a person who lost it: one member of staff asks, another confirms."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="factor_recoveries"
    )
    reason = models.TextField(_("reason"), max_length=1000)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    granted = models.BooleanField(_("granted"), null=True, blank=True)

    class Meta:
        verbose_name = _("recovery of a second factor")
        verbose_name_plural = _("recoveries of second factors")
        ordering: ClassVar[list[str]] = ["-asked_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(decided_at=None),
                name="people_one_open_recovery",
            ),
            models.CheckConstraint(
                condition=models.Q(granted=None)
                | models.Q(granted=False)
                | ~models.Q(asked_by=models.F("decided_by")),
                name="people_recovery_by_two",
            ),
            # Nobody asks for, or decides on, their own.
            models.CheckConstraint(
                condition=~models.Q(asked_by=models.F("user"))
                & ~models.Q(decided_by=models.F("user")),
                name="people_recovery_by_others",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.asked_at:%d.%m.%Y}"
