"""How the state of a poll looks: chip, big number, sentence, windows for search."""

from datetime import date
from typing import Final, NamedTuple

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portal.core.facts import Figure, left_of
from portal.core.moments import in_words
from portal.core.search_items import SearchState, StateWindow
from portal.core.windows import TICK, city_day
from portal.participation.polls.enums import PollState
from portal.participation.polls.models import Poll, Round
from portal.participation.polls.models.polls import CLOSING_SOON
from portal.participation.polls.pages.shown import ShownPoll
from portal.participation.polls.results import words
from portal.participation.polls.results.counting import Tally


class Chip(NamedTuple):
    kind: str
    icon: str
    word: str | Promise


# Colour and icon as everywhere; the word is the state's label.
_CHIPS: Final[dict[PollState, tuple[str, str]]] = {
    PollState.UPCOMING: ("planned", "calendar"),
    PollState.OPEN: ("open", "circle-dot"),
    PollState.CLOSING: ("soon", "hourglass"),
    PollState.COUNTING: ("planned", "layers"),
    PollState.CLOSED: ("closed", "lock"),
}
# The states as search knows them: one that other things have, too, has its key and its word.
SEARCH_KEYS: Final[dict[PollState, str]] = {
    PollState.UPCOMING: "planned",
    PollState.OPEN: "voting",
    PollState.CLOSING: "soon",
    PollState.COUNTING: "counting",
    PollState.CLOSED: "closed",
}
SEARCH_STATES: Final[dict[str, SearchState]] = {
    "planned": SearchState(_("Planned"), "planned", "calendar"),
    "voting": SearchState(pgettext_lazy("poll", "Voting goes on"), "open", "circle-dot"),
    "soon": SearchState(_("Closing soon"), "soon", "hourglass"),
    "counting": SearchState(_("Being counted"), "planned", "layers"),
    "closed": SearchState(_("Closed"), "closed", "lock"),
}


def chip_of(shown: ShownPoll, *, with_days: bool = False) -> Chip:
    """The state's chip; with `with_days` it says what is left or since when it is over."""
    kind, icon = _CHIPS[shown.state]
    word: str | Promise = shown.state.label
    if with_days:
        word = _words_with_days(shown) or word
    return Chip(kind, icon, word)


def _words_with_days(shown: ShownPoll) -> str:
    window = shown.original.window
    left = window.remaining(shown.now)
    if left is not None and left.hours is None:
        return ngettext("%(count)d day more", "%(count)d days more", left.days) % {
            "count": left.days
        }
    if left is not None:
        return gettext("Last day")
    if shown.state == PollState.CLOSED and window.last_day:
        return gettext("Closed on %(day)s") % {"day": _day_words(window.last_day)}
    if shown.state == PollState.UPCOMING and window.opens:
        return gettext("Opens on %(day)s") % {"day": _day_words(city_day(window.opens))}
    return ""


def _day_words(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def figure_of(shown: ShownPoll) -> Figure:
    """Days or hours left, the day of the beginning, or how many took part."""
    window = shown.original.window
    if shown.is_open:
        left = left_of(window, shown.now, is_soon=shown.state == PollState.CLOSING)
        return left or Figure("∞", gettext("without an end"), "off")
    if shown.is_over and (counted := shown.tally.main):
        return Figure(words.number(counted), ngettext("ballot", "ballots", counted), "off")
    day = window.last_day if shown.is_over else window.opens and city_day(window.opens)
    if day is None:
        return Figure("—", gettext("term to be announced"), "off")
    month = date_format(day, "E" if day.year == city_day(shown.now).year else "E Y")
    ends = gettext("%(month)s, the end") if shown.is_over else gettext("%(month)s, the beginning")
    return Figure(str(day.day), ends % {"month": month}, "off")


def counted_words(tally: Tally) -> str:
    """How many ballots count, and apart from them how many were not checked; empty without any."""
    parts = []
    if tally.main:
        parts.append(ballot_words(tally.main))
    if tally.unverified:
        parts.append(_("%(count)s not checked") % {"count": words.number(tally.unverified)})
    return ", ".join(str(part) for part in parts)


def ballot_words(number: int) -> str:
    """«1 284 голоси»."""
    return ngettext("%(number)s ballot", "%(number)s ballots", number) % {
        "number": words.number(number)
    }


def sentence_of(shown: ShownPoll) -> str:
    """What a reader can do now, in one sentence."""
    window = shown.original.window
    match shown.state:
        case PollState.UPCOMING if window.opens:
            return gettext("Answers are taken from %(moment)s.") % {
                "moment": in_words(window.opens)
            }
        case PollState.UPCOMING:
            return gettext("The term of the poll will be announced.")
        case PollState.COUNTING:
            return gettext(
                "The poll is over. Ballots are being checked; the final count will be here."
            )
        case PollState.CLOSED:
            return gettext("The poll is over.")
    if window.closes is None:
        return ""
    return gettext("Answers are taken until %(moment)s.") % {"moment": in_words(window.closes)}


def state_windows(poll: Poll, round_: Round | None) -> tuple[StateWindow, ...]:
    """Which state an original is in, and when: for an index that asks by the clock."""
    poll.__dict__["_round"] = round_
    closes = poll.closes_at
    turns = [poll.opens_at, closes - CLOSING_SOON if closes else None, closes]
    moments = sorted({moment for moment in turns if moment is not None})
    if poll.opens_at is None or not moments:
        return (StateWindow(SEARCH_KEYS[PollState.UPCOMING]),)
    found: list[StateWindow] = []
    for begin, end in zip([None, *moments], [*moments, None], strict=True):
        key = SEARCH_KEYS[poll.state_at(begin or moments[0] - TICK)]
        if found and found[-1].state == key:
            found[-1] = StateWindow(key, found[-1].begins, end)
        else:
            found.append(StateWindow(key, begin, end))
    return tuple(found)
