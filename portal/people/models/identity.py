"""Proof of who a person is: what is kept of it, and checks at a desk that wait for their person."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.originals import OriginalKey
from portal.people.enums import Document, Level


class PersonFacts(models.Model):
    """What a document or a provider says of a person. The person's number is kept as a keyed hash only."""

    # HMAC-SHA256 in hex under PERSON_HASH_KEY (`portal/people/person_hash.py`), and which key made it.
    person_hash = models.CharField(_("hash of the person’s number"), max_length=64, editable=False)
    key_id = models.CharField(max_length=8, editable=False)
    last_name = models.CharField(_("last name"), max_length=150)
    first_name = models.CharField(_("first name"), max_length=150)
    middle_name = models.CharField(_("patronymic"), max_length=150, blank=True)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    # Only one proven by an address; what a person says of themselves stands on the account.
    district = OriginalKey(
        "places.District", verbose_name=_("district"), null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True


class Identity(PersonFacts):
    """The proven person behind an account: one person, one account."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="identity"
    )
    level = models.PositiveSmallIntegerField(
        _("level"),
        choices=[
            (Level.DESK.value, Level.DESK.label),
            (Level.IDENTITY.value, Level.IDENTITY.label),
        ],
    )
    # Name of the provider as it is configured, or "desk".
    source = models.CharField(_("source"), max_length=40)
    verified_at = models.DateTimeField(_("verified"), default=timezone.now)

    class Meta:
        verbose_name = _("proven identity")
        verbose_name_plural = _("proven identities")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person_hash"], name="people_one_person_one_account"),
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.last_name, self.first_name, self.middle_name)))


class DeskCheck(PersonFacts):
    """A document checked by a clerk; it counts once its person enters the code while signed in."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="desk_checks"
    )
    clerk = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    document = models.CharField(_("document"), max_length=20, choices=Document.choices)
    checked_on = models.DateField(_("checked on"))
    created_at = models.DateTimeField(_("recorded"), default=timezone.now)
    code_hash = models.CharField(max_length=128, editable=False)
    expires_at = models.DateTimeField(_("code is valid until"))
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    used_at = models.DateTimeField(_("confirmed by the person"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("check at a desk")
        verbose_name_plural = _("checks at a desk")
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(used_at=None, revoked_at=None),
                name="people_one_open_desk_check",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.last_name} {self.first_name}, {self.checked_on}"
