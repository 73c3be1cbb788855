"""Ballots of the demo's polls, cast the way people cast them: by chance, the same at every run."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from portal.participation.polls import receipts
from portal.participation.polls.box import box_of
from portal.participation.polls.enums import AgeGroup, Channel, Kind
from portal.participation.polls.models import Poll
from portal.participation.polls.questions.answers import is_shown
from portal.participation.polls.questions.forms import OTHER, Form, Question
from portal.participation.polls.selectors import form_asked
from portal.participation.polls.services import paper
from portal.participation.polls.services.ballots import Voter, cast
from portal.participation.polls.voters import age_group, mail_value, person_value
from portal.people.models import User

Given = Mapping[str, Any]
_DOMAINS: Final = ("gmail.com", "ukr.net", "gmail.com", "i.ua", "meta.ua", "gmail.com")
_AGES: Final = (AgeGroup.YOUNG, AgeGroup.MIDDLE, AgeGroup.MIDDLE, AgeGroup.OLD)
# How many of ten say something where nothing is obligatory, and where words are asked for.
_ANSWER: Final = 0.85
_WRITE: Final = 0.3
_OTHER: Final = 0.06
# Who sends bots sends them within this.
_WAVE: Final = timedelta(hours=2)
BOTS: Final = "bots"
# Who of the demo has voted in everything that is open to them.
_VOTERS: Final = ("activist", "expert")


@dataclass(frozen=True, slots=True)
class Votes:
    """Whose ballots, how many by channel, and what the file says of the answers."""

    poll: Poll
    given: Given
    counts: Mapping[str, int]
    districts: Sequence[Any]
    people: Mapping[str, Any]


def cast_all(votes: Votes, now: datetime) -> None:
    """Every ballot of the current round. People of the demo vote first, as far as they may."""
    poll = votes.poll
    form = form_asked(poll, poll.current_round)
    # By chance that everybody can repeat: nothing here is secret.
    chance = random.Random(f"{poll.slug} {poll.current_round.number}")  # noqa: S311
    if poll.opens_at is None or poll.closes_at is None:
        return
    opens, closes = poll.opens_at, min(poll.closes_at, now)
    span = closes - opens
    for voter in _voters(votes, chance):
        at = opens + span * chance.random() ** 1.4 * 0.999
        is_bot = voter.network == BOTS
        if is_bot:
            at = opens + span / 2 + _WAVE * chance.random()
        given, texts = _answers(form, votes.given, chance, is_bot=is_bot)
        cast(poll=poll, voter=voter, given=given, texts=texts, now=at)
    if votes.people:
        for number in range(votes.counts.get("paper", 0)):
            at = opens + span * 0.999 * chance.random()
            paper.register(poll=poll, number=f"ДМ {number:06}", by=votes.people["clerk"], now=at)


def _voters(votes: Votes, chance: random.Random) -> list[Voter]:
    poll, counts = votes.poll, votes.counts
    found = [
        _known(votes.people[name])
        for name in _VOTERS
        if votes.people and not votes.given.get("voter_districts")
    ]
    for number in range(counts.get("email", 0)):
        domain = chance.choice(_DOMAINS)
        mail = f"demo-{number}@{domain}"
        found.append(
            Voter(
                channel=Channel.EMAIL,
                mail=mail,
                mail_domain=domain,
                network=f"home {number}",
            )
        )
    for number in range(counts.get("verified", 0)):
        domain = chance.choice(_DOMAINS)
        found.append(
            Voter(
                channel=Channel.VERIFIED,
                person=f"demo {number}",
                mail=f"demo-v{number}@{domain}",
                mail_domain=domain,
                network=f"flat {number}",
                district=chance.choice(votes.districts),
                age_group=chance.choice(_AGES),
            )
        )
    for kind, network in (("unverified", "network {}"), (BOTS, BOTS)):
        found += [
            Voter(
                channel=Channel.UNVERIFIED,
                browser=f"{kind} {number} {poll.slug}",
                network=network.format(number),
            )
            for number in range(counts.get(kind, 0))
        ]
    return found


def _known(user: User) -> Voter:
    address = mail_value(user.email)
    identity = getattr(user, "identity", None)
    return Voter(
        channel=Channel.VERIFIED,
        user=user,
        person=person_value(user),
        mail=address,
        network=f"{user.pk}",
        mail_domain=address.rpartition("@")[2],
        district=identity.district if identity else None,
        age_group=age_group(user),
    )


def type_in(poll: Poll, source: Given, clerk: User, now: datetime) -> None:
    """What may be typed in from the box, by chance as the others."""
    round_ = poll.current_round
    ended = poll.closes_at is not None and poll.closes_at <= now
    at = poll.closes_at + timedelta(minutes=30) if ended and poll.closes_at else now
    form = form_asked(poll, round_)
    chance = random.Random(f"box {poll.slug} {round_.number}")  # noqa: S311
    for _number in range(box_of(round_, at).ready):
        given, texts = _answers(form, source, chance)
        paper.enter(
            poll=poll,
            receipt=receipts.new_receipt(),
            given=given,
            texts=texts,
            by=clerk,
            now=at,
        )


def _answers(
    form: Form, source: Given, chance: random.Random, *, is_bot: bool = False
) -> tuple[dict[str, Any], dict[str, str]]:
    """What one voter says, as `answers.clean` takes it. Bots all choose the first."""
    given: dict[str, Any] = {}
    texts: dict[str, str] = {}
    for question, said in zip(form, source["questions"], strict=True):
        if not is_shown(question, given):
            continue
        if question.is_text:
            if said.get("says") and chance.random() < _WRITE and not is_bot:
                texts[question.code] = chance.choice(said["says"])
        elif is_bot:
            given[question.code] = question.options[0].code
        elif question.required or chance.random() < _ANSWER:
            given[question.code] = _one(question, said, chance)
            if question.has_other and chance.random() < _OTHER:
                chosen = given[question.code]
                given[question.code] = [chosen[0], OTHER] if isinstance(chosen, list) else OTHER
                texts[question.code] = chance.choice(said["says"])
    if not given and not texts:
        first = form.questions[0]
        given[first.code] = _one(first, source["questions"][0], chance)
    return given, texts


def _one(question: Question, said: Given, chance: random.Random) -> Any:
    codes = [option.code for option in question.options]
    weights = said.get("weights") or [1] * max(len(codes), question.points)
    match question.kind:
        case Kind.SINGLE | Kind.PICTURE:
            return chance.choices(codes, weights)[0]
        case Kind.SCALE:
            return chance.choices(range(1, question.points + 1), weights)[0]
        case Kind.MATRIX:
            return {row.code: chance.choices(codes, weights)[0] for row in question.rows}
        case Kind.MULTIPLE | Kind.RANKING:
            return _some(question, dict(zip(codes, weights, strict=True)), chance)
        case _:
            # A ballot holds numbers and days as text.
            return str(chance.choice(said.get("numbers") or said["dates"]))


def _some(question: Question, weights: Mapping[str, int], chance: random.Random) -> list[str]:
    if question.kind == Kind.RANKING:
        return sorted(
            weights, key=lambda code: chance.random() ** (1 / weights[code]), reverse=True
        )
    chosen = [code for code, weight in weights.items() if chance.randrange(100) < weight]
    return chosen[: int(question.maximum or len(weights))] or [next(iter(weights))]
