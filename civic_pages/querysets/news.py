"""Questions asked of the news."""

from datetime import date, datetime
from typing import Self

from django.db.models import Case, CharField, F, OuterRef, Subquery, Value, When
from django.utils import timezone

from civic_pages.enums import TranslationState
from portal.core.originals import original_locale_id
from portal.core.querysets import PortalPageQuerySet
from portal.core.windows import midnight


class NewsQuerySet(PortalPageQuerySet):
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

    def with_translation_state(self) -> Self:
        """Ukrainian items with `translation_id` and `translation_state` of their English version."""
        versions = (
            self.model._default_manager.filter(translation_key=OuterRef("translation_key"))
            .exclude(locale_id=original_locale_id())
            .order_by()
        )

        def of_version(name: str) -> Subquery:
            return Subquery(versions.values(name)[:1])

        return self.annotate(
            translation_id=of_version("pk"),
            translation_live=of_version("live"),
            translated_at=of_version("last_published_at"),
            translation_state=Case(
                When(translation_id__isnull=True, then=Value(TranslationState.NONE)),
                When(translation_live=False, then=Value(TranslationState.DRAFT)),
                When(last_published_at__gt=F("translated_at"), then=Value(TranslationState.OLD)),
                default=Value(TranslationState.LIVE),
                output_field=CharField(),
            ),
        )
