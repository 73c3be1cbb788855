"""Questions asked of the city's lists."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Subquery

from portal.core.originals import original_locale_id, translation_state


class TermQuerySet(models.QuerySet[Any]):
    def originals(self) -> Self:
        """The Ukrainian terms: those that pages point to and filters name."""
        return self.filter(locale_id=original_locale_id())

    def with_translation(self) -> Self:
        """Each with `translated_name`, its name in the other language; None where there is none."""
        return self.annotate(translated_name=Subquery(self._translations().values("name")[:1]))

    def with_translation_state(self) -> Self:
        """Each with `translation_id` and `source_id` (`portal.core.originals.translation_state`)."""
        return self.annotate(**translation_state(self.model))

    def translated(self, answer: bool = True) -> Self:
        """Those that have a name of their own in the other language, or have not."""
        found = Exists(self._translations())
        return self.filter(found if answer else ~found)

    def _translations(self) -> models.QuerySet[Any]:
        """A copy that still has the Ukrainian name waits for its translator."""
        return (
            self.model._default_manager.filter(translation_key=OuterRef("translation_key"))
            .exclude(locale_id=OuterRef("locale_id"))
            .exclude(name=OuterRef("name"))
            .order_by("locale_id")
        )
