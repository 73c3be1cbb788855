"""Whether the search node answers, for /readyz."""

from elastic_transport import TransportError
from elasticsearch import ApiError
from wagtail.search.backends import get_search_backend

from portal.core.registry import Unhealthy


def check() -> None:
    """Raises Unhealthy when the node does not answer within two seconds."""
    try:
        get_search_backend().es.options(request_timeout=2, max_retries=0).cluster.health()
    except (TransportError, ApiError) as error:
        raise Unhealthy(type(error).__name__) from error
