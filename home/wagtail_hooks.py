"""Registers what the front page's room adds to the admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from home.guide import GuideView, guide_menu_item
from home.panels import dashboard_panels


@hooks.register("construct_homepage_panels")
def add_dashboard_panels(request: HttpRequest, panels: list[Any]) -> None:
    panels.extend(dashboard_panels())


@hooks.register("register_admin_urls")
def add_guide() -> list[URLPattern]:
    return [path("posibnyk/", GuideView.as_view(), name="home_guide")]


@hooks.register("register_help_menu_item")
def add_guide_to_help() -> MenuItem:
    return guide_menu_item
