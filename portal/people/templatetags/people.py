"""What templates say of people."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context
from django.urls import reverse

from portal.people.enums import Level
from portal.people.models import User
from portal.people.navigation import account_menu as pages
from portal.people.permissions import actions, verdict

register = template.Library()


@dataclass(frozen=True, slots=True)
class MenuLink:
    label: str
    url: str
    current: bool


@register.simple_tag(takes_context=True)
def account_menu(context: Context) -> list[MenuLink]:
    """The pages of the account, the present one marked: the longest address that begins this one."""
    path = context["request"].path
    entries = sorted(pages, key=lambda entry: entry.order)
    urls = [reverse(entry.url_name) for entry in entries]
    best = max((url for url in urls if path.startswith(url)), key=len, default="")
    return [
        MenuLink(str(entry.label), url, url == best)
        for entry, url in zip(entries, urls, strict=True)
    ]


@register.inclusion_tag("people/includes/level_chip.html")
def level_chip(user: User) -> dict[str, Any]:
    """How sure the portal is of who this is: colour, icon and word."""
    level = Level(user.level)
    return {"level": level, "proven": level >= Level.DESK, "confirmed": level >= Level.EMAIL}


@register.inclusion_tag("people/includes/action_notice.html", takes_context=True)
def action_notice(context: Context, name: str, obj: Any = None) -> dict[str, Any]:
    """Before the button: what an action needs, and what of it this person lacks.

    On a page that is stored nobody is known, and the notice says what is needed of everybody.
    Raises KeyError for an action that nobody registered.
    """
    action = actions.get(name)
    if action is None:
        raise KeyError(f"No action is called «{name}».")
    request = context["request"]
    user = request.user if settings.SESSION_COOKIE_NAME in request.COOKIES else None
    found = verdict(user, action, obj)  # type: ignore[arg-type]  # nobody is a guest
    return {"action": action, "verdict": found, "level": Level(action.level), "path": request.path}
