"""What a discussion hangs on, as a request sees it: a page of any type that takes the mixin, or a poll."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from portal.core.prepared import prepared
from portal.discussion.kinds import Kind, kinds
from portal.discussion.models import Discussion
from portal.discussion.things.base import Things, split, things_by_letter, things_for
from portal.people.models import User


class DiscussedMixin(models.Model):
    """For page types that readers may discuss, beside BasePage. `discussion_kind` names a `Kind`.

    `has_discussion` belongs into the type's `shared_fields`, `discussion_panels` into its settings.
    """

    discussion_kind: ClassVar[str]

    has_discussion = models.BooleanField(
        _("readers may comment"),
        default=True,
        help_text=_("Without it nobody sees the comments. To stop new ones, close the discussion."),
    )

    discussion_panels: ClassVar[list[Any]] = [FieldPanel("has_discussion")]

    class Meta:
        abstract = True

    def discussion_over_at(self) -> datetime | None:
        """From when on the thing itself ends the discussion; None while it does not."""
        return None

    def discussion_topics(self) -> frozenset[int]:
        """Originals of the topics on which experts may answer here."""
        topics: Any = getattr(self, "topics", None)
        return frozenset() if topics is None else frozenset(term.pk for term in topics.all())

    @property
    def discussion_key(self) -> str:
        """Names the thing in addresses, the same in every language."""
        return key_of(self)


def key_of(thing: Any) -> str:
    """The key of a thing in any language; `host_of` reads it back. Raises LookupError for what has no discussion."""
    return _things_for(thing).key(thing.original)


@dataclass(frozen=True)
class Host:
    """A thing that is discussed, as one request sees it.

    `original` holds dates, department and rows; `version` is the one in the reader's language, the original
    where there is none.
    """

    things: Things
    original: Any
    version: Any

    @property
    def kind_name(self) -> str:
        return self.things.kind_name(self.original)

    @property
    def kind(self) -> Kind:
        kind = kinds.get(self.kind_name)
        if kind is None:
            raise LookupError(f"No kind of discussed things is called «{self.kind_name}».")
        return kind

    @property
    def key(self) -> str:
        """Names it in addresses: «p12»."""
        return self.things.key(self.original)

    @property
    def title(self) -> str:
        return str(self.version.title)

    @property
    def url(self) -> str:
        return self.things.url(self.version)

    @property
    def over_at(self) -> datetime | None:
        """From when on the thing itself ends the discussion; None while it does not."""
        return self.things.over_at(self.original)

    @property
    def owning_department_id(self) -> int | None:
        """For `in_own_department`."""
        found: int | None = getattr(self.original, "owning_department_id", None)
        return found

    @cached_property
    def topic_ids(self) -> frozenset[int]:
        return self.things.topic_ids(self.original)

    def may_be_set_by(self, user: User) -> bool:
        """Whether somebody who does not moderate may close and set up its discussion."""
        return self.things.may_set(user, self.original)

    @classmethod
    def of(cls, version: Any) -> Self:
        """The host of a thing that is known to be shown (its own template, a task, the admin).

        Raises LookupError for what has no discussion.
        """
        return cls(_things_for(version), version.original, version)


def _things_for(thing: Any) -> Things:
    found = things_for(thing)
    if found is None:
        raise LookupError(f"{thing!r} is nothing that can be discussed.")
    return found


def host_of(key: str, request: HttpRequest) -> Host:
    """The thing under a key, for a reader. Raises Http404 when it is not theirs to read.

    That is: no such thing, one without a discussion, unpublished, or closed to this reader.
    """
    found = split(key)
    if found is None:
        raise Http404
    things, pk = found
    original = things.readable(pk, request)
    if original is None:
        raise Http404
    return Host(things, original, things.in_language(original))


def discussion_of(host: Host) -> Discussion | None:
    """What is said about a thing; None while nobody has written or set anything."""
    return next(iter(_discussions(host.things.column)(host.original.pk)), None)


@functools.cache
def _discussions(column: str) -> Callable[[int], list[Discussion]]:
    @prepared()
    def about(pk: int) -> QuerySet[Discussion]:
        return Discussion.objects.filter(**{f"{column}_id": pk})

    return about


def made_discussion(host: Host) -> Discussion:
    """The same, made when it is not there. For services, inside a transaction."""
    found, _made = Discussion.objects.get_or_create(**{host.things.column: host.original})
    return found


def host_of_discussion(discussion: Discussion) -> Host:
    """The thing of a discussion whatever its state, for staff and tasks."""
    things = things_by_letter(discussion.key[:1])
    original = things.specific(discussion.thing)
    return Host(things, original, things.in_language(original))
