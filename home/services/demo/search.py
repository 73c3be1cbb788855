"""What editors set for the search, and what readers asked: made where it is missing."""

from datetime import timedelta
from typing import Any, Final

from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from home.services.demo.content import LANGUAGES, identity, in_language, read
from home.services.demo.library import Library
from portal.core.originals import locale_ids
from portal.core.ukrainian.typography import typeset
from search.enums import SynonymDirection
from search.models import AskedQuery, Synonyms

# Days over which the questions of the demo are spread.
_DAYS: Final = 30


def fill_search(library: Library) -> None:
    """Synonyms of the city, a promoted page, a month of questions where none was counted yet."""
    given = read("search")
    for line in given["synonyms"]:
        _put_synonyms(line)
    for promotion in given["promotions"]:
        _put_promotion(library, promotion)
    if not AskedQuery.objects.exists():
        AskedQuery.objects.bulk_create(row for asked in given["asked"] for row in _days(asked))


def _put_synonyms(given: dict[str, Any]) -> None:
    for language, words in given["words"].items():
        Synonyms.objects.get_or_create(
            translation_key=identity("synonyms", f"{language}:{words}"),
            locale_id=locale_ids()[language],
            defaults={
                "words": words,
                "direction": given.get("direction", SynonymDirection.BOTH.value),
            },
        )


def _put_promotion(library: Library, given: dict[str, Any]) -> None:
    for language in LANGUAGES:
        query = Query.get(in_language(given["query"], language))
        if not SearchPromotion.objects.filter(query=query).exists():
            SearchPromotion.objects.create(
                query=query,
                # Readers of the other language are shown its translation.
                page_id=library.page(given["page"]),
                description=typeset(in_language(given["text"], language)),
                sort_order=0,
            )


def _days(given: dict[str, Any]) -> list[AskedQuery]:
    """The question's counts, spread evenly over the days that have gone by."""
    columns = ("first", "second", "fourth", "further")
    counts = {"times": given["times"], "nothing": given.get("nothing", 0)}
    counts |= dict(zip(columns, given["opened"], strict=True))
    rows = []
    days = min(_DAYS, given["times"])
    for number in range(days):
        share = {
            name: count * (number + 1) // days - count * number // days
            for name, count in counts.items()
        }
        day = timezone.localdate() - timedelta(days=number)
        rows.append(AskedQuery(day=day, language="uk", query=given["query"], **share))
    return rows
