"""Old addresses lead to the new ones: of a page and of all that stands under it.

Wagtail's own receivers (switched off by WAGTAILREDIRECTS_AUTO_CREATE) do the same for pages nobody
has seen, and each translation would leave a redirect from the address it was copied with.
"""

import copy
from typing import Any

from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.redirects.signal_handlers import create_redirects
from wagtail.models import Page, Site
from wagtail.signals import page_slug_changed, post_page_move


def connect() -> None:
    page_slug_changed.connect(after_new_slug, dispatch_uid="redirects_after_new_slug")
    post_page_move.connect(after_move, dispatch_uid="redirects_after_move")


def after_new_slug(instance: Page, instance_before: Page, **_kwargs: Any) -> None:
    _leave_redirects(instance, instance_before)


def after_move(instance: Page, url_path_before: str, url_path_after: str, **_kwargs: Any) -> None:
    if url_path_before == url_path_after:
        return
    page = instance.specific
    before = copy.copy(page)
    before.url_path = url_path_before
    _leave_redirects(page, before)


def _leave_redirects(page: Page, before: Page) -> None:
    create_redirects(page=page, page_old=before, sites=Site.objects.exclude(root_page=page))
    if not before.live and before.first_published_at is None:
        Redirect.objects.filter(redirect_page=page, automatically_created=True).delete()
