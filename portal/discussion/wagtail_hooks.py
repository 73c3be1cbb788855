"""Registers only: what discussions add to the admin; a line for each part."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from portal.discussion.staff import exporting, log, menu, moving, questions, settings, views
from portal.discussion.staff.viewsets import RuleViewSet, StopWordViewSet

hooks.register("register_admin_urls", questions.admin_urls)
hooks.register("register_admin_menu_item", questions.menu_item)
hooks.register("construct_homepage_panels", questions.add_panel)
hooks.register("register_log_actions", questions.register_log)
hooks.register("register_admin_urls", exporting.admin_urls)
hooks.register("register_reports_menu_item", exporting.menu_item)
hooks.register("register_log_actions", exporting.register_log)
hooks.register("register_log_actions", log.register)
hooks.register("register_admin_urls", views.admin_urls)
hooks.register("register_admin_urls", settings.admin_urls)
hooks.register("register_admin_urls", moving.admin_urls)
hooks.register("register_admin_menu_item", menu.menu_item)
hooks.register("construct_homepage_panels", menu.add_panel)
hooks.register("register_page_listing_more_buttons", settings.listing_buttons)
hooks.register("register_page_header_buttons", settings.header_buttons)
register_snippet(RuleViewSet)
register_snippet(StopWordViewSet)
settings.connect_polls()
