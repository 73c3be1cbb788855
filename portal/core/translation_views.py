"""Translating in the admin: Ukrainian text is never published at an English address.

wagtail-localize would put it in the place of every string that has no translation yet.
"""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.models import Page
from wagtail_localize.models import Translation
from wagtail_localize.views.update_translations import (
    UpdateTranslationsForm,
    UpdateTranslationsView,
)

from portal.core.originals import original_locale_id
from portal.core.translating import missing_strings


def before_edit(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Hook of the page editor, before wagtail-localize takes it over for a translation."""
    if page.locale_id == original_locale_id() or page.alias_of_id:
        return None
    if request.method == "POST":
        return _refuse_half_translated(request, page)
    if request.method == "GET" and "text/html" in request.headers.get("Accept", "text/html"):
        _tell_what_changed(request, page)
    return None


def _refuse_half_translated(request: HttpRequest, page: Page) -> HttpResponse | None:
    if request.POST.get("action") != "publish":
        return None
    translation = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
    ).first()
    if translation is None or not (missing := missing_strings(translation)):
        return None
    messages.error(
        request,
        ngettext(
            "It is not published: %(count)d string has no translation yet, and Ukrainian would stand in its place.",
            "It is not published: %(count)d strings have no translation yet, and Ukrainian would stand in their place.",
            missing,
        )
        % {"count": missing},
    )
    return redirect(request.path)


def _tell_what_changed(request: HttpRequest, page: Page) -> None:
    original = Page.objects.filter(
        translation_key=page.translation_key, locale_id=original_locale_id()
    ).first()
    saved = page.latest_revision_created_at
    if original is None or original.live_revision is None or saved is None:
        return
    newer = original.live_revision
    if newer.created_at <= saved:
        return
    older = original.revisions.filter(created_at__lte=saved).order_by("-created_at", "-pk").first()
    buttons = []
    if older is not None:
        url = reverse(
            "wagtailadmin_pages:revisions_compare", args=[original.pk, older.pk, newer.pk]
        )
        buttons.append(messages.button(url, _("What changed"), new_window=True))
    messages.warning(
        request,
        _(
            "The Ukrainian page was published anew on %(date)s, after this translation was last saved."
        )
        % {"date": date_format(localtime(newer.created_at), "DATETIME_FORMAT")},
        buttons=buttons,
    )


class RenewForm(UpdateTranslationsForm):
    """Without «publish immediately», which would show the changes in Ukrainian."""

    publish_translations = forms.BooleanField(required=False, widget=forms.HiddenInput())

    def clean_publish_translations(self) -> bool:
        return False


class RenewView(UpdateTranslationsView):
    """wagtail-localize's «Sync translated pages»."""

    def get_form(self) -> RenewForm:
        return RenewForm(self.request.POST if self.request.method == "POST" else None)


def admin_urls() -> list[URLPattern]:
    """Stand before those of wagtail-localize, at the same addresses."""
    return [path("localize/update/<int:translation_source_id>/", RenewView.as_view())]
