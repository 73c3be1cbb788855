"""The discussion of a thing, one for all its languages."""

import re
from typing import Any, ClassVar, Final, Self, TypeVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.originals import OriginalKey
from portal.people.enums import Level

# What a discussion may be about: the letter that stands for it in addresses («p12»), and its column. Exactly one
# of them is filled. What such a thing is to its discussion is said in portal/discussion/things/.
THINGS: Final[dict[str, str]] = {"p": "page", "o": "poll"}
KEY: Final = re.compile(r"([a-z])([1-9][0-9]{0,8})\Z", re.ASCII)
# Long columns of things that no list shows.
_LONG: Final = ("poll__questions",)

R = TypeVar("R", bound=models.QuerySet[Any])


def _exactly_one() -> models.Q:
    found = models.Q()
    for name in THINGS.values():
        found |= models.Q(
            **{f"{other}__isnull": other != name for other in THINGS.values()},
        )
    return found


def with_things(rows: R, path: str = "") -> R:
    """Read with each row what its discussion is about, so that a list names it without another query.

    `path` leads from the rows to the discussion: «question__discussion».
    """
    before = f"{path}__" if path else ""
    things = (f"{before}{name}" for name in THINGS.values())
    return rows.select_related(*things).defer(*(f"{before}{name}" for name in _LONG))


class DiscussionQuerySet(models.QuerySet["Discussion"]):
    """Discussions by what they are about."""

    def about(self, key: str) -> Self:
        """The one about the thing that `key` («p12») names; none for what is no key."""
        found = KEY.match(key)
        if found is None or found[1] not in THINGS:
            return self.none()
        return self.filter(**{f"{THINGS[found[1]]}_id": int(found[2])})

    def titled(self, words: str) -> Self:
        """Those about things with these words in the title."""
        found = models.Q()
        for name in THINGS.values():
            found |= models.Q(**{f"{name}__title__icontains": words})
        return self.filter(found)


class Discussion(models.Model):
    """All that is said about one thing. Made when somebody first writes or a moderator sets something.

    `number` of the last published comment and the count of readable ones are kept by the services,
    under this row's lock.
    """

    page = OriginalKey(
        "wagtailcore.Page", verbose_name=_("page"), null=True, blank=True, related_name="+"
    )
    poll = OriginalKey(
        "polls.Poll", verbose_name=_("poll"), null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)
    # --- Kept by services ---
    last_number = models.PositiveIntegerField(default=0, editable=False)
    published_count = models.PositiveIntegerField(_("comments"), default=0, editable=False)
    last_at = models.DateTimeField(_("last comment"), null=True, blank=True, editable=False)
    # --- Set by moderators ---
    premoderated = models.BooleanField(
        _("comments are read before they are published"),
        null=True,
        blank=True,
        help_text=_("If not chosen, as for all things of this kind."),
    )
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    closed_reason = models.CharField(
        _("why it is closed"), max_length=300, blank=True, help_text=_("Everybody reads it.")
    )
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    objects: ClassVar[Any] = models.Manager.from_queryset(DiscussionQuerySet)()

    class Meta:
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *(
                models.UniqueConstraint(fields=[name], name=f"discussion_once_a_{name}")
                for name in THINGS.values()
            ),
            models.CheckConstraint(condition=_exactly_one(), name="discussion_of_one_thing"),
        ]
        permissions: ClassVar[list[tuple[str, Any]]] = [
            ("moderate", "Can moderate comments"),
            ("answer_officially", "Can answer for a department"),
            ("export_discussion", "Can export discussions"),
        ]

    def __str__(self) -> str:
        return str(self.thing)

    @property
    def key(self) -> str:
        """What names the thing in addresses, the same in every language: «p12»."""
        letter, column = self._place()
        return f"{letter}{getattr(self, f'{column}_id')}" if column else ""

    @property
    def thing(self) -> Any:
        """The original of what is discussed; of a page without what its own type adds."""
        _letter, column = self._place()
        return getattr(self, column) if column else None

    @property
    def url(self) -> str:
        """The address of the thing, for staff."""
        from portal.discussion.things import things_by_letter

        return things_by_letter(self._place()[0]).url(self.thing)

    def _place(self) -> tuple[str, str]:
        """The letter and the column of the thing; empty where there is none (in the style guide)."""
        for letter, column in THINGS.items():
            if getattr(self, f"{column}_id") is not None:
                return letter, column
        return "", ""


class KindSettings(models.Model):
    """What holds for discussions of all things of one kind, as the administrator sets it."""

    kind = models.CharField(_("kind"), max_length=60, unique=True, editable=False)
    level = models.PositiveSmallIntegerField(
        _("who may write"),
        choices=[(level.value, level.label) for level in Level if level > Level.GUEST],
        default=Level.EMAIL,
    )
    premoderated = models.BooleanField(
        _("comments are read before they are published"), default=False
    )

    class Meta:
        verbose_name = _("settings of a kind of discussions")
        verbose_name_plural = _("settings of discussions")

    def __str__(self) -> str:
        return self.kind


class Visit(models.Model):
    """Up to which number a person has read a discussion.

    `number`: what was there when the visit that goes on began, so that what has come since stays marked
    while they read; `seen`: what has been shown to them by now, which the next visit begins with.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    discussion = models.ForeignKey(Discussion, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    seen = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "discussion"], name="discussion_one_visit_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.discussion}: {self.number}"
