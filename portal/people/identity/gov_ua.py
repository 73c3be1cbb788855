"""id.gov.ua, the state's hub of electronic identification (Положення no. 1150 of 03.11.2023).

OAuth 2.0 by its looks, but not OpenID Connect: the parameters of the token request stand in the query,
`expires_in` is a string, `user_id` comes beside the token, there is no `id_token`, and the facts of the
person come in an envelope of Ukrainian cryptography (ДСТУ) for the site's own certificate. That is opened
by a small service of the site's, which holds the key (docs/deployment.md, «Identity»):

    GET  /api/v1/certificate  →  {"certBase64": "…"}
    POST /api/v1/decrypt      {"encryptedUserInfo": "…"}  →  the facts as a JSON object
"""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, ClassVar, Final, Self
from urllib.parse import quote, urlencode

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.people.enums import Level
from portal.people.identity.cleaning import clean_text, person_from
from portal.people.identity.http import Conversation
from portal.people.identity.providers import (
    Denied,
    Expired,
    Garbled,
    IdentityError,
    NoCode,
    ProvedPerson,
    Unavailable,
)

# What is asked of the person's facts; everything else would only lie about.
FIELDS: Final = "lastname,givenname,middlename,address,drfocode,birthday,edrpoucode,o"
_LONGEST_CODE: Final = 2048
# Errors that say «your application», not «this person»: RFC 6749, 5.2.
_OUR_FAULT: Final = frozenset({"invalid_client", "unauthorized_client", "unsupported_grant_type"})


@dataclass(frozen=True, slots=True)
class GovUa:
    """The hub as it is configured. `url` and `decrypt_url` have no slash at the end."""

    client_id: str
    client_secret: str
    url: str
    decrypt_url: str
    auth_types: str = "dig_sign,bank_id,diia_id"
    # Seconds for all requests of one identification together.
    timeout: float = 12.0

    name: ClassVar[str] = "gov-ua"
    label: ClassVar[str | Promise] = "id.gov.ua"
    help: ClassVar[str | Promise] = _("Diia.Signature, BankID NBU or an electronic signature.")
    level: ClassVar[Level] = Level.IDENTITY

    @classmethod
    def configured(cls) -> Self | None:
        needed = (
            settings.GOV_UA_CLIENT_ID,
            settings.GOV_UA_CLIENT_SECRET,
            settings.GOV_UA_URL,
            settings.IDENTITY_DECRYPT_URL,
        )
        if not all(needed):
            return None
        client_id, client_secret, url, decrypt_url = needed
        return cls(
            client_id,
            client_secret,
            url.rstrip("/"),
            decrypt_url.rstrip("/"),
            settings.GOV_UA_AUTH_TYPES,
            settings.IDENTITY_TIMEOUT,
        )

    def authorize_url(self, *, state: str, redirect_uri: str) -> str:
        parameters = {
            "response_type": "code",
            "client_id": self.client_id,
            "auth_type": self.auth_types,
            "state": state,
            "redirect_uri": redirect_uri,
        }
        return f"{self.url}/?{urlencode(parameters)}"

    def identify(self, parameters: Mapping[str, str], *, redirect_uri: str) -> ProvedPerson:
        code = _code(parameters)
        talk = Conversation(self.timeout)
        # First, so that a code is not spent when the envelope could not be opened anyway.
        certificate = self._certificate(talk)
        token, user_id = self._token(talk, code)
        envelope = self._envelope(talk, token, user_id, certificate)
        return person_from(_names_of(self._open(talk, envelope)), level=self.level)

    def _certificate(self, talk: Conversation) -> str:
        step = "certificate"
        status, answer = talk.ask(step, "GET", f"{self.decrypt_url}/api/v1/certificate")
        if status != HTTPStatus.OK:
            raise Unavailable(f"{step}: status {status}")
        return _base64(answer.get("certBase64"), step)

    def _token(self, talk: Conversation, code: str) -> tuple[str, str]:
        step = "token"
        query = urlencode(
            {
                "grant_type": "authorization_code",
                "client_id": self.client_id,
                "client_secret": self.client_secret,
                "code": code,
            }
        )
        status, answer = talk.ask(step, "GET", f"{self.url}/get-access-token?{query}")
        if status != HTTPStatus.OK or answer.get("error"):
            raise _refused(step, status, answer)
        token, user_id = answer.get("access_token"), answer.get("user_id")
        if not isinstance(token, str) or not token or not isinstance(user_id, str | int):
            raise Garbled(f"{step}: no token or user_id")
        return token, str(user_id)

    def _envelope(self, talk: Conversation, token: str, user_id: str, certificate: str) -> str:
        step = "user info"
        query = urlencode({"user_id": user_id, "access_token": token, "fields": FIELDS})
        # Encoded twice, as the hub wants it: «+» and «/» of base64 pass two decodings.
        twice = quote(quote(certificate, safe=""), safe="")
        status, answer = talk.ask(step, "GET", f"{self.url}/get-user-info?{query}&cert={twice}")
        if status != HTTPStatus.OK or answer.get("error"):
            raise _refused(step, status, answer)
        return _base64(answer.get("encryptedUserInfo"), step)

    def _open(self, talk: Conversation, envelope: str) -> dict[str, Any]:
        step = "decrypt"
        status, answer = talk.ask(
            step, "POST", f"{self.decrypt_url}/api/v1/decrypt", {"encryptedUserInfo": envelope}
        )
        if status != HTTPStatus.OK:
            raise Garbled(f"{step}: status {status}")
        return answer


def _code(parameters: Mapping[str, str]) -> str:
    """Raises Denied, NoCode."""
    if parameters.get("error"):
        raise Denied("authorize: an error instead of a code")
    code = parameters.get("code", "")
    if not code or len(code) > _LONGEST_CODE or not code.isprintable():
        raise NoCode("authorize: no code")
    return code


def _refused(step: str, status: int, answer: dict[str, Any]) -> IdentityError:
    """An answer {error, message}: what to make of it. Its words do not go to the logs."""
    if answer.get("error") in _OUR_FAULT:
        return Unavailable(f"{step}: the hub does not know this site (status {status})")
    return Expired(f"{step}: refused (status {status})")


def _base64(value: object, step: str) -> str:
    """The value when it is base64. Raises Garbled."""
    if not isinstance(value, str) or not value:
        raise Garbled(f"{step}: nothing in it")
    try:
        base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise Garbled(f"{step}: no base64") from None
    return value


def _names_of(answer: dict[str, Any]) -> dict[str, str]:
    """The hub's names of facts in the portal's."""
    texts = {key: clean_text(value) for key, value in answer.items() if isinstance(value, str)}
    return {
        "number": texts.get("drfocode", ""),
        "last_name": texts.get("lastname", ""),
        "first_name": texts.get("givenname", ""),
        "middle_name": texts.get("middlename", ""),
        "birth_date": texts.get("birthday", ""),
        "address": texts.get("address", ""),
    }
