"""Which polls readers see."""

from datetime import datetime
from typing import Self

from django.db import models
from django.utils import timezone

from portal.core.originals import original_locale_id
from portal.core.windows import WindowQuerySetMixin


class PollQuerySet(WindowQuerySetMixin, models.QuerySet):
    """`upcoming`, `open`, `closed` by the clock; `originals` and `public` besides."""

    def originals(self) -> Self:
        return self.filter(locale_id=original_locale_id())

    def public(self) -> Self:
        """Published and not for staff alone."""
        return self.filter(live=True, is_private=False)

    def begun(self, now: datetime | None = None) -> Self:
        return self.filter(opens_at__lte=now or timezone.now())
