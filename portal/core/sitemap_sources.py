"""Things for the map of the portal that are no pages of the tree; a room names its own in `AppConfig.ready`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from portal.core.registry import Registry


@dataclass(frozen=True, slots=True)
class SitemapThing:
    """A thing with its path in each language in which it is there."""

    paths: Mapping[str, str]
    changed: datetime | None = None


# All public things of a room, in a constant number of queries.
sitemap_sources: Registry[Callable[[], Iterable[SitemapThing]]] = Registry("source of the sitemap")
