"""A poll: what an editor asks, of whom, until when."""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Final

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
)
from wagtail.search import index

from portal.core.fields import PortalStreamField
from portal.core.originals import OriginalMixin
from portal.core.slugs import free_key
from portal.core.windows import Window
from portal.participation.polls import freezing
from portal.participation.polls.enums import Access, PollState, ShowResults
from portal.participation.polls.forms import PollForm
from portal.participation.polls.panels import PANELS
from portal.participation.polls.publishing import PublicationRules
from portal.participation.polls.querysets import PollQuerySet
from portal.participation.polls.questions.blocks import QuestionsBlock

# From when on an open poll is told to be closing soon.
CLOSING_SOON: Final = timedelta(days=3)


class Poll(
    PublicationRules,
    OriginalMixin,
    PreviewableMixin,
    DraftStateMixin,
    RevisionMixin,
    TranslatableMixin,
    index.Indexed,
    ClusterableModel,
):
    """Questions with a window of time. One row a language; ballots hang on the Ukrainian original's rounds.

    Its dates are those of the current round. From a round's first ballot on, what would falsify the ballots is
    frozen (`portal/participation/polls/freezing.py`), and the round keeps the questions as they were asked.
    """

    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(
        _("address key"),
        max_length=80,
        blank=True,
        help_text=_("The last part of the poll’s address. Filled in from the title."),
    )
    lead = models.TextField(
        _("lead"),
        max_length=1000,
        blank=True,
        help_text=_("What is asked, why, and what will be done with the answers."),
    )
    questions = PortalStreamField(QuestionsBlock(), verbose_name=_("questions"), blank=True)
    opens_at = models.DateTimeField(
        pgettext_lazy("poll", "opens"), null=True, blank=True, db_index=True
    )
    closes_at = models.DateTimeField(
        pgettext_lazy("poll", "closes"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("From this moment on no answers are taken."),
    )
    access = models.CharField(
        _("who may answer"), max_length=10, choices=Access.choices, default=Access.EMAIL
    )
    min_age = models.PositiveSmallIntegerField(
        _("from what age"),
        default=0,
        help_text=_("Full years; 0 asks for none. Needs a confirmed identity."),
    )
    # Whose residents alone may answer; empty for everybody.
    voter_districts = ParentalManyToManyField(
        "places.District",
        verbose_name=_("only residents of"),
        blank=True,
        related_name="+",
        help_text=_("Leave empty for everybody. Needs a confirmed identity with a proven address."),
    )
    results = models.CharField(
        _("results are shown"),
        max_length=5,
        choices=ShowResults.choices,
        default=ShowResults.AFTER,
    )
    may_change = models.BooleanField(
        _("an answer may be changed until the end"),
        default=False,
        help_text=_("By the code of the receipt; who has lost it cannot."),
    )
    is_private = models.BooleanField(
        _("only staff see it"),
        default=False,
        help_text=_("For trying it out. Nobody else finds it, also where it stands in a page."),
    )
    legal_basis = models.CharField(
        _("legal basis"),
        max_length=300,
        blank=True,
        help_text=_("The act by which the poll is held, with its number and date."),
    )
    legal_basis_url = models.URLField(_("address of the act"), blank=True, max_length=500)
    department = models.ForeignKey(
        "places.Department",
        verbose_name=_("department"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    topics = ParentalManyToManyField(
        "places.Topic", verbose_name=_("topics"), blank=True, related_name="+"
    )
    districts = ParentalManyToManyField(
        "places.District",
        verbose_name=_("districts"),
        blank=True,
        related_name="+",
        help_text=_("What the poll is about. Leave empty for the whole city."),
    )
    has_discussion = models.BooleanField(
        _("readers may comment"),
        default=False,
        help_text=_("Without it nobody sees the comments. To stop new ones, close the discussion."),
    )
    # Origins, one a line: «https://example.org».
    embed_origins = models.TextField(
        _("sites that may show it"),
        blank=True,
        max_length=2000,
        help_text=_("One address a line, such as https://example.org. Empty: no other site."),
    )

    objects: ClassVar[Any] = models.Manager.from_queryset(PollQuerySet)()

    base_form_class = PollForm
    panels = PANELS

    shared_fields: ClassVar[tuple[str, ...]] = (
        "slug", "opens_at", "closes_at", "access", "min_age", "voter_districts", "results",
        "may_change", "is_private", "legal_basis_url", "department_id", "topics",
        "districts", "embed_origins", "has_discussion",
    )  # fmt: skip

    search_fields: ClassVar[list[Any]] = [
        index.SearchField("title", boost=2),
        index.AutocompleteField("title"),
        index.SearchField("lead"),
        index.FilterField("locale"),
        index.FilterField("live"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("poll")
        verbose_name_plural = _("polls")
        ordering: ClassVar[list[str]] = ["-closes_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["locale", "slug"],
                name="polls_one_address",
                violation_error_message=_("Another poll has this address."),
            ),
        ]
        permissions: ClassVar[list[tuple[str, Any]]] = [
            # Wagtail's, which it would make only after the migration that gives roles their rights.
            ("publish_poll", "Can publish poll"),
            ("void_ballots", "Can void ballots"),
            ("enter_paper_ballots", "Can enter paper ballots"),
            ("analyse_poll", "Can see the analytics of polls"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; what is no text is the original's in every language.

        Raises Refusal and NotReadyToPublish for a translation that would go live too early.
        """
        from portal.participation.polls.models.rounds import Round

        update_fields = kwargs.get("update_fields")
        if update_fields is None:
            if not self.in_original_language:
                self.check_translation()
            if original := self.stored_original():
                self.take_shared_fields(original)
            self.slug = self.slug or free_key(self, self.title)
        is_new = self._state.adding
        with transaction.atomic():
            if not is_new and update_fields is None:
                freezing.tell_of_words(self)
            super().save(*args, **kwargs)
        if is_new and self.in_original_language:
            Round.objects.create(poll=self, number=1)
        if self.in_original_language and self.shares(update_fields):
            self.give_shared_fields()

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Delete it with its translations and empty rounds. Raises Refusal, naming what hangs on it."""
        from portal.participation.polls import deleting

        with transaction.atomic():
            deleting.delete(self)
            return super().delete(*args, **kwargs)

    @property
    def window(self) -> Window:
        return Window(self.opens_at, self.closes_at)

    @property
    def access_kind(self) -> Access:
        return Access(self.access)

    @property
    def owning_department_id(self) -> int | None:
        """For `in_own_department`."""
        return self.department_id

    @property
    def current_round(self) -> Any:
        """The last round of the original, read once for an object."""
        if "_round" not in self.__dict__:
            rounds = self.original.rounds.order_by("-number")
            self.__dict__["_round"] = rounds.first()
        return self.__dict__["_round"]

    def state_at(self, now: datetime) -> PollState:
        """Where the current round stands."""
        original = self.original
        if original.opens_at is None or now < original.opens_at:
            return PollState.UPCOMING
        if original.closes_at is not None and original.closes_at <= now:
            found = self.current_round
            return PollState.CLOSED if found and found.sealed_at else PollState.COUNTING
        if original.closes_at is not None and original.closes_at - now <= CLOSING_SOON:
            return PollState.CLOSING
        return PollState.OPEN

    @property
    def state(self) -> PollState:
        return self.state_at(timezone.now())

    def clean(self) -> None:
        from django.core.exceptions import ValidationError

        super().clean()
        if not self.in_original_language and self.stored_original() is None:
            raise ValidationError(
                gettext("A poll begins in Ukrainian: create it there, then translate it.")
            )

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        return "polls/poll_page.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        from portal.participation.polls.pages.poll_page import preview_context

        return {**super().get_preview_context(request, mode_name), **preview_context(self, request)}

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("polls:poll", args=[self.slug])
