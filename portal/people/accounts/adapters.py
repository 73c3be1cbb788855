"""Where allauth asks the portal: letters, levels, where to go, how secrets are kept."""

import base64
import hashlib
from typing import Any, ClassVar

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.core import letters
from portal.core.clients import client_address
from portal.core.sitewide import site_facts
from portal.people.accounts import words
from portal.people.accounts.mails import LETTERS
from portal.people.data.decorators import proved_recently
from portal.people.models import User

# The next page says so itself; a message would wait for a page of the account, perhaps for days.
_SAID_ELSEWHERE = (
    "account/messages/logged_in.txt",
    "account/messages/logged_out.txt",
    "account/messages/login_code_sent.txt",
    "account/messages/email_confirmation_sent.txt",
    "account/messages/email_confirmed.txt",
)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts by e-mail address."""

    error_messages: ClassVar = DefaultAccountAdapter.error_messages | words.ACCOUNT_ERRORS

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the letter into the outbox. Raises KeyError for one that the portal has no words for."""
        said = LETTERS[template_prefix]
        letters.post(
            to=email,
            language=get_language() or settings.LANGUAGE_CODE,
            name=getattr(context.get("user"), "first_name", ""),
            subject=str(said.subject),
            text=said.text,
            code=context.get("code", ""),
            button=(str(said.button[0]), reverse(said.button[1])) if said.button else None,
            note=said.note,
        )

    def add_message(  # noqa: PLR0917 - allauth calls it by place
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say what the letter about it says; nothing where the next page says it itself."""
        if message_template in _SAID_ELSEWHERE:
            return
        name = message_template or ""
        letter = LETTERS.get(name.replace("/messages/", "/email/")[: -len(".txt")])
        said = f"{letter.subject}." if letter else words.NOTICES.get(name)
        super().add_message(
            request,
            level,
            None if said else message_template,
            message_context,
            extra_tags,
            str(said) if said else message,
        )

    def post_login(
        self, request: HttpRequest, user: User, *, signup: bool, **kwargs: Any
    ) -> HttpResponse:
        """Remember that the code of a new account was typed just now; allauth forgets that one."""
        if signup:
            record_authentication(request, user, method="code", email=user.email)
        answer: HttpResponse = super().post_login(request, user, signup=signup, **kwargs)
        return answer

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who has signed in within the last minutes is not asked again at once."""
        return not proved_recently(self.request)

    def get_reauthentication_methods(
        self, user: AbstractBaseUser | AnonymousUser
    ) -> list[dict[str, Any]]:
        """allauth's ways, called as the portal calls them."""
        ways: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [{**way, "description": words.WAYS[way["id"]]} for way in ways]

    def get_client_ip(self, request: HttpRequest) -> str:
        """By the portal's own rule, so that allauth's limits and ours mean the same client.

        Its own answers 500 to who comes past the proxy. Without any address all are one client.
        """
        return client_address(request) or "0.0.0.0"  # noqa: S104 - nothing listens there

    def is_safe_url(self, url: str) -> bool:
        """Only a path of this very site; other names of ours are other sites to a reader too."""
        return url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def generate_emailconfirmation_key(self, email: str) -> str:
        return self.generate_email_verification_code()


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Accounts by a service that speaks OpenID Connect."""

    error_messages: ClassVar = DefaultSocialAccountAdapter.error_messages | words.SERVICE_ERRORS


class FactorAdapter(DefaultMFAAdapter):
    """Second factors and passkeys; their secrets are encrypted in the database."""

    error_messages: ClassVar = DefaultMFAAdapter.error_messages | words.FACTOR_ERRORS

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises cryptography.fernet.InvalidToken when no known key made it."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last factor of somebody whose role demands one."""
        from portal.people.second_factor import may_remove

        return may_remove(authenticator)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        """What a new passkey is called until its person names it."""
        count = Authenticator.objects.filter(user=user, type=type).count()
        return _("Passkey %(number)d") % {"number": count + 1} if count else _("My passkey")

    def get_totp_label(self, user: User) -> str:
        return user.email

    def get_totp_issuer(self) -> str:
        return site_facts(self.request).name if self.request else settings.WAGTAIL_SITE_NAME

    def build_totp_svg(self, url: str) -> str:
        """The picture for the app's camera, as markup: the policy lets no data: address in."""
        return str(
            segno.make(url, error="m").svg_inline(scale=5, border=4, dark="#000", light="#fff")
        )


def _cipher() -> MultiFernet:
    """Encrypts with a key of the present SECRET_KEY, reads those of older ones too."""
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return MultiFernet(
        [
            Fernet(
                base64.urlsafe_b64encode(hashlib.sha256(b"second factor:" + key.encode()).digest())
            )
            for key in keys
        ]
    )
