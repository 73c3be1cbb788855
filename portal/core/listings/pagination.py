"""Page numbers as links: first, last, those around the current one, gaps between."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.core.paginator import Paginator

_NUMBER = re.compile(r"[1-9][0-9]{0,5}")


@dataclass(frozen=True, slots=True)
class PageLink:
    """One number; an empty `url` is a gap."""

    number: int
    url: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Pagination:
    number: int
    last: int
    links: list[PageLink]
    previous_url: str
    next_url: str
    # There is more than the pages reach: the list says where to look further.
    is_capped: bool = False

    def __bool__(self) -> bool:
        return self.last > 1 or self.is_capped


def read_page(text: str | None) -> int:
    """The page an address asks for. Raises ValueError unless it is a plain positive number."""
    if not text:
        return 1
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    return int(text)


def paginate(
    *, total: int, per_page: int, number: int, max_pages: int, url: Callable[[int], str]
) -> Pagination:
    """The links of page `number`. Raises ValueError for a page beyond the last one."""
    needed = max(1, -(-total // per_page))
    last = min(needed, max_pages)
    if number > last:
        raise ValueError(number)
    links = []
    paginator = Paginator(range(last), 1)
    for entry in paginator.get_elided_page_range(number, on_each_side=1, on_ends=1):
        if isinstance(entry, int):
            links.append(PageLink(entry, url(entry), entry == number))
        else:
            links.append(PageLink(0, ""))
    return Pagination(
        number=number,
        last=last,
        links=links,
        previous_url=url(number - 1) if number > 1 else "",
        next_url=url(number + 1) if number < last else "",
        is_capped=needed > max_pages,
    )
