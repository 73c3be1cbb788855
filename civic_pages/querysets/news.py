"""Questions asked of the news."""

from datetime import date, datetime
from typing import Self

from django.utils import timezone

from civic_pages.querysets.translations import TranslationStateMixin
from portal.core.querysets import PortalPageQuerySet
from portal.core.windows import midnight


class NewsQuerySet(TranslationStateMixin, PortalPageQuerySet):
    def for_readers(self) -> Self:
        """What anybody may read now."""
        return self.live().public()

    def newest_first(self) -> Self:
        """The order of every list; items of one minute keep an order of their own."""
        return self.order_by("-date", "-pk")

    def waiting(self, now: datetime | None = None) -> Self:
        """Items whose time has not come."""
        return self.filter(date__gt=now or timezone.now())

    def between(self, first: date, after: date) -> Self:
        """Items from the day `first` to before the day `after`, by the city's clock."""
        return self.filter(date__gte=midnight(first), date__lt=midnight(after))

    def for_list(self) -> Self:
        """What a line of a list needs, without text bodies."""
        return self.defer_streamfields().select_related("lead_image")
