"""What the pages of polls tell the rest of the portal. Called in `PollsConfig.ready`."""

from django.utils.translation import gettext_lazy as _

from portal.core.blocks.prepare import preparers
from portal.core.menu_entries import MenuEntry, menu_entries
from portal.core.search_items import search_states
from portal.core.sitemap_sources import sitemap_sources
from portal.participation.polls.models import Poll
from portal.participation.polls.pages.sitemap import sitemap_things
from portal.participation.polls.pages.states import SEARCH_STATES
from portal.participation.polls.search import connect as connect_search


def connect() -> None:
    # Blocks know the admin's widgets, which know models: not before all of them are loaded.
    from portal.participation.polls.blocks import attach_shown

    preparers.register("polls", (Poll, attach_shown))
    for key, state in SEARCH_STATES.items():
        # A state that other things have, too, is one.
        if search_states.get(key) is None:
            search_states.register(key, state)
    menu_entries.register("polls", MenuEntry(_("Polls"), "polls:index"))
    sitemap_sources.register("polls", sitemap_things)
    connect_search()
