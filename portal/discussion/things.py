"""What discussions are about, for whoever asks outside of a reader's request: letters and search."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q
from wagtail.models import Page, PageViewRestriction

from portal.core.originals import original_locale_id
from portal.discussion.hosts import DiscussedMixin
from portal.people.models import User


@dataclass(frozen=True, slots=True)
class Thing:
    """A page that is discussed: `titles` of the versions that are on the site, by language.

    `page` is the original, of its own type. `restrictions` are all that stand between it and readers.
    """

    page: Any
    titles: dict[str, str]
    restrictions: tuple[PageViewRestriction, ...]

    @property
    def is_shown(self) -> bool:
        """Whether those who may read the page see its discussion."""
        return bool(self.page.live and self.page.has_discussion and self.page.alias_of_id is None)

    @property
    def is_public(self) -> bool:
        return self.is_shown and not self.restrictions

    def language(self, wanted: str) -> str:
        """The language in which a reader of `wanted` meets it."""
        return wanted if wanted in self.titles else settings.LANGUAGE_CODE

    def title(self, language: str) -> str:
        return self.titles.get(self.language(language), str(self.page.title))

    def is_open_to(self, user: User) -> bool:
        """Whether a signed-in person may read it, who typed no password."""
        return self.is_shown and all(_lets_in(each, user) for each in self.restrictions)


def things_of(page_ids: Iterable[int]) -> dict[int, Thing]:
    """By the primary key of the original; what is no page with discussions is left out.

    A constant number of queries, and some more for each type of page among them.
    """
    originals = _originals(set(page_ids))
    titles = _titles(originals)
    restrictions = list(
        PageViewRestriction.objects.select_related("page").prefetch_related("groups")
        if originals
        else ()
    )
    return {
        page.pk: Thing(
            page,
            titles.get(page.translation_key, {}),
            tuple(each for each in restrictions if page.path.startswith(each.page.path)),
        )
        for page in originals
    }


def _originals(keys: set[int]) -> list[Any]:
    by_type: dict[type[Page], list[int]] = {}
    rows = Page.objects.filter(pk__in=keys, locale_id=original_locale_id())
    for row in rows.only("pk", "content_type_id"):
        model = row.specific_class
        if model is not None and issubclass(model, DiscussedMixin):
            by_type.setdefault(model, []).append(row.pk)
    return [
        page
        for model, found in by_type.items()
        for page in model._default_manager.filter(pk__in=found)
        .defer_streamfields()
        .prefetch_related(*getattr(model, "search_relations", ()))
    ]


def _titles(pages: Iterable[Page]) -> dict[Any, dict[str, str]]:
    found: dict[Any, dict[str, str]] = {}
    keys = [page.translation_key for page in pages]
    if not keys:
        return found
    versions = Page.objects.filter(Q(live=True) & Q(translation_key__in=keys), alias_of=None)
    for key, language, title in versions.values_list(
        "translation_key", "locale__language_code", "title"
    ):
        found.setdefault(key, {})[language] = title
    return found


def _lets_in(restriction: PageViewRestriction, user: User) -> bool:
    if restriction.restriction_type == PageViewRestriction.LOGIN:
        return True
    if restriction.restriction_type == PageViewRestriction.GROUPS:
        groups = {group.pk for group in restriction.groups.all()}
        return user.is_superuser or any(group.pk in groups for group in user.groups.all())
    return False
