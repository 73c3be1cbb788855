"""What editors put above the results of a question (wagtail.contrib.search_promotions)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Page

from portal.core.languages import locale_id_for
from portal.core.remember import remember
from search.wording import Keys, content_keys


@dataclass(frozen=True, slots=True)
class Promoted:
    """A page of the portal, or a link that leads elsewhere."""

    title: str
    url: str
    text: str = ""
    leads_away: bool = False


@dataclass(frozen=True, slots=True)
class _Pick:
    words: tuple[Keys, ...]
    promoted: Promoted


def promoted(query: str, language: str, request: HttpRequest | None = None) -> list[Promoted]:
    """The editors' picks for a question, in their order.

    A pick is for the same words in any form and order: «подати пропозицію» is for «пропозиції подати»,
    too. Only public pages, in the reader's language. Picks are read once for a content version.
    """
    asked = content_keys(query)
    if not asked:
        return []
    picks = remember(request, f"promotions:{language}", lambda: _read(language))
    found = [pick.promoted for pick in picks if _fits(pick.words, asked)]
    return list(dict.fromkeys(found))


def _fits(words: Sequence[Keys], asked: Sequence[Keys]) -> bool:
    """Whether each word of one is a word of the other."""

    def among(word: Keys, others: Sequence[Keys]) -> bool:
        return any(not set(word).isdisjoint(other) for other in others)

    return all(among(word, asked) for word in words) and all(among(word, words) for word in asked)


def _read(language: str) -> list[_Pick]:
    rows = list(
        SearchPromotion.objects.select_related("query", "page").order_by(
            "query", "sort_order", "pk"
        )
    )
    keys = {row.page.translation_key for row in rows if row.page_id}
    shown = {
        page.translation_key: page
        for page in Page.objects.live()
        .public()
        .filter(locale_id=locale_id_for(language), translation_key__in=keys)
        .defer_streamfields()
    }
    picks = []
    for row in rows:
        words = content_keys(row.query.query_string)
        if row.page_id:
            page = shown.get(row.page.translation_key)
            url = page.get_url() if page else None
            found = (
                Promoted(page.title, url, row.description or page.search_description)
                if page and url
                else None
            )
        else:
            found = Promoted(
                row.external_link_text or row.external_link_url,
                row.external_link_url,
                row.description,
                leads_away=True,
            )
        if words and found:
            picks.append(_Pick(words, found))
    return picks
