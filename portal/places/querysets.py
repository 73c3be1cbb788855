"""Questions asked of the city's lists."""

from typing import Any, Self

from django.db import models

from portal.core.originals import original_locale_id


class TermQuerySet(models.QuerySet[Any]):
    def originals(self) -> Self:
        """The Ukrainian terms: those that pages point to and filters name."""
        return self.filter(locale_id=original_locale_id())
