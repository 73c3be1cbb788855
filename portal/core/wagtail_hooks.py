"""Registers only: what the shared parts add to Wagtail."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet

from portal.core import guards, slug_views, translation_views
from portal.core.page_lists import PagesViewSet, pages_viewset
from portal.core.rich_text import ExternalLinkHandler, ShownPageLinkHandler
from portal.core.viewsets import MailDomainViewSet


@hooks.register("register_rich_text_features", order=100)
def register_link_types(features: FeatureRegistry) -> None:
    """After Wagtail's own, so that ours stand."""
    features.register_link_type(ShownPageLinkHandler)
    features.register_link_type(ExternalLinkHandler)


@hooks.register("insert_global_admin_css")
def room_for_words() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin/screens.css"))


@hooks.register("register_admin_viewset", order=0)
def lists_of_pages() -> PagesViewSet:
    """After Wagtail's own, so that ours stands."""
    return pages_viewset


hooks.register("before_delete_page", guards.tell_before_deleting)
hooks.register("after_create_page", slug_views.tell_other_address)
hooks.register("after_edit_page", slug_views.tell_other_address)
hooks.register("before_publish_page", translation_views.before_publish)
hooks.register("after_publish_page", translation_views.tell_translations_left_down)
# Before those of wagtail-localize, which would answer in their place.
hooks.register("before_edit_page", translation_views.before_edit, order=-1)
hooks.register("construct_page_action_menu", translation_views.hide_alias_item)
hooks.register("register_admin_urls", translation_views.admin_urls, order=-1)
hooks.register("construct_reports_menu", translation_views.name_report)
register_snippet(MailDomainViewSet)
