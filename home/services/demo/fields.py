"""What each type of page takes from its file: values of fields, ready to be set."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from civic_pages import models as pages
from home.models import HomePage, SectionPage, StandardPage
from home.services.demo.bodies import Raw, Writer
from home.services.demo.content import PageSpec
from home.services.demo.front import front_body
from home.services.demo.library import Library
from portal.core.models import BasePage, MenuPage

MODELS: Final[Mapping[str, type[BasePage]]] = {
    "home": HomePage,
    "news-index": pages.NewsIndexPage,
    "news": pages.NewsPage,
    "forum-index": pages.ForumIndexPage,
    "series": pages.ForumSeriesPage,
    "forum": pages.ForumPage,
    "consultation-index": pages.ConsultationIndexPage,
    "consultation": pages.ConsultationPage,
    "section": SectionPage,
    "standard": StandardPage,
}
# How long before its first day an event or question is announced.
_FORUM_NOTICE: Final = dt.timedelta(days=21)
_CONSULTATION_NOTICE: Final = dt.timedelta(days=1)
# Age of what bears no date of its own: sections and standard pages.
_AGE: Final = dt.timedelta(days=400)
# States of pages that no reader has seen yet.
_UNSEEN: Final = frozenset({"draft", "waiting", "scheduled"})


@dataclass(slots=True)
class Values:
    """Values of a page's fields; bodies are raw streams, many-to-many are lists of originals."""

    plain: dict[str, Any] = field(default_factory=dict)
    streams: dict[str, list[Raw]] = field(default_factory=dict)
    many: dict[str, list[Any]] = field(default_factory=dict)


def values_of(spec: PageSpec, writer: Writer, library: Library, *, bodies: bool = True) -> Values:
    """Everything a page of this kind has. Raises NotYet while a page its body names is missing."""
    values = Values()
    plain, data = values.plain, spec.data
    plain["title"] = writer.text(data["title"])
    plain["lead"] = writer.text(data.get("lead"))
    for name in ("seo_title", "search_description"):
        plain[name] = writer.text(data.get(name))
    if issubclass(MODELS[spec.kind], MenuPage):
        plain["menu_title"] = writer.text(data.get("menu_title"))
    plain["show_in_menus"] = spec.kind.endswith("index") or spec.kind in ("section", "standard")
    social = data.get("social_picture")
    plain["social_image_id"] = library.picture(social) if social else None
    if extra := _EXTRA.get(spec.kind):
        extra(spec, writer, library, values)
    streams = STREAMS.get(spec.kind, {})
    values.streams = {
        name: write(writer, data.get(name, [])) if bodies else [] for name, write in streams.items()
    }
    _published(spec, writer, values)
    return values


def _article(name: str) -> Callable[[Writer, Any], list[Raw]]:
    return lambda writer, given: writer.body(name, given)


_ARTICLE: Final = {"body": _article("body")}
_WITH_FILES: Final = {**_ARTICLE, "attachments": Writer.attachments}
STREAMS: Final[Mapping[str, Mapping[str, Callable[[Writer, Any], list[Raw]]]]] = {
    "home": {"body": front_body},
    "news": {**_WITH_FILES, "related": Writer.chosen_news},
    "forum": _WITH_FILES,
    "series": _ARTICLE,
    "consultation": {**_WITH_FILES, "outcome": _article("outcome")},
    "section": _ARTICLE,
    "standard": _ARTICLE,
}


def _picture(spec: PageSpec, writer: Writer, library: Library, values: Values) -> None:
    key = spec.data.get("picture")
    alt = spec.data.get("alt")
    values.plain["lead_image_id"] = library.picture(key) if key else None
    values.plain["lead_image_alt"] = writer.text(
        alt or (library.picture_alt(key, writer.language) if key else "")
    )


def _terms(spec: PageSpec, library: Library, values: Values, **kinds: str) -> None:
    for name, kind in kinds.items():
        values.many[name] = [library.term(kind, key) for key in spec.data.get(name, [])]


