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


class IdentityAttempt(models.Model):
    """A way to an identity provider and back, gone after its use or half an hour.

    The row makes the state single-use for any number of processes: whoever marks it as used goes on.
    A person proven without an account waits here for one, so that nothing of them stays in sessions.
    """

    # SHA-256 in hex of the state, which only the session and the provider know.
    state_hash = models.CharField(max_length=64, unique=True, editable=False)
    provider = models.CharField(max_length=40)
    # Who was signed in at the start; nobody when it is for signing in.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    # Where the person was going, a path on the portal; and the language they read.
    next_path = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=5)
    started_at = models.DateTimeField(default=timezone.now, db_index=True)
    used_at = models.DateTimeField(null=True)
    # The proven facts while they wait for an account (`portal/people/identity/facts.py`).
    facts = models.JSONField(null=True)
    proved_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("way to an identity provider")
        verbose_name_plural = _("ways to an identity provider")

    def __str__(self) -> str:
        return f"{self.provider}, {self.started_at:%d.%m.%Y %H:%M}"


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
            models.CheckConstraint(
                condition=~models.Q(user=models.F("clerk")),
                name="people_no_clerk_checks_themself",
            ),
        ]
        permissions = [
            ("verify_at_desk", "Can check people’s documents at a desk"),
            ("review_desk_checks", "Can review checks at a desk"),
        ]

    def __str__(self) -> str:
        return f"{self.last_name} {self.first_name}, {self.checked_on:%d.%m.%Y}"
