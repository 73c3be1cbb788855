"""Words of «my data» in templates."""

from django import template

register = template.Library()


@register.filter
def slugify_kind(kind: str) -> str:
    """A kind of consent as it stands in an address: `personal_data` is `personal-data`."""
    return kind.replace("_", "-")
