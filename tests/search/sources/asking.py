"""What search knows of a page: as its source says it, and as it stands in the database."""

from portal.core.search_items import search_sources
from search.models import SearchDocument


def items(*pages):
    found = search_sources.get("pages").items([str(page.pk) for page in pages])
    return {(item.object_id, item.language): item for item in found}


def item(page, language="uk"):
    return items(page)[str(page.pk), language]


def document(page, language="uk"):
    return SearchDocument.objects.get(source="pages", object_id=str(page.pk), language=language)


def translated(page, english, **fields):
    copy = page.copy_for_translation(english, copy_parents=True)
    for name, value in fields.items():
        setattr(copy, name, value)
    copy.save_revision().publish()
    copy.refresh_from_db()
    return copy
