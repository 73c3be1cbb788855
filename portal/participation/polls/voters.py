"""Who votes: what is missing to answer a poll, and what the count needs to know of a person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.clients import client_address, network_of
from portal.participation.polls import marks
from portal.participation.polls.enums import Access, AgeGroup, Channel
from portal.participation.polls.models import Participation, Poll, Round
from portal.participation.polls.services.ballots import Voter
from portal.people.enums import Level
from portal.people.models import User
from portal.people.permissions import Action, Person, Verdict, full_years, verdict

# The last full year of each age group; above them all is the oldest one.
_AGES: Final = ((17, AgeGroup.YOUNGEST), (34, AgeGroup.YOUNG), (59, AgeGroup.MIDDLE))


class Place(models.TextChoices):
    """What keeps a person from a poll of some districts, in words to be filled in."""

    UNKNOWN = (
        "unknown",
        _(
            "Your address is not confirmed, and only residents of %(districts)s may answer this poll."
        ),
    )
    ELSEWHERE = "elsewhere", _("Only residents of %(districts)s may answer this poll.")

    def words(self, districts: str) -> str:
        """`districts` as `portal.core.facts.of_districts` names them."""
        return str(self.label) % {"districts": districts}


@dataclass(frozen=True, slots=True)
class MayVote:
    """Whether a person may answer: their level, age and block, then where they live, then whether they have."""

    verdict: Verdict
    place: Place | None = None
    has_voted: bool = False

    @property
    def allowed(self) -> bool:
        return self.verdict.allowed and self.place is None and not self.has_voted

    def __bool__(self) -> bool:
        return self.allowed


def action_of(poll: Poll) -> Action:
    """What answering this poll needs, in the terms of `portal.people.permissions`."""
    original = poll.original
    level = original.access_kind.level
    # Of a guest neither age nor address is known, so a poll that asks for one has no guests.
    if level == Level.GUEST and (original.min_age or original.voter_districts.exists()):
        level = Level.DESK
    return Action("vote", _("Vote"), level=level, age=original.min_age)


def may_vote(person: Person, poll: Poll, *, at: datetime | None = None) -> MayVote:
    """Says nothing of the window: `services.ballots.cast` does."""
    found = verdict(person, action_of(poll), at=at)
    if not found or not isinstance(person, User):
        return MayVote(found)
    return MayVote(found, _place(person, poll.original), has_voted(person, poll.current_round))


def _place(person: User, poll: Poll) -> Place | None:
    wanted = {district.pk for district in poll.voter_districts.all()}
    if not wanted:
        return None
    identity = getattr(person, "identity", None)
    if identity is None or identity.district_id is None:
        return Place.UNKNOWN
    return None if identity.district_id in wanted else Place.ELSEWHERE


def has_voted(person: User, round_: Round | None) -> bool:
    """Whether an account, its proven person or its address has a ballot in the round."""
    if round_ is None:
        return False
    known = models.Q(user=person)
    for name, kind, value in (
        ("person_mark", marks.PERSON, person_value(person)),
        ("mail_mark", marks.MAIL, mail_value(person.email)),
    ):
        if value:
            known |= models.Q(**{name: marks.mark(round_.pk, kind, value)})
    return Participation.objects.filter(known, round=round_).exists()


def browser_has_voted(browser: str, round_: Round) -> bool:
    """Whether a guest's browser has a ballot in the round; False for one that is not known."""
    if not browser:
        return False
    mark = marks.mark(round_.pk, marks.BROWSER, browser)
    return Participation.objects.filter(round=round_, browser_mark=mark).exists()


def person_value(person: User) -> str:
    identity = getattr(person, "identity", None)
    return identity.person_hash if identity is not None else ""


def mail_value(address: str) -> str:
    return address.strip().lower()


def voter_of(request: HttpRequest, poll: Poll, *, browser: str = "", mail: str = "") -> Voter:
    """The voter of a request. `browser`, `mail`: what a guest is known by, of polls for everybody alone."""
    network = str(network_of(client_address(request)))
    person = request.user
    if isinstance(person, User) and person.level >= Level.EMAIL:
        return _known(person, network)
    if poll.original.access != Access.EVERYBODY:
        raise ValueError("Only polls for everybody know guests.")
    address = mail_value(mail)
    return Voter(
        channel=Channel.UNVERIFIED,
        mail=address,
        browser=browser,
        network=network,
        mail_domain=address.rpartition("@")[2],
    )


def _known(person: User, network: str) -> Voter:
    identity = getattr(person, "identity", None)
    verified = person.level >= Level.DESK and identity is not None
    address = mail_value(person.email)
    return Voter(
        channel=Channel.VERIFIED if verified else Channel.EMAIL,
        user=person,
        person=person_value(person),
        mail=address,
        network=network,
        mail_domain=address.rpartition("@")[2],
        district=identity.district if identity is not None else None,
        age_group=age_group(person),
    )


def age_group(person: User, at: datetime | None = None) -> str:
    """By the proven day of birth; empty when it is not known."""
    identity = getattr(person, "identity", None)
    if identity is None or identity.birth_date is None:
        return ""
    years = full_years(identity.birth_date, timezone.localdate(at))
    return next((group for last, group in _AGES if years <= last), AgeGroup.OLD)
