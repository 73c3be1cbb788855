from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from portal.core.proof import views

urlpatterns: list[URLPattern] = [
    path(_("form-check/"), views.challenge, name="proof_challenge"),
]
