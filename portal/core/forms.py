"""Forms of the admin that all page types share."""

from typing import Any

from django.forms import (
    CheckboxSelectMultiple,
    ModelChoiceField,
    ModelMultipleChoiceField,
    Select,
    SlugField,
)
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm
from wagtail.models import AbstractPage, Page

from portal.core.originals import OriginalMixin, original_locale_id
from portal.core.slug_input import UkrainianSlugInput
from portal.core.slugs import available_slug, free_slug, reserved_reason
from portal.core.ukrainian.transliteration import slugify


class OriginalsFormMixin:
    """An admin form of something that exists in two languages.

    What both languages share is edited at the original alone. Terms are chosen from plain lists of
    their originals: Wagtail would offer every term once for each language, one by one in a dialog.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields  # type: ignore[attr-defined]
        instance: Any = self.instance  # type: ignore[attr-defined]
        if not instance.in_original_language:
            for name in instance.shared_fields:
                fields.pop(instance._meta.get_field(name).name, None)
        for field in fields.values():
            if not isinstance(field, ModelChoiceField) or field.queryset is None:
                continue
            if is_term(field.queryset.model):
                field.widget = (
                    CheckboxSelectMultiple()
                    if isinstance(field, ModelMultipleChoiceField)
                    else Select()
                )
                field.queryset = field.queryset.filter(locale_id=original_locale_id())
        if isinstance(fields.get("slug"), SlugField):
            fields["slug"].required = False
            fields["slug"].widget = UkrainianSlugInput(
                locale=instance.locale if instance.locale_id else None
            )


def is_term(model: type[Any]) -> bool:
    """A model with originals that is no page: an entry of the city's lists."""
    return issubclass(model, OriginalMixin) and not issubclass(model, AbstractPage)


class PortalPageForm(OriginalsFormMixin, WagtailAdminPageForm):
    """The editor of every page: its address keeps the rules, and follows the title when left empty.

    An address that a neighbour has gets a number instead of a refusal: its field is on a tab the
    editor may not have open, and autosave would stop there. `portal/core/slug_views.py` tells her.
    """

    def clean(self) -> dict[str, Any]:
        parent = self.parent_page or self.instance.get_parent()
        if "slug" in self.cleaned_data and parent is not None:
            self.cleaned_data["slug"] = self._settled_slug(parent)
        cleaned: dict[str, Any] = super().clean()
        depth = parent.depth + 1 if parent is not None else self.instance.depth
        if (slug := cleaned.get("slug")) and (reason := reserved_reason(slug, depth=depth)):
            self.add_error("slug", reason)
        return cleaned

    def _settled_slug(self, parent: Page) -> str:
        title, slug = self.cleaned_data.get("title") or "", self.cleaned_data["slug"]
        # What the script made of the title is no choice of the editor's.
        is_live = self.instance.pk is not None and self.instance.live
        made_of_title = slug == "" or (slug == slugify(title) and not is_live)
        if title and made_of_title:
            return available_slug(title, parent, page=self.instance)
        return free_slug(slug, parent, page=self.instance) if slug else slug


class PortalCopyForm(CopyForm):
    """Copying within the admin: the new address keeps the rules, a translation is not copied."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["new_slug"]
        field.required = False
        field.widget = UkrainianSlugInput(locale=self.page.locale)
        field.initial = free_slug(self.page.slug, self.page.get_parent())
        field.help_text = _(
            "Left empty, it is made of the title. A number is added if it is taken."
        )

    def clean(self) -> dict[str, Any]:
        parent = self.cleaned_data.get("new_parent_page") or self.page.get_parent()
        if "new_slug" in self.cleaned_data:
            self.cleaned_data["new_slug"] = self._settled_slug(parent)
        cleaned: dict[str, Any] = super().clean()
        if not self.page.specific.in_original_language:
            self.add_error(
                None,
                _("A translation is not copied: copy the Ukrainian page and translate the copy."),
            )
        if (slug := cleaned.get("new_slug")) and (
            reason := reserved_reason(slug, depth=parent.depth + 1)
        ):
            self.add_error("new_slug", reason)
        return cleaned

    def _settled_slug(self, parent: Page) -> str:
        title, slug = self.cleaned_data.get("new_title") or "", self.cleaned_data["new_slug"]
        return free_slug(slug, parent) if slug else available_slug(title, parent)
