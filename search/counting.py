"""What readers ask, counted by day without anything about the readers.

A question is counted as it was typed, in small letters, unless it may hold personal data: longer than
80 letters, with an «@», or with five digits in a row whatever stands between them. Nothing found is
counted where it is answered (such pages are never stored); everything else by a signal that the
page's script sends, with a token that only this portal can make.
"""

import datetime as dt
import hashlib
import logging
import re
import unicodedata
from typing import Final

from django.core import signing
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from portal.core.ukrainian.letters import with_one_apostrophe
from portal.core.windows import city_day
from search.models import AskedQuery
from search.text import clean_query

logger = logging.getLogger(__name__)

KEPT: Final = dt.timedelta(days=90)
# Shown to editors from so many times on: a question asked once may be about its asker.
SHOWN_FROM: Final = 2
LAST_PLACE: Final = 1_000
# What somebody could make up: counts of one question a minute, new questions a day.
_MOST_A_MINUTE: Final = 30
_MOST_A_DAY: Final = 5_000
# How long a page with results may stand open, seconds.
_TOKEN_AGE: Final = 6 * 3600
_SALT: Final = "search.counting"
_MINUTE: Final = 60
_BETWEEN_DIGITS: Final = re.compile(r"[^\w@]+")
_DIGITS: Final = re.compile(r"\d{5}")
# The column of a click by the last place that counts there.
_COLUMNS: Final = ((1, "first"), (3, "second"), (10, "fourth"), (LAST_PLACE, "further"))


class BadToken(ValueError):
    """A signal that no page of this portal sent, or one from yesterday's page."""


def countable(query: str) -> str:
    """The question as it is counted; empty for what must not be."""
    text = with_one_apostrophe(unicodedata.normalize("NFC", clean_query(query))).lower()
    text = " ".join(text.split())
    if len(text) > AskedQuery.LONGEST or "@" in text:
        return ""
    if _DIGITS.search(_BETWEEN_DIGITS.sub("", text)) or not any(map(str.isalnum, text)):
        return ""
    return text


def token(query: str, language: str) -> str:
    """What a page of results hands its script; empty where nothing may be counted."""
    text = countable(query)
    return signing.dumps([text, language], salt=_SALT) if text else ""


def count_view(text: str) -> None:
    """A page with results was shown. Raises BadToken."""
    query, language = _read(text)
    _count(query, language, "times")


def count_click(text: str, place: int) -> None:
    """The result at `place` (from 1) was opened. Raises BadToken, ValueError for no such place."""
    if not 1 <= place <= LAST_PLACE:
        raise ValueError(place)
    query, language = _read(text)
    _count(query, language, next(column for last, column in _COLUMNS if place <= last))


def count_nothing(query: str, language: str) -> None:
    """A question was answered with nothing."""
    if text := countable(query):
        _count(text, language, "times", "nothing")


def forget(now: dt.datetime | None = None) -> int:
    """Remove what is older than KEPT; returns how many rows."""
    # Days back from the city's day: ninety times 24 hours back may be another day, where clocks change.
    first = city_day(now or timezone.now()) - KEPT
    return AskedQuery.objects.filter(day__lt=first).delete()[0]


def _read(text: str) -> tuple[str, str]:
    try:
        query, language = signing.loads(text, salt=_SALT, max_age=_TOKEN_AGE)
    except (signing.BadSignature, ValueError) as bad:
        raise BadToken from bad
    return query, language


def _count(query: str, language: str, *columns: str) -> None:
    """Add one to the columns. What cannot be counted now is let go: readers never wait for it."""
    name = hashlib.sha256(f"{language}:{query}".encode()).hexdigest()[:32]
    if not _within_bounds(f"search-asked:{name}:{columns[0]}", _MOST_A_MINUTE):
        return
    day = timezone.localdate()
    mine = AskedQuery.objects.filter(day=day, language=language, query=query)
    more = {column: F(column) + 1 for column in columns}
    try:
        with transaction.atomic():
            if mine.update(**more) or AskedQuery.objects.filter(day=day).count() >= _MOST_A_DAY:
                return
            AskedQuery.objects.get_or_create(day=day, language=language, query=query)
            mine.update(**more)
    except DatabaseError as error:
        logger.warning("A question was not counted: %s", type(error).__name__)


def _within_bounds(name: str, most: int) -> bool:
    """Whether this happened at most `most` times in about a minute (in each process without Redis)."""
    cache.add(name, 0, _MINUTE)
    try:
        return int(cache.incr(name)) <= most
    except ValueError:
        return True  # it ran out in between, or the cache is away
