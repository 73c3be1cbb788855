"""Questions asked of consultations."""

from datetime import datetime
from typing import Self

from django.db.models import Case, F, When
from django.utils import timezone
from wagtail.models import Page

from civic_pages.enums import ConsultationState
from civic_pages.querysets.translations import TranslationStateMixin
from civic_pages.states import consultation_clock
from portal.core.languages import with_fallback
from portal.core.querysets import PortalPageQuerySet
from portal.core.windows import WindowQuerySetMixin


class ConsultationQuerySet(WindowQuerySetMixin, TranslationStateMixin, PortalPageQuerySet):
    def shown(self, under: Page | None = None) -> Self:
        """As a reader of the active language sees them: public, Ukrainian ones where untranslated."""
        return with_fallback(self.live().public(), under=under)  # type: ignore[return-value]

    def in_state(self, *states: str, now: datetime | None = None) -> Self:
        """Those in one of the given ConsultationStates."""
        return self.filter(consultation_clock(now or timezone.now()).as_q(*states))

    def in_order_of_agenda(self, now: datetime | None = None) -> Self:
        """What a reader can still do something about comes first.

        Open ones by their end, planned ones by their beginning, the others by their end, the latest
        first.
        """
        now = now or timezone.now()
        taking = consultation_clock(now).as_q(ConsultationState.OPEN, ConsultationState.SOON)
        planned = consultation_clock(now).as_q(ConsultationState.PLANNED)
        return self.order_by(
            Case(When(taking, then=0), When(planned, then=1), default=2),
            Case(When(taking, then=F("closes_at")), When(planned, then=F("opens_at"))).asc(
                nulls_last=True
            ),
            F("closes_at").desc(nulls_last=True),
            "pk",
        )

    def for_list(self) -> Self:
        """What a row of a list needs, without text bodies, in a constant number of queries."""
        return self.defer_streamfields().select_related("department").prefetch_related("districts")
