"""Who may not write for a while, and what they say against it."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Block(models.Model):
    """A term in which a person reads and keeps the rights to their data, but does not write."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blocks"
    )
    reason = models.TextField(_("reason"), max_length=1000, help_text=_("The person reads it."))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    begins_at = models.DateTimeField(_("from"), default=timezone.now)
    ends_at = models.DateTimeField(_("until"))
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    lift_reason = models.TextField(_("why it was lifted"), max_length=1000, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        ordering: ClassVar[list[str]] = ["-begins_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("begins_at")),
                name="people_block_has_a_term",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.begins_at:%d.%m.%Y} – {self.ends_at:%d.%m.%Y}"


class Appeal(models.Model):
    """Once for each block; decided by somebody else than the one who blocked."""

    block = models.OneToOneField(Block, on_delete=models.CASCADE, related_name="appeal")
    text = models.TextField(_("what you say against it"), max_length=3000)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    granted = models.BooleanField(_("granted"), null=True, blank=True)
    answer = models.TextField(_("answer"), max_length=3000, blank=True)

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        ordering: ClassVar[list[str]] = ["-made_at", "-pk"]
        permissions: ClassVar[list[tuple[str, Any]]] = [
            ("decide_appeal", _("Can decide appeals against blocks")),
        ]

    def __str__(self) -> str:
        return f"{self.block}"
