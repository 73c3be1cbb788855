"""The list of polls in the admin: state, ballots, where each stands; as many queries for one as for fifty."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.models import ReferenceIndex, Revision

from portal.core.originals import attach_originals, original_locale_id
from portal.participation.polls.enums import Access, Channel, PollState
from portal.participation.polls.models import Ballot, Poll, Round
from portal.participation.polls.models.polls import CLOSING_SOON
from portal.places.models import Department, Topic


def in_state(state: PollState, now: datetime) -> Q:
    """The rows of `Poll` in a state by the clock, as `Poll.state_at` tells it."""
    running = Q(opens_at__lte=now)
    ended = running & Q(closes_at__lte=now)
    soon = Q(closes_at__gt=now, closes_at__lte=now + CLOSING_SOON)
    sealed = Exists(_last_rounds().filter(sealed_at__isnull=False))
    return {
        PollState.UPCOMING: Q(opens_at__isnull=True) | Q(opens_at__gt=now),
        PollState.OPEN: running & ~Q(closes_at__lte=now + CLOSING_SOON),
        PollState.CLOSING: running & soon,
        PollState.COUNTING: ended & ~Q(sealed),
        PollState.CLOSED: ended & Q(sealed),
    }[state]


def _last_rounds() -> QuerySet[Round]:
    rounds = Round.objects.filter(
        poll__translation_key=OuterRef("translation_key"), poll__locale_id=original_locale_id()
    )
    later = Round.objects.filter(poll=OuterRef("poll"), number__gt=OuterRef("number"))
    return rounds.filter(~Exists(later))


class PollFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"), method="filter_state", choices=PollState.choices, empty_label=_("All")
    )
    access = django_filters.ChoiceFilter(
        label=_("Who may answer"), choices=Access.choices, empty_label=_("All")
    )
    department = django_filters.ModelChoiceFilter(
        label=_("department"), queryset=lambda _request: Department.objects.originals()
    )
    topics = django_filters.ModelChoiceFilter(
        label=_("topic"), queryset=lambda _request: Topic.objects.originals()
    )

    class Meta:
        model = Poll
        fields: ClassVar[list[str]] = ["state", "access", "department", "topics"]

    def filter_state(self, queryset: QuerySet[Poll], _name: str, value: str) -> QuerySet[Poll]:
        return queryset.filter(in_state(PollState(value), timezone.now()))


@dataclass(frozen=True, slots=True)
class Facts:
    """What a row of the list shows besides the poll itself."""

    round: Round | None
    ballots: Counter[str]
    places: int


def prepare(polls: Iterable[Poll]) -> list[Poll]:
    """Give each what its row shows (`facts_of`), its round and its schedule."""
    rows = attach_originals(polls)
    originals = {row.translation_key: row.original for row in rows if row.original}
    rounds = _rounds([original.pk for original in originals.values()])
    ballots = _ballots([round_.pk for round_ in rounds.values()])
    places = _places(list(originals))
    scheduled = _scheduled(rows)
    for row in rows:
        round_ = rounds.get(row.original.pk) if row.original else None
        for poll in (row, row.original):
            if poll is not None:
                poll.__dict__["_round"] = round_
        counted = ballots.get(round_.pk) if round_ else None
        row.__dict__["_facts"] = Facts(round_, counted or Counter(), places[row.translation_key])
        row.__dict__["scheduled_revision"] = scheduled.get(str(row.pk))
    return rows


def facts_of(poll: Poll) -> Facts:
    """Of a poll that went through `prepare`; asked for anew elsewhere."""
    if "_facts" not in poll.__dict__:
        prepare([poll])
    found: Facts = poll.__dict__["_facts"]
    return found


def checked_and_not(ballots: Counter[str]) -> tuple[int, int]:
    """Ballots that were checked, and those that were not: never one number."""
    unchecked = ballots[Channel.UNVERIFIED]
    return sum(ballots.values()) - unchecked, unchecked


def _rounds(poll_ids: list[int]) -> dict[int, Round]:
    last = (
        Round.objects.filter(poll_id=OuterRef("poll_id")).order_by("-number").values("number")[:1]
    )
    found = Round.objects.filter(poll_id__in=poll_ids, number=Subquery(last))
    return {
        round_.poll_id: round_ for round_ in found.defer("tally", "breakdown", "report").order_by()
    }


def _ballots(round_ids: list[int]) -> dict[int, Counter[str]]:
    found: dict[int, Counter[str]] = defaultdict(Counter)
    rows = Ballot.objects.filter(round_id__in=round_ids).order_by()
    for round_id, channel, count in rows.values_list("round_id", "channel").annotate(Count("key")):
        found[round_id][channel] = count
    return found


def _places(keys: list[Any]) -> dict[Any, int]:
    """On how many pages (or in what else) any version of a poll stands."""
    versions = dict(
        Poll.objects.filter(translation_key__in=keys).values_list("pk", "translation_key")
    )
    own = ContentType.objects.get_for_model(Poll)
    rows = ReferenceIndex.objects.filter(
        to_content_type=own, to_object_id__in=[str(pk) for pk in versions]
    ).exclude(base_content_type=own)
    found: dict[Any, set[tuple[int, str]]] = defaultdict(set)
    for target, kind, source in rows.values_list("to_object_id", "base_content_type", "object_id"):
        found[versions[int(target)]].add((kind, source))
    return defaultdict(int, {key: len(sources) for key, sources in found.items()})


def _scheduled(polls: list[Poll]) -> dict[str, Revision]:
    revisions = Revision.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Poll),
        object_id__in=[str(poll.pk) for poll in polls],
        approved_go_live_at__isnull=False,
    ).defer("content")
    return {revision.object_id: revision for revision in revisions}
