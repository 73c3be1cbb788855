"""Where a poll stands: the live public pages whose text holds it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import translation
from django.utils.text import capfirst
from wagtail.models import Page, ReferenceIndex

from portal.core.languages import foreign_language, locale_id_for
from portal.core.originals import original_locale_id
from portal.core.querysets import restricted
from portal.participation.polls.models import Poll

# More are a list of its own; a poll of a whole city stands in some ten.
_MOST = 30


@dataclass(frozen=True, slots=True)
class Place:
    """A page; `kind` is what its type is called («Новина»)."""

    kind: str
    title: str
    url: str
    lang: str = ""


def places_of(poll: Poll, request: HttpRequest | None) -> list[Place]:
    """The pages that show this poll, each once, in the reader's language where it is there. Two queries."""
    keys = page_ids_of(poll)
    if not keys:
        return []
    rows = (
        Page.objects.live()
        .filter(~restricted(), pk__in=keys, alias_of=None)
        .order_by("-last_published_at", "-pk")
    )
    versions: dict[Any, dict[int, Page]] = {}
    for page in rows[: 2 * _MOST]:
        versions.setdefault(page.translation_key, {})[page.locale_id] = page
    active, original = locale_id_for(translation.get_language()), original_locale_id()
    found = []
    for several in list(versions.values())[:_MOST]:
        page = several.get(active) or several.get(original) or next(iter(several.values()))
        if url := page.get_url(request):
            model = page.specific_class or Page
            found.append(
                Place(
                    capfirst(str(model._meta.verbose_name)), page.title, url, foreign_language(page)
                )
            )
    return found


def page_ids_of(poll: Poll) -> list[int]:
    """Primary keys of all pages that name the original, drafts among them. One query."""
    references = ReferenceIndex.get_references_to(poll.original)
    pages = references.filter(base_content_type=ReferenceIndex._get_base_content_type(Page))
    return [int(key) for key in pages.values_list("object_id", flat=True).distinct()]
