"""Registers only: what people and their roles add to the admin."""

from wagtail import hooks

from portal.people import page_scope

hooks.register("construct_page_chooser_queryset", page_scope.choosable)
hooks.register("before_create_page", page_scope.refuse_other_types)
