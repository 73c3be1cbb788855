"""The Ukrainian version first: a translation is on the site only while its original is.

The law on the state language wants the Ukrainian version to hold no less than any other. A
translation of a page that is scheduled waits for it; of one that is a draft, it is refused.
"""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from portal.core.exceptions import Refusal
from portal.core.originals import OriginalMixin, original_locale_id


def original_of(page: Page) -> Page | None:
    """The Ukrainian page of a translation, as the tree has it; None for an original."""
    if page.locale_id == original_locale_id():
        return None
    return Page.objects.filter(
        translation_key=page.translation_key, locale_id=original_locale_id()
    ).first()


def publication_moment(original: Page) -> dt.datetime | None:
    """When an original that is not live yet is to go live; None when nobody has said so."""
    moments = Revision.page_revisions.filter(
        object_id=str(original.pk), approved_go_live_at__gt=timezone.now()
    )
    moment: dt.datetime | None = moments.values_list("approved_go_live_at", flat=True).first()
    return moment


def wait_for_original(page: Any, original: Page) -> None:
    """Put the moment of publication of a translation not before that of its original."""
    if original.live or (moment := publication_moment(original)) is None:
        return
    if page.go_live_at is None or page.go_live_at < moment:
        page.go_live_at = moment


def refuse_before_original(page: Page, original: Page) -> None:
    """Raises Refusal when saving `page` would put a translation on the site without its original."""
    if not page.live or original.live:
        return
    # What is live already is not stopped from being saved: its original is on its way down.
    if page.pk is None or not Page.objects.live().filter(pk=page.pk).exists():
        raise refusal_before_original(page, original)


def refusal_before_original(page: Page, original: Page) -> Refusal:
    return Refusal(
        _(
            "“%(title)s” is not published: its Ukrainian page “%(original)s” is not on the site. "
            "Publish that first."
        )
        % {
            "title": page.get_admin_display_title(),
            "original": original.get_admin_display_title(),
        },
        links=(
            (reverse("wagtailadmin_pages:edit", args=[original.pk]), _("Open the Ukrainian page")),
        ),
    )


def is_of_translation(revision: Revision) -> bool:
    return revision.content.get("locale", original_locale_id()) != original_locale_id()


def is_held(revision: Revision) -> bool:
    """Whether a revision whose moment has come waits on, for an original that is not live."""
    if not is_of_translation(revision):
        return False
    thing = revision.content_object
    if isinstance(thing, Page):
        original: Any = original_of(thing)
    else:
        original = thing.stored_original() if isinstance(thing, OriginalMixin) else None
    return original is not None and not getattr(original, "live", True)
