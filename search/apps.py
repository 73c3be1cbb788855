from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    label = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from django.core.checks import Tags, register

        from search import checks

        register(checks.engine_can_be, Tags.compatibility)
