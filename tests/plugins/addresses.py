"""`pytest.mark.urls` without reading all addresses anew for each test that has it."""

import pytest
from django.conf import settings
from django.urls import set_urlconf


@pytest.fixture(autouse=True)
def _django_set_urlconf(request):
    """Replaces pytest-django's own, which forgets every resolver before and after such a test.

    Resolvers are kept by the name of their module (`django.urls.resolvers._get_cached_resolver`), so
    those of another module do no harm.
    """
    marker = request.node.get_closest_marker("urls")
    if marker is None:
        yield
        return
    ours, settings.ROOT_URLCONF = settings.ROOT_URLCONF, marker.args[0]
    set_urlconf(None)
    yield
    settings.ROOT_URLCONF = ours
    set_urlconf(None)
