"""Signals of the results page's script: shown, opened."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from search import counting


# The page is one for all readers and holds no token of a session; the signal changes a count only.
@csrf_exempt
@require_POST
def asked(request: HttpRequest) -> HttpResponse:
    """Count a view, or with `place` a click. 204; 400 for what no page of ours sends."""
    text, place = request.POST.get("token", ""), request.POST.get("place", "")
    try:
        if place:
            counting.count_click(text, int(place[:6]))
        else:
            counting.count_view(text)
    except ValueError:
        return HttpResponse(status=400)
    response = HttpResponse(status=204)
    response["Cache-Control"] = "no-store"
    return response
