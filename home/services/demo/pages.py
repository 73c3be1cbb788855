"""Pages of the demo in the tree: made where they are missing, brought up to date where nobody touched them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Locale, Page, PageLogEntry

from home.models import HomePage
from home.services.demo.bodies import Raw, Writer
from home.services.demo.content import (
    LANGUAGES,
    ORIGINAL,
    TRANSLATED,
    DemoError,
    PageSpec,
    identity,
    page_specs,
)
from home.services.demo.fields import MODELS, Values, values_of
from home.services.demo.library import Library, NotYet
from home.services.demo.moments import Calendar

# States after which a page waits for a person: the demo leaves it as it has made it.
LEFT_ALONE = frozenset({"draft", "waiting", "unpublished", "changed"})
_NOT_LIVE = frozenset({"draft", "waiting", "unpublished", "scheduled"})


@dataclass(slots=True)
class Made:
    """What a run did. `kept` counts pages that were left as a person had changed them."""

    created: int = 0
    changed: int = 0
    same: int = 0
    kept: int = 0
    fresh: list[int] = field(default_factory=list)


class PageMaker:
    """Puts every page of the demo into the tree, in both languages."""

    def __init__(self, *, library: Library, calendar: Calendar, owner: Any) -> None:
        self.library = library
        self.calendar = calendar
        self.owner = owner
        self.made = Made()
        self.locales = {
            language: Locale.objects.get(language_code=language) for language in LANGUAGES
        }
        self.specs = page_specs()
        self.pages: dict[tuple[str, str], Any] = self._find()
        self.touched = self._touched_by_people()
        library.known_pages = frozenset(self.specs)
        library.pages.update(
            {key: page.pk for (key, language), page in self.pages.items() if language == ORIGINAL}
        )

    def make_all(self) -> Made:
        """Originals first; those whose text names a page that is still missing get it at the end."""
        waiting = [spec for spec in self.specs.values() if not self._put(spec, ORIGINAL)]
        for spec in waiting:
            if not self._put(spec, ORIGINAL):
                raise DemoError(f"{spec.key} names pages in a circle.")
        for spec in self.specs.values():
            if spec.is_translated and not spec.translator:
                self._put(spec, TRANSLATED)
        return self.made

    def writer(self, spec: PageSpec, language: str) -> Writer:
        return Writer(spec.key, language, self.calendar, self.library)

    # --- What is there ---------------------------------------------------------------------------

    def _find(self) -> dict[tuple[str, str], Any]:
        keys = {identity("page", key): key for key in self.specs}
        languages = {locale.pk: language for language, locale in self.locales.items()}
        found: dict[tuple[str, str], Any] = {}
        for model in MODELS.values():
            for page in model._default_manager.filter(translation_key__in=keys):
                found[keys[page.translation_key], languages[page.locale_id]] = page
        for page in HomePage.objects.filter(depth=2):
            found["home", languages[page.locale_id]] = page
        home = found.get(("home", ORIGINAL))
        if home is None:
            raise DemoError("There is no Ukrainian front page; run «migrate» first.")
        self._adopt_indexes(found, home, languages)
        return found

    def _adopt_indexes(
        self, found: dict[tuple[str, str], Any], home: HomePage, languages: dict[int, str]
    ) -> None:
        """A list of news that was there before the demo is used, not doubled."""
        for spec in self.specs.values():
            model = MODELS[spec.kind]
            if model.max_count_per_parent != 1 or (spec.key, ORIGINAL) in found:
                continue
            original = model._default_manager.child_of(home).first()
            if original is not None:
                for page in model._default_manager.filter(translation_key=original.translation_key):
                    found[spec.key, languages[page.locale_id]] = page

    def _touched_by_people(self) -> set[int]:
        ids = [page.pk for page in self.pages.values()]
        return set(
            PageLogEntry.objects.filter(page_id__in=ids, user__isnull=False)
            .exclude(
                action="wagtail.create"
            )  # written for the owner when a page is made, also by us
            .values_list("page_id", flat=True)
        )

    # --- Making ------------------------------------------------------------------------------------

    def _put(self, spec: PageSpec, language: str) -> bool:
        """Make the page or bring it up to date. False when its text must wait for other pages."""
        page = self.pages.get((spec.key, language))
        if page is not None and self._is_left_alone(spec, page):
            return True
        complete = True
        try:
            values = values_of(spec, self.writer(spec, language), self.library)
        except NotYet:
            complete = False
            values = values_of(spec, self.writer(spec, language), self.library, bodies=False)
        if page is None:
            self._create(spec, language, values)
        elif complete:
            self._update(page, values)
        return complete

    def _is_left_alone(self, spec: PageSpec, page: Page) -> bool:
        waits = spec.state in LEFT_ALONE or spec.translator == "outdated"
        if waits and page.pk not in self.made.fresh:
            self.made.same += 1
        elif page.pk in self.touched:
            self.made.kept += 1
        else:
            return False
        return True

    def _create(self, spec: PageSpec, language: str, values: Values) -> None:
        model = MODELS[spec.kind]
        page = model(
            locale=self.locales[language],
            translation_key=self._translation_key(spec),
            owner=self.owner,
            live=spec.state not in _NOT_LIVE,
        )
        self._set(page, values)
        if spec.parent:
            self.pages[spec.parent, language].add_child(instance=page)
        else:
            Page.get_first_root_node().add_child(instance=page)
        self.pages[spec.key, language] = page
        if language == ORIGINAL:
            self.library.pages[spec.key] = page.pk
        self.made.created += 1
        self.made.fresh.append(page.pk)

    def _translation_key(self, spec: PageSpec) -> Any:
        """That of the original where it is older than the demo: the front page, adopted lists."""
        original = self.pages.get((spec.key, ORIGINAL))
        return original.translation_key if original else identity("page", spec.key)

    def _update(self, page: Any, values: Values) -> None:
        if not self._set(page, values):
            self.made.same += 1
            return
        page.save()
        if page.pk not in self.made.fresh:
            self.made.changed += 1
            self.made.fresh.append(page.pk)

    def _set(self, page: Any, values: Values) -> bool:
        """Set what differs; whether anything did."""
        differs = False
        for name, value in values.plain.items():
            if getattr(page, name) != value:
                setattr(page, name, value)
                differs = True
        for name, raw in values.streams.items():
            if _stream(page, name) != raw:
                setattr(page, name, json.dumps(raw))
                differs = True
        for name, terms in values.many.items():
            if _keys(getattr(page, name).all()) != _keys(terms):
                setattr(page, name, terms)
                differs = True
        return differs


def _stream(page: Any, name: str) -> list[Raw]:
    """A body as it is stored."""
    stored: list[Raw] = page._meta.get_field(name).get_prep_value(getattr(page, name)) or []
    return stored


def _keys(terms: Iterable[Any]) -> set[int]:
    return {term.pk for term in terms}
