from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    label = "home"
    verbose_name = _("Front page and sections")

    def ready(self) -> None:
        from home.selectors import site_facts
        from portal.core.sitewide import provide_site_facts

        provide_site_facts(site_facts)
