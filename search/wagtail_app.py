"""Wagtail's search without its own index: what it would write after each save, nobody reads."""

from wagtail.search.apps import WagtailSearchAppConfig


class QuietSearchConfig(WagtailSearchAppConfig):
    """No task after each save, no index entry to be looked for at each deletion."""

    default = False

    def ready(self) -> None:
        return
