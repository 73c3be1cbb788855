"""Whether the time of an answer tells who has an account: known and unknown addresses in turn.

Each way to the door is tried with a known and an unknown address, one after the other, so that both
see the same machine. The two sets of times are compared by a permutation test of their medians: `p` is
how often a chance division of all times differs as much. A small one means that a patient stranger
could tell the addresses apart by many tries, of which the limits allow but a few.
"""

import random
import secrets
import statistics
import time
from dataclasses import dataclass

from tests.benchmarks.surroundings import SITE

ROUNDS = 80
PERMUTATIONS = 2_000
PASSWORD = "довгий пароль 2026"
KNOWN = "known{}@example.com"


@dataclass(frozen=True)
class Compared:
    """Medians in milliseconds."""

    known: float
    unknown: float
    p: float


def measure():
    from django.conf import settings
    from django.core.management import call_command

    from portal.core.limits import Limit

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    # What is measured is the answer, not how often it is given; allauth's own limits likewise.
    settings.LIMITS = {name: Limit(()) for name in settings.LIMITS}
    settings.ACCOUNT_RATE_LIMITS = False
    _make_accounts()
    return {name: _compare(path, data) for name, (path, data) in _ways().items()}


def _make_accounts():
    from allauth.account.models import EmailAddress

    from portal.people.models import User

    for number in range(ROUNDS):
        email = KNOWN.format(number)
        if not User.objects.filter(email=email).exists():
            user = User.objects.create_user(email, PASSWORD)
            EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)


def _ways():
    """Path and posted data by name; «{}» stands for the address."""
    from django.urls import reverse

    consents = {"consent_personal_data": "1", "consent_rules": "1"}
    return {
        "code": (reverse("account_login"), {"email": "{}"}),
        "password": (
            reverse("account_password_login"),
            {"login": "{}", "password": "не той пароль"},
        ),
        "forgotten password": (reverse("account_reset_password"), {"email": "{}"}),
        "sign-up": (reverse("account_signup"), {"email": "{}", **consents}),
        "sign-up with a password": (
            reverse("account_signup"),
            {"email": "{}", "password1": PASSWORD, **consents},
        ),
    }


def _compare(path, data):
    known, unknown = [], []
    # A sign-up makes an address known, and the database may be one of an earlier run.
    stranger = f"stranger-{secrets.token_hex(8)}-{{}}@example.com"
    for number in range(ROUNDS):
        order = [(known, KNOWN), (unknown, stranger)]
        random.shuffle(order)
        for times, pattern in order:
            times.append(_ask(path, data, pattern.format(number)))
    return Compared(
        round(statistics.median(known), 1),
        round(statistics.median(unknown), 1),
        round(_chance(known, unknown), 3),
    )


def _ask(path, data, email):
    from django.test import Client

    client = Client(SERVER_NAME=SITE.partition(":")[0])
    filled = {name: value.replace("{}", email) for name, value in data.items()}
    began = time.perf_counter()
    answer = client.post(path, filled)
    took = (time.perf_counter() - began) * 1000
    if answer.status_code not in (200, 302):
        raise RuntimeError(f"{path} answered {answer.status_code}.")
    return took


def _chance(one, other):
    seen = abs(statistics.median(one) - statistics.median(other))
    everything = one + other
    as_much = 0
    for _permutation in range(PERMUTATIONS):
        random.shuffle(everything)
        halves = everything[: len(one)], everything[len(one) :]
        as_much += abs(statistics.median(halves[0]) - statistics.median(halves[1])) >= seen
    return as_much / PERMUTATIONS
