"""What people agreed to: texts in versions, and who agreed to which when."""

from typing import Any, ClassVar, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField

from portal.people.enums import ConsentKind

# What makes a version what it is.
FROZEN: Final = ("kind", "version", "text", "text_en", "in_force_from")


class ConsentText(models.Model):
    """One version of a text; what somebody has agreed to is never changed, a new version follows."""

    kind = models.CharField(_("kind"), max_length=20, choices=ConsentKind.choices)
    version = models.PositiveSmallIntegerField(_("version"), editable=False)
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

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ValidationError when somebody has agreed to it already: their consent was to that text."""
        self.refuse_change_of_agreed()
        if not self.version:
            last = ConsentText.objects.filter(kind=self.kind).aggregate(last=Max("version"))["last"]
            self.version = (last or 0) + 1
        super().save(*args, **kwargs)

    def clean(self) -> None:
        self.refuse_change_of_agreed()
        others = ConsentText.objects.filter(kind=self.kind).exclude(pk=self.pk)
        if others.filter(in_force_from__gte=self.in_force_from).exists():
            raise ValidationError(
                {"in_force_from": _("A new version comes into force after the one before it.")}
            )

    def refuse_change_of_agreed(self) -> None:
        if not self.pk or not self.consents.exists():
            return
        old = ConsentText.objects.get(pk=self.pk)
        if any(getattr(old, name) != getattr(self, name) for name in FROZEN):
            raise ValidationError(
                _("Somebody has agreed to this text: it does not change. Add a new version.")
            )

    def in_language(self, language: str) -> str:
        """The text as its reader reads it; Ukrainian for every language but English."""
        return self.text_en if language == "en" else self.text


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
