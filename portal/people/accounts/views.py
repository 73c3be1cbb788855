"""The page that offers every way to sign in."""

from allauth.account.views import RequestLoginCodeView

sign_in = RequestLoginCodeView.as_view(template_name="account/login.html")
