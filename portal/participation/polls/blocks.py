"""A poll inside a text: the question with the way to the form, or its results alone.

A block keeps the key of the Ukrainian original; what a reader sees is fetched for the whole body at once
(`attach_shown`), so ten polls in a page cost as many queries as one.
"""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import ChooserBlock, StructBlock

from portal.core.blocks.choosing import SharedChoice
from portal.core.blocks.groups import GROUP_PARTICIPATION
from portal.participation.polls.chooser import poll_chooser
from portal.participation.polls.models import Poll
from portal.participation.polls.pages.shown import public_originals, shown_polls


class PollChoiceBlock(SharedChoice, ChooserBlock):
    """One poll. The page's reference to it is known to the reference index."""

    target_model = Poll
    widget = poll_chooser.widget_class()

    def get_prep_value(self, value: Poll | None) -> int | None:
        return None if value is None else value.original.pk

    def get_translatable_segments(self, value: Any) -> list[Any]:
        """Nothing: in a translated page it is the same poll."""
        return []

    class Meta:
        icon = "tick-inverse"


def attach_shown(polls: Sequence[Poll]) -> None:
    """Fill `poll.shown` on what a body has chosen; None for what its readers may not see. Two queries."""
    found = shown_polls(polls)
    for poll in polls:
        poll.__dict__["shown"] = found.get(poll.pk)


def _sample() -> dict[str, Any]:
    """For the menu of blocks: the poll that was opened last."""
    return {"poll": public_originals().begun().order_by("-opens_at").first()}


class PollBlock(StructBlock):
    poll = PollChoiceBlock(
        label=_("Poll"),
        help_text=_(
            "The same poll may stand in many pages: all ballots are counted together. "
            "Readers see it once it is published."
        ),
    )

    class Meta:
        icon = "tick-inverse"
        label = _("Poll")
        description = _("A poll that readers answer right here, with its state and results.")
        group = GROUP_PARTICIPATION
        template = "polls/blocks/poll.html"
        label_format = "{poll}"
        preview_value: Any = staticmethod(_sample)


class PollResultsBlock(StructBlock):
    poll = PollChoiceBlock(
        label=_("Poll"),
        help_text=_("Its results as bars and a table; until they are shown, when they will be."),
    )

    class Meta:
        icon = "order"
        label = _("Results of a poll")
        description = _("What people answered, without the way to the form.")
        group = GROUP_PARTICIPATION
        template = "polls/blocks/results.html"
        label_format = "{poll}"
        preview_value: Any = staticmethod(_sample)
