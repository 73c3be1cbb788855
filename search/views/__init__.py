"""What readers and browsers ask of the search."""

from search.views.counting import asked
from search.views.feeds import json, rss
from search.views.opensearch import description
from search.views.results import results
from search.views.suggesting import suggestions

__all__ = ["asked", "description", "json", "results", "rss", "suggestions"]
