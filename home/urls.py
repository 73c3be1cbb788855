"""Addresses for robots and browsers: the same in every language, so outside i18n_patterns."""

from django.urls import URLPattern, path, re_path

from home import views

urlpatterns: list[URLPattern] = [
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security, name="security"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("favicon.ico", views.favicon),
    path("sitemap.xml", views.sitemap_index, name="sitemap"),
    path("sitemap-things.xml", views.sitemap_things, name="sitemap-things"),
    re_path(
        r"^sitemap-(?P<language>[a-z]{2})-(?P<number>[1-9][0-9]{0,3})\.xml$",
        views.sitemap_part,
        name="sitemap-part",
    ),
]
