"""Fixed choices of the front page and the site's settings."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BannerLevel(models.TextChoices):
    """How grave the message of the emergency banner is."""

    INFO = "INFO", _("Information")
    WARNING = "WARNING", _("Warning")
    DANGER = "DANGER", _("Danger")


class Door(models.TextChoices):
    """What can be done today: a door of the front page is a number and where it leads."""

    CONSULTATIONS = "CONSULTATIONS", _("Consultations that take proposals")
    FORUMS = "FORUMS", _("Forums to come")
    NEWS = "NEWS", _("News of the last seven days")
    REPORTS = "REPORTS", _("Reports on consultations this year")
