"""Which mail domains are taken at sign-up, beside the list of disposable ones."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.domains import to_ascii


class MailVerdict(models.TextChoices):
    DENIED = "denied", _("denied")
    ALLOWED = "allowed", _("allowed")


class MailDomain(models.Model):
    """What the city says of a mail domain and all below it; of several the closest counts.

    It goes before the list of disposable domains that comes with the code: an allowed one there is taken.
    """

    domain = models.CharField(
        _("domain"),
        max_length=253,
        unique=True,
        help_text=_("What stands after the @, such as example.com; subdomains are meant too."),
    )
    verdict = models.CharField(
        _("verdict"), max_length=10, choices=MailVerdict.choices, default=MailVerdict.DENIED
    )
    note = models.CharField(
        _("note"), max_length=300, blank=True, help_text=_("Why, for colleagues.")
    )

    class Meta:
        verbose_name = _("mail domain")
        verbose_name_plural = _("mail domains")
        ordering: ClassVar[list[str]] = ["domain"]

    def __str__(self) -> str:
        return self.domain

    def clean_fields(self, exclude: "set[str] | None" = None) -> None:  # type: ignore[override]
        """The domain in the form in which it is compared, before its length and uniqueness are."""
        if not exclude or "domain" not in exclude:
            self.domain = self._plain()
        super().clean_fields(exclude=exclude)

    def _plain(self) -> str:
        typed = self.domain.strip().rpartition("@")[2]
        plain = to_ascii(typed)
        if "." not in plain:
            raise ValidationError({"domain": _("Enter a domain, such as example.com.")})
        return plain
