"""Questions asked of every kind of page."""

from functools import reduce
from operator import or_
from typing import Final, NamedTuple, Self

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Value,
)
from django.db.models.functions import Length, Substr
from wagtail.models import Page, PageQuerySet, PageViewRestriction, WorkflowState

from portal.core.remember import current_request, remember

# More branches than that are looked for by the database; few portals close as many.
_MOST_CLOSED: Final = 20


class Closed(NamedTuple):
    """Where strangers may not go: paths of pages, everything at and under them."""

    # Pages with a view restriction of their own.
    branches: tuple[str, ...]
    # These and their aliases, which show what the page behind them says.
    gates: tuple[str, ...]


def closed_to_strangers() -> Closed | None:
    """The closed branches of the whole portal; None where nobody knows them.

    They are known while an address is read (GET), for the content version that is answered from:
    making and lifting a restriction raises it, moving a page, too. A request that changes
    something, a task and a command ask the database each time.
    """
    request = current_request()
    if request is None or request.method not in ("GET", "HEAD"):
        return None
    return remember(request, "closed to strangers", _read_closed)


def _read_closed() -> Closed | None:
    closed = PageViewRestriction.objects.order_by()
    branches = tuple(closed.values_list("page__path", flat=True).distinct()[: _MOST_CLOSED + 1])
    if not branches:
        return Closed((), ())
    if len(branches) > _MOST_CLOSED:
        return None
    aliases = Page.objects.filter(alias_of__path__in=branches).order_by()
    return Closed(branches, (*branches, *aliases.values_list("path", flat=True)))


def restricted() -> Exists | ExpressionWrapper | Value:
    """The condition of standing on or under a page with a view restriction, inside the asking query.

    Where the closed branches are known they are written out. Else the restricted page's path is a
    subquery of its own, not a join: given a join, SQLite with statistics compares every page with
    every page (22 seconds for 10,000).
    """
    closed = closed_to_strangers()
    if closed is not None:
        if not closed.branches:
            return Value(False)
        inside = reduce(or_, (Q(path__startswith=path) for path in closed.branches))
        return ExpressionWrapper(inside, output_field=BooleanField())
    path = Page.objects.filter(pk=OuterRef("page_id")).order_by().values("path")[:1]
    return Exists(
        PageViewRestriction.objects.annotate(restricted_path=Subquery(path)).filter(
            restricted_path=Substr(OuterRef("path"), 1, Length("restricted_path"))
        )
    )


class PortalPageQuerySet(PageQuerySet):
    """Wagtail's own, but `.public()` asks nothing beforehand.

    Wagtail reads all restrictions each time: a page with five lists would ask that five times.
    Search takes no such condition: before `.search()` use `Page.objects.public()`.
    """

    def public(self) -> Self:
        closed = closed_to_strangers()
        if closed is not None and not closed.branches:
            return self._chain()
        return self.filter(~restricted())

    def not_public(self) -> Self:
        return self.filter(restricted())

    def prefetch_workflow_states(self) -> Self:
        """Wagtail's own looks for states of the bare Page, which rows of a page type never have."""
        states = WorkflowState.objects.active().select_related("current_task_state__task")
        return self.prefetch_related(
            Prefetch(
                "_specific_workflow_states", queryset=states, to_attr="_current_workflow_states"
            )
        )
