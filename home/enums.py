"""Fixed choices of the front page and the site's settings."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BannerLevel(models.TextChoices):
    """How grave the message of the emergency banner is."""

    INFO = "INFO", _("Information")
    WARNING = "WARNING", _("Warning")
    DANGER = "DANGER", _("Danger")
