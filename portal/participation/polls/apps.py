from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PollsConfig(AppConfig):
    name = "portal.participation.polls"
    label = "polls"
    verbose_name = _("Polls")

    def ready(self) -> None:
        from portal.participation.polls import personal

        personal.register_polls()
