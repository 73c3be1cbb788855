"""Registers what editors set for the search."""

from wagtail.snippets.models import register_snippet

from search.viewsets import SearchGroup

register_snippet(SearchGroup)
