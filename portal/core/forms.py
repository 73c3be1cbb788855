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
from wagtail.models import AbstractPage

from portal.core.originals import OriginalMixin, original_locale_id
from portal.core.slug_input import UkrainianSlugInput
from portal.core.slugs import available_slug, reserved_reason


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
    """The editor of every page: its address keeps the rules, and follows the title when left empty."""

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("slug") == "" and self.cleaned_data.get("title"):
            parent = self.parent_page or self.instance.get_parent()
            self.cleaned_data["slug"] = available_slug(
                self.cleaned_data["title"], parent, page=self.instance
            )
        cleaned: dict[str, Any] = super().clean()
        depth = self.parent_page.depth + 1 if self.parent_page else self.instance.depth
        if (slug := cleaned.get("slug")) and (reason := reserved_reason(slug, depth=depth)):
            self.add_error("slug", reason)
        return cleaned


class PortalCopyForm(CopyForm):
    """Copying within the admin: the new address keeps the rules, a translation is not copied."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_slug"].widget = UkrainianSlugInput(locale=self.page.locale)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if not self.page.specific.in_original_language:
            self.add_error(
                None,
                _("A translation is not copied: copy the Ukrainian page and translate the copy."),
            )
        parent = cleaned.get("new_parent_page") or self.page.get_parent()
        if (slug := cleaned.get("new_slug")) and (
            reason := reserved_reason(slug, depth=parent.depth + 1)
        ):
            self.add_error("new_slug", reason)
        return cleaned
