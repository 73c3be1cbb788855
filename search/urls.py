from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from search import views

urlpatterns: list[URLPattern] = [
    path("", views.results, name="search"),
    path(_("suggestions/"), views.suggestions, name="search_suggestions"),
    path(_("asked/"), views.asked, name="search_asked"),
    path("rss/", views.rss, name="search_rss"),
    path("feed.json", views.json, name="search_json"),
    path("opensearch.xml", views.description, name="search_description"),
]
