from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    label = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from django.core.checks import Tags, register

        from portal.core.registry import health_checks, periodic
        from portal.core.search_items import mark_receivers, search_sources
        from search import checks, counting, health, receivers, tasks
        from search.indexing import marks
        from search.sources import documents, images, pages

        register(checks.engine_can_be, Tags.compatibility)
        # In the order in which they are indexed: what pages offer is read from their documents.
        search_sources.register(pages.SOURCE, pages.PageSource())
        search_sources.register(documents.SOURCE, documents.DocumentSource())
        search_sources.register(images.SOURCE, images.ImageSource())
        receivers.connect()
        mark_receivers.register("search", marks.receive)
        periodic.register("search changes", (tasks.EVERY, tasks.look_after_index))
        periodic.register("search comparison", (tasks.DAY, tasks.compare_nightly))
        periodic.register("forget queries", (tasks.DAY, counting.forget))
        health_checks.register("search", health.check)
