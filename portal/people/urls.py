"""The account: signing in, profile, security, data. Each part of the room adds its own addresses."""

from django.urls import include, path

from portal.people.data.urls import public_urlpatterns
from portal.people.decorators import all_personal

urlpatterns = public_urlpatterns + all_personal(
    [
        path("", include("portal.people.profile.urls")),
        path("", include("portal.people.identity.urls")),
        path("", include("portal.people.desk.urls")),
        path("", include("portal.people.accounts.urls")),
        path("", include("portal.people.data.urls")),
        path("", include("portal.people.staff.urls")),
    ]
)
