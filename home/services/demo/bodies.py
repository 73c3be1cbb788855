"""Bodies of pages: blocks of the demo's files into the raw values of a StreamField.

A file says a block's texts side by side in both languages, so both bodies have the same blocks with
the same ids, as a translation made in the admin has.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from home.services.demo import markup
from home.services.demo.content import LANGUAGES, DemoError, identity, in_language
from home.services.demo.moments import Calendar
from portal.core.ukrainian.typography import typeset

Given = Mapping[str, Any]
Raw = dict[str, Any]


class Shelf(Protocol):
    """Where a body finds what it names. Each raises NotYet for a page that is still to be made."""

    def picture(self, key: str) -> int: ...

    def picture_alt(self, key: str, language: str) -> str: ...

    def document(self, key: str) -> int: ...

    def document_title(self, key: str, language: str) -> str: ...

    def page(self, key: str) -> int: ...

    def poll(self, key: str) -> int: ...

    def term(self, kind: str, key: str) -> Any: ...


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes texts and bodies of one page in one language."""

    key: str
    language: str
    calendar: Calendar
    shelf: Shelf

    # --- Texts ----------------------------------------------------------------------------------

    def text(self, value: Any) -> str:
        """A line or paragraph without marks: dates filled in, no-break spaces set."""
        found = in_language(value, self.language) if value else ""
        return typeset(self.calendar.fill(" ".join(str(found).split()), self.language))

    def rich(self, value: Any) -> str:
        """Text with marks as rich text."""
        found = in_language(value, self.language) if value else ""
        return typeset(markup.html(self.calendar.fill(str(found), self.language), self._link))

    def _link(self, target: str) -> str:
        kind, _, name = target.partition(":")
        if kind == "page":
            return f'linktype="page" id="{self.shelf.page(name)}"'
        if kind == "file":
            return f'linktype="document" id="{self.shelf.document(name)}"'
        return f'href="{target}"'

    # --- Bodies ----------------------------------------------------------------------------------

    def body(self, field: str, blocks: Sequence[Given]) -> list[Raw]:
        """The raw stream of a body. Raises DemoError for a kind of block that is not known."""
        return [
            {"type": kind, "value": value, "id": self.block_id(field, number, part)}
            for number, given in enumerate(blocks)
            for part, (kind, value) in enumerate(self._blocks(f"{field}.{number}", given))
        ]

    def attachments(self, files: Sequence[Given]) -> list[Raw]:
        return [
            {
                "type": "file",
                "value": self._file(given["file"]),
                "id": self.block_id("attachments", number),
            }
            for number, given in enumerate(files)
        ]

    def chosen_news(self, keys: Sequence[str]) -> list[Raw]:
        return [
            {"type": "news", "value": self.shelf.page(key), "id": self.block_id("related", number)}
            for number, key in enumerate(keys)
        ]

    def _blocks(self, path: str, given: Given) -> Iterator[tuple[str, Any]]:
        kind = given["type"]
        if kind == "text":
            yield from self._prose(given)
            return
        maker = _MAKERS.get(kind)
        if maker is None:
            raise DemoError(f"{self.key}: «{kind}» is no block.")
        yield maker(self, path, given)

    def block(self, path: str, given: Given) -> Any:
        """The raw value of one block by itself."""
        _kind, value = _MAKERS[given["type"]](self, path, given)
        return value

    def _prose(self, given: Given) -> Iterator[tuple[str, Any]]:
        """One text of a file may hold several headings: each becomes a block."""
        texts = {language: given[language] for language in LANGUAGES if language in given}
        found = self.calendar.fill(in_language(texts, self.language), self.language)
        for kind, text in markup.parts(found):
            if kind == "text":
                yield "text", typeset(markup.html(text, self._link))
            else:
                yield "heading", {"text": typeset(text), "level": kind}

    def _quote(self, path: str, given: Given) -> tuple[str, Any]:
        return "quote", {
            name: self.text(given.get(name)) for name in ("text", "person", "position")
        }

    def _callout(self, path: str, given: Given) -> tuple[str, Any]:
        return "callout", {
            "kind": given["kind"],
            "title": self.text(given.get("title")),
            "text": self.rich(given["text"]),
        }

    def _accordion(self, path: str, given: Given) -> tuple[str, Any]:
        items = [
            {"question": self.text(item["title"]), "answer": self.rich(item["text"])}
            for item in given["items"]
        ]
        return "accordion", {
            "items": self.items(path, items),
            "first_open": bool(given.get("first_open")),
        }

    def _timeline(self, path: str, given: Given) -> tuple[str, Any]:
        items = [
            {
                "when": self.text(item["when"]),
                "title": self.text(item["title"]),
                "text": self.rich(item.get("text")),
                "state": item["state"],
            }
            for item in given["items"]
        ]
        return "timeline", {"items": self.items(path, items)}

    def _table(self, path: str, given: Given) -> tuple[str, Any]:
        kinds = given["columns"]
        headings = in_language(given["head"], self.language)
        rows = in_language(given["rows"], self.language)
        if {len(row) for row in [headings, *rows]} != {len(kinds)}:
            raise DemoError(
                f"{self.key}: rows of «{self.text(given['caption'])}» differ in length."
            )
        return "table", {
            "table": {
                "columns": [
                    {"type": kind, "heading": self.text(heading)}
                    for kind, heading in zip(kinds, headings, strict=True)
                ],
                "rows": [{"values": [self.text(cell) for cell in row]} for row in rows],
                "caption": self.text(given["caption"]),
            },
            "header_column": bool(given.get("header_column", kinds[0] == "text")),
            "total_row_last": bool(given.get("total")),
            "source": self.text(given.get("source")),
        }

    def _image(self, given: Given) -> Raw:
        key = given["picture"]
        alt = (
            self.text(given["alt"])
            if "alt" in given
            else self.shelf.picture_alt(key, self.language)
        )
        return {"image": self.shelf.picture(key), "decorative": not alt, "alt_text": alt}

    def _picture(self, path: str, given: Given) -> tuple[str, Any]:
        return "image", {
            "image": self._image(given),
            "caption": self.text(given.get("caption")),
            "credit": self.text(given.get("credit")),
        }

    def _gallery(self, path: str, given: Given) -> tuple[str, Any]:
        items = [
            {"image": self._image(item), "caption": self.text(item.get("caption"))}
            for item in given["items"]
        ]
        return "gallery", {"title": self.text(given.get("title")), "items": self.items(path, items)}

    def _video(self, path: str, given: Given) -> tuple[str, Any]:
        return "video", {
            "url": given["url"],
            "title": self.text(given["title"]),
            "duration": self.text(given.get("length")),
            "poster": self.shelf.picture(given["poster"]) if "poster" in given else None,
            "captions": given["captions"],
            "sign_language_url": given.get("sign_language_url", ""),
            "transcript": self.rich(given.get("transcript")),
        }

    def _button(self, path: str, given: Given) -> tuple[str, Any]:
        return "button", {
            "label": self.text(given["label"]),
            "page": self.shelf.page(given["page"]) if "page" in given else None,
            "address": given.get("address", ""),
            "document": self.shelf.document(given["file"]) if "file" in given else None,
            "note": self.text(given.get("note")),
            "title": self.text(given.get("title")),
        }

    def _files(self, path: str, given: Given) -> tuple[str, Any]:
        return "files", {
            "title": self.text(given.get("title")),
            "items": self.items(path, [self._file(key) for key in given["files"]]),
        }

    def _contact(self, path: str, given: Given) -> tuple[str, Any]:
        return "contact", {
            "name": self.text(given["name"]),
            "position": self.text(given.get("position")),
            "phone": given.get("phone", ""),
            "email": given.get("email", ""),
            "note": self.text(given.get("note")),
        }

    def _cards(self, path: str, given: Given) -> tuple[str, Any]:
        return "page_cards", {
            "title": self.text(given.get("title")),
            "pages": self.items(path, [self.shelf.page(key) for key in given["pages"]]),
        }

    def _news(self, path: str, given: Given) -> tuple[str, Any]:
        terms = {kind: given.get(kind) for kind in ("rubric", "topic", "district")}
        return "news_list", {
            "title": self.text(given.get("title")),
            "count": given["count"],
            **{kind: self.shelf.term(kind, key).pk if key else None for kind, key in terms.items()},
        }

    def _poll(self, path: str, given: Given) -> tuple[str, Any]:
        return "poll", {"poll": self.shelf.poll(given["poll"])}

    def _poll_results(self, path: str, given: Given) -> tuple[str, Any]:
        return "poll_results", {"poll": self.shelf.poll(given["poll"])}

    # --- Parts -----------------------------------------------------------------------------------

    def _file(self, key: str) -> Raw:
        return {
            "document": self.shelf.document(key),
            "title": typeset(self.shelf.document_title(key, self.language)),
        }

    def items(self, path: str, values: Sequence[Any]) -> list[Raw]:
        """The raw value of a ListBlock."""
        return [
            {"type": "item", "value": value, "id": self.block_id(path, "item", number)}
            for number, value in enumerate(values)
        ]

    def block_id(self, *path: object) -> str:
        """The same in both languages and at every run."""
        return str(identity("block", ".".join(map(str, (self.key, *path)))))


_MAKERS: Final[Mapping[str, Callable[[Writer, str, Given], tuple[str, Any]]]] = {
    "accordion": Writer._accordion,
    "button": Writer._button,
    "callout": Writer._callout,
    "cards": Writer._cards,
    "contact": Writer._contact,
    "files": Writer._files,
    "gallery": Writer._gallery,
    "news": Writer._news,
    "picture": Writer._picture,
    "poll": Writer._poll,
    "poll_results": Writer._poll_results,
    "quote": Writer._quote,
    "table": Writer._table,
    "timeline": Writer._timeline,
    "video": Writer._video,
}
