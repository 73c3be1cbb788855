"""Feeds of polls: each poll when it is published, each round when its count is sealed."""

import uuid
from datetime import UTC, datetime
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.core import feeds
from portal.core.feeds import MOST_ITEMS, Feed, FeedItem
from portal.core.fresh import fresh_until, fresh_until_midnight, now_of
from portal.core.languages import language_of
from portal.core.sitewide import absolute_url, site_facts
from portal.participation.polls.models import Poll, Round
from portal.participation.polls.pages.facts import term_words
from portal.participation.polls.pages.index import poll_listing
from portal.participation.polls.pages.shown import ShownPoll, public_originals, shown_polls
from portal.participation.polls.pages.states import ballot_words, counted_words
from portal.participation.polls.results.counting import Tally

# Of a poll that came without a history.
_LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)


@require_safe
def rss(request: HttpRequest) -> HttpResponse:
    return feeds.rss(_feed(request, "rss"))


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    return feeds.atom(_feed(request, "atom"))


@require_safe
def json_feed(request: HttpRequest) -> HttpResponse:
    return feeds.json_feed(_feed(request, "json_feed"))


def _feed(request: HttpRequest, name: str) -> Feed:
    """The selection that the address asks for. Raises NotInList for an unknown one."""
    listing = poll_listing(request, paged=False)
    if listing.chosen("state"):
        fresh_until(request, public_originals().next_boundary(now_of(request)))
        fresh_until_midnight(request)
    newest = listing.rows.order_by("-first_published_at", "-pk")
    polls: list[Poll] = list(newest[:MOST_ITEMS])
    sealed = Round.objects.filter(
        poll_id__in=listing.rows.order_by().values("pk"), sealed_at__isnull=False
    )
    rounds = list(
        sealed.select_related("poll").defer("form", "report").order_by("-sealed_at")[:MOST_ITEMS]
    )
    by_key = {poll.pk: poll for poll in [*polls, *(round_.poll for round_ in rounds)]}
    shown = shown_polls(by_key.values(), request)
    items = [_opened(shown[poll.pk]) for poll in polls if poll.pk in shown]
    items += [_sealed(shown[row.poll_id], row) for row in rounds if row.poll_id in shown]
    items.sort(key=lambda item: item.published or _LONG_AGO, reverse=True)
    facts = site_facts(request)
    query = f"?{listing.query}" if listing.query else ""
    return Feed(
        title=" — ".join([_("Polls"), *(each.label for each in listing.applied), facts.name]),
        description=_("New polls, and the counts of those that are over."),
        url=absolute_url(f"{listing.path}{query}"),
        feed_url=absolute_url(f"{reverse(f'polls:{name}')}{query}"),
        language=translation.get_language(),
        author=facts.publisher or facts.name,
        rights=facts.attribution,
        items=items[:MOST_ITEMS],
    )


def _opened(shown: ShownPoll) -> FeedItem:
    poll = shown.original
    published = poll.first_published_at or poll.opens_at or _LONG_AGO
    term = term_words(poll.window)
    parts = [_("Voting: %(term)s.") % {"term": term} if term else "", shown.words.lead]
    return FeedItem(
        id=_identifier(shown, ""),
        url=absolute_url(shown.url),
        title=shown.words.title,
        summary=" ".join(part for part in parts if part),
        published=timezone.localtime(published),
        updated=timezone.localtime(shown.words.last_published_at or published),
        language=language_of(shown.words),
    )


def _sealed(shown: ShownPoll, round_: Round) -> FeedItem:
    """The announcement by which everybody can hold the portal to its count later."""
    at = timezone.localtime(round_.sealed_at)
    return FeedItem(
        id=_identifier(shown, f"round-{round_.number}"),
        url=absolute_url(shown.url),
        title=_("Results: %(title)s") % {"title": shown.words.title},
        summary=_(
            "The count is final: %(ballots)s. Head of the chain over all ballots: %(head)s. "
            "Results, the ballots without names and a way to recount them are on the poll’s page."
        )
        % {
            "ballots": counted_words(Tally.from_json(round_.tally)) or ballot_words(0),
            "head": round_.chain_head,
        },
        published=at,
        updated=at,
        language=language_of(shown.words),
    )


def _identifier(shown: ShownPoll, what: str) -> str:
    """A name that outlives the address, another for each language and round."""
    name = f"{language_of(shown.words)}{what}"
    return uuid.uuid5(shown.original.translation_key, name).urn
