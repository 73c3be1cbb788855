"""What templates say of people."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context
from django.urls import reverse
from django.utils.translation import gettext

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


@dataclass(frozen=True, slots=True)
class Way:
    """What «You are here» shows: the steps with their addresses, and this page's own name."""

    crumbs: tuple[dict[str, str], ...]
    current: str


@register.simple_tag(takes_context=True)
def account_menu(context: Context) -> list[MenuLink]:
    """The pages of the account, the present one marked.

    That is the one which names this page, else the longest address that begins this one.
    """
    request = context["request"]
    name = request.resolver_match.view_name if request.resolver_match else ""
    entries = sorted(pages, key=lambda entry: entry.order)
    urls = [reverse(entry.url_name) for entry in entries]
    named = [url for entry, url in zip(entries, urls, strict=True) if name in entry.also]
    best = max(named or (url for url in urls if request.path.startswith(url)), key=len, default="")
    return [
        MenuLink(str(entry.label), url, url == best)
        for entry, url in zip(entries, urls, strict=True)
    ]


@register.simple_tag(takes_context=True)
def account_way(context: Context, home: list[dict[str, str]]) -> Way:
    """`{% account_way frame.home_crumbs as way %}`: from the front page through the account to here.

    A page below one of the menu's ends with the way back to that one; its own heading follows at once.
    """
    account, path = reverse("account_profile"), context["request"].path
    here = next((link for link in account_menu(context) if link.current), None)
    if path == account:
        return Way(tuple(home), gettext("Account"))
    crumbs = [*home, {"title": gettext("Account"), "url": account}]
    if here is None or path == here.url:
        return Way(tuple(crumbs), here.label if here else "")
    if here.url != account:
        crumbs.append({"title": here.label, "url": here.url})
    return Way(tuple(crumbs), "")


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
