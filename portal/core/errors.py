"""Refusals that know what a reader can do next."""

from django.http import Http404
from django.utils.functional import Promise


class NotFoundWithWayBack(Http404):
    """Nothing at this address, but something near it: the 404 page links there.

    `way_back` is a path on this portal, `label` what stands there («Усі новини»); without a label
    the page says «Back to the list».
    """

    def __init__(self, message: str, way_back: str, label: str | Promise = "") -> None:
        super().__init__(message)
        self.way_back = way_back
        self.label = label
