"""Registers what editors set for the search."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from search.admin import promotions, report
from search.admin.viewsets import SearchGroup

register_snippet(SearchGroup)
hooks.register("construct_settings_menu", promotions.hide_from_settings)
hooks.register("construct_reports_menu", promotions.hide_from_reports)


@hooks.register("register_search_menu_item")
def add_promotions() -> MenuItem:
    return promotions.PromotionsMenuItem()


# Before those of the package whose addresses some of them take over.
@hooks.register("register_admin_urls", order=-1)
def add_addresses() -> list[URLPattern]:
    return [*promotions.urls(), *report.urls()]


@hooks.register("register_reports_menu_item")
def add_report() -> MenuItem:
    return report.menu_item()


@hooks.register("register_permissions")
def add_permissions() -> QuerySet[Permission]:
    """What a group may be given on its page: to see the report."""
    return Permission.objects.filter(content_type__app_label="search", codename="view_askedquery")
