"""The ways to prove who one is, for the sign-in page and the profile."""

from typing import Any

from django import template

from portal.people.identity import attempts, providers

register = template.Library()


@register.simple_tag
def identity_providers() -> list[providers.IdentityProvider]:
    """The configured providers, for their buttons."""
    return providers.providers()


@register.simple_tag(takes_context=True)
def identity_waits(context: dict[str, Any]) -> bool:
    """Whether a person was proven in this session and is not joined with the account yet."""
    request = context["request"]
    return request.user.is_authenticated and attempts.waiting(request) is not None


@register.filter
def in_words(source: str) -> str:
    """`{{ identity.source|in_words }}`: who vouched for an identity."""
    return providers.source_in_words(source)
