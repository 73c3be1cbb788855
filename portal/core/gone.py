"""Addresses of deleted pages: they answer 410, until a page takes them again."""

from typing import Any

from django.db.models import Q
from django.db.models.signals import pre_delete
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, post_page_move

from portal.core.models import GoneAddress

# What may follow a page's own address.
SUFFIXES = ("druk/", "print/")
_LONGEST = 1000


def connect() -> None:
    pre_delete.connect(remember, sender=Page, dispatch_uid="remember_gone")
    page_published.connect(forget, dispatch_uid="forget_gone_published")
    page_slug_changed.connect(forget, dispatch_uid="forget_gone_slug")
    post_page_move.connect(forget, dispatch_uid="forget_gone_move")


def is_gone(path: str) -> bool:
    """Whether a page that was once published stood at this address, or at one that led to it."""
    paths = [path if path.endswith("/") else f"{path}/"]
    paths += [
        paths[0].removesuffix(suffix) for suffix in SUFFIXES if paths[0].endswith(f"/{suffix}")
    ]
    return GoneAddress.objects.filter(path__in=paths).exists()


def remember(instance: Page, **_kwargs: Any) -> None:
    """Sent for every page of a deleted subtree. A draft nobody could see leaves nothing."""
    if not instance.live and instance.first_published_at is None:
        return
    paths = {f"{path}/" for path in _redirected_here(instance)}
    if own := address_of(instance):
        paths.add(own)
    GoneAddress.objects.bulk_create(
        [GoneAddress(path=path) for path in paths if len(path) <= _LONGEST], ignore_conflicts=True
    )


def forget(instance: Page, **_kwargs: Any) -> None:
    """The page and what stands under it answer again."""
    own = address_of(instance)
    if not own:
        return
    taken = GoneAddress.objects.filter(path__startswith=own)
    if taken.exists():
        pages = Page.objects.filter(Q(pk=instance.pk) | Q(path__startswith=instance.path)).live()
        taken.filter(path__in=[address_of(page) for page in pages]).delete()


def address_of(page: Page) -> str:
    """The page's path on its site, empty when it is on none."""
    parts = page.get_url_parts()
    return str(parts[2]) if parts and parts[2] else ""


def _redirected_here(page: Page) -> list[str]:
    paths = Redirect.objects.filter(redirect_page=page).values_list("old_path", flat=True)
    return [path.rstrip("/") for path in paths if "?" not in path]
