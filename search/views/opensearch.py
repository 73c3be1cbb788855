"""How browsers learn to search the portal: OpenSearch 1.1, with suggestions and feed."""

from xml.etree import ElementTree as Tree

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.core.sitewide import absolute_url, site_facts

_NAMESPACE = "http://a9.com/-/spec/opensearch/1.1/"
# Limits of the specification, in letters.
_SHORT_NAME = 16
_LONG_NAME = 48
_DESCRIPTION = 1024


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """The description document in the language of its address."""
    site = site_facts(request)
    root = Tree.Element("OpenSearchDescription", {"xmlns": _NAMESPACE})

    def add(name: str, text: str = "", **attributes: str) -> None:
        Tree.SubElement(root, name, attributes).text = text or None

    add("ShortName", site.name[:_SHORT_NAME])
    add("LongName", site.full_name[:_LONG_NAME])
    about = _("News, forums, consultations and pages of the portal. A couple of words is enough.")
    add("Description", about[:_DESCRIPTION])
    terms = "?q={searchTerms}"
    add("Url", type="text/html", template=_address("search", terms))
    suggestions = f"{terms}&format=opensearch"
    add(
        "Url",
        type="application/x-suggestions+json",
        template=_address("search_suggestions", suggestions),
    )
    add("Url", type="application/rss+xml", template=_address("search_rss", terms))
    add("Url", type="application/feed+json", template=_address("search_json", terms))
    add(
        "Url",
        type="application/opensearchdescription+xml",
        rel="self",
        template=_address("search_description"),
    )
    icon = absolute_url(static("icons/mark.svg"))
    add("Image", icon, type="image/svg+xml", width="16", height="16")
    add("Language", get_language() or settings.LANGUAGE_CODE)
    add("InputEncoding", "UTF-8")
    add("OutputEncoding", "UTF-8")
    body = Tree.tostring(root, encoding="unicode")
    return HttpResponse(
        f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n',
        content_type="application/opensearchdescription+xml; charset=utf-8",
    )


def _address(view: str, query: str = "") -> str:
    return f"{absolute_url(reverse(view))}{query}"
