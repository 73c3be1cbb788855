"""What rooms above attach to the things of rooms below, which know nothing of them: a poll is discussed.

    attachments.register("discussion", Attachment(section, reasons, clear))

`{% attached poll %}` prints what stands under a thing; whoever deletes one asks `reasons_to_keep` first
and calls `clear_attached` in the same transaction.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Model
from django.http import HttpRequest

from portal.core.registry import Registry


@dataclass(frozen=True, slots=True)
class Attachment:
    """One room's part; each is called for things of every kind and does nothing for those it does not know.

    `section`: HTML under the thing's own page, the same for all readers, empty for none. `reasons`: why the
    thing is not deleted, as parts of a sentence («there are 3 comments in its discussion»). `clear` deletes
    what goes with it.
    """

    section: Callable[[HttpRequest, Model], str]
    reasons: Callable[[Model], Iterable[str]]
    clear: Callable[[Model], None]


attachments: Registry[Attachment] = Registry("attachment")


def reasons_to_keep(thing: Model) -> Iterator[str]:
    """Why a thing is not deleted."""
    for each in attachments:
        yield from each.reasons(thing)


def clear_attached(thing: Model) -> None:
    """Delete what goes with a thing that nothing keeps; its row is deleted next."""
    for each in attachments:
        each.clear(thing)
