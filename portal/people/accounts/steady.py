"""Answers whose time tells nothing: who has an account is known to nobody by the watch."""

import functools
import math
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]


def steady(view: View) -> View:
    """POSTs are answered at whole multiples of STEADY_ANSWER_MS, whatever they took.

    An unknown address costs a sign-up some forty milliseconds more than a known one (measured by
    `make bench ARGS=accounts`); a step is several times that. The doors' limits bound how many threads
    can wait here at once.
    """

    @functools.wraps(view)
    def held(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        began = time.monotonic()
        response = view(request, *args, **kwargs)
        if request.method == "POST":
            time.sleep(rest_of_step(time.monotonic() - began, settings.STEADY_ANSWER_MS / 1000))
        return response

    return held


def rest_of_step(took: float, step: float) -> float:
    """Seconds until the next whole step; 0 where there are no steps."""
    return math.ceil(took / step) * step - took if step > 0 else 0.0
