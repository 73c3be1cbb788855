"""Addresses of discussions, within those of a language. Each part has a module of its own."""

from django.urls import URLPattern, URLResolver

from portal.discussion import urls_following, urls_moderation, urls_talk

app_name = "discussion"

urlpatterns: list[URLPattern | URLResolver] = [
    *urls_following.urlpatterns,
    *urls_moderation.urlpatterns,
    *urls_talk.urlpatterns,
]
