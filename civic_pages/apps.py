from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CivicPagesConfig(AppConfig):
    name = "civic_pages"
    label = "civic_pages"
    verbose_name = _("News, forums and consultations")

    def ready(self) -> None:
        from civic_pages.viewsets.rubrics import RubricViewSet
        from portal.places.viewsets import city_lists

        city_lists.register("RubricViewSet", RubricViewSet)
