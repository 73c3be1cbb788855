"""The WSGI application: Django behind the page cache."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")

from django.core.wsgi import get_wsgi_application

django = get_wsgi_application()

from portal.core.pagecache.setup import in_front_of  # noqa: E402 - applications must be loaded

application = in_front_of(django)

from portal.core.checks import refuse_demo_people  # noqa: E402 - applications must be loaded

refuse_demo_people()
