"""Proving who one is; included under the account's addresses."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from portal.people.identity import views

urlpatterns = [
    path(_("identity/new/"), views.new, name="identity_new"),
    path(_("identity/finish/"), views.finish, name="identity_finish"),
    path(_("identity/<slug:name>/start/"), views.start, name="identity_start"),
    path(_("identity/<slug:name>/back/"), views.callback, name="identity_callback"),
]
