"""How often anything may be written, and from whom; what a guest's browser works for a form."""

from portal.core.limits.rules import Limit, Rule
from portal.settings.base.environment import env

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
# Generous by address: a mobile operator or a hall's Wi-Fi shows hundreds of citizens as one. What a form
# without proof of work may do (portal/core/proof) is counted besides, under «…-unproved».
LIMITS: dict[str, Limit] = {
    # Whatever is sent outside of the admin, besides its own limit (LimitsMiddleware): forgotten forms, too.
    "any": Limit(
        (
            Rule(120, 10 * _MINUTE, "person"),
            Rule(600, 10 * _MINUTE, "address"),
            Rule(2000, 10 * _MINUTE, "network"),
        ),
        closed=False,
    ),
    # Beside django-allauth's own, which count failures. No rule by subject: it would let anybody lock
    # somebody else out.
    "sign-in": Limit((Rule(30, 10 * _MINUTE, "address"), Rule(200, 10 * _MINUTE, "network"))),
    "sign-up": Limit((Rule(30, _HOUR, "address"), Rule(120, _HOUR, "network"))),
    "sign-up-unproved": Limit((Rule(6, _HOUR, "address"), Rule(30, _HOUR, "network"))),
    # Letters with a code: by the address they go to, so that nobody's mailbox is flooded.
    "code": Limit(
        (
            Rule(6, _HOUR, "subject"),
            Rule(30, _HOUR, "address"),
            Rule(120, _HOUR, "network"),
        )
    ),
    "code-unproved": Limit((Rule(6, _HOUR, "address"), Rule(30, _HOUR, "network"))),
    "code-try": Limit((Rule(20, 10 * _MINUTE, "address"), Rule(60, 10 * _MINUTE, "network"))),
    # The password of a page that an editor has closed (Wagtail's own form).
    "page-password": Limit((Rule(20, 10 * _MINUTE, "address"), Rule(60, 10 * _MINUTE, "network"))),
    "profile": Limit((Rule(30, 10 * _MINUTE, "person"),), closed=False),
    "export": Limit((Rule(3, _DAY, "person"),)),
    "desk": Limit((Rule(60, _HOUR, "person"),)),
    "appeal": Limit((Rule(3, _DAY, "person"), Rule(20, _DAY, "address"))),
    "follow": Limit((Rule(60, 10 * _MINUTE, "person"),), closed=False),
    # Mail services send it for thousands of their people from few addresses.
    "unsubscribe": Limit(
        (Rule(600, 10 * _MINUTE, "address"), Rule(2000, 10 * _MINUTE, "network")), closed=False
    ),
    "discussion-export": Limit((Rule(60, _HOUR, "person"),)),
    "answer-draft": Limit((Rule(120, _HOUR, "person"),)),
    # Previews count, too. Four hundred in a day is more than anybody types.
    "comment": Limit(
        (
            Rule(40, 10 * _MINUTE, "person"),
            Rule(400, _DAY, "person"),
            Rule(300, 10 * _MINUTE, "address"),
        ),
        closed=False,
    ),
    "reaction": Limit(
        (Rule(100, 10 * _MINUTE, "person"), Rule(600, 10 * _MINUTE, "address")), closed=False
    ),
    # Suggestions of names after «@»: one question a keystroke at most.
    "mention": Limit((Rule(300, 10 * _MINUTE, "person"),), closed=False),
    "report": Limit((Rule(20, _HOUR, "person"), Rule(60, _HOUR, "address"))),
    "comment-appeal": Limit((Rule(10, _DAY, "person"), Rule(40, _DAY, "address"))),
    # Ballots: a hall's Wi-Fi votes in one evening. Signed-in people are counted by person as well.
    "ballot": Limit(
        (
            Rule(30, 10 * _MINUTE, "person"),
            Rule(300, 10 * _MINUTE, "address"),
            Rule(2000, _HOUR, "network"),
        )
    ),
    # What a guest sends to a poll for everybody; without proof of work a code comes by e-mail.
    "guest-ballot": Limit((Rule(60, _HOUR, "address"), Rule(400, _HOUR, "network"))),
    "guest-ballot-unproved": Limit((Rule(20, _HOUR, "address"), Rule(60, _HOUR, "network"))),
    # Receipts looked up or used to change an answer: guessing one is hopeless, trying it costs us.
    "receipt": Limit((Rule(30, 10 * _MINUTE, "address"), Rule(300, 10 * _MINUTE, "network"))),
    "paper-ballot": Limit((Rule(600, _HOUR, "person"),)),
    "identity": Limit((Rule(10, _HOUR, "person"), Rule(30, _HOUR, "address"))),
    "guest-form": Limit((Rule(20, _HOUR, "address"), Rule(100, _HOUR, "network"))),
    "guest-form-unproved": Limit((Rule(5, _HOUR, "address"), Rule(20, _HOUR, "network"))),
}

# Proof of work on guests' forms (portal/core/proof).
# How many iterations one try costs, and between which numbers of tries the answer lies: about half a
# second on a desk, two or three on an old phone.
PROOF_OF_WORK_COST = env.int("PROOF_OF_WORK_COST", default=2000)
PROOF_OF_WORK_TRIES = (200, 800)
