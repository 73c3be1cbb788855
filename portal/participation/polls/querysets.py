"""Which polls readers see."""

from collections import Counter
from datetime import datetime
from typing import Any, Self

from django.db import models, transaction
from django.utils import timezone

from portal.core.originals import original_locale_id, translation_state
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

    def with_translation_state(self) -> Self:
        """Each with `translation_id`, if there is a version in the other language, and `source_id`."""
        return self.annotate(**translation_state(self.model))

    def delete(self) -> tuple[int, dict[str, int]]:
        """One by one, as each poll refuses or goes with what belongs to it; all of them or none."""
        total: Counter[str] = Counter()
        with transaction.atomic():
            poll: Any
            for poll in self.select_related("locale"):
                if self.model._default_manager.filter(pk=poll.pk).exists():
                    total.update(poll.delete()[1])
        return sum(total.values()), dict(total)
