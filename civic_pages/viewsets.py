"""What the editorial pages add to the admin's lists."""

from civic_pages.models import Rubric
from portal.places.viewsets import TermViewSet


class RubricViewSet(TermViewSet):
    """The rubrics of the news, among the city's lists."""

    model = Rubric
    icon = "list-ul"
