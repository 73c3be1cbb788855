"""What stands around the text of a news item."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from civic_pages.models.news import NewsPage
from civic_pages.selectors.news import (
    FeedDay,
    FeedEntry,
    by_day,
    day_url,
    day_words,
    feed_entries,
    news_by_keys,
    news_terms,
)
from civic_pages.selectors.news_catalogue import TERM_KEYS, bits, catalogue_of
from portal.core.blocks.shown import shown_pages
from portal.core.languages import foreign_language
from portal.core.listings import Option
from portal.core.pictures import social_picture
from portal.core.remember import remember
from portal.core.sitewide import absolute_url, site_facts
from portal.places.selectors import attach_localised_terms

RELATED = 3
_BESIDE = 4
# How far back «those days» go.
_NEAR = dt.timedelta(days=7)
# How many of the newest items count as the latest news.
_LATEST = 10
# How many candidates are weighed for «read also», the newest first.
_WEIGHED = 200
_TOPIC_WEIGHT = 2
# Keys of one row that an article's head and cards need, read together.
_RELATIONS = ("lead_image", "social_image", "department")


@dataclass(frozen=True, slots=True)
class Tag:
    """A term of the item; `url` is the list of news it narrows."""

    label: str
    url: str


class NewsItem:
    """Terms, neighbours and facts of an item, each found when asked for.

    `prepare()` reads the neighbours together with what the page itself refers to: one query instead
    of four. A preview's terms are those of the draft, not those of the live item.
    """

    def __init__(self, page: NewsPage, request: HttpRequest) -> None:
        self.page = page
        self.request = request
        self.catalogue = catalogue_of(request)
        self.index_url = page.get_parent().get_url(request) if page.path else ""

    def prepare(self) -> "NewsItem":
        _known = self._neighbours
        return self

    # --- The item itself -----------------------------------------------------------------------------

    @property
    def crumbs(self) -> list[Tag]:
        """What follows the list in the breadcrumb: the item's day, as a link to its archive."""
        return [Tag(day_words(self.page.day), day_url(self.index_url, self.page.day))]

    @property
    def print_url(self) -> str:
        return self.page.print_url(self.request)

    @cached_property
    def rubric(self) -> Tag | None:
        return next(iter(self._tags("rubric")), None)

    @cached_property
    def topics(self) -> list[Tag]:
        return self._tags("topic")

    @cached_property
    def districts(self) -> list[Tag]:
        return self._tags("district")

    @cached_property
    def department(self) -> Any:
        """The department in the reader's language."""
        if self.page.department_id is None:
            return None

        def read() -> Any:
            _fetched = self.page.department
            attach_localised_terms([self.page], "department")
            return self.page.department

        # A few departments publish all the news.
        name = f"department:{get_language()}:{self.page.department_id}"
        found = remember(self.request, name, read)
        self.page._state.fields_cache["department"] = found
        return found

    def _tags(self, key: str) -> list[Tag]:
        wanted = self._term_ids(key)
        return [
            Tag(option.label, f"{self.index_url}?{key}={option.value}")
            for option in self._options(key)
            if option.stored in wanted
        ]

    def _options(self, key: str) -> Sequence[Option]:
        return news_terms(self.request)[key]

    def _term_ids(self, key: str) -> set[int]:
        if key == "rubric":
            return {self.page.rubric_id} if self.page.rubric_id else set()
        if self.page.pk in self.catalogue.positions and not self._is_preview:
            return set(self.catalogue.terms_of(key, self.page.pk))
        terms = self.page.topics if key == "topic" else self.page.districts
        return {term.pk for term in terms.all()}

    @property
    def _is_preview(self) -> bool:
        return bool(getattr(self.request, "is_preview", False))

    # --- Its neighbours ----------------------------------------------------------------------------------

    @property
    def beside_title(self) -> str | Promise:
        is_latest = self.catalogue.positions.get(self.page.pk, 0) < _LATEST
        return _("Latest news") if is_latest else _("News of those days")

    @cached_property
    def beside(self) -> list[FeedDay]:
        """The items of that day and the week before it, by day."""
        return by_day(self._neighbours[1])

    @cached_property
    def related(self) -> list[FeedEntry]:
        """«Читайте також»: chosen by the editor, then found by topic, district and recency."""
        return self._neighbours[0]

    @cached_property
    def _neighbours(self) -> tuple[list[FeedEntry], list[FeedEntry]]:
        chosen = self._chosen_keys()
        related = [*chosen, *self._found_keys({self.page.pk, *chosen})][:RELATED]
        near = self.catalogue.period(self.page.day - _NEAR, self.page.day)
        beside = [
            key
            for key in self.catalogue.newest(near, 0, _BESIDE + 1 + RELATED)
            if key != self.page.pk and key not in related
        ][:_BESIDE]
        rows = {
            row.pk: row
            for row in news_by_keys([self.page.pk, *related, *beside], relations=_RELATIONS)
        }
        self._take_relations(rows.pop(self.page.pk, None))
        entries = {
            entry.pk: entry for entry in feed_entries(self.request, rows.values(), own=self.page)
        }
        return (
            [entries[key] for key in related if key in entries],
            [entries[key] for key in beside if key in entries],
        )

    def _take_relations(self, stored: NewsPage | None) -> None:
        """Use what was read with the neighbours; a draft may refer to something else."""
        if stored is None:
            return
        for name in _RELATIONS:
            if getattr(self.page, f"{name}_id") == getattr(stored, f"{name}_id"):
                self.page._state.fields_cache.setdefault(name, getattr(stored, name))

    def _chosen_keys(self) -> list[int]:
        """Keys of the chosen items in the reader's language, without those gone or not for all."""
        wanted = [row["value"] for row in self.page.related.raw_data if row["value"]]
        if not wanted:
            return []
        found = shown_pages(wanted)
        keys = (found[key].pk for key in wanted if found.get(key) is not None)
        return [key for key in dict.fromkeys(keys) if key != self.page.pk]

    def _found_keys(self, without: set[int]) -> list[int]:
        """The nearest by topic and district, the newer of equals first; then rubric, then recency."""
        catalogue = self.catalogue
        masks = [
            (catalogue.of_term(key, term), _TOPIC_WEIGHT if key == "topic" else 1)
            for key in TERM_KEYS
            if key != "rubric"
            for term in self._term_ids(key)
        ]
        near = 0
        for mask, _weight in masks:
            near |= mask
        for key in without:
            if (position := catalogue.positions.get(key)) is not None:
                near &= ~(1 << position)
        weighed = sorted(
            (-sum(weight for mask, weight in masks if mask >> position & 1), position)
            for position, _number in zip(bits(near), range(_WEIGHED), strict=False)
        )
        found = [catalogue.keys[position] for _weight, position in weighed[:RELATED]]
        same_rubric = catalogue.of_term("rubric", self.page.rubric_id or 0)
        for mask in (same_rubric, catalogue.everything):
            if len(found) < RELATED:
                more = catalogue.newest(mask, 0, RELATED + len(without) + len(found))
                found += [key for key in more if key not in without and key not in found]
        return found[:RELATED]

    # --- For robots --------------------------------------------------------------------------------------

    @cached_property
    def structured_data(self) -> dict[str, Any]:
        """NewsArticle by schema.org, with absolute addresses."""
        page, facts = self.page, site_facts(self.request)
        picture = social_picture(page.lead_image) if page.lead_image else None
        author = (
            {"@type": "Person", "name": page.author}
            if page.author
            else {
                "@type": "GovernmentOrganization",
                "name": self.department.name if self.department else facts.publisher or facts.name,
            }
        )
        data: dict[str, Any] = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": page.title,
            "description": page.search_description or page.lead,
            "inLanguage": foreign_language(page) or self.request.LANGUAGE_CODE,
            "datePublished": page.date.isoformat(),
            "dateModified": (page.updated_at or page.date).isoformat(),
            "mainEntityOfPage": absolute_url(page.get_url(self.request) or ""),
            "author": author,
            "publisher": {
                "@type": "GovernmentOrganization",
                "name": facts.publisher or facts.name,
                "url": absolute_url("/"),
            },
            "image": absolute_url(picture.url) if picture else None,
            "articleSection": self.rubric.label if self.rubric else None,
            "keywords": [tag.label for tag in (*self.topics, *self.districts)],
            "correction": page.correction,
        }
        return {name: value for name, value in data.items() if value}
