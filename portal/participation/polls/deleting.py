"""Deleting a poll, and taking it down: what citizens gave is never deleted, and no page loses its poll.

Receivers would come too late: Django refuses what PROTECT holds before it tells anybody.
"""

from collections.abc import Iterable
from typing import Any, Final

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.models import ReferenceIndex
from wagtail.signals import unpublished

from portal.core.attached import clear_attached, reasons_to_keep
from portal.core.exceptions import Refusal
from portal.participation.polls.models import Ballot, Poll, PollNote, Round

# How many pages a refusal names.
NAMED: Final = 5


def connect() -> None:
    unpublished.connect(unpublish_translations, sender=Poll, dispatch_uid="unpublish_polls")


def unpublish_translations(instance: Poll, **_kwargs: Any) -> None:
    """A translation is on the site only while its original is."""
    if not instance.in_original_language:
        return
    versions = Poll.objects.filter(translation_key=instance.translation_key, live=True)
    for version in versions.exclude(pk=instance.pk):
        version.unpublish(set_expired=instance.expired)


def versions_of(poll: Poll) -> list[Poll]:
    """The poll and, of an original, its translations."""
    if not poll.in_original_language:
        return [poll]
    return list(Poll.objects.filter(translation_key=poll.translation_key))


def places_of(poll: Poll) -> list[str]:
    """Names of the pages in which a poll stands, in whatever language, published or in a draft."""
    names: dict[tuple[str, str], str] = {}
    for version in versions_of(poll):
        for source, _references in ReferenceIndex.get_references_to(
            version
        ).group_by_source_object():
            if not isinstance(source, Poll):
                names[(source._meta.label, str(source.pk))] = str(source)
    return list(names.values())


def refusal(poll: Poll) -> Refusal | None:
    """Why a poll is not deleted, with a way out; None when it may be."""
    places = places_of(poll)
    reasons = list(_reasons(poll, places))
    if not reasons:
        return None
    words = _("“%(title)s” is not deleted: %(reasons)s.") % {
        "title": poll.title,
        "reasons": "; ".join(reasons),
    }
    links: tuple[tuple[str, str], ...] = ()
    if places:
        links = (
            (reverse("wagtailsnippets_polls_poll:usage", args=[poll.pk]), _("Where it stands")),
        )
    if poll.live:
        words = f"{words} {_('Unpublish it instead: readers then see it nowhere.')}"
        unpublish = reverse("wagtailsnippets_polls_poll:unpublish", args=[poll.pk])
        links = ((unpublish, _("Unpublish")), *links)
    return Refusal(words, links=links)


def _reasons(poll: Poll, places: list[str]) -> Iterable[str]:
    if poll.in_original_language:
        count = Ballot.objects.filter(round__poll=poll).count()
        if count:
            yield (
                ngettext(
                    "there is %(count)d ballot in it", "there are %(count)d ballots in it", count
                )
                % {"count": count}
            )
        elif PollNote.objects.filter(round__poll=poll).exists():
            yield _("its public log has entries")
    yield from reasons_to_keep(poll)
    if places:
        named = ", ".join(f"«{name}»" for name in places[:NAMED])
        if len(places) > NAMED:
            named = _("%(names)s and more") % {"names": named}
        yield _("it stands in %(places)s") % {"places": named}


def delete(poll: Poll) -> None:
    """Make way for the poll's own row: its empty rounds and its translations go. Raises Refusal."""
    with transaction.atomic():
        rounds = Round.objects.select_for_update().filter(poll_id=poll.pk)
        list(rounds)
        if refused := refusal(poll):
            raise refused
        if poll.in_original_language:
            for version in versions_of(poll):
                if version.pk != poll.pk:
                    version.delete()
            Round.objects.filter(poll_id=poll.pk).delete()
        clear_attached(poll)


def before_delete(request: HttpRequest, instances: Iterable[Any]) -> HttpResponse | None:
    """Hook `before_delete_snippet`: the refusal before anybody confirms anything, of one and of many."""
    polls = [instance for instance in instances if isinstance(instance, Poll)]
    refused = [found for poll in polls if (found := refusal(poll))]
    for found in refused:
        buttons = [messages.button(url, label) for url, label in found.links]
        messages.error(request, found.message, buttons=buttons)
    if not refused:
        return None
    if len(polls) == 1:
        return redirect("wagtailsnippets_polls_poll:edit", polls[0].pk)
    return redirect("wagtailsnippets_polls_poll:list")
