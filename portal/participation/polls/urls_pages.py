"""The list of polls, a poll’s own page, feeds, the widget, posters."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
