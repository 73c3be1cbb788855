"""The pretended id.gov.ua: authorize, get-access-token, get-user-info."""

import base64
import hashlib
import json
import secrets
from threading import Event
from typing import Any, Final
from urllib.parse import unquote, urlencode

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.core.exceptions import BadRequest
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_GET, require_http_methods

from portal.core.views import bare_page
from portal.people.identity.fake.people import FAILURES, LABELS, PEOPLE

# Seconds that a code and a token live, as short as the real ones'.
_LIVES: Final = 180
_STATE_LENGTH: Final = range(10, 513)
_CODE_SALT: Final = "fake-identity.code"
_TOKEN_SALT: Final = "fake-identity.token"  # noqa: S105 - no secret
_NEVER: Final = Event()


@require_GET
def authorize(request: HttpRequest) -> HttpResponseBase:
    """Without a choice the page of invented people; with one, back to the site with a code or an error."""
    query = request.GET
    if query.get("response_type") != "code" or query.get("client_id") != settings.GOV_UA_CLIENT_ID:
        raise BadRequest("unknown client or response type")
    if len(query.get("state", "")) not in _STATE_LENGTH or not query.get("redirect_uri"):
        raise BadRequest("state must have 10 to 512 signs, redirect_uri is needed")
    person, how = query.get("person", ""), query.get("how", "")
    if person or how:
        return HttpResponseRedirect(_way_back(query["redirect_uri"], query["state"], person, how))
    here = {key: query[key] for key in ("response_type", "client_id", "state", "redirect_uri")}
    response = bare_page(
        request,
        "people/identity/fake/authorize.html",
        200,
        people=_links(here, "person", LABELS),
        failures=_links(here, "how", FAILURES),
    )
    add_never_cache_headers(response)
    return response


def _links(here: dict[str, str], key: str, labels: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(f"?{urlencode(here | {key: name})}", label) for name, label in labels.items()]


def _way_back(redirect_uri: str, state: str, person: str, how: str) -> str:
    answers = {
        "denied": {"error": "access_denied", "error_description": "User denied", "state": state},
        "no-code": {"state": state},
        "other-state": {"code": _code("olena", ""), "state": secrets.token_urlsafe(32)},
    }
    answer = answers.get(how) or {"code": _code(person or "olena", how), "state": state}
    return f"{redirect_uri}?{urlencode(answer)}"


def _code(person: str, how: str) -> str:
    kept = {"person": person, "how": how, "once": secrets.token_hex(8)}
    return signing.dumps(kept, salt=_CODE_SALT, compress=True)


@require_http_methods(["GET", "POST"])
def access_token(request: HttpRequest) -> HttpResponse:
    """Parameters in the query, also of a POST; a code is taken once."""
    query = request.GET
    known = (settings.GOV_UA_CLIENT_ID, settings.GOV_UA_CLIENT_SECRET)
    if (query.get("client_id"), query.get("client_secret")) != known:
        return _error("invalid_client", 401)
    if query.get("grant_type") != "authorization_code":
        return _error("unsupported_grant_type", 400)
    try:
        kept = signing.loads(query.get("code", ""), salt=_CODE_SALT, max_age=_LIVES)
    except signing.BadSignature:
        kept = {"how": "old-code"}
    if kept["how"] == "old-code" or not cache.add(f"fake-code:{kept['once']}", 1, _LIVES):
        return _error("invalid_grant", 401)
    if kept["how"] == "token-slow":
        _NEVER.wait(settings.IDENTITY_TIMEOUT + 0.5)
    if kept["how"] == "token-garbage":
        return HttpResponse("<html>Ведуться технічні роботи</html>")
    if kept["how"] == "token-error":
        return HttpResponse("Internal error", status=500)
    return JsonResponse(
        {
            "access_token": signing.dumps(kept, salt=_TOKEN_SALT, compress=True),
            "token_type": "bearer",
            "expires_in": str(_LIVES),
            "refresh_token": secrets.token_hex(16),
            "user_id": _user_id(kept["person"]),
        }
    )


@require_GET
def user_info(request: HttpRequest) -> HttpResponse:
    """The facts in an envelope for the certificate that was sent, which is encoded twice."""
    query = request.GET
    try:
        kept = signing.loads(query.get("access_token", ""), salt=_TOKEN_SALT, max_age=_LIVES)
    except signing.BadSignature:
        return _error("invalid_token", 401)
    if kept["how"] == "info-refused" or query.get("user_id") != _user_id(kept["person"]):
        return _error("invalid_token", 401)
    if kept["how"] == "info-garbage":
        return JsonResponse({"encryptedUserInfo": "%%%"})
    encoded = query.get("cert", "")
    # Django has decoded it once; base64 that shows its signs now was not encoded twice.
    if not encoded or set(encoded) & set("+/= "):
        return _error("invalid_request", 400)
    certificate = unquote(encoded)
    if kept["how"] == "foreign-envelope":
        certificate = "somebody else"
    asked = query.get("fields", "").split(",")
    facts = {name: value for name, value in PEOPLE[kept["person"]].items() if name in asked}
    if kept["how"] == "decrypt-error":
        facts["decrypt-error"] = "yes"
    return JsonResponse({"encryptedUserInfo": envelope(facts, certificate)})


def envelope(facts: dict[str, str], certificate: str) -> str:
    """What stands for the cryptography: only the named certificate's holder opens it."""
    inner = {"for": hashlib.sha256(certificate.encode()).hexdigest(), "facts": facts}
    return base64.b64encode(json.dumps(inner).encode()).decode()


def _user_id(person: str) -> str:
    return hashlib.sha256(person.encode()).hexdigest()[:16]


def _error(name: str, status: int) -> JsonResponse:
    return JsonResponse({"error": name, "message": f"Refused: {name}"}, status=status)
