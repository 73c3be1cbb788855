"""A comment, what was changed in it, and what readers say to it."""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django_comments_xtd.models import XtdComment

from portal.core.originals import OriginalKey
from portal.discussion.enums import ReactionKind, State, Voice
from portal.discussion.models.discussions import Discussion


class Comment(XtdComment):
    """What one person said. Text, author and moment stand in the package's row, all else in this one.

    The package's own numbers (`thread_id`, `parent_id`, `level`, `order`, `nested_count`) stay at their
    defaults, its e-mail and IP address empty. `number`, `path` and `published_at` are given once, at
    the first publication, and never change: what was published once keeps its place, readable or not.
    """

    # Fields of the package's model, whose types are unknown to the checker.
    submit_date: datetime | None

    # Named here because its reverse name would hide the text, a field called «comment».
    xtdcomment_ptr = models.OneToOneField(
        XtdComment,
        on_delete=models.CASCADE,
        parent_link=True,
        primary_key=True,
        related_name="+",
    )
    discussion = models.ForeignKey(
        Discussion, on_delete=models.PROTECT, related_name="comments", verbose_name=_("discussion")
    )
    # Whom it answers, and the comment its thread began with; empty for one that begins a thread.
    reply_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replies"
    )
    root = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="thread"
    )
    depth = models.PositiveSmallIntegerField(default=0)
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    # Its place in the thread: nine digits for each level, so that text order is reading order.
    path = models.CharField(max_length=27, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    edited_at = models.DateTimeField(_("changed"), null=True, blank=True)
    html = models.TextField(editable=False)
    lang = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    is_question = models.BooleanField(_("question"), default=False)
    voice = models.CharField(
        _("as whom"), max_length=10, choices=Voice.choices, default=Voice.CITIZEN
    )
    # As they were when the answer was given.
    department = OriginalKey(
        "places.Department", null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    position = models.CharField(_("position"), max_length=200, blank=True)
    # The rule a hidden one broke, for its placeholder; the decision stands in the log.
    rule = OriginalKey(
        "discussion.Rule", null=True, blank=True, related_name="+", verbose_name=_("rule")
    )
    # --- Kept by services: on the first comment of a thread, of the whole thread ---
    # Comments that have a place in the thread, this one included.
    thread_size = models.PositiveIntegerField(default=0)
    # The number of its last readable official answer; 0 when there is none.
    official_number = models.PositiveIntegerField(default=0)
    # --- Kept by services: on every comment ---
    useful_count = models.PositiveIntegerField(_("useful"), default=0)
    disagree_count = models.PositiveIntegerField(_("disagree"), default=0)
    reports_count = models.PositiveIntegerField(_("open reports"), default=0)

    objects: ClassVar[models.Manager["Comment"]] = models.Manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["discussion", "number"], name="discussion_number_once"),
            models.CheckConstraint(
                condition=models.Q(
                    published_at__isnull=True,
                    number__isnull=True,
                    path="",
                    state__in=[State.HELD, State.REJECTED, State.DELETED],
                )
                | models.Q(published_at__isnull=False, number__isnull=False)
                & ~models.Q(path="")
                & ~models.Q(state=State.REJECTED),
                name="discussion_place_with_publication",
            ),
            models.CheckConstraint(
                condition=models.Q(depth=0, root=None, reply_to=None)
                | models.Q(depth__gt=0, root__isnull=False, reply_to__isnull=False),
                name="discussion_answers_have_a_thread",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # A thread from a place on; old threads first.
            models.Index(fields=["discussion", "path"], name="discussion_by_path"),
            # Beginnings of threads in each order.
            models.Index(fields=["discussion", "depth", "number"], name="discussion_by_number"),
            models.Index(
                fields=["discussion", "depth", "useful_count", "number"],
                name="discussion_by_useful",
            ),
            models.Index(
                fields=["discussion", "depth", "official_number", "number"],
                name="discussion_by_official",
            ),
            # What waits for moderators and for departments.
            models.Index(
                fields=["state"],
                condition=models.Q(state=State.HELD),
                name="discussion_held",
            ),
            models.Index(
                fields=["reports_count"],
                condition=models.Q(reports_count__gt=0),
                name="discussion_reported",
            ),
            models.Index(
                fields=["number"],
                condition=models.Q(is_question=True, official_number=0, state=State.PUBLISHED),
                name="discussion_unanswered",
            ),
        ]

    def __str__(self) -> str:
        return gettext("Comment by %(name)s") % {"name": self.author_name}

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves without the package's arithmetic, which looks through the whole thread."""
        if self.submit_date is None:
            self.submit_date = timezone.now()
        if self.content_type_id is None:
            self.content_type = ContentType.objects.get_for_model(Discussion)
            self.object_pk = str(self.discussion_id)
            self.site_id = settings.SITE_ID
        self.is_public = self.state == State.PUBLISHED
        self.is_removed = self.state == State.DELETED
        fields = kwargs.get("update_fields")
        if fields is not None and "state" in fields:
            kwargs["update_fields"] = {*fields, "is_public", "is_removed"}
        models.Model.save(self, *args, **kwargs)

    @property
    def author_name(self) -> str:
        """The name that others read."""
        if self.user is not None:
            return self.user.public_name
        if self.user_name:
            # Brought along from another portal: nobody's account stands behind it.
            return gettext("Transferred: %(name)s") % {"name": self.user_name}
        return gettext("Deleted user")

    @property
    def is_readable(self) -> bool:
        return self.state == State.PUBLISHED

    @property
    def language(self) -> str:
        """For the `lang` of its text: empty when it is that of the page."""
        return "" if self.lang == get_language() else self.lang


class CommentEdit(models.Model):
    """What a comment said before a change that others could have read."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="edits")
    text = models.TextField(_("text"))
    html = models.TextField(editable=False)
    until = models.DateTimeField(_("changed"), default=timezone.now)

    class Meta:
        verbose_name = _("earlier text of a comment")
        verbose_name_plural = _("earlier texts of comments")
        ordering: ClassVar[list[str]] = ["-until", "-pk"]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.until:%d.%m.%Y %H:%M}"


class Reaction(models.Model):
    """What a person says to a comment without words: one, which may change."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reactions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.SmallIntegerField(_("reaction"), choices=ReactionKind.choices)

    class Meta:
        verbose_name = _("reaction")
        verbose_name_plural = _("reactions")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["comment", "user"], name="discussion_one_reaction_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.get_kind_display()}"


class Mention(models.Model):
    """Somebody who took part in the discussion is named in a comment."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["comment", "user"], name="discussion_one_mention_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.user_id}"
