"""The addresses of the portal with the style guide, which otherwise only a developer's settings have."""

from django.urls import path

from home.styleguide import styleguide
from portal.urls import handler400, handler403, handler404, handler500
from portal.urls import urlpatterns as portal_urls

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [path("styleguide/", styleguide), *portal_urls]
