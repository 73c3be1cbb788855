"""Lists that readers narrow by links: filters by query keys, facets with counts, pages.

A list says once which filters it has; everything a reader sees follows from that and the address:

    listing = Listing(
        request,
        rows=ForumPage.objects.child_of(index).live().public().order_by("-starts_at", "-pk"),
        filters=[
            TermFilter("district", _("District"), District, "district"),
            ChoiceFilter("state", _("State"), ForumState, restrict=ForumQuerySet.in_state),
            PeriodFilter("starts_at"),
        ],
        path=index.get_url(request),
    )
    listing.items, listing.total, listing.pagination, listing.facets, listing.applied

An unknown value or page raises NotInList (a 404 that knows the way back); unknown keys are ignored
and stay out of `listing.canonical`; `listing.noindex` says that robots should leave it alone.
"""

from portal.core.listings.filters import (
    ChoiceFilter,
    Filter,
    Option,
    PeriodFilter,
    TermFilter,
    YearFilter,
)
from portal.core.listings.listing import Applied, Facet, FacetLink, Listing, NotInList
from portal.core.listings.pagination import PageLink, Pagination
from portal.core.listings.ways import SortFilter, TabFilter

__all__ = [
    "Applied",
    "ChoiceFilter",
    "Facet",
    "FacetLink",
    "Filter",
    "Listing",
    "NotInList",
    "Option",
    "PageLink",
    "Pagination",
    "PeriodFilter",
    "SortFilter",
    "TabFilter",
    "TermFilter",
    "YearFilter",
]
