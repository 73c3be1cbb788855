"""Registers what the front page's room adds to the admin."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from home.panels import dashboard_panels


@hooks.register("construct_homepage_panels")
def add_dashboard_panels(request: HttpRequest, panels: list[Any]) -> None:
    panels.extend(dashboard_panels())
