"""News by the thousand, for benchmarks and load: written past the ORM's one-by-one way.

`add_child()` costs 29 queries a page. Here the places in the tree are computed, the rows of both
tables written in bulk, the search documents handed over in one go.
"""

import datetime as dt
import random
import uuid
from collections.abc import Iterator
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from wagtail.models import Page

from civic_pages.models import NewsIndexPage, NewsPage, Rubric
from civic_pages.services import bulk_words
from portal.core.models import PortalImage
from portal.core.originals import original_locale_id
from portal.core.pagecache import stamp
from portal.core.slugs import numbered, slug_for
from portal.places.models import District, Topic
from search.indexing import index_things
from search.sources.pages import SOURCE as PAGES

_CHUNK: Final = 500
# Over how many days back the items are spread.
_DAYS: Final = 6 * 365
_SLUG_LENGTH: Final = 60


def make_news(*, count: int, index: NewsIndexPage | None = None, seed: int = 1) -> int:
    """Publish `count` more items under the Ukrainian news list; returns how many were made.

    Each seed gives the same items: dates over six years up to now, texts of some 150 words, a rubric,
    topics and districts from the city's own lists, pictures from the library. They have no
    revisions and no entries in the reference index. Raises NewsIndexPage.DoesNotExist without a list.
    """
    index = index or NewsIndexPage.objects.filter(locale_id=original_locale_id()).get()
    made = _make(index, count, seed)
    # After the commit: until then another writer of the index would wait for these rows.
    index_things(PAGES, made)
    return len(made)


@transaction.atomic
def _make(index: NewsIndexPage, count: int, seed: int) -> list[str]:
    """The pages; returns their keys."""
    chance = random.Random(seed)  # noqa: S311 - sample content, not secrets
    terms = _Terms()
    made: list[str] = []
    for chunk in _chunks(index, count, chance, terms):
        _write(chunk)
        _relate(chunk, chance, terms)
        made.extend(str(page.pk) for page in chunk)
    Page.objects.filter(pk=index.pk).update(numchild=F("numchild") + len(made))
    stamp.bump()
    return made


class _Terms:
    """The city's own lists and the library, read once; any of them may be empty."""

    def __init__(self) -> None:
        self.rubrics = list(Rubric.objects.originals())
        self.topics = list(Topic.objects.originals())
        self.districts = list(District.objects.originals())
        self.images = list(PortalImage.objects.values_list("pk", flat=True))


def _chunks(
    index: NewsIndexPage, count: int, chance: random.Random, terms: _Terms
) -> Iterator[list[NewsPage]]:
    """Unsaved items, each with its place in the tree, oldest first."""
    last = index.get_children().order_by("path").last()
    step = int(last.path[-Page.steplen :], len(Page.alphabet)) if last else 0
    now = timezone.now().replace(second=0, microsecond=0)
    type_id = ContentType.objects.get_for_model(NewsPage).pk
    taken = set(index.get_children().values_list("slug", flat=True))
    chunk: list[NewsPage] = []
    for number in range(count):
        back = _DAYS * (count - number) / count
        date = now - dt.timedelta(days=back, minutes=chance.randrange(600))
        title = bulk_words.title(chance)
        slug = _free_slug(title, taken)
        page = NewsPage(
            path=Page._get_path(index.path, index.depth + 1, step + number + 1),
            depth=index.depth + 1,
            numchild=0,
            content_type_id=type_id,
            locale_id=index.locale_id,
            translation_key=uuid.uuid4(),
            title=title,
            draft_title=title,
            slug=slug,
            url_path=f"{index.url_path}{slug}/",
            live=True,
            first_published_at=date,
            last_published_at=date,
            latest_revision_created_at=date,
            date=date,
            lead=bulk_words.lead(chance),
            author=chance.choice(bulk_words.AUTHORS),
            body=bulk_words.body(chance),
            rubric=chance.choice(terms.rubrics) if terms.rubrics else None,
            lead_image_id=chance.choice(terms.images) if terms.images else None,
        )
        chunk.append(page)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _free_slug(title: str, taken: set[str]) -> str:
    slug = numbered(slug_for(title, max_length=_SLUG_LENGTH), taken)
    taken.add(slug)
    return slug


def _write(chunk: list[NewsPage]) -> None:
    """Both rows of each item; Django's `bulk_create` refuses models of two tables."""
    columns = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
    rows = [Page(**{name: getattr(page, name) for name in columns}) for page in chunk]
    for row, page in zip(Page.objects.bulk_create(rows), chunk, strict=True):
        page.pk = page.id = page.page_ptr_id = row.pk
        page._state.adding = False
        page._state.db = connection.alias
    fields: list[Any] = list(NewsPage._meta.local_concrete_fields)
    size = max(connection.ops.bulk_batch_size(fields, chunk), 1)
    for start in range(0, len(chunk), size):
        NewsPage._base_manager._insert(
            chunk[start : start + size], fields=fields, using=connection.alias, raw=True
        )


def _relate(chunk: list[NewsPage], chance: random.Random, terms: _Terms) -> None:
    """One or two topics each, a district for every other item (none means the whole city)."""
    for relation, key, found, most in (
        (NewsPage.topics, "topic_id", terms.topics, 2),
        (NewsPage.districts, "district_id", terms.districts, 1),
    ):
        through = relation.through
        through.objects.bulk_create(
            through(**{"newspage_id": page.pk, key: term.pk})
            for page in chunk
            if found and (most > 1 or chance.random() < 0.5)  # noqa: PLR2004 - every other one
            for term in chance.sample(found, k=min(len(found), chance.randint(1, most)))
        )
