"""The city's own lists: districts, venues, topics, departments, audiences.

Pages and rows point to the Ukrainian original of a term; a page in another language shows
the term's translation (`portal/places/selectors.py`).
"""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.models import TranslatableMixin
from wagtail.search import index

from portal.core.originals import OriginalMixin
from portal.core.slugs import free_key
from portal.core.ukrainian.sorting import sort_key
from portal.places.forms import TermForm
from portal.places.querysets import TermQuerySet


class Term(OriginalMixin, TranslatableMixin, index.Indexed, models.Model):
    """A name in one of the city's lists, with the address key its filters use.

    The key is the same in both languages, so that a filtered list is the same list in both.
    """

    name = models.CharField(_("name"), max_length=150)
    slug = models.SlugField(
        _("address key"),
        max_length=80,
        blank=True,
        help_text=_(
            "Stands in the addresses of filters. Filled in from the name; change it only with good reason."
        ),
    )
    sort_key = models.CharField(max_length=300, editable=False, default="")

    objects = models.Manager.from_queryset(TermQuerySet)()

    shared_fields: ClassVar[tuple[str, ...]] = ("slug",)
    base_form_class = TermForm

    panels: ClassVar[list[Any]] = [TitleFieldPanel("name", placeholder=False), FieldPanel("slug")]
    search_fields: ClassVar[list[Any]] = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("locale"),
        index.FilterField("sort_key"),
    ]

    class Meta(TranslatableMixin.Meta):
        abstract = True
        ordering: ClassVar[list[str]] = ["sort_key", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["locale", "slug"],
                name="%(app_label)s_%(class)s_one_key",
                violation_error_message=_("Another entry of this list has this address key."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with what both languages share taken from the original, or given to the translation."""
        update_fields = kwargs.get("update_fields")
        if update_fields is None:
            if original := self.stored_original():
                self.take_shared_fields(original)
            self.sort_key = sort_key(self.name)[:300]
            self.slug = self.slug or free_key(self, self.name)
        super().save(*args, **kwargs)
        if self.in_original_language and self.shares(update_fields):
            self.give_shared_fields()

    def clean(self) -> None:
        super().clean()
        if not self.in_original_language and self.stored_original() is None:
            raise ValidationError(
                gettext("An entry begins in Ukrainian: create it there, then translate it.")
            )


class Topic(Term):
    class Meta(Term.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")


class Audience(Term):
    """Whom a consultation is for: residents, civil-society organisations, business …"""

    class Meta(Term.Meta):
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")


class District(Term):
    """A district of the city with its code in the state codifier (KATOTTG, order no. 290 of 26.11.2020)."""

    katottg = models.CharField(
        "КАТОТТГ",
        max_length=19,
        blank=True,
        validators=[RegexValidator(r"^UA\d{17}$", _("The code is UA and 17 digits."))],
        help_text=_(
            "Code of the territory in the state codifier, for example UA80000000000126643."
        ),
    )

    shared_fields = (*Term.shared_fields, "katottg")

    panels: ClassVar[list[Any]] = [*Term.panels, FieldPanel("katottg")]

    class Meta(Term.Meta):
        verbose_name = _("district")
        verbose_name_plural = _("districts")


class Department(Term):
    """A structural unit of the city: it publishes, answers, holds consultations."""

    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    genitive = models.CharField(
        _("name in the genitive"),
        max_length=200,
        blank=True,
        help_text=_("For running text: «звіт …». Not guessed by the program."),
    )
    address = models.CharField(_("address"), max_length=250, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    url = models.URLField(_("web page"), blank=True)

    shared_fields = (*Term.shared_fields, "phone", "email", "url")
    # Ukrainian grammar, of no use in another language.
    own_fields = ("genitive",)

    panels: ClassVar[list[Any]] = [
        *Term.panels,
        FieldPanel("short_name"),
        FieldPanel("genitive"),
        FieldPanel("address"),
        FieldPanel("phone"),
        FieldPanel("email"),
        FieldPanel("url"),
    ]
    search_fields: ClassVar[list[Any]] = [
        *Term.search_fields,
        index.SearchField("short_name"),
        index.AutocompleteField("short_name"),
    ]

    class Meta(Term.Meta):
        verbose_name = _("department")
        verbose_name_plural = _("departments")


class Venue(Term):
    """A place where people meet."""

    address = models.CharField(_("address"), max_length=250, blank=True)
    district = models.ForeignKey(
        District,
        verbose_name=_("district"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    accessibility = models.TextField(
        _("accessibility"),
        blank=True,
        max_length=600,
        help_text=_("Step-free entrance, lift, toilet, hearing loop, sign language."),
    )
    shelter = models.CharField(
        _("shelter"),
        max_length=250,
        blank=True,
        help_text=_("Where people go during an air-raid alert."),
    )
    latitude = models.DecimalField(
        _("latitude"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=9, decimal_places=6, null=True, blank=True
    )

    shared_fields = (*Term.shared_fields, "district_id", "latitude", "longitude")

    panels: ClassVar[list[Any]] = [
        *Term.panels,
        FieldPanel("address"),
        FieldPanel("district"),
        FieldPanel("accessibility"),
        FieldPanel("shelter"),
        FieldPanel("latitude"),
        FieldPanel("longitude"),
    ]
    search_fields: ClassVar[list[Any]] = [
        *Term.search_fields,
        index.SearchField("address"),
        index.FilterField("district"),
    ]

    class Meta(Term.Meta):
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
