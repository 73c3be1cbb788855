"""The polls in which a person voted, for «My participation»: theirs alone, without a moment and without an answer."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.participation.polls.models import Participation
from portal.participation.polls.pages.shown import shown_polls
from portal.people.models import User
from portal.people.taking_part import MOST, Deed, Part, parts


def register() -> None:
    """Called in `PollsConfig.ready`."""
    parts.register("polls", Part(gettext_lazy("Polls"), _own, _public))


def _own(user: User) -> list[Deed]:
    """The polls that closed last come first: nothing tells when somebody voted."""
    rows = (
        Participation.objects.filter(user=user)
        .select_related("round__poll")
        .order_by("-round__poll__closes_at", "-round__poll_id", "-round__number")[:MOST]
    )
    rounds = [row.round for row in rows]
    shown = shown_polls({round_.poll for round_ in rounds})
    deeds = []
    for round_ in rounds:
        poll = shown.get(round_.poll_id)
        deeds.append(
            Deed(
                title=poll.words.title if poll else _("A poll that is not open to you now"),
                url=poll.url if poll else "",
                at=None,
                words=_("your ballot is counted, round %(number)d") % {"number": round_.number},
                lang=poll.lang if poll else "",
            )
        )
    return deeds


def _public(_user: User) -> list[Deed]:
    """Nobody else reads who voted, also where a person shows the rest."""
    return []
