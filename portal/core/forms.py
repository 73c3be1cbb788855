"""Forms of the admin that all page types share."""

from typing import Any

from django.forms import SlugField
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm

from portal.core.slug_input import UkrainianSlugInput
from portal.core.slugs import available_slug, reserved_reason


class PortalPageForm(WagtailAdminPageForm):
    """The editor of every page: addresses by our transliteration, shared fields in one place only.

    A translation takes its dates, places and marks from its original, so its form lacks them.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.fields.get("slug"), SlugField):
            self.fields["slug"].required = False
            self.fields["slug"].widget = UkrainianSlugInput(
                locale=self.instance.locale if self.instance.locale_id else None
            )
        if not self.instance.in_original_language:
            for name in self.instance.shared_fields:
                self.fields.pop(self.instance._meta.get_field(name).name, None)

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
