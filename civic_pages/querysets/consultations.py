"""Questions asked of consultations."""

from datetime import datetime
from typing import Self

from django.utils import timezone

from civic_pages.states import consultation_clock
from portal.core.querysets import PortalPageQuerySet
from portal.core.windows import WindowQuerySetMixin


class ConsultationQuerySet(WindowQuerySetMixin, PortalPageQuerySet):
    def in_state(self, *states: str, now: datetime | None = None) -> Self:
        """Those in one of the given ConsultationStates."""
        return self.filter(consultation_clock(now or timezone.now()).as_q(*states))

    def with_state(self, now: datetime | None = None) -> Self:
        """Each row knows its ConsultationState as `clock_state`."""
        return self.annotate(clock_state=consultation_clock(now or timezone.now()).as_case())

    def for_list(self) -> Self:
        """What a row of a list needs, without text bodies, in a constant number of queries."""
        return (  # type: ignore[no-any-return]
            self.defer_streamfields().select_related("department").prefetch_related("districts")
        )
