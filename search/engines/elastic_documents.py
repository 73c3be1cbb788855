"""A search document as Elasticsearch keeps it: nothing but what is matched, sorted by and counted."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from search import facets, tokens
from search.engines.expressions import state_field
from search.models import SearchDocument

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
# Open sides of windows; every moment of a datetime lies between.
_EVER: Final = 1 << 62
# The columns that are read for it.
TELLING: Final = (
    "moment",
    "facets",
    "revision",
    "labels",
    "title_words",
    "title_keys",
    "body_keys",
    "draft_words",
    "draft_keys",
)

MAPPINGS: Final[dict[str, Any]] = {
    "dynamic": "strict",
    # The table has it all.
    "_source": {"enabled": False},
    "dynamic_templates": [
        {"states": {"path_match": "states.*", "mapping": {"type": "long_range"}}},
    ],
    "properties": {
        "document": {"type": "long"},
        "revision": {"type": "long"},
        # Microseconds: Elasticsearch's dates end at milliseconds.
        "moment": {"type": "long"},
        "tokens": {"type": "keyword", "doc_values": False},
        "states": {"type": "object", "dynamic": True},
        **{
            facet: {"type": "keyword", "index": False}
            for facet in ("type", "topic", "district", "department", "year", "language")
        },
    },
}


def action(row: SearchDocument) -> list[dict[str, Any]]:
    """The two lines of a bulk request; a document older than what is there is not taken."""
    head = {"_id": str(row.pk), "version": row.revision, "version_type": "external_gte"}
    return [{"index": head}, document(row)]


def document(row: SearchDocument) -> dict[str, Any]:
    states: dict[str, list[dict[str, int]]] = {}
    for each in row.states.all():
        begins = -_EVER if each.begins is None else micros(each.begins)
        ends = _EVER if each.ends is None else micros(each.ends)
        if begins < ends:
            states.setdefault(state_field(each.state), []).append({"gte": begins, "lt": ends})
    made: dict[str, Any] = {
        "document": row.pk,
        "revision": row.revision,
        "tokens": tokens.of_document(row),
        "states": states,
        **facets.values_at(row.facets, None),
    }
    if row.moment is not None:
        made["moment"] = micros(row.moment)
    return made


def micros(moment: datetime) -> int:
    """Microseconds since 1970, exactly."""
    return (moment - _EPOCH) // _MICROSECOND
