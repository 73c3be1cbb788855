"""The two files of an evaluation, a JSON object a line each."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.core.search_items import SearchItem


class BadFile(ValueError):
    """A line that cannot be used; the text names the file, the line and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A question and the ids of the documents that answer it."""

    id: str
    query: str
    relevant: frozenset[str]


def read_documents(path: Path) -> Iterator[SearchItem]:
    """Documents with `id`, `title`, `body`, optional `type` and `language`. Raises BadFile, OSError."""
    seen: set[str] = set()
    for where, line in _lines(path):
        key = _text(line, "id", where)
        if not key or key in seen:
            raise BadFile(f"{where}: «id» is empty or stands twice: {key!r}")
        seen.add(key)
        language = _text(line, "language", where, default="uk")
        yield SearchItem(
            object_id=key,
            language=language,
            kind=_text(line, "type", where, default="pages"),
            title=_text(line, "title", where, default=""),
            text=_text(line, "body", where, default=""),
            url=f"/{key}/",
            # Judged questions are asked of all documents, whatever language they are in.
            offered_to=tuple(dict.fromkeys(("uk", language))),
        )


def read_judgements(path: Path) -> list[Judgement]:
    """Questions with `qid`, `q`, `rel` (a list of ids, or an object of id and grade above 0).

    Raises BadFile, OSError.
    """
    found = []
    for where, line in _lines(path):
        relevant = line.get("rel")
        if isinstance(relevant, Mapping):
            relevant = [key for key, grade in relevant.items() if grade]
        if not isinstance(relevant, list):
            raise BadFile(f"{where}: «rel» is no list of ids")
        found.append(
            Judgement(
                id=_text(line, "qid", where),
                query=_text(line, "q", where),
                relevant=frozenset(str(each) for each in relevant),
            )
        )
    return found


def _lines(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    with path.open(encoding="utf-8") as file:
        for number, text in enumerate(file, start=1):
            if not text.strip():
                continue
            where = f"{path.name}, line {number}"
            try:
                line = json.loads(text)
            except ValueError as error:
                raise BadFile(f"{where}: no JSON ({error})") from error
            if not isinstance(line, Mapping):
                raise BadFile(f"{where}: no JSON object")
            yield where, line


def _text(line: Mapping[str, Any], name: str, where: str, default: str | None = None) -> str:
    value = line.get(name, default)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise BadFile(f"{where}: «{name}» is missing or no text")
    return value
