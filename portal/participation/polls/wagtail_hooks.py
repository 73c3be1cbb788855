"""Registers only: what polls add to the admin; a line for each part."""

from wagtail import hooks

from portal.participation.polls.staff import desk

hooks.register("register_admin_urls", desk.admin_urls)
hooks.register("register_admin_menu_item", desk.menu_item)
hooks.register("register_log_actions", desk.register_log)
