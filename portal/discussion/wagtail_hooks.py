"""Registers only: what discussions add to the admin; a line for each part."""

from wagtail import hooks

from portal.discussion.staff import exporting, log, questions

hooks.register("register_admin_urls", questions.admin_urls)
hooks.register("register_admin_menu_item", questions.menu_item)
hooks.register("construct_homepage_panels", questions.add_panel)
hooks.register("register_log_actions", questions.register_log)
hooks.register("register_admin_urls", exporting.admin_urls)
hooks.register("register_reports_menu_item", exporting.menu_item)
hooks.register("register_log_actions", exporting.register_log)
hooks.register("register_log_actions", log.register)
