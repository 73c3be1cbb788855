"""The front page: its sections from the demo's file into the raw values of its StreamField."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from home.services.demo.bodies import Given, Raw, Writer
from home.services.demo.content import DemoError, in_language


def front_body(writer: Writer, blocks: Sequence[Given]) -> list[Raw]:
    """The raw stream. Raises DemoError for a section that is not known."""
    body = []
    for number, given in enumerate(blocks):
        kind = given["type"]
        if kind not in _MAKERS:
            raise DemoError(f"«{kind}» is no section of the front page.")
        path = f"body.{number}"
        body.append(
            {"type": kind, "value": _MAKERS[kind](writer, path, given), "id": writer.block_id(path)}
        )
    return body


def _hero(writer: Writer, path: str, given: Given) -> Raw:
    hints = [writer.text(hint) for hint in in_language(given["hints"], writer.language)]
    return {
        "title": writer.text(given["title"]),
        "lead": writer.text(given["lead"]),
        "hints": writer.items(path, hints),
        "picture": None,
    }


def _doors(writer: Writer, path: str, given: Given) -> Raw:
    return {"doors": writer.items(path, given["doors"])}


def _news(writer: Writer, path: str, given: Given) -> Raw:
    return {
        "title": writer.text(given["title"]),
        "lead": writer.shelf.page(given["lead"]) if "lead" in given else None,
        "cards": given["cards"],
        "lines": given["lines"],
        **_ground(given),
    }


def _limited(writer: Writer, path: str, given: Given) -> Raw:
    return {"title": writer.text(given["title"]), "limit": given["limit"], **_ground(given)}


def _announcements(writer: Writer, path: str, given: Given) -> Raw:
    return {**_limited(writer, path, given), "lead": writer.text(given.get("lead"))}


def _topics(writer: Writer, path: str, given: Given) -> Raw:
    return {"title": writer.text(given["title"]), **_ground(given)}


def _text(writer: Writer, path: str, given: Given) -> Raw:
    return {
        "title": writer.text(given["title"]),
        "text": writer.rich(given["text"]),
        **_ground(given),
    }


def _cards(writer: Writer, path: str, given: Given) -> Raw:
    return {**writer.block(path, {**given, "type": "cards"}), **_ground(given)}


def _callout(writer: Writer, path: str, given: Given) -> Raw:
    return writer.block(path, given)


def _cta(writer: Writer, path: str, given: Given) -> Raw:
    return writer.block(path, {**given, "type": "button"})


def _ground(given: Given) -> Raw:
    return {"is_tinted": bool(given.get("tinted"))}


_MAKERS: Final[Mapping[str, Callable[[Writer, str, Given], Any]]] = {
    "announcements": _announcements,
    "callout": _callout,
    "cards": _cards,
    "consultations": _limited,
    "cta": _cta,
    "doors": _doors,
    "hero": _hero,
    "news": _news,
    "text": _text,
    "topics": _topics,
}
