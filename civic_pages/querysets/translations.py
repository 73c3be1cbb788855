"""How the other language stands, asked for a whole list at once."""

from typing import Any, Self

from django.db.models import Case, CharField, F, OuterRef, Subquery, Value, When

from civic_pages.enums import TranslationState
from portal.core.originals import original_locale_id


class TranslationStateMixin:
    """For querysets of pages."""

    model: Any

    def with_translation_state(self) -> Self:
        """Ukrainian pages with `translation_id` and `translation_state` of their English version."""
        versions = (
            self.model._default_manager.filter(translation_key=OuterRef("translation_key"))
            .exclude(locale_id=original_locale_id())
            .order_by()
        )

        def of_version(name: str) -> Subquery:
            return Subquery(versions.values(name)[:1])

        return self.annotate(  # type: ignore[attr-defined]
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
