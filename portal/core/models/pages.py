"""The base of every page type."""

from http import HTTPMethod
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageManager, PageViewRestriction
from wagtail.search import index

from portal.core.models.tree import SharedFieldsNote, SlugPanel, TranslatedPageMixin
from portal.core.querysets import PortalPageQuerySet, closed_to_strangers
from portal.core.search_items import SearchFacts


class BasePage(TranslatedPageMixin, Page):
    """What all pages share: lead, social image, breadcrumb, the translation contract.

    Never WAGTAIL_PAGE_MODEL: wagtail-localize does not support it.
    """

    # Pages are read; forms have addresses of their own.
    allowed_http_methods: ClassVar[list[HTTPMethod]] = [
        HTTPMethod.GET,
        HTTPMethod.HEAD,
        HTTPMethod.OPTIONS,
    ]

    lead = models.TextField(
        _("lead"),
        blank=True,
        max_length=600,
        help_text=_(
            "One or two sentences that say what it is about. Shown in lists, search and social networks."
        ),
    )
    social_image = models.ForeignKey(
        "core.PortalImage",
        verbose_name=_("image for social networks"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("If empty, the lead image is taken, else the portal’s."),
    )

    content_panels: ClassVar[list[Any]] = [
        SharedFieldsNote(
            _(
                "Dates, places, rubrics and topics are taken from the Ukrainian original and edited there."
            )
        ),
        *Page.content_panels,
        FieldPanel("lead"),
    ]
    promote_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [SlugPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")],
            heading=_("For search engines"),
        ),
        FieldPanel("show_in_menus"),
        MultiFieldPanel([FieldPanel("social_image")], heading=_("Social networks")),
    ]
    # Between the title's 2 and the text's none: PostgreSQL weighs by the order of these numbers.
    search_fields: ClassVar[list[Any]] = [*Page.search_fields, index.SearchField("lead", boost=1)]

    # What `search_facts` reads of other tables by lists of keys.
    search_relations: ClassVar[tuple[str, ...]] = ()

    objects = PageManager.from_queryset(PortalPageQuerySet)()

    class Meta:
        abstract = True

    def search_facts(self) -> SearchFacts:
        """What search tells of this page besides its words; page types say more."""
        return SearchFacts(moment=self.last_published_at)

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """Those of the page and of all above it (of its source, for an alias), in one query, not three.

        In none where it is known which branches are closed and the page stands in none of them.
        """
        closed = closed_to_strangers()
        if closed is not None and not self.path.startswith(closed.gates):
            return PageViewRestriction.objects.none()
        steps = range(self.steplen, len(self.path) + 1, self.steplen)
        paths = [self.path[:end] for end in steps]
        return PageViewRestriction.objects.filter(
            models.Q(page__path__in=paths) | models.Q(page__aliases__path__in=paths)
        ).distinct()
