"""What is found and was changed a moment ago: whoever has taken it away must not see it among results.

Documents are written after the commit of a change, by a worker that may be busy. Till then its mark tells
that the thing is to be asked itself.
"""

import logging
from collections.abc import Mapping, Sequence

from portal.core.search_items import search_sources
from search.models import SearchChange, SearchDocument

logger = logging.getLogger(__name__)

# A source, what names a thing in it, and a language.
Named = tuple[str, str, str]


def still_there(
    documents: Mapping[int, SearchDocument], audiences: Sequence[str]
) -> dict[int, SearchDocument]:
    """Those of a page of results that may be shown. One query, and where one of them waits, those of its source."""
    waiting = _waiting({(row.source, row.object_id) for row in documents.values()})
    readable = {named for each in waiting.items() for named in _readable(*each, audiences)}
    return {
        pk: row
        for pk, row in documents.items()
        if row.object_id not in waiting.get(row.source, ())
        or (row.source, row.object_id, row.language) in readable
    }


def _waiting(things: set[tuple[str, str]]) -> dict[str, list[str]]:
    """Those that wait to be read again, by source."""
    found: dict[str, list[str]] = {}
    if things:
        rows = SearchChange.objects.filter(
            object_id__in={object_id for _source, object_id in things}
        )
        for source, object_id in things.intersection(rows.values_list("source", "object_id")):
            # Who is not registered here can tell nothing.
            if search_sources.get(source) is not None:
                found.setdefault(source, []).append(object_id)
    return found


def _readable(source: str, object_ids: Sequence[str], audiences: Sequence[str]) -> set[Named]:
    things = search_sources.get(source)
    try:
        return {
            (source, item.object_id, item.language)
            for item in (things.items(object_ids) if things is not None else ())
            if item.audience in audiences
        }
    except Exception:  # whatever a room's source raises: the rest is found
        logger.exception("%s %s cannot be read for a search.", source, ", ".join(object_ids))
        return set()
