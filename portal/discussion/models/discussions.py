"""The discussion of a thing, one for all its languages."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.originals import OriginalKey
from portal.people.enums import Level

# Each names what a discussion may be about; exactly one of them is filled.
THINGS = ("page",)


def _exactly_one() -> models.Q:
    found = models.Q()
    for name in THINGS:
        found |= models.Q(
            **{f"{other}__isnull": other != name for other in THINGS},
        )
    return found


class Discussion(models.Model):
    """All that is said about one thing. Made when somebody first writes or a moderator sets something.

    `number` of the last published comment and the count of readable ones are kept by the services,
    under this row's lock.
    """

    page = OriginalKey(
        "wagtailcore.Page", verbose_name=_("page"), null=True, blank=True, related_name="+"
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

    class Meta:
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["page"], name="discussion_once_a_page"),
            models.CheckConstraint(condition=_exactly_one(), name="discussion_of_one_thing"),
        ]
        permissions: ClassVar[list[tuple[str, Any]]] = [
            ("moderate", "Can moderate comments"),
            ("answer_officially", "Can answer for a department"),
            ("export_discussion", "Can export discussions"),
        ]

    def __str__(self) -> str:
        return str(self.page)


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
