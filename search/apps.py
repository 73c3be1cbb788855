from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    label = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        if settings.ELASTICSEARCH_URL:
            from portal.core.registry import health_checks, periodic
            from search import health, repairs

            health_checks.register("search", health.check)
            periodic.register("search_repairs", (repairs.EVERY, repairs.make_up))
