"""allauth's views under the portal's own addresses; names stay allauth's, for it reverses them itself."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as openid
from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from django.views.generic import RedirectView

from portal.people.accounts import views
from portal.people.data.decorators import proof_required

# A way in is added only by who has shown lately who they are: allauth asks nothing of people with neither
# password nor factor, and a device left unlocked would be enough to make oneself at home.
urlpatterns = [
    path(_("sign-in/"), views.sign_in, name="account_login"),
    path(_("sign-in/password/"), views.sign_in_with_password, name="account_password_login"),
    path(_("sign-in/send-code/"), views.sign_in, name="account_request_login_code"),
    path(_("sign-in/code/"), views.confirm_sign_in_code, name="account_confirm_login_code"),
    path(_("sign-in/passkey/"), webauthn.login_webauthn, name="mfa_login_webauthn"),
    path(_("sign-in/second-factor/"), mfa.authenticate, name="mfa_authenticate"),
    path(_("sign-out/"), account.logout, name="account_logout"),
    path(_("sign-up/"), views.sign_up, name="account_signup"),
    path(_("sign-up/passkey/"), views.sign_up_by_passkey, name="account_signup_by_passkey"),
    path(_("sign-up/passkey/add/"), webauthn.signup_webauthn, name="mfa_signup_webauthn"),
    path(
        _("sign-up/code/"), account.email_verification_sent, name="account_email_verification_sent"
    ),
    path(_("switched-off/"), account.account_inactive, name="account_inactive"),
    path(_("confirm-yourself/"), account.reauthenticate, name="account_reauthenticate"),
    path(_("confirm-yourself/factor/"), mfa.reauthenticate, name="mfa_reauthenticate"),
    path(
        _("confirm-yourself/passkey/"),
        views.confirm_with_passkey,
        name="mfa_reauthenticate_webauthn",
    ),
    path(_("address/"), RedirectView.as_view(pattern_name="people_address"), name="account_email"),
    path(_("password/change/"), account.password_change, name="account_change_password"),
    path(_("password/set/"), proof_required(account.password_set), name="account_set_password"),
    path(_("password/forgotten/"), views.forgot_password, name="account_reset_password"),
    path(
        _("password/forgotten/code/"),
        account.confirm_password_reset_code,
        name="account_confirm_password_reset_code",
    ),
    path(
        _("password/forgotten/new/"),
        account.complete_password_reset,
        name="account_complete_password_reset",
    ),
    path(
        _("password/forgotten/done/"),
        account.password_reset_from_key_done,
        name="account_password_reset_completed",
    ),
    path(
        _("security/"),
        include(
            [
                path("", mfa.index, name="mfa_index"),
                path(_("app/add/"), proof_required(totp.activate_totp), name="mfa_activate_totp"),
                path(_("app/remove/"), totp.deactivate_totp, name="mfa_deactivate_totp"),
                path(
                    _("codes/"), recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"
                ),
                path(
                    _("codes/new/"),
                    recovery_codes.generate_recovery_codes,
                    name="mfa_generate_recovery_codes",
                ),
                path(
                    _("codes/file/"),
                    recovery_codes.download_recovery_codes,
                    name="mfa_download_recovery_codes",
                ),
                path(_("passkeys/"), webauthn.list_webauthn, name="mfa_list_webauthn"),
                path(
                    _("passkeys/add/"),
                    proof_required(webauthn.add_webauthn),
                    name="mfa_add_webauthn",
                ),
                path(
                    _("passkeys/<int:pk>/remove/"),
                    webauthn.remove_webauthn,
                    name="mfa_remove_webauthn",
                ),
                path(
                    _("passkeys/<int:pk>/rename/"), webauthn.edit_webauthn, name="mfa_edit_webauthn"
                ),
                path(_("services/"), social.connections, name="socialaccount_connections"),
            ]
        ),
    ),
    path(
        _("services/"),
        include(
            [
                path(_("cancelled/"), social.login_cancelled, name="socialaccount_login_cancelled"),
                path(_("error/"), social.login_error, name="socialaccount_login_error"),
                path(_("sign-up/"), social.signup, name="socialaccount_signup"),
                path("<str:provider_id>/", views.sign_in_by_service, name="openid_connect_login"),
                path("<str:provider_id>/back/", openid.callback, name="openid_connect_callback"),
            ]
        ),
    ),
]
