from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CivicPagesConfig(AppConfig):
    name = "civic_pages"
    label = "civic_pages"
    verbose_name = _("News, forums and consultations")
