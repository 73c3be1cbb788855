"""What polls keep of people, and what becomes of it when they leave."""

from datetime import datetime
from typing import Final

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext_lazy as _

from portal.core.personal_data import Erasure, PersonalData, register
from portal.participation.polls.models import Participation

_DECIDED: Final = _("the city answers for what it publishes and decides")
_AS_LONG_AS_POLL: Final = _("as long as the poll")


def forget_user(user: AbstractBaseUser, _at: datetime) -> None:
    """Marks stay until the seal, so that nobody votes, leaves, returns and votes again; after it the row goes."""
    rows = Participation.objects.filter(user_id=user.pk)
    rows.filter(round__sealed_at__isnull=False).delete()
    rows.update(user=None)


def register_polls() -> None:
    """Called in `PollsConfig.ready`."""
    register(
        PersonalData(
            model="polls.participation",
            key="user",
            title=_("Participation in polls"),
            fields=("round", "channel"),
            labels={"round": _("round of a poll"), "channel": _("way")},
            erasure=Erasure.ANONYMISE,
            anonymise=forget_user,
            reason=_(
                "a vote is counted once: the hashes of the person and the address stay until the poll is sealed"
            ),
            term=_("until the poll is sealed"),
        ),
        *(
            PersonalData(
                model=f"polls.{model}",
                key=key,
                title=title,
                fields=fields,
                erasure=Erasure.KEEP,
                reason=_DECIDED,
                term=_AS_LONG_AS_POLL,
            )
            for model, key, title, fields in (
                ("pollnote", "by", _("Notes of polls"), ("kind", "text", "at")),
                (
                    "voiding",
                    "proposed_by",
                    _("Ballots proposed to be voided"),
                    ("reason", "proposed_at"),
                ),
                ("voiding", "decided_by", _("Voidings decided"), ("state", "decided_at")),
            )
        ),
    )
