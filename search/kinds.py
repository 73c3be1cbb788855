"""The kinds of things a reader finds; higher rooms register theirs."""

from dataclasses import dataclass

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.utils.functional import Promise

from portal.core.registry import Registry


@dataclass(frozen=True, slots=True)
class Kind:
    """`models` are labels of page types («civic_pages.NewsPage»); `moment` names their date column."""

    label: str | Promise
    models: tuple[str, ...]
    moment: str = "last_published_at"

    def type_ids(self) -> list[int]:
        """Primary keys of the models' content types."""
        types = ContentType.objects.get_for_models(*(apps.get_model(name) for name in self.models))
        return [each.pk for each in types.values()]


# By the key that stands in addresses: news, forums …
kinds: Registry[Kind] = Registry("kind of search result")
