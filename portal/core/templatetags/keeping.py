"""`{% load keeping %}`: pieces of pages that many pages share are made once for each content version."""

from typing import Any

from django import template
from django.conf import settings
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.translation import get_language

from portal.core.remember import current_request, remember

register = template.Library()


@register.tag
def kept(parser: Parser, token: Token) -> template.Node:
    """`{% kept "footer" frame.site_id frame.year %} … {% endkept %}`

    What stands inside is made once for each content version, language and set of keys. Whoever
    writes it vouches that it depends on nothing else: not on the clock, the visitor or a draft. An
    empty key keeps nothing; neither do the admin with its previews, what is not read (POST), and
    DEBUG, where templates change without a save.
    """
    name, *keys = token.split_contents()[1:]
    nodes = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodes, name.strip("\"'"), [parser.compile_filter(key) for key in keys])


class KeptNode(template.Node):
    child_nodelists = ("nodelist",)

    def __init__(self, nodelist: NodeList, name: str, keys: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.name = name
        self.keys = keys

    def render(self, context: template.Context) -> Any:
        request = current_request()
        if (
            request is None
            or settings.DEBUG
            or request.method not in ("GET", "HEAD")
            or request.path.startswith("/admin/")
        ):
            return self.nodelist.render(context)
        keys = [str(key.resolve(context, ignore_failures=True) or "") for key in self.keys]
        if not all(keys):
            return self.nodelist.render(context)
        name = f"html:{self.name}:{get_language()}:{':'.join(keys)}"
        return remember(request, name, lambda: self.nodelist.render(context))
