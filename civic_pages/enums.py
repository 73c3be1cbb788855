"""Fixed choices of the editorial pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ForumStatus(models.TextChoices):
    """What an editor says of an event; whether it is to come or past follows from its times."""

    AS_PLANNED = "AS_PLANNED", _("As planned")
    POSTPONED = "POSTPONED", _("Postponed")
    CANCELLED = "CANCELLED", _("Cancelled")


class ConsultationFormat(models.TextChoices):
    """Forms of consultation: law no. 3841-IX, and the Procedure no. 996 of 03.11.2010."""

    ELECTRONIC = "ELECTRONIC", _("Electronic consultation")
    PUBLIC = "PUBLIC", _("Public discussion")
    TARGETED = "TARGETED", _("Targeted consultation")
    OPINION = "OPINION", _("Study of public opinion")


class ConsultationState(models.TextChoices):
    """Computed from the times and from whether an outcome is published; never stored."""

    PLANNED = "PLANNED", _("Planned")
    OPEN = "OPEN", _("Proposals are being taken")
    SOON = "SOON", _("Closing soon")
    WORK = "WORK", _("Proposals are being considered")
    ANSWERED = "ANSWERED", _("Report published")
