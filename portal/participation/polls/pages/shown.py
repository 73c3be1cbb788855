"""Polls as readers of a language see them: words of one version, dates and rows of the original."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone, translation

from portal.core.fresh import fresh_until, now_of
from portal.core.languages import language_of, locale_id_for
from portal.core.originals import original_locale_id
from portal.participation.polls.answering.places import is_staff
from portal.participation.polls.enums import Access, PollState, ShowResults
from portal.participation.polls.models import Poll, Round
from portal.participation.polls.models.polls import CLOSING_SOON
from portal.participation.polls.querysets import PollQuerySet
from portal.participation.polls.results.counting import Tally
from portal.participation.polls.results.state import Results, results_of
from portal.participation.polls.selectors import version_in
from portal.places.selectors import attach_localised_terms

_NO_SLUG = "preview"


@dataclass(frozen=True)
class ShownPoll:
    """`words` is the version that is read, in the reader's language or in Ukrainian; `lang` is set when
    that is another language than the page's. `round` is the current one, None before the first save.
    """

    original: Poll
    words: Poll
    round: Round | None
    now: datetime
    lang: str = ""

    @property
    def state(self) -> PollState:
        return self.original.state_at(self.now)

    @property
    def is_open(self) -> bool:
        return self.state in (PollState.OPEN, PollState.CLOSING)

    @property
    def is_over(self) -> bool:
        return self.state in (PollState.COUNTING, PollState.CLOSED)

    @cached_property
    def tally(self) -> Tally:
        """The last count; an empty one while none was made."""
        return Tally.from_json(self.round.tally if self.round is not None else {})

    @cached_property
    def results(self) -> Results | None:
        """Once for all places of a page, in its language; None where there may not be any (`has_results`)."""
        return results_of(self.words, now=self.now) if has_results(self) else None

    @property
    def url(self) -> str:
        return reverse("polls:poll", args=[self.original.slug])

    @property
    def access(self) -> Access:
        return self.original.access_kind


def has_results(shown: ShownPoll) -> bool:
    """Whether there may be results to show: live ones from the opening on, others after the end."""
    if shown.state == PollState.UPCOMING:
        return False
    return shown.is_over or shown.original.results == ShowResults.LIVE


def next_change(poll: Poll, now: datetime) -> datetime | None:
    """When the poll turns next by the clock alone, the number of days left included."""
    original = poll.original
    turns = [original.window.next_change(now, counting=True)]
    if original.closes_at is not None:
        turns.append(original.closes_at - CLOSING_SOON)
    return min((moment for moment in turns if moment and moment > now), default=None)


def shown_polls(
    polls: Iterable[Poll],
    request: HttpRequest | None = None,
    *,
    now: datetime | None = None,
    language: str | None = None,
) -> dict[int, ShownPoll]:
    """What readers see of published polls, by the primary key of the version that was given.

    A poll that readers may not see (a draft, taken back, for staff alone) is not in the answer. Three
    queries for any number: versions, the districts whose residents may answer, rounds. The render of
    `request` lives until the first of them turns.
    """
    given = list(polls)
    if not given:
        return {}
    now = now or now_of(request)
    found = _found(given, now, language)
    result = {
        poll.pk: found[poll.translation_key] for poll in given if poll.translation_key in found
    }
    if request is not None:
        fresh_until(request, *(next_change(each.original, now) for each in result.values()))
    return result


def _found(given: Sequence[Poll], now: datetime, language: str | None) -> dict[Any, ShownPoll]:
    wanted = {original_locale_id(), locale_id_for(language or translation.get_language())}
    versions: dict[Any, dict[int, Poll]] = {}
    rows = Poll.objects.filter(
        translation_key__in={poll.translation_key for poll in given}, locale_id__in=wanted
    )
    for row in rows.order_by().prefetch_related("voter_districts"):
        versions.setdefault(row.translation_key, {})[row.locale_id] = row
    originals = [
        original
        for several in versions.values()
        if (original := several.get(original_locale_id())) is not None
        and original.live
        and not original.is_private
    ]
    attach_localised_terms(originals, "voter_districts", language=language)
    rounds = last_rounds(originals)
    return {
        original.translation_key: _joined(
            original, versions[original.translation_key], rounds.get(original.pk), now, language
        )
        for original in originals
    }


def _joined(
    original: Poll,
    versions: dict[int, Poll],
    round_: Round | None,
    now: datetime,
    language: str | None,
) -> ShownPoll:
    shown = language or translation.get_language() or settings.LANGUAGE_CODE
    words = versions.get(locale_id_for(shown), original)
    return joined(original, words if words.live else original, round_, now, shown)


def joined(
    original: Poll, words: Poll, round_: Round | None, now: datetime, language: str
) -> ShownPoll:
    """The same of rows that were read already; each knows the others from here on."""
    for version in (original, words):
        version.__dict__["original"] = original
        version.__dict__["_round"] = round_
    code = language_of(words)
    return ShownPoll(original, words, round_, now, "" if code == language else code)


def last_rounds(originals: Iterable[Poll]) -> dict[int, Round]:
    """The current round of each, by the poll's primary key. One query."""
    keys = [poll.pk for poll in originals]
    if not keys:
        return {}
    later = Round.objects.filter(poll=OuterRef("poll"), number__gt=OuterRef("number"))
    rounds = Round.objects.filter(~Exists(later), poll_id__in=keys).order_by().defer("report")
    return {row.poll_id: row for row in rounds}


def shown_poll(slug: str, request: HttpRequest, *, to_staff: bool = False) -> ShownPoll:
    """The poll of an address. Raises Http404 for what readers may not see.

    `to_staff`: one for staff alone is found by staff, too, whose answers are never stored.
    """
    poll = public_originals().filter(slug=slug).first()
    found = shown_polls([poll], request) if poll is not None else {}
    if poll is not None and poll.pk in found:
        return found[poll.pk]
    hidden = Poll.objects.originals().filter(slug=slug, live=True, is_private=True).first()
    if to_staff and hidden is not None and is_staff(request):
        version = version_in(hidden, translation.get_language() or settings.LANGUAGE_CODE)
        return previewed(version or hidden, now_of(request))
    raise Http404("No such poll.")


def public_originals() -> PollQuerySet:
    """The polls that readers find, as their Ukrainian originals."""
    found: PollQuerySet = Poll.objects.originals().public()
    return found


def previewed(poll: Poll, now: datetime | None = None) -> ShownPoll:
    """A poll as its editor sees it before it is published."""
    now = now or timezone.now()
    language = translation.get_language() or settings.LANGUAGE_CODE
    original = poll if poll.in_original_language else poll.original
    # A new poll has no address yet.
    original.slug = original.slug or _NO_SLUG
    round_ = last_rounds([original]).get(original.pk) if original.pk else None
    return joined(original, poll, round_, now, language)
