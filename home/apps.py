from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class HomeConfig(AppConfig):
    name = "home"
    label = "home"
    verbose_name = _("Front page and sections")

    def ready(self) -> None:
        from home.selectors import SITE_RELATIONS, site_facts
        from portal.core.search_items import SearchKind, search_kinds
        from portal.core.serving import site_relations
        from portal.core.sitewide import provide_site_facts

        site_relations.extend(SITE_RELATIONS)
        # In the order in which readers look for them.
        search_kinds.register("news", SearchKind(_("News"), _("News item")))
        search_kinds.register("forums", SearchKind(_("Forums"), _("Forum"), has_parts=True))
        search_kinds.register(
            "consultations", SearchKind(_("Consultations"), _("Consultation"), has_parts=True)
        )
        search_kinds.register(
            "polls", SearchKind(_("Polls"), pgettext_lazy("search", "Poll"), has_parts=True)
        )
        search_kinds.register("documents", SearchKind(_("Documents"), _("Document")))
        search_kinds.register("pages", SearchKind(_("Pages"), _("Page")))
        provide_site_facts(site_facts)
