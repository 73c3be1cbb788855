"""Texts of files, each read once: kept by the hash of the file, whatever it is called."""

import json
import logging
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from typing import Any, Final

from wagtail.documents import get_document_model
from wagtail.utils.file import hash_filelike

from search import extraction
from search.batches import batches
from search.models import FileText

# The parser's own limit is one of processor time; this one is of the clock.
_SECONDS: Final = 2 * extraction.SECONDS
# Larger files are found by their titles.
_LARGEST: Final = 50 * 1024 * 1024
_SCRIPT: Final = Path(extraction.__file__)
# No variables: a parser needs no secret.
_ENVIRONMENT: Final = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}

logger = logging.getLogger(__name__)


def with_texts(documents: Iterable[Any]) -> Iterator[tuple[Any, str]]:
    """Documents with their texts, one by one: each that was never read takes its seconds.

    No text for a kind of file that nobody reads here.
    """
    hashes = [
        (document, _hash(document) if _kind(document) in extraction.READERS else "")
        for document in documents
    ]
    wanted = {file_hash for _document, file_hash in hashes}
    known = dict(FileText.objects.filter(pk__in=wanted).values_list("file_hash", "text"))
    for document, file_hash in hashes:
        if file_hash and file_hash not in known:
            known[file_hash] = _read(file_hash, document)
        yield document, known.get(file_hash, "")


def forget_unused(hashes: Iterable[str]) -> int:
    """Remove texts of files that are in the library no more; returns how many."""
    kept = set(hashes)
    gone = [
        each for each in FileText.objects.values_list("file_hash", flat=True) if each not in kept
    ]
    return sum(FileText.objects.filter(pk__in=some).delete()[0] for some in batches(gone, 500))


def hashes_in_use() -> Iterator[str]:
    """Of all files of the library."""
    rows = get_document_model().objects.exclude(file_hash="").values_list("file_hash", flat=True)
    return iter(rows.iterator(chunk_size=2000))


def _kind(document: Any) -> str:
    return PurePath(document.file.name or "").suffix.lower().lstrip(".")


def _hash(document: Any) -> str:
    """Empty for a file that is not there."""
    if document.file_hash:
        return str(document.file_hash)
    try:
        with document.open_file() as file:
            file_hash = hash_filelike(file)
    except OSError:
        logger.warning("The file of document %s is not there.", document.pk)
        return ""
    # Kept, or its text would be taken for that of no file; nothing else of the document changes.
    type(document)._default_manager.filter(pk=document.pk).update(file_hash=file_hash)
    return str(file_hash)


def _read(file_hash: str, document: Any) -> str:
    try:
        with document.open_file() as file:
            data = file.read(_LARGEST + 1)
    except OSError:
        logger.warning("The file of document %s cannot be opened.", document.pk)
        return ""
    answer = _extract(_kind(document), data)
    if answer["problem"]:
        logger.warning(
            "Document %s is found by its title only: %s.", document.pk, answer["problem"]
        )
    clean = answer["text"].replace("\0", " ").encode("utf-8", "ignore").decode()
    FileText.objects.bulk_create(
        [FileText(file_hash=file_hash, text=clean, problem=answer["problem"])],
        ignore_conflicts=True,
    )
    return clean


def _extract(kind: str, data: bytes) -> dict[str, str]:
    if len(data) > _LARGEST:
        return {"text": "", "problem": extraction.LIMITS}
    try:
        done = subprocess.run(  # noqa: S603 - our own script, nothing of the file in the command
            [sys.executable, "-I", str(_SCRIPT), kind],
            input=data,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            env=_ENVIRONMENT,
            cwd="/",
        )
    except subprocess.TimeoutExpired:
        return {"text": "", "problem": extraction.LIMITS}
    if done.returncode:
        return {"text": "", "problem": extraction.LIMITS}
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        return {"text": "", "problem": extraction.BROKEN}
    return {"text": str(answer["text"]), "problem": str(answer["problem"])}
