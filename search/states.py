"""The state a document is in at a moment."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from search.models import DocumentState


def current_states(
    document_ids: Sequence[int], now: datetime
) -> dict[int, tuple[str, datetime | None]]:
    """State and the moment it ends, by document; documents without a state are left out. One query."""
    rows = DocumentState.objects.filter(
        Q(begins=None) | Q(begins__lte=now),
        Q(ends=None) | Q(ends__gt=now),
        document__in=document_ids,
    )
    return {
        document: (state, ends)
        for document, state, ends in rows.order_by("pk").values_list("document", "state", "ends")
    }
