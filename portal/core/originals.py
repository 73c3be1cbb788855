"""One count for all languages: whatever version of a thing is given, rows hang on the Ukrainian original.

docs/decisions.md, «Rows belong to the Ukrainian original», tells why a plain key and not the
translation's UUID.
"""

import functools
from collections.abc import Iterable
from typing import Any, Self, TypeVar

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from wagtail.models import Locale

T = TypeVar("T", bound="OriginalMixin")


@functools.cache
def locale_ids() -> dict[str, int]:
    """Primary keys of the locales by language code; asked once a process.

    Cleared by `forget_locales` when a Locale is saved or deleted.
    """
    return dict(Locale.objects.values_list("language_code", "pk"))


@functools.cache
def original_locale_id() -> int:
    """Primary key of the Ukrainian locale. Raises KeyError when the database has none."""
    return locale_ids()[settings.LANGUAGE_CODE]


def forget_locales(**_kwargs: Any) -> None:
    """Receiver of Locale's post_save and post_delete."""
    locale_ids.cache_clear()
    original_locale_id.cache_clear()


class OriginalMixin:
    """First base of every page type and of every translatable model."""

    @property
    def is_original(self) -> bool:
        return self.locale_id == original_locale_id() and not getattr(self, "alias_of_id", None)  # type: ignore[attr-defined]

    @cached_property
    def original(self) -> Self:
        """The Ukrainian version; itself when it is that already.

        Raises DoesNotExist for a translation whose original is gone (guards forbid that state).
        """
        if getattr(self, "alias_of_id", None):
            return self.alias_of.specific.original  # type: ignore[attr-defined]
        if self.locale_id == original_locale_id():  # type: ignore[attr-defined]
            return self
        return type(self)._default_manager.get(  # type: ignore[attr-defined]
            translation_key=self.translation_key,  # type: ignore[attr-defined]
            locale_id=original_locale_id(),
        )


def attach_originals(objects: Iterable[T]) -> list[T]:
    """Fill `original` on every object of one model with one query for all."""
    items: list[Any] = list(objects)
    if items:
        locale_id = original_locale_id()
        keys = {item.translation_key for item in items if item.locale_id != locale_id}
        found = (
            {
                item.translation_key: item
                for item in type(items[0])._default_manager.filter(
                    locale_id=locale_id, translation_key__in=keys
                )
            }
            if keys
            else {}
        )
        for item in items:
            item.__dict__["original"] = (
                item if item.locale_id == locale_id else found.get(item.translation_key)
            )
    return items


class OriginalKey(models.ForeignKey):
    """The key by which a citizen's row points to a page, poll or option: always to its original.

    Holds for save() and bulk_create(), not for queryset.update(). Hand it the object, not the id.
    """

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        super().__init__(to, on_delete, **kwargs)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        target = getattr(model_instance, self.name)
        if target is not None and target.original.pk != target.pk:
            setattr(model_instance, self.name, target.original)
        return super().pre_save(model_instance, add)
