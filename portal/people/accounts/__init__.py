"""Signing up and in: django-allauth under our addresses, words and looks."""
