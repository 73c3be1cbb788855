import json

import pytest
from altcha import Challenge, Payload, solve_challenge

from portal.core.proof import challenges


def solved(challenge):
    """The answer that a browser would send for this challenge."""
    given = Challenge.from_dict(challenge)
    return Payload(given, solve_challenge(given)).to_base64()


@pytest.fixture(autouse=True)
def light_work(settings):
    settings.PROOF_OF_WORK_COST = 1
    settings.PROOF_OF_WORK_TRIES = (1, 4)


@pytest.fixture
def payload():
    """A new answer, each time it is called."""
    return lambda: solved(json.loads(json.dumps(challenges.new_challenge())))
