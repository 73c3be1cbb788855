"""The account: signing in, profile, security, data. Each part of the room adds its own addresses."""

from django.urls import include, path
from django.views.generic import TemplateView

urlpatterns = [
    path("", TemplateView.as_view(template_name="people/profile.html"), name="account_profile"),
    path("", include("portal.people.accounts.urls")),
    path("", include("portal.people.data.urls")),
]
