"""Registers only: the city's lists."""

from wagtail.snippets.models import register_snippet

from portal.places.viewsets import CityListsGroup

register_snippet(CityListsGroup)
