"""From an address to its page with few queries.

Wagtail asks for every step of the address and for each page above once more in full; a news item
costs eleven queries before its template begins. Here a page costs four: the site (with its
settings), the pages along the address, the page itself, its restrictions.
"""

import copy
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseBase
from django.http.request import split_domain_port
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from wagtail import views
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from portal.core.originals import locale_ids, original_locale_id
from portal.core.remember import remember

# Relations of Site that are read with it: whoever keeps settings by site adds theirs at start.
site_relations: list[str] = ["root_page"]
# No page of ours lies as deep as that; a longer address is nobody's.
_DEEPEST = 12


@csrf_exempt
def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """Wagtail's own view with the route found beforehand.

    Pages are only read, so nothing can be forged here; whoever posts to one is told 405, not 403.
    """
    request._wagtail_route_for_request = find_route(request, path)  # type: ignore[attr-defined]
    response: HttpResponseBase = views.serve(request, path)
    return response


def find_site(request: HttpRequest) -> Site | None:
    """The site of the request's host with `site_relations`; remembered where Wagtail looks for it.

    The order of choice is Wagtail's: host and port, host with the default mark, the only site of
    the host, the default site.
    """
    if not hasattr(request, "_wagtail_site"):
        host, port = split_domain_port(request._get_raw_host())[0], int(request.get_port())  # type: ignore[attr-defined]
        # All of them, for anybody may ask for any host and port; there are few.
        known = _chosen(remember(request, "sites", _read_sites), host, port)
        request._wagtail_site = _own_copy(known) if known else None  # type: ignore[attr-defined]
    site: Site | None = request._wagtail_site  # type: ignore[attr-defined]
    return site


def _read_sites() -> list[Site]:
    return list(Site.objects.order_by("pk").select_related(*site_relations))


def _chosen(sites: list[Site], host: str, port: int) -> Site | None:
    of_host = [site for site in sites if site.hostname == host]
    chosen = (
        [site for site in of_host if site.port == port]
        or [site for site in of_host if site.is_default_site]
        or (of_host if len(of_host) == 1 else [])
        or [site for site in sites if site.is_default_site]
        or of_host
    )
    return chosen[0] if chosen else None


def _own_copy(site: Site) -> Site:
    """The site for one request: its front page and settings gather values of their own there."""
    own = copy.copy(site)
    related = own._state.fields_cache
    for name, thing in related.items():
        related[name] = copy.copy(thing)
    return own


def find_route(request: HttpRequest, path: str) -> RouteResult | None:
    """The page (and its own route) at the address, or None.

    A live child goes before a route of its parent's; reserved slugs keep the two apart.
    """
    site = find_site(request)
    components = [component for component in path.split("/") if component]
    if site is None or len(components) > _DEEPEST:
        return None
    page = _section(request, site, components) or _deepest(site.root_page, components)
    if page is None:
        return None
    rest = components[page.depth - site.root_page.depth :]
    try:
        route: RouteResult = page.specific.route(request, rest)
    except Http404:
        return None
    return route


def _section(request: HttpRequest, site: Site, components: list[str]) -> Page | None:
    """The list right under the front page that the whole address names, as strangers see it.

    Its pages, selections and feeds share that address, so it is found once for each content
    version. Only a page without a body, which nobody fills with what a render needs; and not for
    whoever is signed in: the editors' bar shows what no content version knows of (drafts, locks).
    """
    if len(components) != 1 or settings.SESSION_COOKIE_NAME in request.COOKIES:
        return None

    language = translation.get_language() or settings.LANGUAGE_CODE
    name = f"sections:{site.pk}:{language}"
    known = remember(request, name, lambda: _read_sections(site.root_page)).get(components[0])
    if known is None:
        return None
    page = copy.copy(known)
    page._cached_parent_obj = copy.copy(known._cached_parent_obj)
    return page


def _read_sections(root: Page) -> dict[str, Any]:
    """By its slug each live page without a body right under the front page of the active language."""
    home = _deepest(root, [])
    if home is None:
        return {}
    found = {}
    for row in Page.objects.child_of(home).live().order_by():
        if row.specific_class is not None and not row.specific_class.get_streamfield_names():
            found[row.slug] = row.specific
            found[row.slug]._cached_parent_obj = home
    return found


def _deepest(root: Page, components: list[str]) -> Page | None:
    """The last page along the address, each with its parent at hand; None without a front page."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    locale_id = locale_ids().get(language, original_locale_id())
    conditions: list[Q] = []
    if root.locale_id != locale_id:
        conditions.append(Q(translation_key=root.translation_key, locale_id=locale_id))
    if components:
        depths = range(root.depth + 1, root.depth + len(components) + 1)
        conditions.append(Q(slug__in=set(components), depth__in=depths))
    if root.locale_id != locale_id and not components:
        # The front page itself: read as what it is, at once.
        found = root.specific_class._default_manager.filter(conditions[0]).first()
        return found if found is not None and found.live else None
    rows = list(Page.objects.filter(reduce(or_, conditions))) if conditions else []
    page = (
        root
        if root.locale_id == locale_id
        else next((row for row in rows if row.translation_key == root.translation_key), None)
    )
    if page is None or not page.live:
        return None
    for component in components:
        child = _child(page, component, rows)
        if child is None:
            break
        child._cached_parent_obj = page
        page = child
    return page


def _child(page: Page, slug: str, rows: list[Page]) -> Any:
    return next(
        (
            row
            for row in rows
            if row.slug == slug and row.depth == page.depth + 1 and row.path.startswith(page.path)
        ),
        None,
    )
