"""Registers only: what polls add to the admin; a line for each part."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from portal.participation.polls import deleting
from portal.participation.polls.chooser import poll_chooser
from portal.participation.polls.staff import acts, analytics, desk, log, voiding
from portal.participation.polls.staff.viewsets import PollViewSet

register_snippet(PollViewSet)
hooks.register("register_admin_urls", acts.admin_urls)
hooks.register("register_log_actions", log.register)
hooks.register("before_delete_snippet", deleting.before_delete)
hooks.register("register_admin_urls", desk.admin_urls)
hooks.register("register_admin_menu_item", desk.menu_item)
hooks.register("register_log_actions", desk.register_log)
hooks.register("register_admin_urls", analytics.admin_urls)
hooks.register("register_reports_menu_item", analytics.menu_item)
hooks.register("register_admin_viewset", lambda: poll_chooser)
hooks.register("register_admin_urls", voiding.admin_urls)
hooks.register("register_reports_menu_item", voiding.menu_item)
hooks.register("register_log_actions", voiding.register_log)
