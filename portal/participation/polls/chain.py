"""The published list of ballots and the chain of hashes over it. Plain Python: a recount needs nothing else.

    start  = sha256("poll:round")
    link   = sha256("previous|key|channel|answers")      answers: JSON, sorted keys, no spaces, UTF-8
    head   = the last link, over ballots sorted by key

Voided ballots stay in the list; which they are, and why, stands beside it under a head of its own:

    void   = sha256("previous|key|reason")               beginning with the head, sorted by key
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any


def canonical(value: Any) -> str:
    """JSON in the one form that is hashed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def start(poll_key: str, round_number: int) -> str:
    return _sha(f"{poll_key}:{round_number}")


def link(previous: str, key: str, channel: str, answers: Mapping[str, Any]) -> str:
    return _sha(f"{previous}|{key}|{channel}|{canonical(answers)}")


def head_of(
    poll_key: str, round_number: int, ballots: Iterable[tuple[str, str, Mapping[str, Any]]]
) -> str:
    """The head over (key, channel, answers) in the order of keys; raises ValueError out of order."""
    head, last = start(poll_key, round_number), ""
    for key, channel, answers in ballots:
        if key <= last:
            raise ValueError("Ballots are chained in the order of their keys.")
        head, last = link(head, key, channel, answers), key
    return head


def void_head(head: str, voided: Iterable[tuple[str, str]]) -> str:
    """The head over (key, reason) of voided ballots; `head` itself when there are none."""
    for key, reason in sorted(voided):
        head = _sha(f"{head}|{key}|{reason}")
    return head


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
