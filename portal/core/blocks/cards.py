"""What a card says of a page of any type."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.core.languages import foreign_language
from portal.core.models import PortalImage


@dataclass(frozen=True, slots=True)
class PageCard:
    """`at` is the moment the page is about, if it has one; `lang` is set when it is not the reader's."""

    url: str
    title: str
    text: str
    image: PortalImage | None
    at: datetime | None
    lang: str


def card_of(page: Any) -> PageCard:
    """The card of a specific page whose lead image was fetched beforehand."""
    return PageCard(
        url=page.get_url() or "",
        title=page.title,
        text=getattr(page, "lead", ""),
        image=getattr(page, "lead_image", None),
        at=getattr(page, "date", None) or getattr(page, "starts_at", None),
        lang=foreign_language(page),
    )
