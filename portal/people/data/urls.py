"""Addresses of «my data» and of the parts of security that are ours."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from portal.people.data.views import consents, mydata, security

urlpatterns = [
    path(_("my-data/"), mydata.my_data, name="people_data"),
    path(_("my-data/copy/"), mydata.ask_for_copy, name="people_export_ask"),
    path(_("my-data/copy/<int:pk>/"), mydata.copy_file, name="people_export_file"),
    path(_("my-data/delete/"), mydata.leave, name="people_delete"),
    path(
        _("my-data/consents/<slug:kind>/withdraw/"),
        consents.withdraw,
        name="people_consent_withdraw",
    ),
    path(_("security/sessions/"), security.sessions, name="usersessions_list"),
    path(_("security/sessions/<int:pk>/end/"), security.end_session, name="people_session_end"),
    path(
        _("security/sessions/end-others/"),
        security.end_other_sessions,
        name="people_session_end_others",
    ),
    path(_("security/address/"), security.address, name="people_address"),
    path(_("confirm-yourself/code/"), security.confirm_by_code, name="people_confirm_by_code"),
]

# The same for everybody, kept by the page cache like any page.
public_urlpatterns = [
    path(_("my-data/deleted/"), mydata.left, name="people_deleted"),
    path(_("my-data/consents/<slug:kind>/"), consents.consent_text, name="people_consent_text"),
]
