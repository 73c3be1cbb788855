from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiscussionConfig(AppConfig):
    name = "portal.discussion"
    label = "discussion"
    verbose_name = _("Discussions")

    def ready(self) -> None:
        from portal.core.registry import periodic
        from portal.discussion import packages, personal
        from portal.discussion.services.comments import wipe_deleted

        packages.quieten()
        personal.register_discussion()
        periodic.register("wipe texts of deleted comments", (86_400, wipe_deleted))
