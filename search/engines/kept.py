"""Which documents have a label, kept as bits for the labels that most documents share.

Facets and the filters that every question has (audience, language offered) have few values and many
documents each. `search_bits` holds a row of bits for each value and each `PART` keys of documents, so
that thousands of hits are filtered and counted without looking at any of them. It is written with the
tokens, in the same transaction.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from django.db import connection

from search import facets
from search.engines.base import FACETS
from search.engines.bitmaps import Bits, of_ids
from search.engines.statements import Params, marks, rows
from search.models import SearchDocument

# Keys of documents whose bits stand in one row: a kilobyte, so that PostgreSQL keeps it in its place.
PART: Final = 8192
_BYTES: Final = PART // 8
# Every document; those with windows of states. Labels of things have a colon.
ALL: Final = "all"
TIMED: Final = "timed"
_FACETS: Final = frozenset(FACETS) - {facets.STATE}
_OTHERS: Final = frozenset({"audience", "offered", "source"})
_NAMES: Final = _FACETS | _OTHERS
# What is read of a document to keep its bits.
TELLING: Final = ("labels", "facets")
_AT_ONCE: Final = 200


def is_kept(label: str) -> bool:
    """Whether documents with this label are known here; others are found by their tokens only."""
    return label.partition(":")[0] in _NAMES


def facet_of(label: str) -> tuple[str, str]:
    """The facet and the value of a label; empty ones for what is not counted."""
    name, _colon, value = label.partition(":")
    return (name, value) if name in _FACETS else ("", "")


def read(among: Bits | None, labels: Iterable[str] | None) -> dict[str, Bits]:
    """The documents of these labels, or of all labels; only where `among`, if given, has any.

    Labels without documents are left out. Raises EngineAway.
    """
    where: list[str] = []
    params: Params = []
    if among is not None:
        parts = parts_of(among)
        where.append(f"part IN ({marks(len(parts))})")
        params += parts
    if labels is not None:
        asked = [each for each in dict.fromkeys(labels) if _can_be_stored(each)]
        where.append(f"label IN ({marks(len(asked))})")
        params += asked
        if not asked:
            return {}
    condition = f" WHERE {' AND '.join(where)}" if where else ""
    found: dict[str, bytearray] = {}
    for label, part, bits in rows(f"SELECT label, part, bits FROM search_bits{condition}", params):  # noqa: S608
        whole = found.setdefault(label, bytearray())
        start = part * _BYTES
        if len(whole) < start + len(bits):
            whole.extend(bytes(start + len(bits) - len(whole)))
        whole[start : start + len(bits)] = bits
    return {label: int.from_bytes(whole, "little") for label, whole in found.items()}


def write(document_ids: Sequence[int], documents: Iterable[SearchDocument]) -> None:
    """Forget what these documents had; `documents` are those of them that are there, as they are now."""
    parts = sorted({pk // PART for pk in document_ids})
    if not parts:
        return
    before = {
        (label, part): int.from_bytes(bits, "little")
        for label, part, bits in rows(
            f"SELECT label, part, bits FROM search_bits WHERE part IN ({marks(len(parts))})",  # noqa: S608
            parts,
        )
    }
    cleared = {
        part: of_ids(pk % PART for pk in document_ids if pk // PART == part) for part in parts
    }
    after = {key: bits & ~cleared[key[1]] for key, bits in before.items()}
    coming: dict[tuple[str, int], list[int]] = {}
    for row in documents:
        for label in _labels(row):
            coming.setdefault((label, row.pk // PART), []).append(row.pk % PART)
    for key, places in coming.items():
        after[key] = after.get(key, 0) | of_ids(places)
    changed = sorted(key for key, bits in after.items() if bits != before.get(key, 0))
    _save([(label, part, after[label, part]) for label, part in changed])


def clear() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_bits")


def parts_of(bits: Bits) -> list[int]:
    """The parts in which there is a document."""
    whole = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
    return [
        start // _BYTES
        for start in range(0, len(whole), _BYTES)
        if any(whole[start : start + _BYTES])
    ]


def _labels(row: SearchDocument) -> set[str]:
    pairs, windows = facets.unpack(row.facets)
    found = {ALL, *(f"{facet}:{value}" for facet, value in pairs if facet in _FACETS)}
    if windows:
        found.add(TIMED)
    return found | {label for label in row.labels.split() if label.partition(":")[0] in _OTHERS}


def _save(changed: Sequence[tuple[str, int, Bits]]) -> None:
    with connection.cursor() as cursor:
        gone = [(label, part) for label, part, bits in changed if not bits]
        if gone:
            cursor.executemany("DELETE FROM search_bits WHERE label = %s AND part = %s", gone)
        put = [each for each in changed if each[2]]
        for start in range(0, len(put), _AT_ONCE):
            some = put[start : start + _AT_ONCE]
            params: Params = []
            for label, part, bits in some:
                params += [label, part, bits.to_bytes((bits.bit_length() + 7) // 8, "little")]
            cursor.execute(
                "INSERT INTO search_bits (label, part, bits) "  # noqa: S608
                f"VALUES {', '.join(['(%s, %s, %s)'] * len(some))} "
                "ON CONFLICT (label, part) DO UPDATE SET bits = excluded.bits",
                params,
            )


def _can_be_stored(label: str) -> bool:
    """PostgreSQL takes neither NUL nor halves of letters; so no document has them either."""
    return "\0" not in label and not any("\ud800" <= sign <= "\udfff" for sign in label)
