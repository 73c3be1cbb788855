"""Answering: the form, the fragment, receipts."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
