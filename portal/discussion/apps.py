from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiscussionConfig(AppConfig):
    name = "portal.discussion"
    label = "discussion"
    verbose_name = _("Discussions")

    def ready(self) -> None:
        from portal.discussion import packages, personal

        packages.quieten()
        personal.register_discussion()
