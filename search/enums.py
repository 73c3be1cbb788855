"""Choices of what editors set for the search."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SynonymDirection(models.TextChoices):
    BOTH = "both", _("Each finds all the others")
    FIRST = "first", _("The first finds the others, but they do not find it")
