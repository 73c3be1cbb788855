"""Results: files, rounds, looking up a receipt, recounting."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
