from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PollsConfig(AppConfig):
    name = "portal.participation.polls"
    label = "polls"
    verbose_name = _("Polls")

    def ready(self) -> None:
        from portal.participation.polls import deleting, personal, taking_part
        from portal.participation.polls.pages import wiring as pages
        from portal.participation.polls.results import wiring

        personal.register_polls()
        taking_part.register()
        pages.connect()
        wiring.connect()
        deleting.connect()
