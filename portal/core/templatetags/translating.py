"""For the translator's screen of wagtail-localize."""

import json

from django import template

register = template.Library()


@register.filter
def without_alias_link(props: str) -> str:
    """What its script is given, in JSON, without the address of «Convert to alias page»."""
    given = json.loads(props)
    given["links"]["convertToAliasUrl"] = None
    return json.dumps(given)
