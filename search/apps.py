from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    label = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from django.core.checks import Tags, register

        from portal.core.registry import periodic
        from portal.core.search_items import mark_receivers
        from search import checks, tasks
        from search.indexing import marks

        register(checks.engine_can_be, Tags.compatibility)
        mark_receivers.register("search", marks.receive)
        periodic.register("search changes", (tasks.EVERY, tasks.look_after_index))
