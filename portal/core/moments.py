"""A moment in the reader's words."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime


def in_words(moment: datetime) -> str:
    """«6 червня 2019 р., 14:30» by the city's clock: what comes from the database is by Greenwich's."""
    return date_format(localtime(moment), "DATETIME_FORMAT")
