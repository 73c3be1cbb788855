"""Numbers of a count in the reader's words."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.template.defaultfilters import date as date_filter
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext, ngettext

from portal.participation.polls.enums import Channel
from portal.participation.polls.results.counting import Tally

_TENTH = Decimal("0.1")
_HUNDREDTH = Decimal("0.01")
# Days are parted from months and years by their length.
_DAY, _MONTH = len("2019-06-03"), len("2019-06")


def number(count: int) -> str:
    """«1 284»."""
    return _written(count, None, get_language())


@lru_cache(maxsize=4096)
def _written(value: int | Decimal, places: int | None, _language: str | None) -> str:
    """The same numbers stand in bars, tables and sums, and writing one asks for three formats."""
    return number_format(value, places, force_grouping=True)


def votes(count: int) -> str:
    """«612 votes»."""
    return ngettext("%(number)s vote", "%(number)s votes", count) % {"number": number(count)}


def answers(count: int) -> str:
    """«612 answers»: to one question, by ballots."""
    return ngettext("%(number)s answer", "%(number)s answers", count) % {"number": number(count)}


def points(count: int) -> str:
    """«12 points»: of a ranking."""
    return ngettext("%(number)s point", "%(number)s points", count) % {"number": number(count)}


def first_places(count: int) -> str:
    """«3 first places»: of a ranking."""
    return ngettext("%(number)s first place", "%(number)s first places", count) % {
        "number": number(count)
    }


def day(written: str) -> str:
    """«3 June 2019» of «2019-06-03», a month of «2019-06»; anything else as it is."""
    if len(written) == _DAY:
        return date_filter(date.fromisoformat(written), "DATE_FORMAT")
    if len(written) == _MONTH:
        return date_filter(date.fromisoformat(f"{written}-01"), "YEAR_MONTH_FORMAT").lower()
    return written


def share(part: int, whole: int) -> Decimal:
    """Percent with one decimal, halves upwards as people round; 0 of nothing."""
    if not whole:
        return Decimal("0.0")
    return (Decimal(100 * part) / whole).quantize(_TENTH, ROUND_HALF_UP)


def percent(part: int, whole: int) -> str:
    """«44,1 %»."""
    return gettext("%(share)s%%") % {"share": _written(share(part, whole), 1, get_language())}


def decimal(value: Decimal | str, unit: str = "") -> str:
    """At most two decimals, none where there are none; a unit after it."""
    found = Decimal(value).quantize(_HUNDREDTH, ROUND_HALF_UP)
    places = max(0, -int(found.normalize().as_tuple().exponent))
    text = _written(found, places, get_language())
    return f"{text}\u00a0{unit}" if unit else text


def channels(tally: Tally) -> str:
    """«1 387 votes: 1 284 with a confirmed identity, 103 on paper; apart from them 12 not checked».

    Votes that were not checked are never in the sum.
    """
    found = []
    ballots = {Channel(channel): count for channel, count in tally.ballots.items()}
    if count := ballots.get(Channel.VERIFIED):
        found.append(
            ngettext(
                "%(number)s with a confirmed identity",
                "%(number)s with a confirmed identity",
                count,
            )
            % {"number": number(count)}
        )
    if count := ballots.get(Channel.EMAIL):
        found.append(
            ngettext(
                "%(number)s with a confirmed address",
                "%(number)s with a confirmed address",
                count,
            )
            % {"number": number(count)}
        )
    if count := ballots.get(Channel.PAPER):
        found.append(
            ngettext("%(number)s on paper", "%(number)s on paper", count)
            % {"number": number(count)}
        )
    text = votes(tally.main) if found or not tally.unverified else ""
    if found:
        text = f"{text}: {', '.join(found)}"
    if not tally.unverified:
        return text
    apart = ngettext(
        "%(number)s vote not checked", "%(number)s votes not checked", tally.unverified
    )
    apart %= {"number": number(tally.unverified)}
    return (
        gettext("%(checked)s; apart from them %(unchecked)s")
        % {
            "checked": text,
            "unchecked": apart,
        }
        if text
        else apart
    )
