"""The text in a file, read in a process of its own: `extraction.py KIND < file > {"text", "problem"}`.

Whoever uploads a file decides what the parser meets. So the process knows nothing (no settings, no
database, an empty environment), may use little (memory, time), and may die: then there is no text.
Nothing of the portal is imported here.
"""

import io
import json
import resource
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator

# Bytes of memory and seconds of processor time that one file may cost.
MEMORY = 768 * 1024 * 1024
SECONDS = 20
# Letters that are kept: some 300 pages.
LETTERS = 600_000
# What an archive may unpack to, bytes.
UNPACKED = 200 * 1024 * 1024

BROKEN, ENCRYPTED, LIMITS = "broken", "encrypted", "limits"
_ENCODINGS = ("utf-8-sig", "cp1251")


class NotReadable(Exception):
    """The file has a text that is not for us; the argument is the problem's name."""


def pdf(data: bytes) -> Iterator[str]:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data))
    # Many files are encrypted with an empty password: anybody may read them, not all may print.
    if reader.is_encrypted and not reader.decrypt(""):
        raise NotReadable(ENCRYPTED)
    for page in reader.pages:
        yield page.extract_text()


def docx(data: bytes) -> Iterator[str]:
    from docx import Document
    from docx.table import Table

    document = Document(io.BytesIO(_unpackable(data)))
    for part in document.iter_inner_content():
        if isinstance(part, Table):
            for row in part.rows:
                yield " ".join(cell.text for cell in row.cells)
        else:
            yield part.text


def odt(data: bytes) -> Iterator[str]:
    from odfdo import Document

    document = Document(io.BytesIO(_unpackable(data)))
    yield document.get_formatted_text()


def text(data: bytes) -> Iterator[str]:
    """UTF-8, UTF-16 with its mark, or the old Windows encoding, which takes any bytes but a few."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield data.decode("utf-16", "replace")
        return
    for encoding in _ENCODINGS:
        try:
            yield data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return
    yield data.decode("utf-8", "replace")


READERS: dict[str, Callable[[bytes], Iterator[str]]] = {
    "csv": text,
    "docx": docx,
    "odt": odt,
    "pdf": pdf,
    "txt": text,
}


def read(kind: str, data: bytes) -> dict[str, str]:
    """What is said of the file: its text, or why there is none."""
    try:
        return {"text": _first(READERS[kind](data)), "problem": ""}
    except NotReadable as refused:
        return {"text": "", "problem": str(refused)}
    except (MemoryError, RecursionError):
        return {"text": "", "problem": LIMITS}
    except Exception as error:  # noqa: BLE001 - see below
        # Parsers raise whatever they like about a file that is not what it seems.
        is_locked = type(error).__name__ in {"DependencyError", "FileNotDecryptedError"}
        return {"text": "", "problem": ENCRYPTED if is_locked else BROKEN}


def _unpackable(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if any(each.flag_bits & 1 for each in archive.infolist()):
            raise NotReadable(ENCRYPTED)
        if sum(each.file_size for each in archive.infolist()) > UNPACKED:
            raise NotReadable(LIMITS)
    return data


def _first(parts: Iterable[str]) -> str:
    """The parts, a line each, up to the number of letters that are kept."""
    kept: list[str] = []
    left = LETTERS
    for part in parts:
        kept.append(part[:left])
        left -= len(part) + 1
        if left <= 0:
            break
    return "\n".join(kept)


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    answer = read(sys.argv[1], sys.stdin.buffer.read())
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
