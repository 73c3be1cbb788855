"""manage.py error_page > 503.html"""

from typing import Any

from django.core.management.base import BaseCommand
from django.test import RequestFactory

from portal.core.views import bare_page


class Command(BaseCommand):
    help = "Print the page a proxy shows while no portal stands behind it."

    def handle(self, **options: Any) -> None:
        page = bare_page(RequestFactory().get("/"), "503.html", 503)
        self.stdout.write(page.content.decode())
