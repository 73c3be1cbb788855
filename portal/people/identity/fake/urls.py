"""Where the pretended services answer; mounted at /fake-identity/ (portal/urls.py)."""

from django.urls import path

from portal.people.identity.fake import decrypting, hub

urlpatterns = [
    path("hub/", hub.authorize, name="fake_hub"),
    path("hub/get-access-token", hub.access_token),
    path("hub/get-user-info", hub.user_info),
    path("decrypting/api/v1/certificate", decrypting.certificate),
    path("decrypting/api/v1/decrypt", decrypting.decrypt),
]
