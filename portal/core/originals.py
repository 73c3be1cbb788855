"""One count for all languages: whatever version of a thing is given, rows hang on the Ukrainian original.

docs/decisions.md, «Rows belong to the Ukrainian original», tells why a plain key and not the
translation's UUID.
"""

import functools
from collections.abc import Iterable
from typing import Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property, classproperty
from wagtail.models import Locale
from wagtail_localize.fields import BaseTranslatableField, SynchronizedField

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

    # What a translation takes from its original: columns by their `_id` names, many-to-many by name.
    shared_fields: ClassVar[tuple[str, ...]] = ()
    # What each language version keeps for itself: neither translated nor taken over.
    own_fields: ClassVar[tuple[str, ...]] = ()

    @classproperty
    def override_translatable_fields(cls) -> list[BaseTranslatableField]:
        """How wagtail-localize treats the fields: `slug` and codes are no strings to translate."""
        names = {cls._meta.get_field(name).name for name in cls.shared_fields}  # type: ignore[attr-defined]
        shared = [SynchronizedField(name, overridable=False) for name in sorted(names)]
        return [*shared, *(BaseTranslatableField(name) for name in cls.own_fields)]

    @property
    def is_original(self) -> bool:
        return self.in_original_language and not getattr(self, "alias_of_id", None)

    @property
    def in_original_language(self) -> bool:
        """True before the first save too: what has no locale yet begins in Ukrainian."""
        return self.locale_id in (None, original_locale_id())  # type: ignore[attr-defined]

    @cached_property
    def original(self) -> Self:
        """The Ukrainian version; itself when it is that already.

        Raises DoesNotExist for a translation whose original is gone (guards forbid that state).
        """
        if getattr(self, "alias_of_id", None):
            return self.alias_of.specific.original  # type: ignore[attr-defined]
        if self.in_original_language:
            return self
        return self._versions().get(locale_id=original_locale_id())

    def stored_original(self) -> Self | None:
        """The original of a translation as the database has it now; None for an original."""
        if self.in_original_language:
            return None
        return self._versions().filter(locale_id=original_locale_id()).first()

    def take_shared_fields(self, original: Self) -> bool:
        """Copy the shared fields from `original` without saving. True when anything changed."""
        changed = False
        for name in self.shared_fields:
            field = self._meta.get_field(name)  # type: ignore[attr-defined]
            if field.many_to_many:
                wanted = list(getattr(original, field.name).all())
                if {row.pk for row in wanted} == {
                    row.pk for row in getattr(self, field.name).all()
                }:
                    continue
                getattr(self, field.name).set(wanted)
            elif getattr(self, field.attname) != getattr(original, field.attname):
                setattr(self, field.attname, getattr(original, field.attname))
            else:
                continue
            changed = True
        return changed

    def give_shared_fields(self) -> None:
        """Save what the translations take from this original, where it differs."""
        if not self.shared_fields:
            return
        for translation in self._versions().exclude(locale_id=original_locale_id()):
            if translation.take_shared_fields(self):
                translation.save_taken_fields()

    def save_taken_fields(self) -> None:
        self.save()  # type: ignore[attr-defined]

    def shares(self, update_fields: Iterable[str] | None) -> bool:
        """Whether saving only `update_fields` (None: all) touches a shared field."""
        if update_fields is None:
            return bool(self.shared_fields)
        names = set(update_fields)
        return any(
            name in names or name.removesuffix("_id") in names for name in self.shared_fields
        )

    def _versions(self) -> Any:
        model: Any = type(self)
        return model._default_manager.filter(translation_key=self.translation_key)  # type: ignore[attr-defined]


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


def translation_state(model: type[models.Model]) -> dict[str, models.Subquery]:
    """Annotations for a list of a translatable model, so that its rows need ask nothing.

    `translation_id`, if there is a version in the other language, and `source_id`: what
    wagtail-localize remembers of what was sent to the translator.
    """
    from wagtail_localize.models import TranslationSource

    source = TranslationSource.objects.filter(
        object__translation_key=models.OuterRef("translation_key"),
        locale_id=models.OuterRef("locale_id"),
    )
    versions = model._default_manager.filter(
        translation_key=models.OuterRef("translation_key")
    ).exclude(locale_id=models.OuterRef("locale_id"))
    return {
        "translation_id": models.Subquery(versions.order_by("locale_id").values("pk")[:1]),
        "source_id": models.Subquery(source.values("pk")[:1]),
    }


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
