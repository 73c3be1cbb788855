"""Translating in the admin: Ukrainian text is never published at an English address.

wagtail-localize would put it in the place of every string that has no translation yet.
"""

import datetime as dt
from typing import Any

from django import forms
from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.views.submit_translations import (
    SubmitPageTranslationView,
    SubmitSnippetTranslationView,
    SubmitTranslationForm,
)
from wagtail_localize.views.update_translations import (
    UpdateTranslationsForm,
    UpdateTranslationsView,
)
from wagtail_localize.wagtail_hooks import TranslationsReportMenuItem

from portal.core.guards import is_original, translations_of
from portal.core.moments import in_words
from portal.core.originals import original_locale_id
from portal.core.translating import missing_strings
from portal.core.ukrainian_first import (
    original_of,
    publication_moment,
    refusal_before_original,
)


def before_edit(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Hook of the page editor, before wagtail-localize takes it over for a translation."""
    if page.locale_id == original_locale_id() or page.alias_of_id:
        return None
    if request.method == "POST" and request.POST.get("action") == "publish":
        return _before_publishing(request, page)
    if request.method == "GET" and "text/html" in request.headers.get("Accept", "text/html"):
        _tell_of_original(request, page)
        _tell_what_changed(request, page)
    return None


def _before_publishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Its own answer where wagtail-localize would publish at once what has to wait."""
    translation = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
    ).first()
    if translation is None:
        return None
    if missing := missing_strings(translation):
        return _refuse_half_translated(request, missing)
    original = original_of(page)
    if original is None or original.live:
        return None
    if (moment := publication_moment(original)) is None:
        raise refusal_before_original(page, original)
    return _publish_with_original(request, page, translation, moment)


def _publish_with_original(
    request: HttpRequest, page: Page, translation: Translation, moment: dt.datetime
) -> HttpResponse:
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    try:
        translation.save_target(user=request.user, publish=True)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(
            request,
            _("“%(title)s” will be published together with its Ukrainian page, on %(date)s.")
            % {
                "title": translation.get_target_instance().get_admin_display_title(),
                "date": in_words(moment),
            },
        )
    return redirect(request.path)


def _refuse_half_translated(request: HttpRequest, missing: int) -> HttpResponse:
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


def _tell_of_original(request: HttpRequest, page: Page) -> None:
    """Before anybody presses «publish»: that the Ukrainian page is not on the site yet."""
    original = original_of(page)
    if original is None or original.live:
        return
    buttons = [messages.button(_edit_url(original), _("Open the Ukrainian page"))]
    if moment := publication_moment(original):
        text = _(
            "Its Ukrainian page will be published on %(date)s; this translation is published no earlier."
        ) % {"date": in_words(moment)}
    else:
        text = _(
            "Its Ukrainian page is not on the site: this translation can be published after it."
        )
    messages.warning(request, text, buttons=buttons)


def before_publish(_request: HttpRequest, page: Page) -> None:
    """Hook of Wagtail's own form: refused before the publication has begun to change anything."""
    original = original_of(page)
    if original is not None and not original.live and not page.live:
        candidate = page.get_latest_revision_as_object()
        if candidate.go_live_at is None or candidate.go_live_at <= now():
            raise refusal_before_original(page, original)


def tell_translations_left_down(request: HttpRequest, page: Page) -> None:
    """Hook after publishing: translations that left together with the page do not come back with it."""
    if not is_original(page) or not page.live:
        return
    for version in translations_of(page).filter(live=False, first_published_at__isnull=False):
        messages.warning(
            request,
            _("Its translation “%(title)s” is not on the site. Look through it and publish it.")
            % {"title": version.get_admin_display_title()},
            buttons=[messages.button(_edit_url(version), _("Open the translation"))],
        )


def _edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _tell_what_changed(request: HttpRequest, page: Page) -> None:
    original = original_of(page)
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
        % {"date": in_words(newer.created_at)},
        buttons=buttons,
    )


class RenewForm(UpdateTranslationsForm):
    """Without «publish immediately», which would show the changes in Ukrainian."""

    publish_translations = forms.BooleanField(required=False, widget=forms.HiddenInput())

    def clean_publish_translations(self) -> bool:
        return False


class RenewView(UpdateTranslationsView):
    """wagtail-localize's «Sync translated pages»."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        source = get_object_or_404(TranslationSource, pk=kwargs["translation_source_id"])
        page = Page.objects.filter(
            translation_key=source.object_id, locale_id=source.locale_id
        ).first()
        if page is not None and not page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        if page is None:
            _refuse_strangers(request, source.specific_content_type.model_class())
        return super().dispatch(request, *args, **kwargs)

    def get_form(self) -> RenewForm:
        return RenewForm(self.request.POST if self.request.method == "POST" else None)


class OnlyLanguageMixin:
    """«Translate» with the language chosen where there is but one to choose."""

    def get_form(self) -> SubmitTranslationForm:
        form: SubmitTranslationForm = super().get_form()  # type: ignore[misc]
        languages = list(form.fields["locales"].queryset)
        if not form.is_bound and len(languages) == 1:
            form.initial["locales"] = languages
        return form


class TranslatePageView(OnlyLanguageMixin, SubmitPageTranslationView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """wagtail-localize asks for the right to translate, and not of what."""
        page = get_object_or_404(Page, pk=kwargs["page_id"])
        if not page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class TranslateSnippetView(OnlyLanguageMixin, SubmitSnippetTranslationView):
    def get_object(self) -> Any:
        """As with pages: whoever may change the original."""
        found = super().get_object()
        _refuse_strangers(self.request, type(found))
        return found


def _refuse_strangers(request: HttpRequest, model: Any) -> None:
    """Raises PermissionDenied for who may not change snippets of a model."""
    meta = model._meta
    if not request.user.has_perm(f"{meta.app_label}.{get_permission_codename('change', meta)}"):
        raise PermissionDenied


def refuse_alias(request: HttpRequest, page_id: int) -> HttpResponse:
    """In the place of «Convert to alias page», which would copy Ukrainian text to an English address."""
    messages.error(
        request,
        _(
            "A translation is not turned into a copy of its Ukrainian page: Ukrainian text would stand at an English address. Unpublish the translation instead."
        ),
    )
    return redirect("wagtailadmin_pages:edit", page_id)


def hide_alias_item(items: list[Any], _request: HttpRequest, _context: dict[str, Any]) -> None:
    """Hook of the page editor's menu of actions."""
    items[:] = [item for item in items if item.name != "localize-convert-to-alias"]


def name_report(_request: HttpRequest, items: list[Any]) -> None:
    """Hook of the menu of reports: wagtail-localize names its own once, in whoever's language came first."""
    for item in items:
        if isinstance(item, TranslationsReportMenuItem):
            item.label = gettext_lazy("Translations")


def admin_urls() -> list[URLPattern]:
    """Stand before those of wagtail-localize, at the same addresses."""
    return [
        path("localize/update/<int:translation_source_id>/", RenewView.as_view()),
        path("localize/page/<int:page_id>/convert_to_alias/", refuse_alias),
        path("localize/submit/page/<int:page_id>/", TranslatePageView.as_view()),
        path(
            "localize/submit/snippet/<slug:app_label>/<slug:model_name>/<str:pk>/",
            TranslateSnippetView.as_view(),
        ),
    ]
