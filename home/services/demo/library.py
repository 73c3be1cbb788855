"""Pictures and documents of the demo in Wagtail's library, and the city's lists."""

import hashlib
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.files.base import ContentFile
from django.db.models import Model
from PIL import Image
from wagtail.models import Collection

from civic_pages.models import Rubric
from home.services.demo.content import (
    LANGUAGES,
    ORIGINAL,
    ROOT,
    DemoError,
    identity,
    in_language,
    read,
)
from portal.core.models import PortalDocument, PortalImage
from portal.core.originals import locale_ids
from portal.core.ukrainian.typography import typeset
from portal.places.models import Audience, Department, District, Topic, Venue

CREDIT: Final = "Малюнок: редакція порталу «Спільно»"
COLLECTION: Final = "Демонстрація"
# In the order of creation: venues stand in districts.
TERMS: Final[dict[str, type[Any]]] = {
    "rubric": Rubric,
    "topic": Topic,
    "audience": Audience,
    "district": District,
    "department": Department,
    "venue": Venue,
}


class NotYet(LookupError):
    """A page that a body names is still to be made."""


@dataclass(slots=True)
class Library:
    """Primary keys of everything that pages of the demo name, by the demo's keys."""

    pictures: dict[str, int] = field(default_factory=dict)
    documents: dict[str, int] = field(default_factory=dict)
    terms: dict[tuple[str, str], Any] = field(default_factory=dict)
    pages: dict[str, int] = field(default_factory=dict)
    polls: dict[str, int] = field(default_factory=dict)
    known_pages: frozenset[str] = frozenset()

    def picture(self, key: str) -> int:
        return _found(self.pictures, key, "picture")

    def picture_alt(self, key: str, language: str) -> str:
        return str(in_language(read("pictures")[key]["alt"], language))

    def document(self, key: str) -> int:
        return _found(self.documents, key, "document")

    def document_title(self, key: str, language: str) -> str:
        return str(in_language(read("files")[key]["title"], language))

    def page(self, key: str) -> int:
        """The original's primary key. Raises NotYet before it is made, DemoError for an unknown one."""
        if key not in self.known_pages:
            raise DemoError(f"There is no page «{key}».")
        if key not in self.pages:
            raise NotYet(key)
        return self.pages[key]

    def poll(self, key: str) -> int:
        return _found(self.polls, key, "poll")

    def term(self, kind: str, key: str) -> Any:
        return _found(self.terms, (kind, key), "term")


def _found(things: dict[Any, Any], key: Any, what: str) -> Any:
    try:
        return things[key]
    except KeyError:
        raise DemoError(f"There is no {what} «{key}».") from None


def fill_library() -> Library:
    """The library with all that is there, made where it is missing."""
    library = Library()
    root = Collection.get_first_root_node()
    collection = Collection.objects.filter(name=COLLECTION).first() or root.add_child(
        name=COLLECTION
    )
    _put_pictures(library, collection)
    _put_documents(library, collection)
    _put_terms(library)
    return library


def _stored(model: type[Model], folder: str) -> dict[str, int]:
    """Files of the demo that are in the library, by the beginning of their names."""
    found = model._default_manager.filter(file__startswith=f"{folder}/demo-")
    return {str(name): pk for name, pk in found.values_list("file", "pk")}


def _stored_key(stored: dict[str, int], folder: str, stem: str) -> int | None:
    """Storage may have lengthened the name: «demo-park_a1b2c3d.webp»."""
    begin = f"{folder}/demo-{stem}"
    return next(
        (pk for name, pk in stored.items() if name.startswith((f"{begin}.", f"{begin}_"))), None
    )


def _put_pictures(library: Library, collection: Collection) -> None:
    stored = _stored(PortalImage, "original_images")
    for key, given in read("pictures").items():
        pk = _stored_key(stored, "original_images", key)
        if pk is None:
            path = ROOT / "pictures" / f"{key}.webp"
            content = path.read_bytes()
            with Image.open(path) as pixels:
                width, height = pixels.size
            # Past the field's cleaning, which makes a stranger's picture anew: ours are clean, and
            # decoding each of them three times would be half of the demo's work.
            storage = PortalImage._meta.get_field("file").storage
            picture = PortalImage.objects.create(
                title=given["title"],
                file=storage.save(f"original_images/demo-{path.name}", ContentFile(content)),
                width=width,
                height=height,
                file_size=len(content),
                file_hash=hashlib.sha1(content, usedforsecurity=False).hexdigest(),
                description=typeset(in_language(given["alt"], ORIGINAL)),
                credit=CREDIT,
                collection=collection,
            )
            pk = picture.pk
        library.pictures[key] = pk


def _put_documents(library: Library, collection: Collection) -> None:
    stored = _stored(PortalDocument, "documents")
    for key, given in read("files").items():
        pk = _stored_key(stored, "documents", key)
        if pk is None:
            path = ROOT / "files" / given["file"]
            document = PortalDocument(
                title=typeset(in_language(given["title"], ORIGINAL)), collection=collection
            )
            document.file = ContentFile(path.read_bytes(), name=f"demo-{path.name}")
            document.file_size = path.stat().st_size
            document.save()
            pk = document.pk
        library.documents[key] = pk


def _put_terms(library: Library) -> None:
    for kind, model in TERMS.items():
        given = read("terms")[kind]
        keys = [identity(kind, term["key"]) for term in given]
        existing = {
            (term.translation_key, term.locale.language_code): term
            for term in model._default_manager.filter(translation_key__in=keys).select_related(
                "locale"
            )
        }
        for term in given:
            for language in LANGUAGES:
                stored = existing.get((identity(kind, term["key"]), language))
                if stored is None:
                    stored = model(
                        translation_key=identity(kind, term["key"]),
                        locale_id=locale_ids()[language],
                        **_term_values(library, term, language),
                    )
                    stored.save()
                if language == ORIGINAL:
                    library.terms[kind, term["key"]] = stored


def _term_values(library: Library, given: dict[str, Any], language: str) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: typeset(str(in_language(value, language)))
        for name, value in given.items()
        if name not in ("key", "district")
    }
    if "district" in given:
        values["district"] = library.term("district", given["district"])
    return values
