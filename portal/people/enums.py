"""The words people are described with."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.IntegerChoices):
    """How sure the portal is of who somebody is; a higher one does all a lower one does."""

    GUEST = 0, _("guest")
    EMAIL = 10, _("e-mail confirmed")
    DESK = 20, _("identity checked at a desk")
    IDENTITY = 30, _("identity confirmed electronically")

    @property
    def needed(self) -> str:
        """The level as what an action asks for: at a desk or electronically is the same to it."""
        return str(_("a confirmed identity") if self == Level.DESK else self.label)


class Role(models.TextChoices):
    """What a person may be to the city; each is a group of permissions (`portal/people/roles.py`)."""

    PARTICIPANT = "participant", _("participant")
    EXPERT = "expert", _("expert")
    REPRESENTATIVE = "representative", _("representative of an organisation")
    OFFICER = "officer", _("responsible officer of a department")
    CLERK = "clerk", _("clerk at a desk")
    MODERATOR = "moderator", _("moderator")
    EDITOR = "editor", _("editor")
    CHIEF_EDITOR = "chief_editor", _("chief editor")
    ADMINISTRATOR = "administrator", _("administrator")


class Document(models.TextChoices):
    """What a clerk was shown. The kind is kept, never the number."""

    PASSPORT_CARD = "passport_card", _("passport (card)")
    PASSPORT_BOOK = "passport_book", _("passport (booklet)")
    DIIA = "diia", _("document in the Diia app")
    RESIDENCE_PERMIT = "residence_permit", _("residence permit")
    REFUGEE = "refugee", _("document of a refugee or a person under protection")


class ConsentKind(models.TextChoices):
    """What people agree to, each by itself."""

    PERSONAL_DATA = "personal_data", _("processing of personal data")
    RULES = "rules", _("rules of the community")


class RequestState(models.TextChoices):
    """Where a request to people of the portal stands."""

    PENDING = "pending", _("being considered")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")


# Roles that a person may ask for; all others are given by an administrator.
ROLES_ON_REQUEST: Final = (Role.EXPERT, Role.REPRESENTATIVE)
# Roles that act for the city: they open the administration, hand their duties over before they leave, and
# must have a second factor.
STAFF_ROLES: Final = (
    Role.OFFICER,
    Role.CLERK,
    Role.MODERATOR,
    Role.EDITOR,
    Role.CHIEF_EDITOR,
    Role.ADMINISTRATOR,
)
