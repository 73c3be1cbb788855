"""The rubrics of the news, among the city's lists."""

from civic_pages.models import Rubric
from portal.places.viewsets import TermViewSet


class RubricViewSet(TermViewSet):
    model = Rubric
    icon = "list-ul"
