"""Polls: each has its own page, and is discussed there as long as people answer."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.db.models.signals import post_save
from django.http import Http404, HttpRequest
from django.urls import ResolverMatch, reverse
from django.utils.translation import get_language

from portal.core.languages import locale_id_for
from portal.core.search_items import WHOLE_CITY, SearchFacts
from portal.discussion.models import Comment
from portal.discussion.search_marks import mark
from portal.discussion.things.base import Thing, Things
from portal.participation.polls.models import Poll
from portal.people.models import User

KIND: Final = "polls"
_SOURCE: Final = "polls"
_PUBLISH: Final = "polls.publish_poll"


class PollThings(Things):
    """A poll is for everybody, or for staff alone: then nobody reads what was said of it."""

    letter = "o"
    model = Poll

    # --- For a reader's request -------------------------------------------------------------------

    def readable(self, pk: int, request: HttpRequest) -> Any | None:
        return self.on_site().filter(pk=pk, has_discussion=True).defer("questions").first()

    def in_language(self, original: Any) -> Any:
        locale_id = locale_id_for(get_language())
        if locale_id == original.locale_id:
            return original
        versions = Poll.objects.filter(
            translation_key=original.translation_key, locale_id=locale_id, live=True
        )
        version = versions.defer("questions").first()
        if version is None:
            return original
        version.__dict__["original"] = original
        return version

    def url(self, version: Any) -> str:
        return reverse("polls:poll", args=[version.slug])

    def at(self, match: ResolverMatch, request: HttpRequest) -> Any | None:
        """Any page of a poll leads to it: its form, its results, an earlier round."""
        slug = match.kwargs.get("slug")
        if match.app_names[:1] != ["polls"] or slug is None:
            return None
        poll = self.on_site().filter(slug=slug).first()
        if poll is None:
            raise Http404("no such poll")
        return poll

    # --- About one of them ------------------------------------------------------------------------

    def kind_name(self, original: Any) -> str:
        return KIND

    def over_at(self, original: Any) -> datetime | None:
        """As with consultations: what comes later counts for nothing, and must not look as if it did."""
        found: datetime | None = original.closes_at
        return found

    def topic_ids(self, original: Any) -> frozenset[int]:
        return frozenset(term.pk for term in original.topics.all())

    def may_set(self, user: User, original: Any) -> bool:
        return bool(user.has_perm(_PUBLISH))

    # --- For tasks, lists and search --------------------------------------------------------------

    def originals(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = Poll.objects.originals()
        return rows

    def specific(self, original: Any) -> Any:
        return original

    def on_site(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = Poll.objects.originals().public()
        return rows

    def of_departments(self, ids: Iterable[int]) -> list[QuerySet[Any]]:
        return [self.originals().filter(department__in=ids)]

    def load(self, pks: Iterable[int]) -> list[Thing]:
        originals = list(
            self.originals()
            .filter(pk__in=set(pks))
            .defer("questions")
            .prefetch_related("topics", "districts")
        )
        titles = _titles(originals)
        return [
            Thing(
                things=self,
                key=self.key(poll),
                original=poll,
                titles=titles.get(poll.translation_key, {}),
                is_shown=poll.live and poll.has_discussion and not poll.is_private,
            )
            for poll in originals
        ]

    def facts(self, thing: Thing) -> SearchFacts:
        poll = thing.original
        return SearchFacts(
            kind=_SOURCE,
            topics=tuple(term.pk for term in poll.topics.all()),
            districts=tuple(term.pk for term in poll.districts.all()) or WHOLE_CITY,
            department=poll.department_id,
        )

    def within(self, things: Sequence[Thing]) -> dict[str, tuple[str, ...]]:
        return {thing.key: (f"{_SOURCE}:{thing.original.pk}",) for thing in things}

    def connect(self) -> None:
        post_save.connect(_saved, sender=Poll, dispatch_uid="discussion_polls")


def _titles(polls: Iterable[Poll]) -> dict[Any, dict[str, str]]:
    found: dict[Any, dict[str, str]] = {}
    keys = [poll.translation_key for poll in polls]
    versions = Poll.objects.filter(translation_key__in=keys, live=True).order_by()
    for key, language, title in versions.values_list(
        "translation_key", "locale__language_code", "title"
    ):
        found.setdefault(key, {})[language] = title
    return found


def _saved(instance: Poll, raw: bool = False, **_kwargs: Any) -> None:
    """Receiver of Poll's post_save: title, terms, who sees it and its discussion may have changed."""
    if not raw:
        key = instance.translation_key
        mark(Comment.objects.filter(discussion__poll__translation_key=key))
