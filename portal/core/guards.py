"""What deleting, unpublishing and moving an original mean for its translations, wherever it was done.

Receivers of signals, for these acts come from the admin, in bulk, on schedule, from an ancestor and
from code, and no method of a page is on all those ways.
"""

from typing import Any

from django.db.models.signals import post_delete, pre_delete, pre_save
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.models import Page
from wagtail.signals import page_unpublished, post_page_move, pre_page_move
from wagtail_localize.locales.components import LOCALE_COMPONENTS
from wagtail_localize.models import LocaleSynchronization

from portal.core.exceptions import Refusal
from portal.core.originals import original_locale_id
from portal.core.slugs import reserved_reason

# How many translations a refusal names.
NAMED = 5


def connect() -> None:
    """Called once, before Wagtail connects its own receiver that unpublishes what is deleted."""
    pre_delete.connect(
        refuse_deleting_live_translations, sender=Page, dispatch_uid="live_translations"
    )
    post_delete.connect(delete_translations, sender=Page, dispatch_uid="delete_translations")
    page_unpublished.connect(unpublish_translations, dispatch_uid="unpublish_translations")
    pre_page_move.connect(refuse_wrong_place, dispatch_uid="refuse_wrong_place")
    post_page_move.connect(move_translations, dispatch_uid="move_translations")
    pre_save.connect(
        refuse_mirrored_tree, sender=LocaleSynchronization, dispatch_uid="mirrored_tree"
    )
    LOCALE_COMPONENTS[:] = [
        part for part in LOCALE_COMPONENTS if part["model"] is not LocaleSynchronization
    ]


def is_original(page: Page) -> bool:
    """For pages that are not their specific type; an alias is none."""
    return page.locale_id == original_locale_id() and page.alias_of_id is None


def translations_of(page: Page) -> Any:
    """Its versions in other languages, published or not."""
    return Page.objects.filter(translation_key=page.translation_key).exclude(
        locale_id=page.locale_id
    )


def live_translations_under(page: Page) -> Any:
    """Live versions in other languages of an original and of all pages under it."""
    keys = (
        page.get_descendants(inclusive=True)
        .filter(alias_of=None)
        .order_by()
        .values("translation_key")
    )
    return Page.objects.live().filter(translation_key__in=keys).exclude(locale_id=page.locale_id)


def refusal_to_delete(page: Page, live: list[Page]) -> Refusal:
    names = ", ".join(f"«{version.get_admin_display_title()}»" for version in live[:NAMED])
    if len(live) > NAMED:
        names = _("%(names)s and more") % {"names": names}
    message = _(
        "“%(title)s” is not deleted: its translation is published (%(names)s). Unpublish the page "
        "first: its translations leave the site together with it."
    ) % {"title": page.get_admin_display_title(), "names": names}
    return Refusal(
        message, links=((reverse("wagtailadmin_pages:unpublish", args=[page.pk]), _("Unpublish")),)
    )


def tell_before_deleting(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The refusal before anybody confirms anything; else what would go together with the page."""
    if not is_original(page):
        return None
    if live := list(live_translations_under(page)[: NAMED + 1]):
        refused = refusal_to_delete(page, live)
        buttons = [messages.button(url, label) for url, label in refused.links]
        messages.error(request, refused.message, buttons=buttons)
        return redirect("wagtailadmin_pages:edit", page.pk)
    drafts = [version.get_admin_display_title() for version in translations_of(page)]
    if drafts and request.method == "GET":
        messages.warning(
            request,
            ngettext(
                "Its unpublished translation will be deleted with it: %(names)s.",
                "Its unpublished translations will be deleted with it: %(names)s.",
                len(drafts),
            )
            % {"names": ", ".join(f"«{name}»" for name in drafts)},
        )
    return None


def refuse_deleting_live_translations(instance: Page, **_kwargs: Any) -> None:
    if is_original(instance) and (live := list(translations_of(instance).live())):
        raise refusal_to_delete(instance, live)


def delete_translations(instance: Page, **_kwargs: Any) -> None:
    """Drafts of translations have no sense without their original."""
    if is_original(instance):
        for version in translations_of(instance):
            version.delete()


def unpublish_translations(instance: Page, **_kwargs: Any) -> None:
    # Wagtail also «unpublishes», without saving, what is about to be deleted.
    if not is_original(instance) or Page.objects.live().filter(pk=instance.pk).exists():
        return
    for version in translations_of(instance).live().specific():
        version.unpublish(set_expired=instance.expired)


def refuse_wrong_place(
    instance: Page, parent_page_before: Page, parent_page_after: Page, **_kwargs: Any
) -> None:
    if parent_page_before.pk == parent_page_after.pk:
        return
    if parent_page_after.depth > 1 and parent_page_after.locale_id != instance.locale_id:
        raise Refusal(_("A page stands under a page in its own language."))
    if reason := reserved_reason(instance.slug, depth=parent_page_after.depth + 1):
        raise Refusal(reason)
    if is_original(instance):
        _refuse_untranslated_parent(instance, parent_page_after)
    elif instance.alias_of_id is None:
        _refuse_leaving_original(instance, parent_page_after)


def _refuse_untranslated_parent(page: Page, parent: Page) -> None:
    needed = set(translations_of(page).values_list("locale_id", flat=True))
    if needed - set(translations_of(parent).values_list("locale_id", flat=True)):
        raise Refusal(
            _(
                "“%(title)s” has a translation, and “%(parent)s” has none to put it under: translate that first."
            )
            % {"title": page.get_admin_display_title(), "parent": parent.get_admin_display_title()}
        )


def _refuse_leaving_original(page: Page, parent: Page) -> None:
    original = Page.objects.filter(
        translation_key=page.translation_key, locale_id=original_locale_id()
    ).first()
    if original is not None and original.get_parent().translation_key != parent.translation_key:
        raise Refusal(_("A translation stands where its original stands: move the Ukrainian page."))


def move_translations(
    instance: Page, parent_page_before: Page, parent_page_after: Page, **_kwargs: Any
) -> None:
    if not is_original(instance):
        return
    versions = list(translations_of(instance))
    if parent_page_before.pk == parent_page_after.pk:
        for version in versions:
            _order_like_original(version, instance)
        return
    parents = {parent.locale_id: parent for parent in translations_of(parent_page_after)}
    for version in versions:
        version.move(parents[version.locale_id], pos="last-child")


def _order_like_original(version: Page, original: Page) -> None:
    """After a new order among siblings: behind the nearest elder sibling that is translated."""
    elders = [page.translation_key for page in original.get_prev_siblings()]  # nearest first
    siblings = {
        page.translation_key: page
        for page in version.get_siblings(inclusive=False)
        if page.translation_key in elders
    }
    for key in elders:
        if key in siblings:
            version.move(siblings[key], pos="right")
            return
    if (first := version.get_siblings().first()) is not None and first.pk != version.pk:
        version.move(first, pos="left")


def refuse_mirrored_tree(**_kwargs: Any) -> None:
    raise Refusal(
        _(
            "Pages are not mirrored into another language: they would stand there in Ukrainian. Translate them one by one."
        )
    )
