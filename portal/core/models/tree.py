"""What a page knows of its place: one original in Ukrainian, its translations, its address."""

from collections.abc import Callable
from typing import Any, ClassVar, Self, cast

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.models import Locale, Page

from portal.core.forms import PortalCopyForm, PortalPageForm
from portal.core.half_translated import (
    refuse_going_live_half_translated,
    refuse_half_translated,
)
from portal.core.languages import language_of
from portal.core.originals import OriginalMixin, original_locale_id
from portal.core.slugs import available_slug, reserved_reason
from portal.core.ukrainian_first import refuse_before_original, wait_for_original

_ROOT_DEPTH = 1


class SlugPanel(FieldPanel):
    """The address, shown but not to be edited where it is part of the portal's structure."""

    def on_model_bound(self) -> None:
        super().on_model_bound()
        self.read_only = self.model.slug_is_locked


class SharedFieldsNote(HelpPanel):
    """Tells the editor of a translation where its date, rubric and place are edited."""

    class BoundPanel(HelpPanel.BoundPanel):
        def is_shown(self) -> bool:
            return bool(self.instance.shared_fields) and not self.instance.in_original_language


class TranslatedPageMixin(OriginalMixin):
    """Rules that hold however a page is saved: by an editor, a schedule, a revert, an import.

    First base of BasePage, before Page. What deleting, unpublishing and moving mean for the
    translations is in `portal/core/guards.py`.
    """

    # What Page brings along.
    pk: Any
    title: str
    slug: str
    locale_id: int
    first_published_at: Any
    get_parent: Callable[[], Page]
    set_url_path: Callable[[Page], str]
    get_translation: Callable[[Locale], Self]
    _state: Any

    # Index pages: their address is part of the contract.
    slug_is_locked: ClassVar[bool] = False
    # Their addresses by language code.
    fixed_slugs: ClassVar[dict[str, str]] = {}
    # A translation has an address of its own, from its own title.
    own_fields: ClassVar[tuple[str, ...]] = ("slug",)

    base_form_class = PortalPageForm
    copy_form_class = PortalCopyForm

    @property
    def fixed_slug(self) -> str:
        return self.fixed_slugs.get(language_of(self), "")

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Pages begin in Ukrainian; a translation is made from its original, never beside it."""
        return parent.locale_id == original_locale_id() and super().can_create_at(parent)  # type: ignore[misc]

    def save(
        self, clean: bool = True, user: Any = None, log_action: Any = False, **kwargs: Any
    ) -> Any:
        """Save, with the shared fields taken from the original, or given to the translations.

        Raises Refusal for a translation that would go live before its original, NotReadyToPublish
        for one that would go live half-translated.
        """
        update_fields = kwargs.get("update_fields")
        if update_fields is None or "live" in update_fields:
            self._follow_original(take=update_fields is None)
        result = super().save(clean=clean, user=user, log_action=log_action, **kwargs)  # type: ignore[misc]
        if self.is_original and self.shares(update_fields):
            self.give_shared_fields()
        return result

    def _follow_original(self, *, take: bool) -> None:
        if (original := self.stored_original()) is None:
            return
        if take:
            self.take_shared_fields(original)
        refuse_before_original(cast(Page, self), cast(Page, original))
        refuse_going_live_half_translated(self)

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Any:
        """Publish or schedule `revision`. Raises NotReadyToPublish when Ukrainian is left in it."""
        if not self.in_original_language:
            refuse_half_translated(revision.as_object())
        return super().publish(revision, *args, **kwargs)  # type: ignore[misc]

    def save_taken_fields(self) -> None:
        # A page that was valid stays so; a half-empty draft must not stop its original.
        self.save(clean=False)

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """The page as a revision has it. Publishing, reverting, scheduling and previews pass here.

        Shared fields come from the original as it is now, whatever the revision says, and a
        translation waits for a scheduled original. A translation
        gets its address from its own title at its first publication; revisions older than that
        still hold the address it was copied with, which does not come back.
        """
        page: Self = super().with_content_json(content)  # type: ignore[misc]
        if original := self.stored_original():
            page.take_shared_fields(original)
            wait_for_original(page, cast(Page, original))
        slug = self._slug_of_revision(page, content)
        if slug != page.slug:
            page.slug = slug
            page.set_url_path(self.get_parent())
        return page

    def copy_for_translation(
        self,
        locale: Locale,
        copy_parents: bool = False,
        alias: bool = False,
        exclude_fields: Any = None,
    ) -> Self:
        """Never an alias: that would be a live page in Ukrainian at an English address.

        wagtail-localize asks for aliases of parents that are not translated yet; they become drafts
        that wait for their translator like any other.
        """
        from portal.core.restrictions import take_over

        if not alias:
            copy: Self = super().copy_for_translation(locale, copy_parents, alias, exclude_fields)  # type: ignore[misc]
            # Wagtail leaves the source's address on the object in memory.
            copy.slug = copy.fixed_slug or copy.slug
            take_over(copy)
            return copy
        from wagtail_localize.operations import TranslationCreator

        TranslationCreator(user=None, target_locales=[locale]).create_translations(
            self, include_related_objects=False
        )
        return self.get_translation(locale)

    def _slug_of_revision(self, page: Self, content: dict[str, Any]) -> str:
        slug: str = page.slug
        if self.in_original_language and not self.slug_is_locked:
            return slug
        # From the database: a revision may hold this very object, changed in memory.
        row = (
            Page.objects.filter(pk=self.pk)
            .values_list("slug", "first_published_at", "live")
            .first()
        )
        stored, published_at, live = row or (slug, None, False)
        if self.slug_is_locked:
            return stored
        if published_at is None and not live:
            chosen_by_hand = slug != stored
            return slug if chosen_by_hand else self._get_autogenerated_slug(page.title)
        if content.get("first_published_at") is None:
            return stored
        return slug

    def _set_core_field_defaults(self) -> None:
        """The address from the title by our transliteration, before Wagtail tries by its own."""
        parent = self._known_parent()
        if parent is not None and self._state.adding and self.fixed_slug:
            self.slug = self.fixed_slug
        elif parent is not None and not self.slug:
            self.slug = self._get_autogenerated_slug(self.title)
        super()._set_core_field_defaults()  # type: ignore[misc]

    def _get_autogenerated_slug(self, base_slug: str) -> str:
        return available_slug(base_slug, self.get_parent(), page=self)

    def _check_slug_is_unique(self) -> None:
        """Called by every validation, of drafts too: here stand all rules of address and place."""
        super()._check_slug_is_unique()  # type: ignore[misc]
        if (parent := self._known_parent()) is None:
            return
        if self._state.adding:
            self._check_place(parent)
        elif (
            self.slug_is_locked
            and self.slug != self.fixed_slug
            and self.slug != self._stored_slug()
        ):
            raise ValidationError(
                {"slug": _("The address of this page is part of the portal’s structure.")}
            )
        if not self.slug_is_locked and (
            reason := reserved_reason(self.slug, depth=parent.depth + 1)
        ):
            raise ValidationError({"slug": reason})

    def _check_place(self, parent: Page) -> None:
        if parent.depth > _ROOT_DEPTH and parent.locale_id != self.locale_id:
            raise ValidationError(_("A page stands under a page in its own language."))
        if not self.in_original_language and self.stored_original() is None:
            raise ValidationError(
                _("A page begins in Ukrainian: create it there, then translate it.")
            )

    def _known_parent(self) -> Page | None:
        if getattr(self, "path", "") or getattr(self, "_cached_parent_obj", None):
            return self.get_parent()
        return None

    def _stored_slug(self) -> str | None:
        return Page.objects.filter(pk=self.pk).values_list("slug", flat=True).first()
