"""Addresses of «my data»; the texts of consents are for everybody."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from portal.people.data.views import consents

urlpatterns = [
    path(_("my-data/consents/<slug:kind>/"), consents.consent_text, name="people_consent_text"),
    path(
        _("my-data/consents/<slug:kind>/withdraw/"),
        consents.withdraw,
        name="people_consent_withdraw",
    ),
]
