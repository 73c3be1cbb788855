from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiscussionConfig(AppConfig):
    name = "portal.discussion"
    label = "discussion"
    verbose_name = _("Discussions")

    def ready(self) -> None:
        from portal.core.registry import periodic
        from portal.discussion import attaching, personal, search, taking_part
        from portal.discussion.checks import wiring
        from portal.discussion.kinds import Kind, kinds
        from portal.discussion.services import notices, sending
        from portal.discussion.services.comments import wipe_deleted
        from portal.discussion.services.decisions import tell_of_deleted
        from portal.discussion.signals import comment_changed
        from portal.discussion.things import things
        from portal.discussion.things.pages import PageThings
        from portal.discussion.things.polls import KIND, PollThings
        from portal.people.navigation import Entry, account_menu

        things.register("p", PageThings())
        things.register("o", PollThings())
        kinds.register(KIND, Kind(_("Polls")))
        attaching.connect()
        wiring.connect()
        comment_changed.connect(tell_of_deleted, dispatch_uid="discussion_tell_of_deleted")
        personal.register_discussion()
        taking_part.register()
        periodic.register("wipe texts of deleted comments", (86_400, wipe_deleted))
        notices.connect()
        search.connect()
        periodic.register("letters about comments", (60, sending.send_due))
        periodic.register("forget letters about comments", (86_400, sending.forget_old))
        account_menu.register("notices", Entry(_("Notifications"), "account_notices", 50))
