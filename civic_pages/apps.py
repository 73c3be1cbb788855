from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CivicPagesConfig(AppConfig):
    name = "civic_pages"
    label = "civic_pages"
    verbose_name = _("News, forums and consultations")

    def ready(self) -> None:
        from civic_pages.enums import ConsultationState, ForumState
        from civic_pages.models import ConsultationPage, ForumPage, NewsPage
        from civic_pages.viewsets.rubrics import RubricViewSet
        from portal.core.search_items import SearchState, search_states
        from portal.discussion.kinds import Kind, kinds
        from portal.people.page_scope import DepartmentPages, department_pages
        from portal.places.viewsets import city_lists

        kinds.register("news", Kind(_("News")))
        kinds.register("forums", Kind(_("Forums")))
        kinds.register("consultations", Kind(_("Consultations")))
        department_pages.register("news", DepartmentPages(NewsPage, "department"))
        department_pages.register("forums", DepartmentPages(ForumPage, "organiser"))
        department_pages.register("consultations", DepartmentPages(ConsultationPage, "department"))
        city_lists.register("RubricViewSet", RubricViewSet)
        # A state that both have is one: its key and its word are the same.
        for state in (*ConsultationState, *ForumState):
            key = state.value.lower()
            if search_states.get(key) is None:
                chip = state.chip
                search_states.register(key, SearchState(chip.word, chip.kind, chip.icon))
