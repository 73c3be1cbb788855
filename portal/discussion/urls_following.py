"""Addresses of following; the account's stand among those of the account."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from portal.discussion.following import views

urlpatterns = [
    path(_("follow/<slug:key>/"), views.FollowView.as_view(), name="follow"),
    path(_("unsubscribe/<str:token>/"), views.unsubscribe, name="unsubscribe"),
]
