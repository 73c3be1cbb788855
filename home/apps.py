from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

_INDEXES = (
    "civic_pages.NewsIndexPage",
    "civic_pages.ForumIndexPage",
    "civic_pages.ConsultationIndexPage",
)


class HomeConfig(AppConfig):
    name = "home"
    label = "home"
    verbose_name = _("Front page and sections")

    def ready(self) -> None:
        from home.selectors import SITE_RELATIONS, site_facts
        from portal.core.serving import site_relations
        from portal.core.sitewide import provide_site_facts
        from search.kinds import Kind, kinds

        site_relations.extend(SITE_RELATIONS)
        kinds.register("news", Kind(_("News"), ("civic_pages.NewsPage",), "date"))
        kinds.register(
            "forums",
            Kind(
                _("Forums"), ("civic_pages.ForumPage", "civic_pages.ForumSeriesPage"), "starts_at"
            ),
        )
        kinds.register(
            "consultations", Kind(_("Consultations"), ("civic_pages.ConsultationPage",), "opens_at")
        )
        kinds.register(
            "pages", Kind(_("Pages"), ("home.StandardPage", "home.SectionPage", *_INDEXES))
        )
        provide_site_facts(site_facts)