def _term_id(spec: PageSpec, library: Library, name: str, kind: str) -> int | None:
    key = spec.data.get(name)
    return library.term(kind, key).pk if key else None


def _news(spec: PageSpec, writer: Writer, library: Library, values: Values) -> None:
    data, plain = spec.data, values.plain
    _picture(spec, writer, library, values)
    plain["date"] = writer.calendar.moment(data["date"])
    plain["is_urgent"] = bool(data.get("urgent"))
    plain["rubric_id"] = _term_id(spec, library, "rubric", "rubric")
    plain["department_id"] = _term_id(spec, library, "department", "department")
    plain["lead_image_caption"] = writer.text(data.get("caption"))
    for name in ("author", "source_name", "correction"):
        plain[name] = writer.text(data.get(name))
    plain["source_url"] = data.get("source_url", "")
    plain["corrected_at"] = writer.calendar.moment(data.get("corrected_at"))
    plain["last_published_at"] = (
        writer.calendar.moment(data.get("updated")) or plain["corrected_at"]
    )
    _terms(spec, library, values, topics="topic", districts="district")


def _forum(spec: PageSpec, writer: Writer, library: Library, values: Values) -> None:
    data, plain = spec.data, values.plain
    _picture(spec, writer, library, values)
    plain["starts_at"] = writer.calendar.moment(data["starts_at"])
    plain["ends_at"] = writer.calendar.moment(data["ends_at"])
    plain["status"] = data.get("status", "AS_PLANNED")
    plain["status_note"] = writer.text(data.get("status_note"))
    plain["district_id"] = _term_id(spec, library, "district", "district")
    plain["venue_id"] = _term_id(spec, library, "venue", "venue")
    plain["organiser_id"] = _term_id(spec, library, "organiser", "department")
    plain["online_url"] = data.get("online_url", "")
    _terms(spec, library, values, topics="topic")


def _consultation(spec: PageSpec, writer: Writer, library: Library, values: Values) -> None:
    data, plain = spec.data, values.plain
    for name in ("question", "legal_basis", "contact_name"):
        plain[name] = writer.text(data.get(name))
    for name in ("legal_basis_url", "contact_phone", "contact_email"):
        plain[name] = data.get(name, "")
    for name in ("opens_at", "closes_at", "reported_at"):
        plain[name] = writer.calendar.moment(data.get(name))
    plain["report_due_on"] = writer.calendar.day(data.get("report_due_on"))
    plain["format"] = data["format"]
    plain["department_id"] = _term_id(spec, library, "department", "department")
    plain["last_published_at"] = plain["reported_at"]
    _terms(spec, library, values, topics="topic", districts="district", audiences="audience")


_EXTRA: Final[Mapping[str, Callable[[PageSpec, Writer, Library, Values], None]]] = {
    "news": _news,
    "forum": _forum,
    "series": _picture,
    "consultation": _consultation,
}


def _published(spec: PageSpec, writer: Writer, values: Values) -> None:
    """When the page came out, and its last version: as if it had been made in its own time.

    Counted from midnight, so that a second run on the same day changes nothing.
    """
    plain, today = values.plain, writer.calendar.start_of_today()
    if spec.state in _UNSEEN:
        plain["first_published_at"] = plain["last_published_at"] = None
        return
    if "date" in plain:
        first = plain["date"]
    elif "starts_at" in plain:
        first = min(plain["starts_at"] - _FORUM_NOTICE, today - _FORUM_NOTICE / 7)
    elif "opens_at" in plain:
        first = min(plain["opens_at"] - _CONSULTATION_NOTICE, today - 3 * _CONSULTATION_NOTICE)
    else:
        first = today - _AGE
    plain["first_published_at"] = first
    plain["last_published_at"] = plain.get("last_published_at") or first
    plain["latest_revision_created_at"] = plain["last_published_at"]
