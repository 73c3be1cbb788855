"""Questions asked of forums."""

from datetime import date, datetime
from typing import ClassVar, Self

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

from civic_pages.querysets.translations import TranslationStateMixin
from civic_pages.states import forum_clock
from portal.core.languages import with_fallback
from portal.core.querysets import PortalPageQuerySet
from portal.core.windows import WindowQuerySetMixin, midnight


class ForumQuerySet(WindowQuerySetMixin, TranslationStateMixin, PortalPageQuerySet):
    window_fields: ClassVar[tuple[str, str]] = ("starts_at", "ends_at")

    def shown(self, under: Page | None = None) -> Self:
        """As a reader of the active language sees them: public, Ukrainian ones where untranslated."""
        return with_fallback(self.live().public(), under=under)  # type: ignore[return-value]

    def coming(self, now: datetime | None = None) -> Self:
        """Those not over yet: planned and taking place, whatever the editor says of them."""
        return self.filter(ends_at__gt=now or timezone.now())

    def past(self, now: datetime | None = None) -> Self:
        return self.closed(now)

    def in_state(self, state: str, now: datetime | None = None) -> Self:
        """Those in a ForumState."""
        return self.filter(forum_clock(now or timezone.now()).as_q(state))

    def between(self, first: date, after: date) -> Self:
        """Those that take place, in whole or in part, from the day `first` to before `after`."""
        # An event without length stands on its moment; one that ends at midnight is over by then.
        return self.filter(
            Q(ends_at__gt=midnight(first)) | Q(starts_at__gte=midnight(first)),
            starts_at__lt=midnight(after),
        )

    def for_list(self) -> Self:
        """What a row of a list needs, without text bodies, in a constant number of queries."""
        return self.defer_streamfields().select_related("venue")
