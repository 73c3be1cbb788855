"""Where allauth asks the portal: letters, levels, where to go after signing in."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Accounts by e-mail address."""


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Accounts by a service that speaks OpenID Connect."""


class FactorAdapter(DefaultMFAAdapter):
    """Second factors and passkeys."""
