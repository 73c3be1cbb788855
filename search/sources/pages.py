"""Pages: a page with its translations is one thing, named by its Ukrainian original."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction
from wagtail.search.index import SearchField

from portal.core.models import BasePage
from portal.core.originals import locale_ids, original_locale_id
from portal.core.search_items import PUBLIC, STAFF, SearchFacts, SearchItem
from search.sources import plain
from search.sources.names import Names

SOURCE: Final = "pages"
# The root of the tree is no page, the front page stands above everything.
_ROOT_DEPTH: Final = 1
_FRONT_DEPTH: Final = 2
# What is read of a page in any case.
_READ_ANYWAY: Final = frozenset({"title", "lead", "draft_title", "id", "slug"})


def representatives() -> QuerySet[Page]:
    """One page for each thing: the original, or a translation that has lost it."""
    original = Page.objects.filter(
        translation_key=OuterRef("translation_key"), locale_id=original_locale_id()
    )
    earlier = Page.objects.filter(
        translation_key=OuterRef("translation_key"), pk__lt=OuterRef("pk")
    )
    return Page.objects.filter(depth__gt=_ROOT_DEPTH).filter(
        Q(locale_id=original_locale_id()) | (~Exists(original) & ~Exists(earlier))
    )


class PageSource:
    """What there is of pages, drafts and closed ones for the staff."""

    def object_ids(self) -> Iterator[str]:
        rows = representatives().order_by("pk").values_list("pk", flat=True)
        return (str(pk) for pk in rows.iterator(chunk_size=2000))

    def items(self, object_ids: Sequence[str]) -> Iterable[SearchItem]:
        """A constant number of queries, and some more for each type of page among them."""
        named = {
            key: pk
            for pk, key in representatives()
            .filter(pk__in=object_ids)
            .values_list("pk", "translation_key")
        }
        if not named:
            return
        pages = _read(named)
        tree, names = _Tree.around(pages), Names()
        versions: dict[int, list[_Version]] = {}
        for page in pages:
            version = _Version(page, tree, names)
            versions.setdefault(named[page.translation_key], []).append(version)
        for pk, several in versions.items():
            yield from _items(str(pk), several)


def _read(keys: Iterable[Any]) -> list[Page]:
    """All versions of these pages as their own types, with what their facts need."""
    rows = Page.objects.filter(translation_key__in=list(keys), depth__gt=_ROOT_DEPTH)
    by_type: dict[type[Page], list[int]] = {}
    for row in rows.only("pk", "content_type_id"):
        by_type.setdefault(row.specific_class or Page, []).append(row.pk)
    pages: list[Page] = []
    for model, pks in by_type.items():
        relations = getattr(model, "search_relations", ())
        pages += (
            model._default_manager.filter(pk__in=pks)
            .select_related("locale", "latest_revision")
            .prefetch_related(*relations)
        )
    return sorted(pages, key=lambda page: page.pk)


@dataclass(frozen=True, slots=True)
class _Tree:
    """What stands above the pages, by path: title, key of the original; and what is closed."""

    titles: dict[str, str]
    originals: dict[str, int]
    closed: tuple[str, ...]

    @classmethod
    def around(cls, pages: Sequence[Page]) -> "_Tree":
        paths = {path for page in pages for path in _paths(page)}
        rows = Page.objects.filter(path__in=paths)
        # A page of its own language leads to its original, whichever it is itself.
        originals = Page.objects.filter(
            locale_id=original_locale_id(), translation_key__in=rows.values("translation_key")
        )
        by_key = dict(originals.values_list("translation_key", "pk"))
        facts = list(rows.values_list("path", "title", "translation_key", "pk"))
        return cls(
            titles={path: title for path, title, _key, _pk in facts},
            originals={path: by_key.get(key, pk) for path, _title, key, pk in facts},
            closed=tuple(PageViewRestriction.objects.values_list("page__path", flat=True)),
        )

    def is_closed(self, page: Page) -> bool:
        return any(page.path.startswith(path) for path in self.closed)

    def above(self, page: Page) -> list[str]:
        """Paths from below the front page down to the page's parent."""
        return [path for path in _paths(page)[_FRONT_DEPTH:-1] if path in self.titles]

    def within(self, page: Page) -> tuple[str, ...]:
        """The page itself and what it belongs to, by the keys of originals."""
        paths = [*self.above(page), page.path]
        return tuple(f"{SOURCE}:{self.originals[path]}" for path in paths if path in self.originals)


