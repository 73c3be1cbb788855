"""Addresses. Every page for readers that is no Wagtail page stands inside i18n_patterns."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.staticfiles.urls import staticfiles_urlpatterns
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.utils.translation import gettext_lazy as _
from wagtail import urls as wagtail_urls
from wagtail import views as wagtail_views
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from portal.core import limits, media, serving, views
from portal.people.accounts.views import SignInElsewhereView
from portal.people.profile.views import public_page

urlpatterns: list[URLPattern | URLResolver] = [
    # Wagtail's own doors would let in by password alone, past the second factor.
    path("admin/login/", SignInElsewhereView.as_view()),
    path("admin/", include(wagtailadmin_urls)),
    re_path(r"^documents/(\d+)/(.*)$", media.document),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("home.urls")),
]
if settings.SERVE_MEDIA:
    urlpatterns += [path("media/<path:path>", media.media)]
if settings.FAKE_IDENTITY:
    urlpatterns += [path("fake-identity/", include("portal.people.identity.fake.urls"))]
if settings.DEBUG:
    from home.styleguide import styleguide

    urlpatterns += [path("static/css/site.css", views.site_css), path("styleguide/", styleguide)]
    urlpatterns += staticfiles_urlpatterns()

urlpatterns += i18n_patterns(
    path(_("search/"), include("search.urls")),
    path(_("account/"), include("portal.people.urls")),
    path(_("account/"), include("portal.discussion.urls_account")),
    path(_("discussion/"), include("portal.discussion.urls")),
    path(_("polls/"), include("portal.participation.polls.urls")),
    path("", include("portal.core.proof.urls")),
    path(_("people/<slug:slug>/"), public_page, name="people_page"),
    path("", include("portal.core.dotted")),
    path("_util/login/", SignInElsewhereView.as_view()),
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        limits.limited("page-password")(wagtail_views.authenticate_with_password),
    ),
    # Wagtail's own but for the last, which serves pages: the form for a password posts to one of them.
    path("", include(wagtail_urls.urlpatterns[:-1])),
    re_path(wagtail_urls.serve_pattern, serving.serve, name="wagtail_serve"),
    prefix_default_language=False,
)

handler400 = "portal.core.views.bad_request"
handler403 = "portal.core.views.forbidden"
handler404 = "portal.core.views.not_found"
# Django knows none of this name; django-allauth asks for it when its own limits refuse.
handler429 = "portal.core.limits.views.too_many"
handler500 = "portal.core.views.server_error"
