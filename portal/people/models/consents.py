"""What people agreed to: texts in versions, and who agreed to which when."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField

from portal.people.enums import ConsentKind


class ConsentText(models.Model):
    """One version of a text; what somebody has agreed to is never changed, a new version follows."""

    kind = models.CharField(_("kind"), max_length=20, choices=ConsentKind.choices)
    version = models.PositiveSmallIntegerField(_("version"))
    text = RichTextField(_("text"), features=["bold", "link", "ol", "ul", "h3"])
    text_en = RichTextField(_("text in English"), features=["bold", "link", "ol", "ul", "h3"])
    in_force_from = models.DateTimeField(_("in force from"), default=timezone.now)

    class Meta:
        verbose_name = _("text of a consent")
        verbose_name_plural = _("texts of consents")
        ordering: ClassVar[list[str]] = ["kind", "-version"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "version"], name="people_one_text_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.version}"


class Consent(models.Model):
    """That a person agreed to a text, and until when."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="consents"
    )
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="consents")
    given_at = models.DateTimeField(_("given"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering: ClassVar[list[str]] = ["-given_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "text"],
                condition=models.Q(withdrawn_at=None),
                name="people_consent_given_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text}, {self.given_at:%d.%m.%Y}"