class _Version:
    """A page in one language."""

    def __init__(self, page: Page, tree: _Tree, names: Names) -> None:
        self.page = page
        self.tree = tree
        self.names = names
        self.language: str = page.locale.language_code
        facts = page.search_facts() if isinstance(page, BasePage) else SearchFacts(is_offered=False)
        self.facts = facts
        self.is_public = bool(
            page.live and facts.is_offered and page.alias_of_id is None and not tree.is_closed(page)
        )
        self.content = _draft_of(page)

    def item(
        self, object_id: str, *, lacking: Sequence[str], within: tuple[str, ...]
    ) -> SearchItem:
        """`lacking`: languages in which the page is not there for readers."""
        lead = str(self._value("lead") or "")
        facts = self.facts
        named = self.names.line(facts, self.language)
        return SearchItem(
            object_id=object_id,
            language=self.language,
            kind=facts.kind,
            title=str(self._value("title") or ""),
            url=self.page.get_url() or "",
            text="\n".join(filter(None, [lead, *self._texts(), named])),
            lead=lead,
            draft_title=self._draft_title(),
            path=tuple(self.tree.titles[path] for path in self.tree.above(self.page)),
            moment=facts.moment,
            deadline=facts.deadline,
            topics=facts.topics,
            districts=facts.districts,
            department=facts.department,
            states=facts.states,
            audience=PUBLIC if self.is_public else STAFF,
            offered_to=(self.language, *lacking),
            within=within,
            uses=self._uses(),
            details={"page": self.page.pk},
        )

    def _draft_title(self) -> str:
        """The title that an editor has saved and not yet published."""
        draft = self.page.draft_title
        return draft if draft != self._value("title") else ""

    def _value(self, name: str) -> Any:
        """Of the draft where nothing was ever published, else as it is published."""
        return self.content.get(name, getattr(self.page, name, ""))

    def _texts(self) -> Iterator[str]:
        for field in _text_fields(type(self.page)):
            if isinstance(field, StreamField):
                yield from plain.passages(field.stream_block, self._raw(field))
            elif line := " ".join(str(self._value(field.name) or "").split()):
                yield line

    def _uses(self) -> tuple[str, ...]:
        found: set[str] = set()
        for field in type(self.page)._meta.get_fields():
            if isinstance(field, StreamField):
                found |= plain.document_keys(field.stream_block, self._raw(field))
        return tuple(f"documents:{key}" for key in sorted(found))

    def _raw(self, field: StreamField) -> list[Any]:
        if field.name in self.content:
            stored = self.content[field.name]
            try:
                made = json.loads(stored) if isinstance(stored, str) else stored
            except ValueError:
                return []
            return made if isinstance(made, list) else []
        value = getattr(self.page, field.name)
        return list(value.raw_data) if value is not None else []


def _draft_of(page: Page) -> dict[str, Any]:
    """The latest revision of what was never published; empty for everything else."""
    if page.live or page.first_published_at is not None or page.latest_revision is None:
        return {}
    content = page.latest_revision.content
    return content if isinstance(content, dict) else {}


def _text_fields(model: type[Page]) -> list[Any]:
    names = (each.field_name for each in model.search_fields if isinstance(each, SearchField))
    return [
        model._meta.get_field(name)
        for name in dict.fromkeys(names)
        if name not in _READ_ANYWAY and name in _field_names(model)
    ]


def _field_names(model: type[Page]) -> set[str]:
    return {field.name for field in model._meta.get_fields()}


def _items(object_id: str, versions: Sequence[_Version]) -> Iterator[SearchItem]:
    public = {version.language for version in versions if version.is_public}
    lacking = tuple(language for language in locale_ids() if language not in public)
    original = next(
        (each for each in versions if each.language == settings.LANGUAGE_CODE), versions[0]
    )
    within = original.tree.within(original.page)
    for version in versions:
        offered = lacking if version is original and version.is_public else ()
        others = tuple(each for each in offered if each != version.language)
        yield version.item(object_id, lacking=others, within=within)


def _paths(page: Page) -> list[str]:
    """Paths of all above the page and its own, from the root down."""
    return [page.path[:end] for end in range(page.steplen, len(page.path) + 1, page.steplen)]
