"""The pretended decrypting service: its certificate, and envelopes opened that are for it."""

import base64
import hashlib
import json
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

# Its base64 has «+», «/» and «=»: what is not encoded twice does not arrive whole.
CERTIFICATE: Final = base64.b64encode(b"\xfb\xff\xbe a certificate of nobody's").decode()


@require_GET
def certificate(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"certBase64": CERTIFICATE})


@csrf_exempt
@require_POST
def decrypt(request: HttpRequest) -> HttpResponse:
    try:
        sent = json.loads(request.body)["encryptedUserInfo"]
        inner = json.loads(base64.b64decode(sent, validate=True))
        recipient, facts = inner["for"], inner["facts"]
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"message": "no envelope"}, status=HTTPStatus.BAD_REQUEST)
    if recipient != hashlib.sha256(CERTIFICATE.encode()).hexdigest():
        return JsonResponse({"message": "not for this key"}, status=HTTPStatus.BAD_REQUEST)
    if "decrypt-error" in facts:
        return HttpResponse("Internal error", status=HTTPStatus.INTERNAL_SERVER_ERROR)
    return JsonResponse(facts)
