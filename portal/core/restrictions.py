"""What is closed to the public in Ukrainian is closed in every language.

wagtail-localize copies a view restriction when a translation is saved; one that is set or lifted
later would leave the translation as it was, open to everybody.
"""

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import Page, PageViewRestriction

from portal.core.guards import is_original, translations_of


def connect() -> None:
    post_save.connect(mirror, sender=PageViewRestriction, dispatch_uid="mirror_restriction")
    post_delete.connect(lift, sender=PageViewRestriction, dispatch_uid="lift_restriction")
    m2m_changed.connect(
        mirror_groups,
        sender=PageViewRestriction.groups.through,
        dispatch_uid="mirror_restriction_groups",
    )


def mirror(instance: PageViewRestriction, **_kwargs: Any) -> None:
    """A restriction set on an original is set on its translations."""
    if not is_original(instance.page):
        return
    for version in translations_of(instance.page):
        copy = version.view_restrictions.first() or PageViewRestriction(page=version)
        copy.restriction_type, copy.password = instance.restriction_type, instance.password
        copy.save()
        copy.groups.set(instance.groups.all())


def mirror_groups(instance: Any, action: str, **_kwargs: Any) -> None:
    if isinstance(instance, PageViewRestriction) and action.startswith("post_"):
        mirror(instance)


def lift(instance: PageViewRestriction, **_kwargs: Any) -> None:
    """A restriction lifted from an original is lifted from its translations."""
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is not None and is_original(page):
        PageViewRestriction.objects.filter(page__in=translations_of(page)).delete()


def take_over(translation: Page) -> None:
    """A new translation is as closed as its original."""
    for restriction in PageViewRestriction.objects.filter(
        page__translation_key=translation.translation_key
    ).exclude(page=translation):
        mirror(restriction)
