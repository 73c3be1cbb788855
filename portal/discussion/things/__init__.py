"""What discussions are about: pages (`pages.py`), polls (`polls.py`). All of them are asked for here.

A further kind is a column of `Discussion` with its letter in `THINGS`, a class like those two, and a line in
`DiscussionConfig.ready`.
"""

from portal.discussion.things.base import (
    Thing,
    Things,
    split,
    things,
    things_by_letter,
    things_for,
    things_of,
)

__all__ = [
    "Thing",
    "Things",
    "split",
    "things",
    "things_by_letter",
    "things_for",
    "things_of",
]
