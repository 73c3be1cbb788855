from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    label = "home"
    verbose_name = _("Front page and sections")

    def ready(self) -> None:
        from home.selectors import SITE_RELATIONS, site_facts
        from portal.core.serving import site_relations
        from portal.core.sitewide import provide_site_facts

        site_relations.extend(SITE_RELATIONS)
        provide_site_facts(site_facts)
